"""Where an expression of a decision file stands: the names it may use, and what it was seen to."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from workflows.feel import parse, parse_tests, tree
from workflows.feel.scope import Evaluate


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
        """Return the closure of a FEEL expression."""
        found = parse(text, self.names)
        self.reads.update(found.reads - self.local)
        return found.run

    def tests(self, text: str) -> Evaluate:
        """Return the closure of a cell."""
        found = parse_tests(text, self.names)
        self.reads.update(found.reads - self.local)
        return found.run

    def parsed_tests(self, text: str) -> tree.Node:
        """Return the tree of a cell."""
        return parse_tests(text, self.names).tree
