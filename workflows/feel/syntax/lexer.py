"""Tokens of FEEL (DMN 1.5, 10.3.1.2 rules 27-39 and 62-64): words, numbers, strings, symbols.

Names may hold spaces and symbols: the parser joins words into names, since only it knows which
names are in scope.
"""

import sys
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category

from workflows.feel.budget import MAX_TEXT
from workflows.feel.errors import FeelError
from workflows.translation import _


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    STRING = "string"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text; `value` is the word, the digits, the unescaped string or the symbol."""

    kind: Kind
    value: str
    start: int
    end: int


SYMBOLS = (
    *("..", "**", "<=", ">=", "!=", "->", ":="),
    *"+-*/=<>()[]{},:.@'|;",
)
ESCAPES = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    '"': '"',
    "'": "'",
    "\\": "\\",
    "/": "/",
}
MORE_STARTS = ((0x2070, 0x218F), (0x2C00, 0x2FEF), (0x10000, 0xEFFFF))  # rule 28
MARKS = ((0xB7, 0xB7), (0x300, 0x36F), (0x200C, 0x200D), (0x203F, 0x2040))  # rules 28 and 29
VOWELS = frozenset({"Mn", "Mc"})  # signs joined to a letter, in the scripts of rule 28
HEX = frozenset("0123456789abcdefABCDEF")
DIGITS = frozenset("0123456789")
SPACES = frozenset(" \t\n\r\v\f\u0085\u00a0\u1680\u180e\u2028\u2029\u202f\u205f\u3000\ufeff") | {
    chr(code) for code in range(0x2000, 0x200C)
}


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text` and END; raise FeelError at the first bad character."""
    if len(text) > MAX_TEXT:
        raise FeelError(_("L’expression est trop longue : coupez-la en plusieurs."), MAX_TEXT)
    tokens: list[Token] = []
    position = _skip(text, 0)
    while position < len(text):
        token = _token_at(text, position)
        tokens.append(token)
        position = _skip(text, token.end)
    tokens.append(Token(Kind.END, "", len(text), len(text)))
    return tokens


def is_name_start(character: str) -> bool:
    """Tell whether a name may begin with this character (rule 28)."""
    return character.isalpha() or character in "_?" or _is_in(character, MORE_STARTS)


def _is_name_part(character: str) -> bool:
    if is_name_start(character) or character in DIGITS or _is_in(character, MARKS):
        return True
    return category(character) in VOWELS


def _is_in(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(character)
    return any(low <= code <= high for low, high in ranges)


def _skip(text: str, position: int) -> int:
    """Return the place of the next token, after spaces and comments."""
    while position < len(text):
        if text[position] in SPACES:
            position += 1
        elif text.startswith("//", position):
            position = _end_of(text, "\n", position)
        elif text.startswith("/*", position):
            position = _end_of(text, "*/", position + 2, required_from=position)
        else:
            break
    return position


def _end_of(text: str, mark: str, position: int, required_from: int = -1) -> int:
    found = text.find(mark, position)
    if found >= 0:
        return found + len(mark)
    if required_from >= 0:
        raise FeelError(_("Ce commentaire n’est pas fermé par */."), required_from)
    return len(text)


def _token_at(text: str, position: int) -> Token:
    character = text[position]
    if character == '"':
        return _string_at(text, position)
    if character in DIGITS or (character == "." and text[position + 1 : position + 2] in DIGITS):
        return _number_at(text, position)
    if is_name_start(character):
        return _word_at(text, position)
    for symbol in SYMBOLS:
        if text.startswith(symbol, position):
            return Token(Kind.SYMBOL, symbol, position, position + len(symbol))
    raise FeelError(
        _("Le caractère « %(character)s » n’a pas de sens ici.") % {"character": character},
        position,
    )


def _word_at(text: str, start: int) -> Token:
    end = start + 1
    while end < len(text) and _is_name_part(text[end]):
        end += 1
    return Token(Kind.WORD, text[start:end], start, end)


def _digits(text: str, position: int) -> int:
    while position < len(text) and text[position] in DIGITS:
        position += 1
    return position


def _number_at(text: str, start: int) -> Token:
    end = _digits(text, start)
    if text[end : end + 1] == "." and text[end + 1 : end + 2] in DIGITS and end + 1 < len(text):
        end = _digits(text, end + 1)
    end = _exponent(text, end)
    return Token(Kind.NUMBER, text[start:end], start, end)


def _exponent(text: str, end: int) -> int:
    """Return the end of `e+10` after a number, or `end` when there is none."""
    if text[end : end + 1] not in ("e", "E"):
        return end
    digits = end + 1
    if text[digits : digits + 1] in ("+", "-"):
        digits += 1
    after = _digits(text, digits)
    return after if after > digits else end


def _string_at(text: str, start: int) -> Token:
    parts: list[str] = []
    position = start + 1
    while position < len(text):
        character = text[position]
        if character == '"':
            return Token(Kind.STRING, _joined("".join(parts)), start, position + 1)
        if character == "\\":
            part, position = _escape_at(text, position)
        else:
            part, position = character, position + 1
        parts.append(part)
    raise FeelError(_('Ce texte n’est pas fermé : ajoutez un guillemet droit " à la fin.'), start)


def _escape_at(text: str, start: int) -> tuple[str, int]:
    """Return the character of `\\n`, `\\u00e9` or `\\U01F600`, and the place after it."""
    mark = text[start + 1 : start + 2]
    if mark in ESCAPES:
        return ESCAPES[mark], start + 2
    for letter, size in (("u", 4), ("U", 6)):
        digits = text[start + 2 : start + 2 + size]
        if mark == letter and len(digits) == size and set(digits) <= HEX:
            code = int(digits, 16)
            if code <= sys.maxunicode:
                return chr(code), start + 2 + size
    # an unknown escape is kept as written: regular expressions are full of them
    return "\\" + mark, start + 1 + len(mark)


def _joined(text: str) -> str:
    """Join the two halves of a character written as a UTF-16 surrogate pair."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
