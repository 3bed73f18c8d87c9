"""Checks of the scenarios: there are some, and they speak of tasks and fields that exist."""

from collections.abc import Iterator

from workflows.catalogue.checks.subject import Subject, near
from workflows.catalogue.findings import Finding, error, warning
from workflows.catalogue.scenarios.steps import Step
from workflows.translation import _


def no_scenario(subject: Subject) -> Iterator[Finding]:
    """Find the démarches that nothing tests."""
    if not subject.parts.scenarios:
        yield warning(
            "scenario-absent",
            "scenarios/",
            "",
            _("La démarche n'a pas de scénario."),
            _("Écrivez-en un par issue, ou jouez la démarche et enregistrez ce que vous faites."),
        )


def unknown_task(subject: Subject) -> Iterator[Finding]:
    """Find the steps about a task that the diagram does not have, even left to a person."""
    process = subject.parts.process
    done = process.tasks.values() if process else ()
    known = {node.label for node in subject.human} | {node.id for node in subject.human}
    known |= {task.name for task in done} | {task.element_id for task in done}
    for file, rank, step in _steps(subject):
        if step.task and step.task not in known:
            yield error(
                "scenario-tache-inconnue",
                file,
                f"step[{rank}]",
                _("Le diagramme n'a pas de tâche « %(task)s ».") % {"task": step.task},
                near(step.task, (node.label for node in subject.human)),
            )


def unknown_field(subject: Subject) -> Iterator[Finding]:
    """Find the answers to fields that no form has."""
    choices = _choice_variables(subject)
    for file, rank, step in _steps(subject):
        for key in (*step.answers, *step.pieces, *step.expected.blocked):
            if key not in subject.answered | choices:
                yield error(
                    "scenario-champ-inconnu",
                    file,
                    f"step[{rank}].{key}",
                    _("Aucun formulaire n'a de champ « %(key)s ».") % {"key": key},
                    near(key, subject.answered),
                )


def _choice_variables(subject: Subject) -> set[str]:
    process = subject.parts.process
    return {task.choice_variable for task in process.tasks.values()} if process else set()


def _steps(subject: Subject) -> Iterator[tuple[str, int, Step]]:
    for stem, scenario in sorted(subject.parts.scenarios.items()):
        for rank, step in enumerate(scenario.steps, start=1):
            yield f"scenarios/{stem}.toml", rank, step
