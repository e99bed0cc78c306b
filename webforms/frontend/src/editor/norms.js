// Mutu Baku's time: "15 menit", "1–2 jam", "5 hari kerja", "3 × 24 jam" ↔ PT15M, PT1H/PT2H, P5D, 3x24H.
/** @typedef {"menit" | "jam" | "hari" | "clock"} Unit */
/** @typedef {{ unit: Unit, least: string, most: string }} Norm whole numbers as texts; empty where there is none */

/** @type {Unit[]} */
export const UNITS = ["menit", "jam", "hari", "clock"];

/** @type {Record<Unit, (n: string) => string>} */
const WRITTEN = {
  menit: (n) => `PT${n}M`,
  jam: (n) => `PT${n}H`,
  hari: (n) => `P${n}D`,
  clock: (n) => `${n}x24H`,
};
/** @type {[RegExp, Unit][]} */
const READ = [
  [/^PT(\d{1,5})M$/, "menit"],
  [/^PT(\d{1,5})H$/, "jam"],
  [/^P(\d{1,5})D$/, "hari"],
  [/^(\d{1,5})x24H$/, "clock"],
];

/**
 * Null for a norm that has no such form (it is then shown as it stands).
 * @param {string} iso
 * @returns {Norm | null}
 */
export function readNorm(iso) {
  if (!iso.trim()) return { unit: "menit", least: "", most: "" };
  const parts = iso.trim().split("/");
  const read = parts.flatMap((each) => readOne(each) ?? []);
  if (parts.length > 2 || read.length < parts.length) return null;
  const [first, second] = read;
  if (second && second.unit !== first.unit) return null;
  return { unit: first.unit, least: second ? first.n : "", most: (second ?? first).n };
}

/**
 * Empty without a number.
 * @param {Norm} norm
 */
export function writeNorm({ unit, least, most }) {
  const upper = whole(most);
  const lower = whole(least);
  if (!upper && !lower) return "";
  if (!upper || !lower || lower === upper) return WRITTEN[unit](upper || lower);
  return `${WRITTEN[unit](lower)}/${WRITTEN[unit](upper)}`;
}

/** @param {string} iso */
function readOne(iso) {
  for (const [pattern, unit] of READ) {
    const match = pattern.exec(iso);
    if (match) return { unit, n: match[1] };
  }
  return null;
}

/** @param {string} text */
const whole = (text) => (/^\d{1,5}$/.test(text.trim()) ? String(Number(text)) : "");
