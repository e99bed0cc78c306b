// What sends files piece by piece: a script of its own, since most forms are filled in before a file is chosen.
export { Upload } from "tus-js-client";
