export { readProse as default } from "./families.js";
