// Where things are: the addresses of the studio's pages and of a draft's files, and the form token.

let editors = null; // as the server tells them: [pattern of a path, page with {} for its name]

export const base = () => document.querySelector("[data-studio]").dataset.studio;

export const fileUrl = (path) =>
  `${base()}fichiers/${path.split("/").map(encodeURIComponent).join("/")}`;

// The page that edits a file, opened on one of its elements; the overview for one without editor.
export function editorUrl(path, element = "") {
  editors ??= JSON.parse(document.querySelector("[data-studio]").dataset.editors);
  for (const [pattern, page] of editors) {
    const found = new RegExp(`^(?:${pattern})$`).exec(path);
    if (!found) continue;
    const anchor = element ? `#${encodeURIComponent(element)}` : "";
    return base() + page.replace("{}", encodeURIComponent(found[1] ?? "")) + anchor;
  }
  return base();
}

// Ask the server in JSON. Gives { status, data }; status 0 when it cannot be reached, 401 when the
// session is over (a page of sign-in is not JSON).
export async function ask(url, { method = "GET", body, keepalive = false } = {}) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const answer = await fetch(url, {
      method,
      headers,
      keepalive,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (answer.status === 204) return { status: 204, data: {} };
    if (!answer.headers.get("Content-Type")?.startsWith("application/json"))
      return { status: answer.status === 200 ? 401 : answer.status, data: {} };
    return { status: answer.status, data: await answer.json() };
  } catch {
    return { status: 0, data: {} };
  }
}
