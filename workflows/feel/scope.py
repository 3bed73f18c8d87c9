"""Where names are looked up while evaluating (DMN 1.5, 10.3.2.11): frames, innermost first."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from workflows.feel.budget import Budget
from workflows.feel.semantics.value_types import Type

NO_TYPES: Mapping[str, Type] = {}
DEFAULT_CALENDAR = "NC"  # an ISO code of the `holidays` package


class Run:
    """What one evaluation shares: its budget, moment, calendar, types and trace.

    `calendar` is that of the working days; `trace` is what a host notes while evaluating.
    """

    __slots__ = ("budget", "calendar", "moment", "trace", "types")

    def __init__(
        self,
        budget: Budget | None = None,
        moment: datetime | None = None,
        calendar: str = DEFAULT_CALENDAR,
        types: Mapping[str, Type] = NO_TYPES,
    ) -> None:
        self.budget = Budget() if budget is None else budget
        self.moment = moment
        self.calendar = calendar
        self.types = types
        self.trace: list[object] = []

    def now(self) -> datetime:
        """Return the moment of this evaluation, the same at every call."""
        if self.moment is None:
            self.moment = datetime.now(UTC)
        return self.moment


class Frame:
    """One scope: its own names, the scope around it, and the run."""

    __slots__ = ("parent", "run", "values")

    def __init__(self, values: dict[str, object], parent: "Frame | None", run: Run) -> None:
        self.values = values
        self.parent = parent
        self.run = run

    def inner(self, values: dict[str, object]) -> "Frame":
        """Return a scope inside this one."""
        return Frame(values, self, self.run)


Evaluate = Callable[[Frame], object]
