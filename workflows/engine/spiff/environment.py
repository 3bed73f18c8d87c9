"""What SpiffWorkflow asks when it needs a value: our FEEL and our clock, never eval or exec."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from SpiffWorkflow.bpmn.script_engine import (
    BasePythonScriptEngineEnvironment,
    PythonScriptEngine,
)
from SpiffWorkflow.task import Task

from workflows.engine.advance import DecisionTrace, Effect, Passed
from workflows.engine.definition import ProcessDefinition
from workflows.errors import ProcessFailure
from workflows.feel import evaluate
from workflows.translation import _

SCOPE = "scope"


class NoEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]  # untyped library
    """Refuses the three doors by which SpiffWorkflow would run Python."""

    def evaluate(self, expression: str, context: object, external_context: object = None) -> object:
        """Refuse: every expression goes through Move.evaluate."""
        raise ProcessFailure(_("Expression refusée hors du moteur : « %s ».") % expression)

    def execute(self, script: str, context: object, external_context: object = None) -> object:
        """Refuse: no script of a diagram is Python."""
        raise ProcessFailure(_("Script refusé : « %s ».") % script)

    def call_service(self, context: object, **kwargs: object) -> object:
        """Refuse: services are effects, done after the commit."""
        raise ProcessFailure(_("Appel de service refusé pendant le déroulement du processus."))


@dataclass(slots=True)
class Local:
    """The variables of one instance among several, or of a call; `outer` is the scope around.

    What is `closed` sees nothing outside, and keeps all that is assigned inside.
    """

    outer: str
    values: dict[str, object]
    closed: bool = False


class Move(PythonScriptEngine):  # type: ignore[misc]  # untyped library
    """One move of one process: its variables, its clock, and what happened on the way.

    SpiffWorkflow knows it as its script engine. The variables are one scope for the whole
    process, plus local ones in each of several instances; SpiffWorkflow's own task data, which
    it copies and merges at every step, holds nothing but the key of that local scope.
    """

    def __init__(
        self, definition: ProcessDefinition, variables: Mapping[str, object], now: datetime
    ) -> None:
        super().__init__(NoEnvironment())
        self.definition = definition
        self.variables: dict[str, object] = {}
        self.locals: dict[str, Local] = {}
        self.now = now
        self.effects: list[Effect] = []
        self.decisions: list[DecisionTrace] = []
        self.passed: list[Passed] = []
        self.taken: list[str] = []
        self.outcome = ""
        self.assign(variables)

    def validate(self, expression: str) -> None:
        """Accept: expressions were parsed when the definition was read."""

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> object:
        """Return the value of the FEEL `expression` where `task` stands; undefined is null."""
        calendar = self.definition.calendar
        return evaluate(expression, self.scope(task), now=self.now, calendar=calendar)

    def execute(self, task: Task, script: str, external_context: object = None) -> object:
        """Refuse: no script of a diagram is Python."""
        return self.environment.execute(script, task.data)

    def scope(self, task: Task) -> Mapping[str, object]:
        """Return the variables seen by `task`, the innermost local ones first."""
        local = self._locals_of(task)
        if not local:
            return self.variables
        outside = [] if local[-1].closed else [self.variables]
        return ChainMap(*(each.values for each in local), *outside)

    def open_scope(
        self, task: Task, outer: str, values: Mapping[str, object], *, closed: bool = False
    ) -> None:
        """Give `task`, and all that it starts, local variables inside the scope `outer`."""
        key = f"{task.id.hex}{len(self.locals)}"
        self.locals[key] = Local(outer, dict(values), closed)
        task.data[SCOPE] = key

    def assign(self, values: Mapping[str, object], task: Task | None = None) -> None:
        """Keep the `values` that some expression reads; a local name of `task` stays local."""
        local = self._locals_of(task) if task is not None else []
        for name, value in values.items():
            owner = next((each.values for each in local if name in each.values), None)
            if owner is not None:
                owner[name] = value
            elif name in self.definition.routing_variables:
                (local[-1].values if local and local[-1].closed else self.variables)[name] = value

    def _locals_of(self, task: Task) -> list[Local]:
        found, key = [], task.data.get(SCOPE, "")
        while key:
            found.append(self.locals[key])
            key = "" if found[-1].closed else found[-1].outer
        return found
