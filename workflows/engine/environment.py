"""What SpiffWorkflow asks when it needs a value: our FEEL and our clock, never eval or exec."""

from collections import ChainMap
from collections.abc import Mapping
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


class Move(PythonScriptEngine):  # type: ignore[misc]  # untyped library
    """One move of one process: its variables, its clock, and what happened on the way.

    SpiffWorkflow knows it as its script engine. The variables are one scope for the whole
    process; a task's own `data` holds only local ones (the item of a multiple instance).
    """

    def __init__(
        self, definition: ProcessDefinition, variables: Mapping[str, object], now: datetime
    ) -> None:
        super().__init__(NoEnvironment())
        self.definition = definition
        self.variables: dict[str, object] = {}
        self.now = now
        self.effects: list[Effect] = []
        self.decisions: list[DecisionTrace] = []
        self.passed: list[Passed] = []
        self.outcome = ""
        self.assign(variables)

    def validate(self, expression: str) -> None:
        """Accept: expressions were parsed when the definition was read."""

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> object:
        """Return the value of the FEEL `expression` where `task` stands; undefined is null."""
        return evaluate(expression, self.scope(task), now=self.now)

    def execute(self, task: Task, script: str, external_context: object = None) -> object:
        """Refuse: no script of a diagram is Python."""
        return self.environment.execute(script, task.data)

    def scope(self, task: Task) -> Mapping[str, object]:
        """Return the variables seen by `task`, local ones first."""
        return ChainMap(task.data, self.variables) if task.data else self.variables

    def assign(self, values: Mapping[str, object], task: Task | None = None) -> None:
        """Keep the `values` that some expression reads; a local name of `task` stays local."""
        wanted = self.definition.routing_variables
        for name, value in values.items():
            if task is not None and name in task.data:
                task.data[name] = value
            elif name in wanted:
                self.variables[name] = value
