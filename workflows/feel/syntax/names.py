"""Names of several words or with symbols, resolved against those in scope (DMN 1.5, 10.3.1.4).

`montant total` needs no help: two words side by side can only be one name. `date and time`,
`taux-plein` or `in stock` do: they are names only where one of the same tokens is known.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache

from workflows.feel.errors import FeelError
from workflows.feel.syntax.lexer import Kind, Token, tokenize

STOP_WORDS = frozenset(
    ("and", "or", "in", "between", "then", "else", "return", "satisfies", "instance")
)
KEYWORDS = STOP_WORDS | {"if", "for", "some", "every", "function", "true", "false", "null", "not"}
BUILT_IN_SPECIALS = (
    "date and time",
    "years and months duration",
    "days and time duration",
    "get or else",
)


def is_special(name: str) -> bool:
    """Tell whether `name` can only be read when it is known."""
    if name.isidentifier():
        return name in KEYWORDS
    return any(not word.isidentifier() or word in KEYWORDS for word in name.split(" "))


def special_names(names: Collection[str]) -> tuple[str, ...]:
    """Return the names among `names` that the parser must be told, sorted."""
    if KEYWORDS.isdisjoint(names) and all(map(str.isidentifier, names)):
        return ()  # nearly always: two calls in C, since every evaluation comes here
    return tuple(sorted(name for name in names if is_special(name)))


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the tokens that write `name`."""
    try:
        return tuple(token.value for token in tokenize(name) if token.kind is not Kind.END)
    except FeelError:  # a key such as "a!b": no expression can write it as a name
        return ()


class KnownNames:
    """The special names of the scopes being parsed, longest first."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [(words_of(name), name) for name in (*BUILT_IN_SPECIALS, *names)]
        self._sort()

    def add(self, name: str) -> None:
        """Make `name` readable from here on, when it is special."""
        if is_special(name):
            self._names.append((words_of(name), name))
            self._sort()

    def mark(self) -> int:
        """Return a mark to `forget` back to: the end of a scope."""
        return len(self._names)

    def forget(self, mark: int, added: Iterable[str]) -> None:
        """Leave a scope whose names were `added` after `mark`."""
        for name in added:
            if len(self._names) > mark and is_special(name):
                self._names.remove((words_of(name), name))

    def match(self, tokens: list[Token], at: int) -> tuple[str, int] | None:
        """Return the longest known name written at token `at` and how many tokens it takes."""
        first = tokens[at].value
        for words, name in self._names:
            if words and words[0] == first and _is_written(words, tokens, at):
                return name, len(words)
        return None

    def _sort(self) -> None:
        self._names.sort(key=lambda pair: -len(pair[0]))


def _is_written(words: tuple[str, ...], tokens: list[Token], at: int) -> bool:
    found = tokens[at : at + len(words)]
    return len(found) == len(words) and all(
        token.value == word and token.kind is not Kind.STRING
        for token, word in zip(found, words, strict=True)
    )
