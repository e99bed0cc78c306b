// What axe has not judged yet on this page, for tests/journeys/judging.py: a function of the page's own world.
//
// An element is known by its mark: what it is, which kinds of elements it holds, and what it stands in, without
// the words, numbers and addresses that differ from one case to the next. Where marks are the same, axe says the
// same. What concerns several elements (headings in order, one main part) is judged of every page.
(tags) => {
  const WHOLE = axe
    .getRules(tags)
    .map(({ ruleId }) => ruleId)
    .filter((id) =>
      /^(landmark-|heading-order|region|bypass|document-title|html-|page-has|skip-link|duplicate-id|meta-)/.test(
        id,
      ),
    );
  // Of these it matters that they say something, and that there is what they name.
  const SAYS = /^(id|name|href|src|action|title|alt|placeholder|value|content|for|form|list|data-.*)$/;
  const NAMES =
    /^aria-(label|labelledby|describedby|controls|owns|details|activedescendant|roledescription)$/;
  const OF_A_DRAWING = /^(class|style|role|tabindex|fill|opacity|aria-.*)$/;
  const SILENT = new Set(["SCRIPT", "STYLE", "LINK", "META", "HEAD", "defs"]);

  const there = (value) => value.split(/\s+/).every((id) => document.getElementById(id) !== null);
  const shape = ({ name, value }) => {
    // A word that the look may depend on.
    if (name.startsWith("data-") && /^[a-z-]{1,20}$/.test(value)) return `${name}=${value}`;
    if (/^(for|list|form)$|^aria-(labelledby|describedby|controls|owns|details|activedescendant)$/.test(name))
      return `${name}:${there(value)}`;
    if (SAYS.test(name) || NAMES.test(name)) return `${name}:${value !== ""}`;
    return `${name}=${value.replace(/url\([^)]*\)/g, "url").replace(/marker-\w+/g, "")}`;
  };
  const state = (el) =>
    [
      [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ""),
      el.checked,
      el.value === "",
      el.matches(":modal"),
      el.matches(":focus"),
      el.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    ]
      .map(Number)
      .join("");
  // What gives it a name, and what a list or a table must consist of.
  const inside = (el) => {
    const kinds = new Set(
      [...el.children].map((child) => `${child.tagName}.${child.getAttribute("role") ?? ""}`),
    );
    return `${el.textContent.trim() !== ""} ${[...kinds].sort().join(" ")}`;
  };
  const own = (el) => {
    const drawn = el instanceof SVGElement;
    const attributes = [...el.attributes].filter(({ name }) => !drawn || OF_A_DRAWING.test(name));
    return `${el.tagName} ${attributes.map(shape).sort().join(" ")} ${state(el)} ${inside(el)}`;
  };
  const hash = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    return 4294967296 * (2097151 & b) + (a >>> 0);
  };

  const found = new Map();
  const walk = (el, above) => {
    if (SILENT.has(el.tagName) || !el.checkVisibility()) return;
    const mark = hash(`${above} ${own(el)}`);
    found.set(el, mark);
    for (const child of el.children) walk(child, mark);
  };
  walk(document.documentElement, `${innerWidth < 600}`);

  const told = ({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 4).map(({ target, html, any }) => ({
      target: target.join(" "),
      html: html.slice(0, 200),
      why: any.map((each) => each.message).join("; "),
    })),
  });
  const run = async (context, options) => {
    const { violations } = await axe.run(context, {
      ...options,
      resultTypes: ["violations"],
      preload: false,
    });
    return violations.map(told);
  };
  return {
    marks: [...new Set(found.values())],
    // `marks`: the new ones. What is inside of something new is new.
    judge: async (marks, only) => {
      const fresh = new Set(marks);
      const roots = [...found.keys()].filter(
        (el) => fresh.has(found.get(el)) && !fresh.has(found.get(el.parentElement)),
      );
      const rules = Object.fromEntries(WHOLE.map((id) => [id, { enabled: false }]));
      const runOnly = only === null ? { type: "tag", values: tags } : { type: "rule", values: only };
      const whole = only === null ? await run(document, { runOnly: { type: "rule", values: WHOLE } }) : [];
      return roots.length === 0 ? whole : [...whole, ...(await run({ include: roots }, { runOnly, rules }))];
    },
  };
};
