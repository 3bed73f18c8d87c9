"""Regular expressions of analysts: XPath's (DMN 1.5, 10.3.4.3) run by google-re2, never `re`.

re2 takes time proportional to the text; what it does not have (back-references, look-around,
character class subtraction) is refused with a message rather than answered wrongly.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

import re2

from workflows.feel.budget import CHARACTERS_PER_STEP, Budget
from workflows.feel.builtins.xpath_patterns import translate
from workflows.feel.errors import FeelError
from workflows.translation import _

MAX_PATTERN = 1_000
MAX_MEMORY = 2 * 1024 * 1024
CACHED = 512
FLAGS = frozenset("ismxq")


class Match(Protocol):
    """What re2 finds."""

    def start(self) -> int:
        """Return where the match begins."""

    def end(self) -> int:
        """Return where the match ends."""

    def group(self, number: int) -> str | None:
        """Return a group's text."""


class Pattern(Protocol):
    """A pattern prepared by re2."""

    groups: int

    def search(self, text: str) -> Match | None:
        """Return the first match."""

    def finditer(self, text: str) -> Iterator[Match]:
        """Give every match, from left to right."""


class _WrongPattern(Exception):
    """The pattern is no regular expression: the function answers null."""


def matched(text: str, pattern: str, flags: object, budget: Budget) -> bool | None:
    """Tell whether `pattern` is found in `text`; null for a wrong pattern or wrong flags."""
    try:
        budget.take(1 + len(text) // CHARACTERS_PER_STEP)
        return _prepared(pattern, _flags(flags)).search(text) is not None
    except _WrongPattern:
        return None


def replaced(
    text: str, pattern: str, replacement: str, flags: object, budget: Budget
) -> str | None:
    """Return `text` with every match replaced, null for a wrong pattern, flag or replacement."""
    try:
        known = _flags(flags)
        found = _prepared(pattern, known)
        if found.search("") is not None:
            return None
        pieces = [replacement] if "q" in known else _pieces(replacement, found.groups)
    except _WrongPattern:
        return None
    parts: list[str] = []
    position = size = 0
    for match in found.finditer(text):
        made = "".join(
            piece if isinstance(piece, str) else match.group(piece) or "" for piece in pieces
        )
        size += len(made)
        budget.take_text(range(size))
        parts += [text[position : match.start()], made]
        position = match.end()
    return "".join(parts) + text[position:]


def parted(text: str, delimiter: str, budget: Budget) -> list[str] | None:
    """Return the parts of `text` between matches of `delimiter`."""
    try:
        found = _prepared(delimiter, "")
    except _WrongPattern:
        return None
    if found.search("") is not None:
        return None
    parts: list[str] = []
    position = 0
    for match in found.finditer(text):
        budget.take()
        parts.append(text[position : match.start()])
        position = match.end()
    return [*parts, text[position:]]


def _flags(flags: object) -> str:
    """Return XPath's flags: i s m x q; null is none."""
    if flags is None:
        return ""
    if not isinstance(flags, str) or not set(flags) <= FLAGS:
        raise _WrongPattern
    return flags


@lru_cache(maxsize=CACHED)
def _prepared(pattern: str, flags: str) -> Pattern:
    if len(pattern) > MAX_PATTERN:
        raise FeelError(_("L’expression régulière est trop longue."))
    source = re2.escape(pattern) if "q" in flags else translate(pattern, flags)
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    options.case_sensitive = "i" not in flags
    options.dot_nl = "s" in flags
    options.one_line = "m" not in flags
    return _made(source if "m" not in flags else f"(?m){source}", options)


def _made(source: str, options: object) -> Pattern:
    try:
        made: Pattern = re2.compile(source, options)
    except re2.error as error:
        raise _WrongPattern from error
    return made


def _pieces(replacement: str, groups: int) -> list[str | int]:
    """Return a replacement as texts and group numbers; `\\$` is a dollar."""
    pieces: list[str | int] = []
    position = 0
    while position < len(replacement):
        character = replacement[position]
        after = replacement[position + 1 : position + 2]
        if character == "\\":
            if after not in {"\\", "$"}:
                raise _WrongPattern
            pieces.append(after)
            position += 2
        elif character == "$":
            group, position = _group_at(replacement, position + 1, groups)
            pieces.append(group)
        else:
            pieces.append(character)
            position += 1
    return pieces


def _group_at(replacement: str, start: int, groups: int) -> tuple[int | str, int]:
    """Return the group written from `start`: as many digits as make a group that exists."""
    digits = 0
    while replacement[start + digits : start + digits + 1].isdecimal():
        digits += 1
    if not digits:
        raise _WrongPattern
    while digits > 1 and int(replacement[start : start + digits]) > groups:
        digits -= 1
    group = int(replacement[start : start + digits])
    return (group if group <= groups else ""), start + digits
