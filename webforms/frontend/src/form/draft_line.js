// The line that says what became of a draft, and offers what can be done.

/**
 * @param {string} words
 * @param {() => void} press
 */
export function button(words, press) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "link", textContent: words });
  made.addEventListener("click", press);
  return made;
}

export function stateLine() {
  const line = document.createElement("p");
  line.className = "draft-state help";
  line.setAttribute("role", "status");
  return line;
}
