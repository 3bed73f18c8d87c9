"""What may leave an evaluation: values of a size that can be read, of the years Python has."""

from workflows.feel.budget import CONTAINERS, Budget
from workflows.feel.semantics.far_years import FarDay, refusal
from workflows.feel.semantics.values import Range


def leaving(value: object, budget: Budget) -> object:
    """Return `value`; raise FeelError when it may not leave."""
    if type(value) in CONTAINERS:
        budget.weigh(value)  # first: what follows reads everything inside
        _refuse_far_years(value)
    elif isinstance(value, FarDay | Range):
        _refuse_far_years(value)
    return value


def _refuse_far_years(value: object) -> None:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, FarDay):
            raise refusal()
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, Range):
            waiting += [one.start, one.end]
