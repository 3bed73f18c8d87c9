"""Checks of what would run for ever, too fast or too many times."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from workflows.catalogue.checks.subject import HUMAN, PROCESS, Subject
from workflows.catalogue.drawing import Drawing, Node
from workflows.catalogue.findings import Finding, error, warning
from workflows.engine.diagram.dialects import NAMESPACES, feel_of, read_extensions
from workflows.engine.spiff.repeated import instances_allowed
from workflows.engine.spiff.timers import CYCLE, is_too_short, literal_to_feel
from workflows.feel import FeelError, YearsMonths, evaluate, variables_read
from workflows.translation import _

WAITING = (*HUMAN, "receiveTask", "intermediateCatchEvent", "eventBasedGateway", "callActivity")
WORKING = ("serviceTask", "sendTask")  # without a kind of work a person does them
CARDINALITY = "bpmn:multiInstanceLoopCharacteristics/bpmn:loopCardinality"


def loop_without_wait(subject: Subject) -> Iterator[Finding]:
    """Find the loops that a dossier would run through again and again in one move."""
    drawing = subject.drawing
    passing = {node.id for node in drawing.nodes.values() if not _waits(drawing, node)}
    following = {
        id_: [flow.target for flow in drawing.out[id_] if flow.target in passing] for id_ in passing
    }
    for id_ in _in_loops(following):
        yield warning(
            "boucle-sans-attente",
            PROCESS,
            id_,
            _("La boucle qui passe par « %(node)s » n'attend personne : elle peut tourner en rond.")
            % {"node": drawing.nodes[id_].label},
            _("Mettez-y une tâche ou un minuteur, ou assurez-vous que sa sortie finit par venir."),
        )


def timer_too_short(subject: Subject) -> Iterator[Finding]:
    """Find the repeated timers whose period is under the minimum."""
    for node in subject.drawing.nodes.values():
        match = CYCLE.match(node.timer or "")
        if match and _rings_too_often(match[2]):
            yield error(
                "minuteur-trop-court",
                PROCESS,
                node.id,
                _("Le minuteur « %(node)s » sonne plus d'une fois par minute.")
                % {"node": node.label},
                _("Écrivez une période d'au moins une minute, par exemple R3/PT1H."),
            )


def too_many_instances(subject: Subject) -> Iterator[Finding]:
    """Find the activities to be done more times than we allow."""
    nodes = ((file, node) for file, tree in subject.trees.items() for node in tree.iter("{*}*"))
    for file, node in nodes:
        text = feel_of(node.findtext(CARDINALITY, "", NAMESPACES))
        number = _constant(text.removeprefix("=")) if text else None
        if not isinstance(number, int | Decimal):
            continue
        most = instances_allowed(read_extensions(node))  # dear: of these nodes only
        if number > most:
            yield error(
                "instances-trop-nombreuses",
                file,
                node.get("id", ""),
                _("« %(node)s » serait fait %(n)d fois : %(most)d au plus.")
                % {"node": node.get("name") or node.get("id"), "n": number, "most": most},
                _("Réduisez ce nombre, ou donnez à la tâche la propriété « maxInstances »."),
            )


def _waits(drawing: Drawing, node: Node) -> bool:
    if node.kind in WAITING or (node.kind in WORKING and not node.extensions.type):
        return True
    return any(_waits(drawing, each) for each in drawing.nodes.values() if each.parent == node.id)


def _in_loops(following: dict[str, list[str]]) -> Iterator[str]:
    """Yield one node of each loop: the first of the file."""
    told: set[str] = set()
    for start, after in following.items():
        if start in told:
            continue
        ahead, todo = set[str](), list(after)
        while todo:
            here = todo.pop()
            if here not in ahead:
                ahead.add(here)
                todo += following[here]
        if start in ahead:
            told |= ahead
            yield start


def _rings_too_often(text: str) -> bool:
    try:
        period = _constant(literal_to_feel(text).removeprefix("="))
    except ValueError:
        return False  # told as an error of writing
    return isinstance(period, timedelta | YearsMonths) and is_too_short(period)


def _constant(text: str) -> object:
    try:
        return None if variables_read(text) else evaluate(text, {})
    except FeelError:
        return None  # told by bad_feel
