// An Indonesian civil servant's number: 18 digits, born YYYYMMDD, appointed YYYYMM, sex 1 or 2, a sequence of three.
// (That it is only a warning is on purpose: people are appointed by other numbers, too.)

/**
 * Key of what is wrong with it; empty when nothing is.
 * @param {string} text
 */
export function nipProblem(text) {
  const digits = text.replace(/\s/g, "");
  if (!digits) return "";
  if (!/^\d{18}$/.test(digits)) return "editor.nip.length";
  if (!isDay(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8))) return "editor.nip.born";
  if (!isDay(digits.slice(8, 12), digits.slice(12, 14), "01")) return "editor.nip.appointed";
  if (digits.slice(8, 14) <= digits.slice(0, 6)) return "editor.nip.order";
  return "12".includes(digits[14]) ? "" : "editor.nip.sex";
}

/**
 * @param {string} year
 * @param {string} month
 * @param {string} day
 */
function isDay(year, month, day) {
  if (year < "1900" || year > "2100") return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
