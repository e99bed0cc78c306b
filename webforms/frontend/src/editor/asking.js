// Requests to the server: a diagram goes as it is.
const csrfToken = () => document.querySelector('meta[name="csrf-token"]').content;

export async function send(url, xml) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/xml", "X-CSRFToken": csrfToken(), "X-Requested-With": "alur", Accept: "application/json" },
    body: xml,
  });
  return { ok: answer.ok, status: answer.status, body: await bodyOf(answer) };
}

async function bodyOf(answer) {
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  return isJson ? answer.json() : answer.text();
}
