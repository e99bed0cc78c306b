export { readChosen as default } from "./families.js";
