"""Diagrams without drawing get one that can be read; a drawing with holes keeps what it has."""

from itertools import combinations, pairwise
from random import Random

import pytest
from lxml import etree

from tests.catalogue.folders import PROCESS, changed, good_files
from tests.engine.blocks import WATCHED, bpmn, random_model
from workflows.catalogue.layout import lay_out, undrawn
from workflows.catalogue.layout.drawn import BPMNDI, read_drawn
from workflows.catalogue.layout.shapes import Box
from workflows.catalogue.layout.ways import thin_boxes
from workflows.dmn import read_xml
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, tag

HOLDERS = ("participant", "lane", "subProcess")
SEEDS = range(25)
MODELS = [bpmn(random_model(Random(seed), WATCHED, depth=3)) for seed in SEEDS]  # noqa: S311  same each time
POOLS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<collaboration id="c"><participant id="a" name="Usager"/><participant id="b" processRef="p"/>
<messageFlow id="m" sourceRef="a" targetRef="t1"/></collaboration>
<process id="p"><laneSet><lane id="l1"><childLaneSet><lane id="l2"><flowNodeRef>t1</flowNodeRef>
</lane><lane id="l3"><flowNodeRef>t2</flowNodeRef></lane></childLaneSet></lane></laneSet>
<task id="t1"/><task id="t2"/><sequenceFlow id="f" sourceRef="t1" targetRef="t2"/>
<subProcess id="ev" triggeredByEvent="true"><startEvent id="s"/></subProcess>
<textAnnotation id="n"><text>À lire</text></textAnnotation>
<association id="as" sourceRef="n" targetRef="t2"/></process></definitions>""".encode()


def stripped() -> bytes:
    """Return the good diagram without any drawing."""
    text = good_files()[PROCESS].decode()
    start, end = text.index("<bpmndi:BPMNDiagram"), text.index("</bpmndi:BPMNDiagram>")
    return (text[:start] + text[end + len("</bpmndi:BPMNDiagram>") :]).encode()


def drawn_of(bpmn: bytes) -> tuple[etree._Element, dict[str, Box], dict[str, list]]:
    root = read_xml(bpmn)
    drawn = read_drawn(root)
    return root, drawn.boxes, drawn.paths


ALL = [*MODELS, stripped(), POOLS]


@pytest.mark.parametrize("bpmn", ALL, ids=range(len(ALL)))
def test_everything_gets_a_place_and_nothing_covers_anything(bpmn: bytes):
    root, boxes, _paths = drawn_of(lay_out(bpmn))

    kinds = {node.get("id"): node for node in root.iter() if node.get("id")}
    solid = [id_ for id_ in boxes if kind_of(kinds[id_]) not in HOLDERS]
    hosted = {(id_, kinds[id_].get("attachedToRef")) for id_ in solid}
    covered = [
        (a, b)
        for a, b in combinations(solid, 2)
        if boxes[a].meets(boxes[b]) and not {(a, b), (b, a)} & hosted
    ]
    assert undrawn(root) == ()
    assert covered == []


@pytest.mark.parametrize("bpmn", ALL, ids=range(len(ALL)))
def test_flows_have_square_corners_touch_their_ends_and_cross_no_other_element(bpmn: bytes):
    root, boxes, paths = drawn_of(lay_out(bpmn))

    hosts = {n.get("id"): n.get("attachedToRef") for n in root.iter() if n.get("id")}
    for flow in root.iter(tag("sequenceFlow")):
        path = paths[flow.get("id")]
        ends = [flow.get("sourceRef"), flow.get("targetRef")]
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(path))
        assert all(
            boxes[end].meets(Box(*at, 1, 1), 1)
            for end, at in zip(ends, (path[0], path[-1]), strict=True)
        )
        for id_, box in boxes.items():
            holder = kind_of(root.find(f".//*[@id='{id_}']")) in HOLDERS
            if not holder and id_ not in {*ends, hosts[ends[0]]}:
                assert not any(thin.meets(box) for thin in thin_boxes(path)), (ends, id_)


@pytest.mark.parametrize("bpmn", [stripped(), POOLS], ids=["permit", "pools"])
def test_each_lane_holds_its_own_nodes(bpmn: bytes):
    root, boxes, _paths = drawn_of(lay_out(bpmn))

    references = root.findall(".//bpmn:flowNodeRef", NAMESPACES)
    assert references
    for reference in references:
        node, lane = boxes[reference.text], boxes[reference.getparent().get("id")]
        assert lane.y <= node.y
        assert node.bottom <= lane.bottom
        assert lane.x <= node.x
        assert node.right <= lane.right


def test_a_sub_process_holds_what_it_is_made_of():
    inside = '<subProcess id="s"><task id="a"/><task id="b"/></subProcess><task id="c"/>'
    head = f'<definitions xmlns="{NAMESPACES["bpmn"]}"><process id="p">'
    given = f"{head}{inside}</process></definitions>"

    _root, boxes, _paths = drawn_of(lay_out(given.encode()))

    assert all(boxes["s"].x < boxes[n].x and boxes[n].right < boxes["s"].right for n in "ab")
    assert all(boxes["s"].y < boxes[n].y and boxes[n].bottom < boxes["s"].bottom for n in "ab")


def test_what_is_drawn_already_does_not_move_and_the_rest_finds_a_free_place():
    new = (
        '<bpmn:task id="Neuve" name="Neuve"/><bpmn:endEvent id="Bout"/>'
        '<bpmn:sequenceFlow id="Vers" sourceRef="Verifier" targetRef="Neuve"/>'
        '<bpmn:sequenceFlow id="Fin" sourceRef="Neuve" targetRef="Bout"/></bpmn:process>'
    )
    before = changed(PROCESS, "</bpmn:process>", new)[PROCESS]
    _root, old, old_paths = drawn_of(before)

    root, boxes, paths = drawn_of(lay_out(before))

    kinds = {node.get("id"): kind_of(node) for node in root.iter() if node.get("id")}
    held = {id_: box for id_, box in old.items() if kinds[id_] not in HOLDERS}
    assert {id_: boxes[id_] for id_ in held} == held
    assert {id_: paths[id_] for id_ in old_paths} == old_paths
    assert boxes.keys() - old.keys() == {"Neuve", "Bout"}
    assert {"Vers", "Fin"} <= paths.keys()
    for new_id in ("Neuve", "Bout"):
        others = [b for id_, b in boxes.items() if kinds[id_] not in HOLDERS and id_ != new_id]
        assert not [box for box in others if box.meets(boxes[new_id])]


def test_a_pool_and_its_lanes_are_widened_to_hold_what_is_new():
    chain = "".join(
        f'<bpmn:task id="N{n}" name="N{n}"/><bpmn:sequenceFlow id="F{n}" '
        f'sourceRef="{f"N{n - 1}" if n else "Rappeler"}" targetRef="N{n}"/>'
        for n in range(14)
    )
    lane = "<bpmn:flowNodeRef>Fin_rappel</bpmn:flowNodeRef>"
    more = "".join(f"<bpmn:flowNodeRef>N{n}</bpmn:flowNodeRef>" for n in range(14))
    before = changed(PROCESS, "</bpmn:process>", f"{chain}</bpmn:process>", lane, lane + more)[
        PROCESS
    ]
    _root, old, _paths = drawn_of(before)

    root, boxes, _paths = drawn_of(lay_out(before))

    levels = [node.get("id") for node in root.iter(tag("participant"), tag("lane"))]
    assert len({boxes[id_].right for id_ in levels}) == 1
    for id_ in levels:
        assert (boxes[id_].x, boxes[id_].y, boxes[id_].height) == (
            old[id_].x,
            old[id_].y,
            old[id_].height,
        )
    assert max(box.right for box in boxes.values()) == boxes[levels[0]].right > old[levels[0]].right


def test_a_shape_without_bounds_is_drawn_again():
    text = good_files()[PROCESS].decode()
    start = text.index("<dc:Bounds", text.index('bpmnElement="Verifier"'))
    end = text.index("/>", start) + 2

    root, boxes, _paths = drawn_of(lay_out((text[:start] + text[end:]).encode()))

    assert undrawn(root) == ()
    assert "Verifier" in boxes
    shapes = root.findall(f".//{{{BPMNDI}}}BPMNShape[@bpmnElement='Verifier']")
    assert len(shapes) == 1


def test_a_whole_drawing_is_left_byte_for_byte():
    good = good_files()[PROCESS]

    assert lay_out(good) == good


def test_the_rest_of_the_file_is_left_as_it_was():
    before = stripped()

    after = lay_out(before)

    head = before[: before.index(b"</bpmn:process>")]
    assert after.startswith(head)
    assert lay_out(before) == after
