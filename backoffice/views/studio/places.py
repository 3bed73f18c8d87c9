"""Where each file of a draft is edited; the browser modules are told the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import re2
from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from workflows.use_cases.studio.drafts import FileRow
from workflows.use_cases.studio.parts import PartKind

# patterns that Python and JavaScript read alike; `{}` is what stands in brackets
EDITORS = (
    (r"process\.bpmn", "diagramme"),
    (r"([^/]+\.bpmn)", "diagramme?fichier={}"),
    (r"demarche\.toml", "reglages"),
    (r"fiche\.md", "fiche"),
    (r"([^/]+)\.dmn", "tables/{}"),
    (r"forms/([^/]+)\.form", "formulaires/{}"),
    (r"letters/([^/]+)\.txt", "lettres/{}"),
    (r"scenarios/([^/]+)\.toml", "scenarios/{}"),
)
NAMES: Mapping[str, LazyString] = {
    "process.bpmn": _l("Diagramme"),
    "fiche.md": _l("Fiche pratique"),
    "demarche.toml": _l("Réglages"),
}
GROUPS: tuple[tuple[str, str, PartKind | None, LazyString], ...] = (
    ("", "", None, _l("Démarche")),
    ("", ".bpmn", None, _l("Diagrammes appelés")),
    ("forms/", ".form", PartKind.FORM, _l("Formulaires")),
    ("", ".dmn", PartKind.TABLE, _l("Tables de décision")),
    ("letters/", ".txt", PartKind.LETTER, _l("Lettres et courriels")),
    ("scenarios/", ".toml", PartKind.SCENARIO, _l("Scénarios")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One file: `name` for people, `url` of its editor, empty when it has none."""

    row: FileRow
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Files of one kind; `kind` is what can be added to it, None where nothing can."""

    title: str
    kind: PartKind | None
    parts: tuple[Part, ...]
    renamable: bool


def grouped(code: str, files: Sequence[FileRow]) -> tuple[PartGroup, ...]:
    """Return the files of a draft by kind, in the order in which one draws a démarche."""
    groups = (
        PartGroup(str(title), kind, tuple(_parts(code, files, folder, ending)), bool(ending))
        for folder, ending, kind, title in GROUPS
    )
    return tuple(group for group in groups if group.parts or group.kind)


def editor_url(code: str, path: str) -> str:
    """Return the address of the page that edits a file; nothing when none does."""
    for pattern, page in EDITORS:
        found = re2.fullmatch(pattern, path)
        if found:
            named = page.format(*(quote(each) for each in found.groups()))
            return url_for("overview.show", code=code) + named
    return ""


def _parts(code: str, files: Sequence[FileRow], folder: str, ending: str) -> Iterator[Part]:
    """Yield the files of a group; the one without ending holds those of fixed names."""
    rows = {row.path: row for row in files}
    paths = [path for path in rows if path not in NAMES and path.startswith(folder)]
    for path in [path for path in paths if path.endswith(ending)] if ending else NAMES:
        if path in rows:
            stem = path.removeprefix(folder).removesuffix(ending)
            yield Part(rows[path], str(NAMES.get(path, stem)), editor_url(code, path))
