"""A key renamed in a form: the field itself, and the expressions that read it."""

import json
from collections.abc import Generator, Mapping
from typing import NamedTuple

from workflows.catalogue.references.renaming.in_feel import (
    CannotRename,
    Names,
    rename_in_feel,
    rename_in_words,
)
from workflows.translation import _

DECODER = json.JSONDecoder()
SPACES = " \t\r\n"
FEEL = {
    ("conditional", "hide"),
    ("expression",),
    ("valuesExpression",),
    ("properties", "valid"),
    ("readonly",),
}
WORDS = {("label",), ("description",), ("text",), ("dateLabel",), ("timeLabel",)}
KEYS = {("key",), ("path",)}
Path = tuple[str | int, ...]


class Text(NamedTuple):
    """A text of the document, and the slice that writes it."""

    path: Path
    value: str
    start: int
    end: int


def rename_in_form(content: bytes, names: Names, rows: str = "") -> bytes:
    """Return the form under the new name; with `rows`, of a column of that list."""
    try:
        text = content.decode()
        document = json.loads(text)
        texts = list(_texts(text))
    except (ValueError, RecursionError):
        raise CannotRename(_("ce n'est pas du JSON lisible.")) from None
    changed = text
    for found in reversed(texts):
        owner = _owner(document, found.path)
        value = _renamed(found, owner, names, rows)
        if value != found.value:
            written = json.dumps(value, ensure_ascii=False)
            changed = changed[: found.start] + written + changed[found.end :]
    return changed.encode()


class _Owner(NamedTuple):
    """Where a text stands: inside its component, which may be a column of a list."""

    inside: Path
    rows: str  # the key of the list around it
    columns: frozenset[str]


def _renamed(found: Text, owner: _Owner | None, names: Names, rows: str) -> str:
    if owner is None or (rows and owner.rows != rows):
        return found.value
    if owner.inside in KEYS:
        mine = owner.rows == rows
        return names.of(found.value) if mine else found.value
    if not rows and names.old in owner.columns:
        return found.value  # in a row, the column of this name comes first
    if owner.inside == ("valuesKey",):
        return names.of(found.value)
    rule = owner.inside[0] == "validate" and owner.inside != ("validate", "pattern")
    if owner.inside in FEEL or (rule and found.value.startswith("=")):
        return rename_in_feel(found.value, names)
    return rename_in_words(found.value, names) if owner.inside in WORDS else found.value


def _owner(document: object, path: Path) -> _Owner | None:
    """Return the component that a text belongs to; None for one that belongs to none."""
    here, rows, columns = document, "", frozenset[str]()
    rest = path
    while len(rest) > 2 and rest[0] == "components" and isinstance(rest[1], int):  # noqa: PLR2004
        if isinstance(here, Mapping) and here.get("type") == "dynamiclist":
            rows = str(here.get("key") or here.get("path") or "")
            columns = frozenset(_keys(here))
        here = here["components"][rest[1]] if isinstance(here, Mapping) else None
        rest = rest[2:]
    return _Owner(rest, rows, columns) if rest != path else None


def _keys(rows: Mapping[str, object]) -> Generator[str]:
    inside = rows.get("components")
    for column in inside if isinstance(inside, list) else ():
        if isinstance(column, Mapping):
            yield str(column.get("key") or "")


def _texts(text: str) -> Generator[Text]:
    """Yield every text of a JSON document but the names of members, in its order."""
    yield from _inside(text, _skip(text, 0), ())


def _inside(text: str, at: int, path: Path) -> Generator[Text, None, int]:
    if text[at] not in "{[":
        value, end = DECODER.raw_decode(text, at)
        if isinstance(value, str):
            yield Text(path, value, at, end)
        return end
    named = text[at] == "{"
    at = _skip(text, at + 1)
    rank = 0
    while text[at] not in "}]":
        name: str | int = rank
        if named:
            name, at = DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        at = _skip(text, (yield from _inside(text, at, (*path, name))))
        at = _skip(text, at + 1) if text[at] == "," else at
        rank += 1
    return at + 1


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in SPACES:
        at += 1
    return at
