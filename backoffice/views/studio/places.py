"""Where each file of a draft is edited: the studio's pages, as far as they exist."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import re2
from flask import current_app, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from workflows.use_cases.studio.drafts import FileRow
from workflows.use_cases.studio.parts import PartKind

# the same as EDITORS of studio/draft/place.js
EDITORS = (
    (re2.compile(r"process\.bpmn"), "diagramme"),
    (re2.compile(r"demarche\.toml"), "reglages"),
    (re2.compile(r"fiche\.md"), "fiche"),
    (re2.compile(r"([^/]+)\.dmn"), "tables/{}"),
    (re2.compile(r"forms/([^/]+)\.form"), "formulaires/{}"),
    (re2.compile(r"letters/([^/]+)\.txt"), "lettres/{}"),
    (re2.compile(r"scenarios/([^/]+)\.toml"), "scenarios"),
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
    """One file: `name` for people, `url` of its editor, empty when there is none yet."""

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
    """Return the address of the page that edits a file; nothing while no screen does."""
    for pattern, page in EDITORS:
        found = pattern.fullmatch(path)
        if found:
            address = f"/conception/{code}/" + page.format(*found.groups())
            return f"{request.script_root}{address}" if _exists(address) else ""
    return ""


def _parts(code: str, files: Sequence[FileRow], folder: str, ending: str) -> Iterator[Part]:
    """Yield the files of a group; the one without ending holds those of fixed names."""
    rows = {row.path: row for row in files}
    paths = [path for path in rows if path not in NAMES and path.startswith(folder)]
    for path in [path for path in paths if path.endswith(ending)] if ending else NAMES:
        if path in rows:
            stem = path.removeprefix(folder).removesuffix(ending)
            yield Part(rows[path], str(NAMES.get(path, stem)), editor_url(code, path))


def _exists(address: str) -> bool:
    router = current_app.url_map.bind("localhost")
    try:
        router.match(address, method="GET")
    except RequestRedirect:
        return True  # to the same address, rightly spelt
    except HTTPException:
        return False
    return True
