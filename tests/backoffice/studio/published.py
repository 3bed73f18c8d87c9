"""bpmn-js, dmn-js and form-js as npm publishes them, in a page of their own; files to give them."""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[3]
MODULES = ROOT / "node_modules"
CORPORA = Path(os.environ.get("CORPORA", ROOT / "../shared/corpora"))
OURS = ("bpmn", "workflows", "tests")
BUNDLES = (
    "bpmn-js/dist/bpmn-modeler.production.min.js",
    "dmn-js/dist/dmn-modeler.production.min.js",
    "@bpmn-io/form-js/dist/form-viewer.umd.js",
    "@bpmn-io/form-js/dist/form-editor.umd.js",
)
MANY = 12  # files given at a time
# each text opened and written back: [text, what was told]
THROUGH = """async ([kind, texts]) => {
  const Editor = { bpmn: window.BpmnJS, dmn: window.DmnJS }[kind];
  const container = document.body.appendChild(document.createElement("div"));
  const editor = new Editor({ container });
  const saved = [];
  for (const text of texts) {
    const { warnings } = await editor.importXML(text);
    saved.push([(await editor.saveXML({ format: true })).xml, warnings.map(String)]);
  }
  editor.destroy();
  return saved;
}"""
# what the viewer shows and what the editor exports of a form, and what both told
FORM = """async (schema) => {
  const tell = ({ warnings }) => warnings.map(String);
  const own = (name, value) => (["_parent", "_path"].includes(name) ? undefined : value);
  const box = () => document.body.appendChild(document.createElement("div"));
  const viewer = new FormViewer.Form({ container: box() });
  const editor = new FormEditor.FormEditor({ container: box() });
  const opened = [viewer, editor].map((each) => each.importSchema(structuredClone(schema)));
  const told = (await Promise.all(opened)).flatMap(tell);
  const shown = JSON.parse(JSON.stringify(viewer._getState().schema, own));
  return { shown, exported: editor.saveSchema(), told };
}"""


class Published:
    """A blank page with the published bundles."""

    def __init__(self, chromium: Browser) -> None:
        self.page: Page = chromium.new_page()
        for bundle in BUNDLES:
            self.page.add_script_tag(path=MODULES / bundle)

    def through(self, kind: str, texts: list[bytes]) -> list[tuple[bytes, list[str]]]:
        """Return each text as the published editor writes it back, and what it told."""
        found = []
        for start in range(0, len(texts), MANY):
            given = [text.decode() for text in texts[start : start + MANY]]
            found += self.page.evaluate(THROUGH, [kind, given])
        return [(text.encode(), told) for text, told in found]

    def form(self, schema: dict) -> dict:
        """Return what the published viewer shows, what its editor exports, what they told."""
        found: dict = self.page.evaluate(FORM, schema)
        return found


def ours(kind: str) -> dict[str, bytes]:
    """Return our own files of a kind by their places: they are here wherever the tests are."""
    found = [path for folder in OURS for path in sorted((ROOT / folder).rglob(f"*.{kind}"))]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in found}


def corpora(kind: str) -> dict[str, bytes]:
    """Return the files of a kind of the corpora, where these are."""
    found = sorted(CORPORA.rglob(f"*.{kind}")) if CORPORA.is_dir() else []
    return {path.relative_to(CORPORA).as_posix(): path.read_bytes() for path in found}
