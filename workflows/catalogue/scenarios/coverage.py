"""What the scenarios of a démarche went through: elements visited, flows taken, and the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.catalogue.drawing import Drawing, Flow, Node, placed
from workflows.catalogue.folder import Folder
from workflows.catalogue.scenarios.scenario import ScenarioResult
from workflows.translation import _

KINDS = {
    "startEvent": _("début"),
    "endEvent": _("fin"),
    "Event": _("événement"),
    "Gateway": _("passerelle"),
    "process": _("sous-processus"),
    "": _("étape"),
}
AWAITING = "eventBasedGateway"


@dataclass(frozen=True, slots=True)
class Spot:
    """An element or a flow as people name it; `scenarios` are the stems of those that came by."""

    id: str
    label: str
    kind: str
    lane: str
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The elements and flows of a diagram, in its order, with the scenarios that came by each."""

    elements: tuple[Spot, ...]
    flows: tuple[Spot, ...]

    @property
    def diagrams(self) -> tuple[str, ...]:
        """Return the files in which the elements are drawn, the main diagram first."""
        return tuple(dict.fromkeys(placed(spot.id)[0] for spot in self.elements))

    def drawn_in(self, file: str) -> tuple[tuple[str, Spot], ...]:
        """Return what one file draws, each under its identifier there."""
        spots = ((placed(spot.id), spot) for spot in (*self.elements, *self.flows))
        return tuple((place[1], spot) for place, spot in spots if place[0] == file)

    @property
    def missed_elements(self) -> tuple[Spot, ...]:
        """Return the elements that no scenario visits."""
        return tuple(spot for spot in self.elements if not spot.scenarios)

    @property
    def missed_flows(self) -> tuple[Spot, ...]:
        """Return the flows that no scenario takes."""
        return tuple(spot for spot in self.flows if not spot.scenarios)

    @property
    def elements_percent(self) -> int:
        """Return the share of the elements visited, rounded down: 100 means all of them."""
        return _percent(self.elements)

    @property
    def flows_percent(self) -> int:
        """Return the share of the flows taken, rounded down: 100 means all of them."""
        return _percent(self.flows)


def measure_coverage(folder: Folder, results: Iterable[ScenarioResult]) -> Coverage:
    """Return what played scenarios went through, a failed one until where it failed."""
    played = tuple(results)
    drawing = folder.drawing
    run = {folder.drawn(id_) for id_ in folder.process.elements}
    counted = {key: node for key, node in drawing.nodes.items() if key in run}
    elements = (_spot_of_node(node, played) for node in counted.values())
    flows = (
        _spot_of_flow(flow, drawing, played)
        for flow in drawing.flows
        if flow.source in counted and flow.target in counted
    )
    return Coverage(tuple(elements), tuple(flows))


def _spot_of_node(node: Node, played: tuple[ScenarioResult, ...]) -> Spot:
    came = tuple(result.stem for result in played if node.id in result.visited)
    return Spot(node.id, _said(node), node.kind, node.lane, came)


def _spot_of_flow(flow: Flow, drawing: Drawing, played: tuple[ScenarioResult, ...]) -> Spot:
    source, target = drawing.nodes[flow.source], drawing.nodes[flow.target]
    label = f"{_said(source)} → {_said(target)}"
    if flow.name:
        label = f"{label} ({' '.join(flow.name.split())})"
    came = tuple(result.stem for result in played if _was_taken(flow, source, result))
    return Spot(flow.id, label, "sequenceFlow", source.lane, came)


def _said(node: Node) -> str:
    """Return the name of a node, or what a nameless one is."""
    if node.name:
        return node.name
    return f"{_kind(node.kind)} {node.label}"


def _kind(kind: str) -> str:
    ends = (end for end in KINDS if kind.lower().endswith(end.lower()))
    return KINDS[next(ends, "")]


def _was_taken(flow: Flow, source: Node, result: ScenarioResult) -> bool:
    """Tell whether a token followed the flow; one of those awaited together only if it came."""
    came = source.kind != AWAITING or flow.target in result.visited
    return came and flow.id in result.taken


def _percent(spots: tuple[Spot, ...]) -> int:
    reached = sum(1 for spot in spots if spot.scenarios)
    return 100 * reached // len(spots) if spots else 100
