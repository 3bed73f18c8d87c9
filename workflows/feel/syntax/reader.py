"""A cursor over the tokens: what every production of the grammar needs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from workflows.feel.errors import FeelError
from workflows.feel.syntax.lexer import Kind, Token, tokenize
from workflows.feel.syntax.names import STOP_WORDS, KnownNames
from workflows.feel.syntax.tree import Node
from workflows.translation import _

MAX_NESTING = 40  # brackets, signs and constructs inside one another
MAX_LINKS = 400  # operators, paths, filters and calls in one expression
AnyNode = TypeVar("AnyNode", bound=Node)


class Reader:
    """The tokens of one text, the place reached, and the names known there."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        self.tokens = tokenize(text)
        self.index = 0
        self.names = KnownNames(names)
        self.in_range_end = False
        self._depth = 0
        self._links = 0

    @property
    def token(self) -> Token:
        """Return the token to read next."""
        return self.tokens[self.index]

    def peek(self) -> Token:
        """Return the token after the next one."""
        return self.tokens[min(self.index + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and go past it."""
        token = self.tokens[self.index]
        if token.kind is not Kind.END:
            self.index += 1
        return token

    def at(self, symbol: str) -> bool:
        """Tell whether the next token is this symbol."""
        token = self.tokens[self.index]
        return token.value == symbol and token.kind is Kind.SYMBOL

    def at_word(self, word: str) -> bool:
        """Tell whether the next token is this word."""
        token = self.tokens[self.index]
        return token.value == word and token.kind is Kind.WORD

    def skip(self, symbol: str) -> bool:
        """Go past this symbol if it is next; tell whether it was."""
        found = self.at(symbol)
        self.index += found
        return found

    def skip_word(self, word: str) -> bool:
        """Go past this word if it is next; tell whether it was."""
        found = self.at_word(word)
        self.index += found
        return found

    def expect(self, symbol: str) -> None:
        """Go past this symbol, or fail."""
        if not self.skip(symbol):
            raise self.error(_("Il manque « %(text)s » ici.") % {"text": symbol})

    def expect_word(self, word: str) -> None:
        """Go past this word, or fail."""
        if not self.skip_word(word):
            raise self.error(_("Il manque « %(text)s » ici.") % {"text": word})

    def expect_end(self) -> None:
        """Fail unless everything is read."""
        if self.token.kind is not Kind.END:
            raise self.error(_("« %(text)s » n’est pas attendu ici.") % {"text": self.token.value})

    def error(self, message: str, position: int = -1) -> FeelError:
        """Return the error to raise at `position`, by default the next token's."""
        return FeelError(message, self.token.start if position < 0 else position)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Count one level of nesting while inside."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise self.error(_("L’expression imbrique trop de niveaux : coupez-la en plusieurs."))
        yield
        self._depth -= 1

    def link(self, node: AnyNode) -> AnyNode:
        """Return `node`, counted: a chain of operators makes a deep tree without any nesting."""
        self._links += 1
        if self._links > MAX_LINKS:
            raise self.error(_("L’expression enchaîne trop d’opérations : coupez-la en plusieurs."))
        return node

    @staticmethod
    def is_stop_word(token: Token) -> bool:
        """Tell whether this word ends a name made of several."""
        return token.kind is Kind.WORD and token.value in STOP_WORDS

    def known_name(self) -> str | None:
        """Read the longest special name in scope, if one is written here."""
        found = self.names.match(self.tokens, self.index)
        if found is None:
            return None
        name, size = found
        self.index += size
        return name

    def joined_words(self) -> str:
        """Read words side by side as one name; the first may be any word."""
        words = [self.take().value]
        while self.token.kind is Kind.WORD and not self.is_stop_word(self.token):
            words.append(self.take().value)
        return " ".join(words)

    def path_name(self) -> str:
        """Read the name after a dot."""
        if self.token.kind is not Kind.WORD:
            raise self.error(_("Après un point, écrivez le nom d’une propriété."))
        return self.known_name() or self.joined_words()

    def declared_name(self, stops: tuple[str, ...]) -> str:
        """Read a name being introduced, up to one of `stops`."""
        start = self.index
        while self.token.kind is not Kind.END and self.token.value not in stops:
            self.take()
        if start == self.index or self.tokens[start].kind is not Kind.WORD:
            raise self.error(_("Il manque un nom ici."), self.tokens[start].start)
        return self._written(start, self.index)

    def key_ahead(self) -> str | None:
        """Read `name:` if that is what comes next."""
        start = index = self.index
        while self.tokens[index].kind in {Kind.WORD, Kind.NUMBER} or (
            self.tokens[index].kind is Kind.SYMBOL and self.tokens[index].value in "+-*/'."
        ):
            index += 1
        if index == start or self.tokens[index].value != ":":
            return None
        self.index = index + 1
        return self._written(start, index)

    def context_key(self) -> str:
        """Read the key of a context entry and its colon."""
        if self.token.kind is Kind.STRING and self.peek().value == ":":
            key = self.take().value
            self.take()
            return key
        found = self.key_ahead()
        if found is None:
            raise self.error(_("Il manque une clé suivie de « : » ici."))
        return found

    def _written(self, start: int, end: int) -> str:
        """Return tokens as a name: words parted by one space, symbols as they were written."""
        parts = [self.tokens[start].value]
        for before, token in zip(
            self.tokens[start : end - 1], self.tokens[start + 1 : end], strict=True
        ):
            if before.end < token.start:
                parts.append(" ")
            parts.append(token.value)
        return "".join(parts)
