"""Checks of the diagram's shape: gateways, ways in and out, timers, size."""

from collections.abc import Iterator
from dataclasses import replace

from workflows.catalogue.checks.subject import HUMAN, PROCESS, Subject
from workflows.catalogue.drawing import Drawing, Node
from workflows.catalogue.findings import Finding, error, warning
from workflows.translation import _

UNREACHABLE = "element-inatteignable"
CHOOSING = ("exclusiveGateway", "inclusiveGateway")
PASSIVE = ("endEvent", "textAnnotation")


def gateway_without_condition(subject: Subject) -> Iterator[Finding]:
    """Find the ways out of a gateway that say neither when to take them nor that they are default.

    Named ways without any condition, right after a human task, are that person's choice.
    """
    for node, bare in _bare_flows(subject.drawing):
        if _is_choice(subject.drawing, node):
            continue
        for name in bare:
            yield error(
                "passerelle-sans-condition",
                PROCESS,
                name,
                _("Une sortie de « %(gateway)s » n'a pas de condition.") % {"gateway": node.label},
                _("Écrivez sa condition (= …) ou faites-en la sortie par défaut."),
            )


def gateway_without_default(subject: Subject) -> Iterator[Finding]:
    """Find the gateways that block the dossier when no condition is true."""
    for node in subject.drawing.of_kind(*CHOOSING):
        out = subject.drawing.out[node.id]
        if len(out) > 1 and not node.default and all(flow.condition for flow in out):
            yield warning(
                "passerelle-sans-defaut",
                PROCESS,
                node.id,
                _("Si aucune condition de « %(gateway)s » n'est vraie, le dossier s'arrête.")
                % {"gateway": node.label},
                _("Choisissez une sortie par défaut."),
            )


def unreachable(subject: Subject) -> Iterator[Finding]:
    """Find the nodes that no token can come to."""
    drawing = subject.drawing
    starts = [node.id for node in subject.starts]
    starts += [node.id for node in drawing.nodes.values() if node.triggered]
    reached = drawing.reachable(*starts)
    for node in drawing.nodes.values():
        if starts and node.id not in reached:
            yield error(
                UNREACHABLE,
                PROCESS,
                node.id,
                _("Rien ne mène à « %(node)s ».") % {"node": node.label},
                _("Reliez cet élément à ce qui le précède, ou supprimez-le."),
            )


def dead_end(subject: Subject) -> Iterator[Finding]:
    """Find the nodes after which nothing is drawn though they are no end."""
    for node in subject.drawing.nodes.values():
        goes_on = subject.drawing.out[node.id] or node.triggered or node.link
        if node.kind not in PASSIVE and not goes_on:
            yield warning(
                "element-sans-suite",
                PROCESS,
                node.id,
                _("Rien ne suit « %(node)s » : le processus s'y arrête sans le dire.")
                % {"node": node.label},
                _("Ajoutez un événement de fin qui porte l'issue."),
            )


def timer_without_value(subject: Subject) -> Iterator[Finding]:
    """Find the timers that would never ring."""
    for node in subject.drawing.nodes.values():
        if node.timer == "":
            yield error(
                "minuteur-sans-valeur",
                PROCESS,
                node.id,
                _("Le minuteur « %(node)s » n'a pas de durée ni de date.") % {"node": node.label},
                _("Donnez une durée comme P15D (quinze jours) ou une date calculée (= …)."),
            )


def end_without_outcome(subject: Subject) -> Iterator[Finding]:
    """Find the ends at which a dossier would finish with no decision.

    An end needs none when it is reached only beside the main path: after a non-interrupting
    event, or after a fork whose other branch gives the outcome.
    """
    aside = _aside(subject.drawing)
    for node in subject.drawing.of_kind("endEvent"):
        inside = node.parent or node.process != subject.drawing.main
        if inside or node.id in aside or node.extensions.properties.get("outcome"):
            continue
        yield error(
            "fin-sans-issue",
            PROCESS,
            node.id,
            _("La fin « %(node)s » ne dit pas l'issue du dossier.") % {"node": node.label},
            _("Choisissez l'issue (propriété « outcome ») : accepte, refuse ou sans_suite."),
        )


def unknown_outcome(subject: Subject) -> Iterator[Finding]:
    """Find the outcomes that are none of ours."""
    for node in subject.drawing.of_kind("endEvent"):
        outcome = node.extensions.properties.get("outcome", "")
        if outcome and outcome not in {"accepte", "refuse", "sans_suite"}:
            yield error(
                "fin-issue-inconnue",
                PROCESS,
                node.id,
                _("L'issue « %(outcome)s » n'existe pas.") % {"outcome": outcome},
                _("Écrivez accepte, refuse ou sans_suite."),
            )


def no_start(subject: Subject) -> Iterator[Finding]:
    """Find a process that nothing begins."""
    if not subject.starts:
        yield warning(
            "debut-absent",
            PROCESS,
            "",
            _("Le diagramme n'a pas d'événement de début."),
            _("Ajoutez un cercle de début relié à la première tâche de l'usager."),
        )


def _bare_flows(drawing: Drawing) -> Iterator[tuple[Node, list[str]]]:
    for node in drawing.of_kind(*CHOOSING):
        out = drawing.out[node.id]
        bare = [flow.id for flow in out if not flow.condition and flow.id != node.default]
        if len(out) > 1 and bare:
            yield node, bare


def _is_choice(drawing: Drawing, node: Node) -> bool:
    """Tell whether a gateway only asks the person before it: one button per named way."""
    out, into = drawing.out[node.id], drawing.into[node.id]
    before = {drawing.nodes[flow.source].kind for flow in into if flow.source in drawing.nodes}
    silent = all(flow.name and not flow.condition for flow in out)
    return node.kind == "exclusiveGateway" and silent and bool(before) and before <= HUMAN


def _aside(drawing: Drawing) -> frozenset[str]:
    """Return the ends that need no outcome."""
    main = _main_ends(drawing)
    forks = drawing.of_kind("parallelGateway", "inclusiveGateway")
    beside: set[str] = set()
    for fork in forks:
        branches = [_ends_from(drawing, flow.target) for flow in drawing.out[fork.id]]
        if sum(1 for ends in branches if _decided(drawing, ends)) >= 1 and len(branches) > 1:
            beside |= {end for ends in branches if not _decided(drawing, ends) for end in ends}
    all_ends = {node.id for node in drawing.of_kind("endEvent")}
    return frozenset(beside | (all_ends - main))


def _main_ends(drawing: Drawing) -> frozenset[str]:
    """Return the ends reachable without taking a non-interrupting boundary event."""
    blocked = {node.id for node in drawing.of_kind("boundaryEvent") if not node.interrupting}
    kept = {id_: node for id_, node in drawing.nodes.items() if id_ not in blocked}
    flows = tuple(flow for flow in drawing.flows if flow.source in kept)
    trimmed = replace(drawing, nodes=kept, flows=flows)
    begins = (n for n in drawing.of_kind("startEvent") if n.process == drawing.main)
    starts = [node.id for node in begins if not node.parent]
    reached = trimmed.reachable(*starts)
    return frozenset(id_ for id_ in reached if drawing.nodes[id_].kind == "endEvent")


def _ends_from(drawing: Drawing, node_id: str) -> frozenset[str]:
    reached = drawing.reachable(node_id)
    return frozenset(id_ for id_ in reached if drawing.nodes[id_].kind == "endEvent")


def _decided(drawing: Drawing, ends: frozenset[str]) -> bool:
    return any(drawing.nodes[id_].extensions.properties.get("outcome") for id_ in ends)
