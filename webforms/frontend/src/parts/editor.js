// The editor, once it has come as a whole.
export const start = () => import("../editor.js");
