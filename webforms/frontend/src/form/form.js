// The islands of a task's form; main.js calls this when the page has one.
export function start() {}
