// What axe has not judged yet on this page, for tests/journeys/judging.py: a function of the page's own world.
//
// An element is known by its mark: what it is, which kinds of elements it holds, and what it stands in, without
// the words, numbers and addresses that differ from one case to the next. Where marks are the same, axe says the
// same. What concerns several elements (headings in order, one main part) has a mark of its own: the page's outline;
// and so has each look of a text, which is all that its contrast depends on.
(tags) => {
  const WHOLE =
    /^(landmark-|heading-order|region|bypass|document-title|html-|page-has|skip-link|duplicate-id|meta-)/;
  // What these rules look at: where the parts of a page stand in each other, and whether they are told apart.
  const PARTS = "h1, h2, h3, h4, h5, h6, main, nav, header, footer, aside, section, form, [role]";
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

  const nameOf = (part) => {
    const by = (part.getAttribute("aria-labelledby") ?? "").split(/\s+/);
    const written = by.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    return part.getAttribute("aria-label") ?? written.trim();
  };
  const outline = () => {
    // What stands in no part of the page must not be there at all.
    const parts = [...found.keys()].filter((el) => el.matches(PARTS) || !el.closest(PARTS));
    const names = [...new Set(parts.map(nameOf))];
    const drawn = parts.map((part) => {
      const within = parts.indexOf(part.parentElement?.closest(PARTS));
      const attributes = `${part.getAttribute("role")} ${part.getAttribute("aria-level")}`;
      return `${part.tagName} ${attributes} ${within} ${names.indexOf(nameOf(part))} ${part.textContent.trim() !== ""}`;
    });
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    const { lang } = document.documentElement;
    const viewport = document.querySelector("meta[name=viewport]")?.content;
    return hash(
      [document.title !== "", lang, viewport, new Set(ids).size === ids.length, ...drawn].join("\n"),
    );
  };
  const whole = outline();

  // A contrast is a matter of colour, size and what lies behind; of what lies over the page, of its place, too.
  const looks = () => {
    const scheme = `${matchMedia("(prefers-color-scheme: dark)").matches}`;
    const [behind, seen] = [new Map(), new Map()];
    for (const [el, mark] of found) {
      const style = getComputedStyle(el);
      const back = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter];
      const over = /absolute|fixed|sticky/.test(style.position) ? mark : "";
      const above = behind.get(el.parentElement) ?? scheme;
      const bare = `${back}` === "rgba(0, 0, 0, 0),none,1,none" && over === "";
      behind.set(el, bare ? above : hash(`${above} ${back} ${over}`));
      const written = [...el.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "",
      );
      if (!written && !el.matches("input, select, textarea")) continue;
      const letters = [
        style.color,
        style.fontSize,
        style.fontWeight,
        style.textShadow,
        el.matches(":disabled"),
      ];
      const look = hash(`${behind.get(el)} ${letters}`);
      seen.set(look, [...(seen.get(look) ?? []), el]);
    }
    return seen;
  };

  const inWords = ({ id, help, nodes }) => ({
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
    return violations.map(inWords);
  };
  return {
    marks: [...new Set(found.values()), whole, ...looks().keys()],
    looks: () => [...looks().keys()],
    // Some of those that look alike: one may lie under another, where axe says nothing.
    contrasts: async (fresh) => {
      const seen = looks();
      // What was found may be gone by now: a page goes on by itself.
      const still = (el) => el.isConnected;
      const alike = fresh.flatMap((look) => (seen.get(look) ?? []).filter(still).slice(0, 4));
      const only = { runOnly: { type: "rule", values: ["color-contrast"] } };
      return alike.length === 0 ? [] : run({ include: alike }, only);
    },
    // `marks`: the new ones. What is inside of something new is new.
    judge: async (marks) => {
      const fresh = new Set(marks);
      const roots = [...found.keys()].filter(
        (el) => fresh.has(found.get(el)) && !fresh.has(found.get(el.parentElement)),
      );
      const ofWhole = axe
        .getRules(tags)
        .map(({ ruleId }) => ruleId)
        .filter((id) => WHOLE.test(id));
      const faults = [];
      if (fresh.has(whole))
        faults.push(...(await run(document, { runOnly: { type: "rule", values: ofWhole } })));
      const off = [...ofWhole, "color-contrast"].map((id) => [id, { enabled: false }]);
      const others = { runOnly: { type: "tag", values: tags }, rules: Object.fromEntries(off) };
      if (roots.length > 0) faults.push(...(await run({ include: roots }, others)));
      return faults;
    },
  };
};
