export { readOption as default } from "./families.js";
