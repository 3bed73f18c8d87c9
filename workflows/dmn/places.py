"""Where an expression of a decision file stands: the names it may use, and what it was seen to."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

import re2

from workflows.feel import Expression, FeelError, parse, parse_tests, to_feel
from workflows.feel.scope import Evaluate
from workflows.feel.syntax import tree

JUEL = ("${", "#{")
CELL_INPUT = re2.compile(r"\bcellInput\b")


@dataclass(frozen=True, slots=True)
class Place:
    """An element being read; `names` are those in scope, `reads` collects the free ones met."""

    element_id: str
    names: tuple[str, ...] = ()
    local: frozenset[str] = frozenset()
    reads: set[str] = field(default_factory=set)

    def inside(self, names: Iterable[str]) -> "Place":
        """Return the place with more names, defined by the construct around."""
        added = tuple(names)
        return replace(self, names=(*self.names, *added), local=self.local | set(added))

    def expression(self, text: str) -> Evaluate:
        """Return the closure of a FEEL expression, or of one written for Camunda 7: `${x}`."""
        found = self._parsed(parse, _from_juel(text))
        self.reads.update(found.reads - self.local)
        return found.run

    def tests(self, text: str) -> Evaluate:
        """Return the closure of a cell; Camunda 7 calls `cellInput` what FEEL calls `?`."""
        found = self._parsed(parse_tests, CELL_INPUT.sub("?", _from_juel(text)))
        self.reads.update(found.reads - self.local)
        return found.run

    def parsed_tests(self, text: str) -> tree.Node:
        """Return the tree of a cell."""
        return self._parsed(parse_tests, text).tree

    def _parsed(self, read: Callable[[str, Collection[str]], Expression], text: str) -> Expression:
        try:
            return read(text, self.names)
        except FeelError as error:
            error.text = text  # an element has many expressions: say which one
            raise


def _from_juel(text: str) -> str:
    return to_feel(text.strip()) if text.strip().startswith(JUEL) else text
