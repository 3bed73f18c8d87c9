"""Changing one line of `demarche.toml`, comments and order kept."""

import json
import tomllib

import re2

from workflows.errors import Invalid
from workflows.translation import _

HEADER = re2.compile(r"^[ \t]*\[")


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def table_in(text: str, section: str) -> dict[str, object]:
    """Return one table of the file, empty when it has none or cannot be read."""
    try:
        found = tomllib.loads(text).get(section)
    except tomllib.TOMLDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def with_line(text: str, section: str, key: str, value: str) -> str:
    """Return the text with `key = value` at the end of a table; of the top ones when it is ""."""
    lines = text.splitlines(keepends=True)
    start, end = _bounds(lines, section)
    line = f"{key} = {value}\n"
    if start < 0:
        return _checked(f"{text.rstrip()}\n\n[{section}]\n{line}")
    while end > start and not lines[end - 1].strip():
        end -= 1
    if end and not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    return _checked("".join([*lines[:end], line, *lines[end:]]))


def without_line(text: str, section: str, key: str) -> str:
    """Return the text less one key of a table."""
    lines = text.splitlines(keepends=True)
    start, end = _bounds(lines, section)
    kept = [
        line
        for number, line in enumerate(lines)
        if not (start <= number < end and _key_of(line) == key)
    ]
    return _checked("".join(kept))


def _bounds(lines: list[str], section: str) -> tuple[int, int]:
    """Return the first line inside a table and the one after its last; -1 when it is missing."""
    headers = [number for number, line in enumerate(lines) if HEADER.match(line)]
    if not section:
        return 0, headers[0] if headers else len(lines)
    for number in headers:
        if lines[number].split("#")[0].strip() == f"[{section}]":
            return number + 1, next((each for each in headers if each > number), len(lines))
    return -1, -1


def _key_of(line: str) -> str:
    key = line.partition("=")[0].strip()
    try:
        return str(next(iter(tomllib.loads(f"{key} = 0")), ""))
    except tomllib.TOMLDecodeError:
        return ""


def _checked(text: str) -> str:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise Invalid(
            _("demarche.toml est écrit d'une façon que la correction ne sait pas changer.")
        ) from wrong
    return text
