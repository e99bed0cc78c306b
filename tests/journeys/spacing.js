// WCAG 2.2, 1.4.12: with lines, letters and words as far apart as a reader may set them, nothing is cut off and no
// words lie on others. Gives what is, in words.
() => {
  const styles = new WeakMap();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const found = [...cutOff(), ...onOthers()];
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  return [...new Set(found)].slice(0, 6);

  function cutOff() {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [
      ...(wide > 1 ? [`spaced out: ${wide} px wider than the screen`] : []),
      ...texts()
        .flatMap(({ element }) => holders(element))
        .filter((each) => !isInvisible(each) && clips(each))
        .map((each) => `spaced out: cut off in ${name(each)}`),
    ];
  }

  function onOthers() {
    const placed = texts()
      .filter(({ element }) => !isInvisible(element) && !holders(element).some(floats))
      .flatMap(({ element, node }) => boxes(node).map((box) => ({ element, box })));
    placed.sort((a, b) => a.box.top - b.box.top);
    return placed.flatMap(({ element, box }, at) => {
      const rest = placed.slice(at + 1);
      const end = rest.findIndex((other) => other.box.top > box.bottom);
      return rest
        .slice(0, end < 0 ? rest.length : end)
        .filter((other) => other.element !== element && overlap(box, other.box))
        .map((other) => `spaced out: “${words(element)}” and “${words(other.element)}” lie on each other`);
    });
  }

  // What a drawing says is said beside it as a list; drawings are zoomed.
  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const every = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (node.data.trim() && !element.closest("svg, script, style, template, option, .diagram, .djs-container") && element.checkVisibility())
        every.push({ node, element });
    }
    return every;
  }

  function style(element) {
    if (!styles.has(element)) {
      const { clipPath, overflowX, overflowY, position } = getComputedStyle(element);
      styles.set(element, { clipPath, overflowX, overflowY, position, isNarrow: element.offsetWidth <= 1 });
    }
    return styles.get(element);
  }

  function holders(element) {
    const all = [];
    for (let each = element; each && each !== document.body; each = each.parentElement) all.push(each);
    return all;
  }

  function clips(element) {
    const { overflowX, overflowY, clipPath } = style(element);
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    return (
      clipPath === "none" &&
      ((hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (hides(overflowY) && element.scrollHeight > element.clientHeight + 1))
    );
  }

  function floats(element) {
    return ["fixed", "sticky", "absolute"].includes(style(element).position);
  }

  function isInvisible(element) {
    return holders(element).some((each) => style(each).clipPath !== "none" || style(each).isNarrow);
  }

  function boxes(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  }

  // Lines of one paragraph touch; letters do not fill their line.
  function overlap(a, b) {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return wide > 2 && high > 0.4 * Math.min(a.height, b.height);
  }

  function name(element) {
    return `${element.tagName.toLowerCase()}.${element.className} “${words(element)}”`;
  }

  function words(element) {
    return element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  }
};
