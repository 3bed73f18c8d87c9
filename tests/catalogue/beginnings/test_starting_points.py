"""The démarches that a new one begins from: complete, checked, tested, and well drawn."""

import pytest

from workflows.catalogue import Level
from workflows.catalogue.beginnings.naming import process_id_of, title_of
from workflows.catalogue.beginnings.starting_points import BLANK, TEMPLATES, named, template_files
from workflows.catalogue.checks import check_files
from workflows.catalogue.drawing import read_drawing
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.scenarios.scenario import run_scenarios
from workflows.dmn import read_xml
from workflows.errors import NotFound
from workflows.settings import Settings

COMPLETE = [template.name for template in TEMPLATES]
OUTCOMES = {"accepte", "refuse"}


@pytest.mark.parametrize("name", COMPLETE)
def test_a_template_has_nothing_to_tell_under_any_name(name):
    files = named(template_files(name), "une_autre", 'Un "autre" titre')

    assert check_files("une_autre", files) == ()
    assert title_of(files["demarche.toml"]) == 'Un "autre" titre'
    assert process_id_of(files["process.bpmn"]) == "une_autre"
    assert pool_of(files["process.bpmn"]) == 'Un "autre" titre'


def test_a_pool_with_a_name_of_its_own_keeps_it():
    files = template_files(BLANK)
    own = files["process.bpmn"].replace("Nouvelle démarche".encode(), b"Guichet unique")

    renamed = named({**files, "process.bpmn": own}, "vierge", "Aide au loyer")

    assert renamed["process.bpmn"] == own


@pytest.mark.parametrize("name", COMPLETE)
def test_the_scenarios_of_a_template_pass_and_come_to_every_end(name):
    folder = make_folder(read_parts(name, template_files(name)))

    results = run_scenarios(folder, Settings().zone)

    assert [result.message for result in results if not result.ok] == []
    visited = frozenset().union(*(result.visited for result in results))
    ends = {node.id for node in folder.drawing.of_kind("endEvent")}
    assert ends - visited == set()


@pytest.mark.parametrize("name", [BLANK, *COMPLETE])
def test_everything_in_a_template_is_drawn_inside_its_lane(name):
    bpmn = template_files(name)["process.bpmn"]
    root, drawing = read_xml(bpmn), read_drawing(bpmn)
    boxes = {shape.get("bpmnElement"): _box(shape) for shape in root.iter("{*}BPMNShape")}
    lanes = {lane.get("name"): boxes[lane.get("id")] for lane in root.iter("{*}lane")}

    assert drawing.nodes.keys() <= boxes.keys()
    outside = [
        node.id for node in drawing.nodes.values() if not _holds(lanes[node.lane], boxes[node.id])
    ]
    assert outside == []
    drawn = {edge.get("bpmnElement") for edge in root.iter("{*}BPMNEdge")}
    assert {flow.id for flow in drawing.flows} == drawn


def test_the_blank_demarche_only_lacks_what_is_still_to_be_drawn():
    findings = check_files(BLANK, template_files(BLANK))

    errors = {finding.code for finding in findings if finding.level is Level.ERROR}
    assert errors == {"fin-sans-issue"}


def test_an_unknown_template_is_not_found():
    with pytest.raises(NotFound):
        template_files("../../bpmn/permis_de_chasser")


def pool_of(bpmn):
    root = read_xml(bpmn)
    names = {
        each.get("name") for tag in ("participant", "process") for each in root.iter(f"{{*}}{tag}")
    }
    assert len(names) == 1
    return names.pop()


def _box(shape):
    bounds = next(shape.iter("{*}Bounds"))
    x, y, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _holds(lane, node):
    return lane[0] <= node[0] and lane[1] <= node[1] and node[2] <= lane[2] and node[3] <= lane[3]
