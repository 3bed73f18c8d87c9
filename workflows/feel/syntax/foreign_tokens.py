"""Tokens of the languages translated to FEEL: JUEL, and the Python-like one of SpiffWorkflow."""

from collections.abc import Callable

from workflows.feel.errors import FeelError
from workflows.feel.syntax.lexer import DIGITS, ESCAPES, SPACES, Kind, Token, is_name_start
from workflows.translation import _

SYMBOLS = (*("==", "!=", "<=", ">=", "&&", "||", "**", "//"), *"<>!+-*/%?:.,()[]")


def foreign_tokens(text: str, offset: int) -> list[Token]:
    """Return the tokens of `text`, placed as if it began at `offset`, an END token last."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        if text[position] in SPACES:
            position += 1
            continue
        token = _token_at(text, position, offset)
        tokens.append(token)
        position = token.end - offset
    return [*tokens, Token(Kind.END, "", offset + len(text), offset + len(text))]


def _token_at(text: str, start: int, offset: int) -> Token:
    character = text[start]
    if character in "'\"":
        return _string_at(text, start, offset)
    if character in DIGITS:
        end = _while(text, start, lambda one: one in DIGITS or one == ".")
        return Token(Kind.NUMBER, text[start:end], start + offset, end + offset)
    if is_name_start(character) and character != "?":
        end = _while(text, start, lambda one: one.isalnum() or one == "_")
        return Token(Kind.WORD, text[start:end], start + offset, end + offset)
    for symbol in SYMBOLS:
        if text.startswith(symbol, start):
            return Token(Kind.SYMBOL, symbol, start + offset, start + offset + len(symbol))
    raise FeelError(
        _("Le caractère « %(character)s » n’a pas d’équivalent en FEEL.")
        % {"character": character},
        start + offset,
    )


def _while(text: str, position: int, accepts: Callable[[str], bool]) -> int:
    while position < len(text) and accepts(text[position]):
        position += 1
    return position


def _string_at(text: str, start: int, offset: int) -> Token:
    made: list[str] = []
    position = start + 1
    while position < len(text) and text[position] != text[start]:
        if text[position] == "\\" and text[position + 1 : position + 2] in ESCAPES:
            made.append(ESCAPES[text[position + 1]])
            position += 2
        else:
            made.append(text[position])
            position += 1
    if position >= len(text):
        raise FeelError(_("Ce texte n’est pas fermé."), start + offset)
    return Token(Kind.STRING, "".join(made), start + offset, position + 1 + offset)
