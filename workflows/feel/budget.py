"""What one evaluation may cost: steps, depth, sizes and wall-clock time.

An expression without loop nor call costs no more than its own length, which the parser caps;
so only loops, calls and built-ins that grow with their arguments are counted.
"""

from collections.abc import Collection, Sized
from dataclasses import dataclass
from time import monotonic

from workflows.feel.errors import BudgetSpent
from workflows.translation import _

MAX_TEXT = 20_000  # characters of one expression
MAX_STRING = 500_000  # characters of one computed string
CLOCK_EVERY = 512  # steps between two looks at the clock
CHARACTERS_PER_STEP = 64
CONTAINERS = frozenset((list, dict))


@dataclass(frozen=True, slots=True)
class Limits:
    """The most one evaluation may take."""

    steps: int = 300_000
    depth: int = 60  # nested calls of functions
    seconds: float = 1.0


DEFAULT_LIMITS = Limits()


class Budget:
    """The account of one evaluation; every method raises BudgetSpent when it is overdrawn."""

    __slots__ = ("_deadline", "_depth", "_left", "_limits", "_next_look")

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._left = limits.steps
        self._depth = 0
        self._next_look = limits.steps
        self._deadline = 0.0  # read the clock at the first step only: most expressions take none

    def take(self, steps: int = 1) -> None:
        """Count `steps` units of work."""
        self._left -= steps
        if self._left < 0:
            raise BudgetSpent(
                _("L’expression demande trop de calculs : réduisez les listes qu’elle parcourt.")
            )
        if self._left <= self._next_look:
            self._look_at_the_clock()

    def take_text(self, text: Sized) -> None:
        """Count the work of making a string and refuse one that is too long."""
        size = len(text)
        if size > MAX_STRING:
            raise BudgetSpent(_("L’expression produit un texte trop long."))
        self.take(1 + size // CHARACTERS_PER_STEP)

    def weigh(self, value: object) -> None:
        """Count every value inside a list or context, as often as it occurs.

        Lists can share their items (`{a: [1, 1], b: [a, a], …}`): small in memory, endless to read.
        """
        if type(value) not in CONTAINERS:
            return
        waiting = [value]
        while waiting:
            inner = waiting.pop()
            items = inner.values() if isinstance(inner, dict) else inner
            if isinstance(items, Collection):
                self.take(1 + len(items))
                waiting.extend(item for item in items if type(item) in CONTAINERS)

    def enter(self) -> None:
        """Go one call deeper."""
        self._depth += 1
        self.take()
        if self._depth > self._limits.depth:
            raise BudgetSpent(_("Les appels de fonctions s’imbriquent trop profondément."))

    def leave(self) -> None:
        """Come back from a call."""
        self._depth -= 1

    def _look_at_the_clock(self) -> None:
        now = monotonic()
        if not self._deadline:
            self._deadline = now + self._limits.seconds
        elif now > self._deadline:
            raise BudgetSpent(_("L’expression est trop longue à calculer : simplifiez-la."))
        self._next_look = self._left - CLOCK_EVERY
