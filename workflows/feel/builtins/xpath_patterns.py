"""XPath's regular expressions (DMN 1.5, 10.3.4.3) written as google-re2 reads them."""

from workflows.feel.errors import FeelError
from workflows.translation import _

SPACES = frozenset(" \t\n\r")
UNSUPPORTED = _(
    "Cette expression régulière emploie un renvoi, une condition, une soustraction ou un bloc de"
    " caractères qui ne sont pas acceptés."
)
BLOCKS = {
    "BasicLatin": r"\x00-\x7F",
    "Latin-1Supplement": r"\x{80}-\x{FF}",
    "LatinExtended-A": r"\x{100}-\x{17F}",
    "LatinExtended-B": r"\x{180}-\x{24F}",
    "GeneralPunctuation": r"\x{2000}-\x{206F}",
}
NAME_SETS = {"i": r"\pL_:", "c": r"\pL\pN_:.·\-"}  # what may begin a name of XML, and follow


def translate(pattern: str, flags: str) -> str:
    """Return the pattern for re2; a dot excludes both ends of line, CR and LF.

    Raise FeelError for what re2 does not have and would read otherwise.
    """
    source = _without_spaces(pattern) if "x" in flags else pattern
    made: list[str] = []
    position, in_class = 0, False
    while position < len(source):
        if source[position] == "\\":
            piece, position = _escape(source, position, in_class)
            made.append(piece)
            continue
        in_class = _is_in_class(in_class, source, position)
        is_dot = source[position] == "." and not in_class and "s" not in flags
        made.append(r"[^\n\r]" if is_dot else source[position])
        position += 1
    return "".join(made)


def _without_spaces(pattern: str) -> str:
    """Return the pattern without its spaces, those between brackets excepted (flag x)."""
    kept: list[str] = []
    in_class = escaped = False
    for character in pattern:
        if character in SPACES and not in_class:
            continue
        if not escaped:
            in_class = character == "[" or (in_class and character != "]")
        escaped = character == "\\" and not escaped
        kept.append(character)
    return "".join(kept)


def _is_in_class(before: bool, source: str, position: int) -> bool:
    """Tell whether this place is between brackets."""
    if not before and source.startswith(("(?=", "(?!", "(?<", "(?P", "(?i", "(?s"), position):
        raise FeelError(UNSUPPORTED)
    if before and source.startswith("-[", position):
        raise FeelError(UNSUPPORTED)
    return source[position] == "[" or (before and source[position] != "]")


def _escape(source: str, position: int, in_class: bool) -> tuple[str, int]:
    """Return an escape as re2 writes it, and the place after it."""
    mark = source[position + 1 : position + 2]
    if mark.isdecimal():
        raise FeelError(UNSUPPORTED)
    content, end = NAME_SETS.get(mark.lower(), ""), position + 2
    if mark in {"p", "P"} and source.startswith("{Is", end):
        content, end = _block(source, end)
    if not content:
        return source[position:end], end
    if not in_class:
        return f"[{'^' if mark.isupper() else ''}{content}]", end
    if mark.isupper():
        raise FeelError(UNSUPPORTED)
    return content, end


def _block(source: str, start: int) -> tuple[str, int]:
    """Return the characters of `{IsBasicLatin}`, and the place after it."""
    end = source.find("}", start)
    content = BLOCKS.get(source[start + 3 : end])
    if end < 0 or content is None:
        raise FeelError(UNSUPPORTED)
    return content, end + 1
