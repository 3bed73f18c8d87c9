"""Taking a decision: its requirements first, each computed once (DMN 1.5, 10.4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from workflows.dmn.errors import DmnError
from workflows.dmn.model import DecisionModel, DecisionResult, Element, Kind, MatchedRule
from workflows.feel import Budget, FeelError, Limits, Run
from workflows.feel.functions import converted
from workflows.feel.scope import DEFAULT_CALENDAR, Frame
from workflows.feel.semantics.boundary import leaving
from workflows.feel.semantics.values import Function, from_python
from workflows.translation import _

LIMITS = Limits(steps=500_000, seconds=2.0)


def decide(
    model: DecisionModel,
    decision_id: str,
    variables: Mapping[str, object],
    *,
    now: datetime | None = None,
    calendar: str = DEFAULT_CALENDAR,
) -> DecisionResult:
    """Return the value of a decision or decision service, and the rules that matched.

    Raise DmnError naming the element when it cannot be taken.
    """
    element = model.elements.get(decision_id)
    if element is None:
        raise DmnError(_("La décision « %(id)s » n’existe pas.") % {"id": decision_id}, decision_id)
    run = Run(Budget(LIMITS), now, calendar, model.types)
    try:
        read = model.inputs_read(decision_id)
        known = {name: from_python(variables[name]) for name in read if name in variables}
        value = leaving(_value_of(element, Evaluation(model, run, known), run), run.budget)
    except FeelError as error:
        raise _failure(element, error.message) from error
    except RecursionError as error:
        raise _failure(element, _("cette décision est trop profonde.")) from error
    except DmnError as error:
        error.matched = _matched(run)
        raise
    return DecisionResult(value, _matched(run))


def _matched(run: Run) -> tuple[MatchedRule, ...]:
    return tuple(found for found in run.trace if isinstance(found, MatchedRule))


def _value_of(element: Element, evaluation: "Evaluation", run: Run) -> object:
    """Return the value of an element; a service is called with the variables of its inputs."""
    value = evaluation.take(element.key)
    if not isinstance(value, Function) or element.service is None:
        return value
    return value.call([evaluation.given(key) for key in element.service.inputs], run)


def _failure(element: Element, message: str) -> DmnError:
    text = _("« %(name)s » : %(message)s") % {"name": element.name, "message": message}
    return DmnError(text, element.id)


class Evaluation:
    """The values found so far; `given` are the variables, seen by every element of the graph."""

    def __init__(
        self,
        model: DecisionModel,
        run: Run,
        given: dict[str, object],
        values: dict[str, object] | None = None,
    ) -> None:
        self._model = model
        self._run = run
        self._root = Frame(given, None, run)
        self._values: dict[str, object] = values or {}

    def take(self, key: str) -> object:
        """Return the value of an element, after those it requires and that have none yet."""
        needed = self._without_value(key)
        for one in self._model.plans[key]:
            if one in needed:
                self._values[one] = self._value(self._model.elements[one])
        return self._values[key]

    def given(self, key: str) -> object:
        """Return the variable given for an element, computed when it is not."""
        name = self._model.elements[key].name
        return self._root.values[name] if name in self._root.values else self.take(key)

    def _without_value(self, key: str) -> set[str]:
        """Return what is still to compute: nothing above an element whose value was given."""
        needed: set[str] = set()
        waiting = [key]
        while waiting:
            current = waiting.pop()
            if current not in self._values and current not in needed:
                needed.add(current)
                waiting.extend(one.key for one in self._model.elements[current].requires)
        return needed

    def _value(self, element: Element) -> object:
        if element.problem is not None:
            raise _failure(element, element.problem.message)
        if element.kind is Kind.INPUT:
            return self._input(element)
        if element.kind is Kind.SERVICE:
            return ServiceFunction(self._model, element)
        return self._computed(element)

    def _input(self, element: Element) -> object:
        given = self._root.values.get(element.name)
        found = converted(given, element.type, self._model.types)
        if found is None and given is not None:
            raise DmnError(
                _("« %(name)s » n’a pas le type ou l’une des valeurs que la décision attend.")
                % {"name": element.name},
                element.id,
            )
        return found

    def _computed(self, element: Element) -> object:
        if element.logic is None:
            return None
        try:
            found = element.logic(self._frame(element))
        except FeelError as error:
            raise _failure(element, error.message) from error
        if element.kind is Kind.KNOWLEDGE:
            return found
        self._run.budget.weigh(found)
        return converted(found, element.type, self._model.types)

    def _frame(self, element: Element) -> Frame:
        """Return the scope of an element: what it requires, then the variables given."""
        names: dict[str, object] = {}
        imported: dict[str, dict[str, object]] = {}
        for requirement in element.requires:
            required = self._model.elements[requirement.key]
            if requirement.prefix:
                imported.setdefault(requirement.prefix, {})[required.name] = self._values[
                    requirement.key
                ]
            else:
                names[required.name] = self._values[requirement.key]
        return Frame({**names, **imported}, self._root, self._run)


class ServiceFunction(Function):
    """A decision service as a function of its input data and input decisions."""

    def __init__(self, model: DecisionModel, element: Element) -> None:
        self._model = model
        self._element = element
        self._inputs = () if element.service is None else element.service.inputs
        self._outputs = () if element.service is None else element.service.outputs
        self.parameters = tuple(model.elements[key].name for key in self._inputs)

    def call(self, arguments: Sequence[object], run: Run) -> object:
        """Return the only output, or a context of the outputs by name."""
        if len(arguments) != len(self._inputs):
            return None
        values: dict[str, object] = {}
        for key, value in zip(self._inputs, arguments, strict=True):
            values[key] = converted(value, self._model.elements[key].type, self._model.types)
            if values[key] is None and value is not None:
                return None
        given = {self._model.elements[key].name: value for key, value in values.items()}
        evaluation = Evaluation(self._model, run, given, values)
        found = {self._model.elements[key].name: evaluation.take(key) for key in self._outputs}
        result: object = next(iter(found.values())) if len(found) == 1 else found
        return converted(result, self._element.type, self._model.types)
