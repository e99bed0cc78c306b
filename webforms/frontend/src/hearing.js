// What every answer says beside what was asked for: that the page is of an earlier build, or its login has ended.
import { build } from "./faults.js";
import { notify } from "./page_notices.js";

/**
 * The answer itself.
 * @param {Response} answer
 */
export function hear(answer) {
  const now = answer.headers.get("Alur-Build");
  if (now && build() && now !== build()) notify("outdated");
  notify("logged_out", isLoggedOut(answer));
  notify("offline", false);
  return answer;
}

/** @param {Response} answer */
export const isLoggedOut = ({ status, type, redirected, url }) =>
  status === 401 || type === "opaqueredirect" || (redirected && new URL(url).pathname === "/login");
