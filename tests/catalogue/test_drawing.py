"""The diagram as a graph: nodes, flows, lanes, timers, what a token can come to."""

import pytest

from tests.catalogue.folders import GOOD
from workflows.catalogue.drawing import Drawing, read_drawing
from workflows.dmn import InvalidXml

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
TAIL = "</process></definitions>"


def drawn(inside: str) -> Drawing:
    return read_drawing(f"{HEAD}{inside}{TAIL}".encode())


@pytest.fixture(scope="module")
def permit() -> Drawing:
    return read_drawing((GOOD / "process.bpmn").read_bytes())


def test_a_node_knows_its_lane_its_words_and_its_extensions(permit: Drawing):
    node = permit.nodes["Verifier"]

    assert (node.kind, node.label, node.lane) == ("userTask", "Vérifier le dossier", "Agent DDDT")
    assert node.extensions.form_id == "instruction"


def test_lanes_are_told_in_order(permit: Drawing):
    assert permit.lanes == ("Usager", "Agent DDDT", "Système")


def test_boundary_timers_are_read(permit: Drawing):
    timers = {each.id: (each.timer, each.interrupting) for each in permit.attached("Completer")}

    assert timers == {"Quinze_jours": ("P15D", False), "Trente_jours": ("P30D", True)}


def test_every_feel_text_is_found(permit: Drawing):
    places = {slot.element for slot in permit.slots}

    assert places == {
        "Flux_conforme", "Flux_refus", "Verifier", "Completer", "EtablirPermis",
        "PrevenirRetrait", "Avant_fin_assurance",
    }  # fmt: skip


def test_a_token_reaches_the_inside_of_a_sub_process_and_its_boundary():
    drawing = drawn(
        '<startEvent id="s"/><subProcess id="sub"><startEvent id="in"/><task id="t"/>'
        '<sequenceFlow id="g" sourceRef="in" targetRef="t"/></subProcess>'
        '<boundaryEvent id="b" attachedToRef="sub"/><task id="alone"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="sub"/>'
    )

    assert drawing.reachable("s") == {"s", "sub", "in", "t", "b"}


def test_a_task_inside_a_sub_process_has_its_lane():
    drawing = drawn(
        '<laneSet id="l"><lane id="a" name="Mairie"><flowNodeRef>sub</flowNodeRef></lane></laneSet>'
        '<subProcess id="sub"><task id="t"/></subProcess>'
    )

    assert drawing.nodes["t"].lane == "Mairie"


def test_the_innermost_lane_wins():
    drawing = drawn(
        '<laneSet id="l"><lane id="a" name="Province"><flowNodeRef>t</flowNodeRef>'
        '<childLaneSet id="c"><lane id="b" name="Chasse"><flowNodeRef>t</flowNodeRef></lane>'
        '</childLaneSet></lane></laneSet><task id="t"/>'
    )

    assert drawing.nodes["t"].lane == "Chasse"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b"<a>" * 1000 + b"</a>" * 1000,
    ],
    ids=["empty", "broken", "entity", "deep"],
)
def test_xml_that_could_harm_is_refused(data: bytes):
    with pytest.raises(InvalidXml):
        read_drawing(data)


LINKS = (
    '<startEvent id="s"/><intermediateThrowEvent id="out"><linkEventDefinition name=" Page 2 "/>'
    '</intermediateThrowEvent><intermediateCatchEvent id="in"><linkEventDefinition name="Page 2"/>'
    '</intermediateCatchEvent><task id="t"/><subProcess id="sub"><intermediateCatchEvent id="far">'
    '<linkEventDefinition name="Page 2"/></intermediateCatchEvent></subProcess>'
    '<sequenceFlow id="f" sourceRef="s" targetRef="out"/>'
    '<sequenceFlow id="g" sourceRef="in" targetRef="t"/>'
)


def test_a_token_goes_through_a_link_of_its_own_level():
    assert drawn(LINKS).reachable("s") == {"s", "out", "in", "t"}


def test_the_call_of_a_global_task_is_a_task_of_a_person():
    called = '<callActivity id="c" calledElement="G"/></process><globalUserTask id="G"/><process>'

    assert drawn(called).nodes["c"].kind == "userTask"
