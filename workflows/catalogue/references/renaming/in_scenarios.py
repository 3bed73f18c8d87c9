"""A key renamed in a scenario: what is answered, attached, and expected to block."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import re2

from workflows.catalogue.references.renaming.in_feel import CannotRename, Names
from workflows.translation import _

TOKEN = re2.compile(
    r'"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*'
    r"|[A-Za-z0-9_-]+|\s+|(?s:.)"
)
KEYED = frozenset({"answers", "pieces"})
LISTED = "blocked"


class Word(NamedTuple):
    """A token; `table` is what the braces, brackets or header around it are called."""

    text: str
    start: int
    table: str
    before: str


def rename_in_scenario(content: bytes, names: Names) -> bytes:
    """Return the scenario under the new name, or raise CannotRename."""
    try:
        text = content.decode()
        wanted = _wanted(tomllib.loads(text), names)
    except (ValueError, RecursionError):
        raise CannotRename(_("ce n'est pas du TOML lisible.")) from None
    changed = text
    for word in reversed(list(_words(text))):
        new = _renamed(word, names)
        if new != word.text:
            changed = changed[: word.start] + new + changed[word.start + len(word.text) :]
    if tomllib.loads(changed) != wanted:
        raise CannotRename(_("changez « %s » à la main dans ce scénario.") % names.old)
    return changed.encode()


def _renamed(word: Word, names: Names) -> str:
    if word.text == names.old and (word.table in KEYED or word.before in KEYED):
        return names.new
    if word.table == LISTED and word.text[1:-1] == names.old and word.text[0] in "\"'":
        return f'"{names.new}"'
    return word.text


def _words(text: str) -> Iterator[Word]:
    """Yield the words and strings of a TOML text with the table that each stands in."""
    around: list[str] = []
    header, name, dotted = "", "", ""
    opened = False
    for found in TOKEN.finditer(text):
        part = found.group(0)
        if part.isspace():
            opened = opened and "\n" not in part
        elif part in {"{", "["}:
            opened = opened or (part == "[" and not around and not name)
            around.append(name)
            name = ""
        elif part in {"}", "]"}:
            around = around[:-1]
        elif part in {"=", ",", "."}:
            dotted = name if part == "." else ""
            name = "" if part == "," else name
        elif part[0] != "#":
            yield Word(part, found.start(), around[-1] if around else header, dotted)
            header = part if opened else header
            name = part
        if part == "\n" or (part.isspace() and "\n" in part and not around):
            name, dotted = "", ""


def _wanted(data: Mapping[str, object], names: Names) -> dict[str, object]:
    steps = data.get("step")
    return {
        **data,
        **({"step": [_step(each, names) for each in steps]} if isinstance(steps, list) else {}),
    }


def _step(step: object, names: Names) -> object:
    if not isinstance(step, Mapping):
        return step
    return {name: _part(name, value, names) for name, value in step.items()}


def _part(name: str, value: object, names: Names) -> object:
    if name in KEYED and isinstance(value, Mapping):
        return {names.of(key): each for key, each in value.items()}
    if name == "expect" and isinstance(value, Mapping) and isinstance(value.get(LISTED), list):
        blocked = [names.of(each) if isinstance(each, str) else each for each in value[LISTED]]
        return {**value, LISTED: blocked}
    return value
