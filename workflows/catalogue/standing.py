"""The state of a dossier after one move of its process: the one rule, shared with the scenarios."""

from collections.abc import Iterable

from workflows.catalogue.folder import Folder
from workflows.engine import ReadyTask

DRAFT, FILED, EXAMINED, TO_COMPLETE = "brouillon", "depose", "en_instruction", "a_completer"
OUTCOMES = ("accepte", "refuse", "sans_suite")


def state_after(
    folder: Folder, state: str, ready: Iterable[ReadyTask], outcome: str, *, by_agent: bool
) -> str:
    """Return the dossier's state once a task is done, or a timer fired, in `state`.

    A decision stays. A task for the citizen makes `a_completer`; filing otherwise makes a draft
    `depose`; an agent's work, or the citizen's answer, makes `en_instruction`.
    """
    if outcome:
        return outcome
    if state in OUTCOMES:
        return state
    waits_for_citizen = any(
        folder.group_of(task.lane, task.candidate_groups) is None for task in ready
    )
    if waits_for_citizen:
        return TO_COMPLETE
    if state == DRAFT:
        return FILED
    return EXAMINED if by_agent or state == TO_COMPLETE else state
