"""Changing one line of a TOML file that people write: comments, order and spacing stay."""

import json
import tomllib

from workflows.errors import Invalid
from workflows.translation import _


def with_entry(text: str, table: str, key: str, value: str) -> str:
    """Return `text` where `[table]` gives `key` this value; raise Invalid when it cannot."""
    lines = text.splitlines()
    start, end = _bounds(lines, table)
    if start < 0:
        lines += ["", f"[{table}]", _line(key, value)]
    else:
        here = _rank_of(lines, start, end, key)
        written = _line(key, value)
        if here < 0:
            lines.insert(_last_filled(lines, start, end) + 1, written)
        else:
            lines[here] = written + _comment(lines[here])
    return _checked(text, lines, table, {key: value}, ())


def without_entry(text: str, table: str, key: str) -> str:
    """Return `text` where `[table]` does not speak of `key`; raise Invalid when it cannot."""
    lines = text.splitlines()
    start, end = _bounds(lines, table)
    here = _rank_of(lines, start, end, key)
    if here >= 0:
        del lines[here]
    return _checked(text, lines, table, {}, (key,))


def with_key(text: str, table: str, former: str, key: str) -> str:
    """Return `text` where the entry `former` of `[table]` is called `key`, at the same place."""
    lines = text.splitlines()
    start, end = _bounds(lines, table)
    here = _rank_of(lines, start, end, former)
    if here < 0:
        return text
    value = _entry(lines[here])[former]
    lines[here] = _line(key, value) + _comment(lines[here])
    return _checked(text, lines, table, {key: value}, (former,))


def _line(key: str, value: str) -> str:
    return f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}"


def _bounds(lines: list[str], table: str) -> tuple[int, int]:
    """Return the rank of the table's header and of the line after its last; -1 without it."""
    for start, line in enumerate(lines):
        if _without_comment(line) == f"[{table}]":
            after = range(start + 1, len(lines))
            end = next((rank for rank in after if lines[rank].lstrip().startswith("[")), len(lines))
            return start, end
    return -1, -1


def _rank_of(lines: list[str], start: int, end: int, key: str) -> int:
    within = range(start + 1, end) if start >= 0 else range(0)
    return next((rank for rank in within if key in _entry(lines[rank])), -1)


def _last_filled(lines: list[str], start: int, end: int) -> int:
    return next(rank for rank in range(end - 1, start - 1, -1) if lines[rank].strip())


def _entry(line: str) -> dict[str, str]:
    """Return the entry that a line gives, none when it is no text written on one line."""
    try:
        found = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _comment(line: str) -> str:
    """Return the comment at the end of an entry, with the space before it."""
    for rank, each in enumerate(line):
        if each == "#" and _entry(line[:rank]) == _entry(line):
            return line[len(line[:rank].rstrip()) :]
    return ""


def _without_comment(line: str) -> str:
    return line.split("#", 1)[0].strip()


def _checked(
    before: str, lines: list[str], table: str, added: dict[str, str], removed: tuple[str, ...]
) -> str:
    """Return the lines as a text; raise Invalid unless that changed just what was wanted."""
    after = "\n".join(lines) + "\n"
    refusal = Invalid(
        _("La table [%(table)s] de demarche.toml ne peut pas être changée d'ici : ouvrez-la.")
        % {"table": table}
    )
    try:
        old, new = tomllib.loads(before), tomllib.loads(after)
    except tomllib.TOMLDecodeError as unreadable:
        raise refusal from unreadable
    entries = old.get(table, {})
    if not isinstance(entries, dict):
        raise refusal
    kept = {key: value for key, value in entries.items() if key not in removed} | added
    wanted = {**old, table: kept} if kept or table in old else old
    if new != wanted:
        raise refusal
    return after
