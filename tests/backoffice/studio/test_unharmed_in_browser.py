"""Diagrams go through the editor unharmed: elements, layout, extensions of every modeller."""

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.conftest import PERMIT
from tests.backoffice.studio.drawing import PATIENCE
from tests.backoffice.studio.published import Published, corpora, ours
from tests.backoffice.studio.unharmed import losses
from workflows.catalogue.layout import lay_out
from workflows.engine import parse_process
from workflows.errors import WorkflowError

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# two processes without a pool: bpmn.io draws the first, and the analyst is told
SEVERAL_PROCESSES = {f"tests/engine/diagrams/{name}.bpmn" for name in ("appels", "delegation")}
FEW = 0.3  # of the diagrams: flows that lead nowhere, pools that are not drawn
THROUGH = """(frame, xml) => frame.draw(xml)
  .then(() => frame.modeler.saveXML({ format: true }))
  .then(({ xml }) => [xml, document.querySelector("[data-notice]").textContent])"""
STRANGE = """<bpmn:extensionElements>
      <autre:reglage xmlns:autre="http://exemple.nc/autre" force="12">
        <autre:detail>gardé <![CDATA[<tel>]]> quel</autre:detail>
      </autre:reglage>
      <camunda:properties xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
        <camunda:property name="outcome" value="refuse" />
      </camunda:properties>"""
DRAWN_ALONE = '<bpmndi:BPMNEdge id="Seul_di" bpmnElement="Flux_seul" />'


def through(editor, xml: bytes) -> tuple[bytes, str]:
    """Return a diagram as the editor saves it, and what it told the analyst."""
    text, told = editor.ask(THROUGH, xml.decode("utf-8-sig"))
    return text.encode(), told


def accepted(xml: bytes) -> bool:
    """Tell whether the engine runs this diagram and the server can hand it to an editor."""
    try:
        xml.decode("utf-8-sig")
        parse_process(xml, {})
    except (WorkflowError, UnicodeDecodeError):
        return False
    return b"BPMNShape" in xml


def test_the_permit_and_what_other_modellers_wrote_in_it_are_kept(draw):
    permit = (PERMIT / "process.bpmn").read_bytes()
    marked = permit.replace(b"<bpmn:extensionElements>", STRANGE.encode(), 1)
    assert marked != permit
    editor = draw()

    saved, told = through(editor, marked)

    assert told == ""
    assert losses(marked, saved) == []
    assert losses(saved, through(editor, saved)[0]) == []


def test_a_loss_would_be_seen(draw):
    permit = (PERMIT / "process.bpmn").read_bytes()

    saved, _told = through(draw(), permit)
    harmed = saved.replace(b'x="', b'x="1', 1).replace(b"lettre", b"letter", 1)

    assert len(losses(permit, harmed)) == 2


def drawn(xml: bytes) -> bytes:
    """Return a diagram of ours with a place for everything: not all were drawn."""
    return xml if b"BPMNShape" in xml else lay_out(xml)


def test_every_diagram_goes_to_the_published_bpmn_js_and_back_whole_or_the_analyst_is_told(
    draw, chromium
):
    own = {name: drawn(xml) for name, xml in ours("bpmn").items()}
    given = own | {name: xml for name, xml in corpora("bpmn").items() if accepted(xml)}
    editor, published = draw(), Published(chromium)

    saved = {name: through(editor, xml) for name, xml in given.items()}
    opened = published.through("bpmn", [xml for xml, _told in saved.values()])
    lost = {name: found for name in given if (found := losses(given[name], saved[name][0]))}
    lost_anyway = published.through("bpmn", [given[name] for name in lost])

    for (name, (xml, _told)), (back, told) in zip(saved.items(), opened, strict=True):
        assert (name, told, losses(xml, back)[:3]) == (name, [], [])
    for (name, found), (xml, _told) in zip(lost.items(), lost_anyway, strict=True):
        assert saved[name][1], f"nothing told of {name}: {found[:3]}"
        assert set(found) <= set(losses(given[name], xml)), f"only we lose it: {name}"
    assert lost.keys() & own.keys() == SEVERAL_PROCESSES
    assert len(lost) < len(given) * FEW


def test_what_comes_back_from_the_published_bpmn_js_is_what_the_studio_saves(draw, chromium):
    permit = (PERMIT / "process.bpmn").read_bytes()
    marked = permit.replace(b"<bpmn:extensionElements>", STRANGE.encode(), 1)
    editor = draw()

    [(back, told)] = Published(chromium).through("bpmn", [through(editor, marked)[0]])

    assert told == []
    assert losses(marked, back) == []
    assert losses(marked, through(editor, back)[0]) == []


def test_what_is_not_drawn_is_told_before_anything_is_lost(draw, studio, ana):
    permit = (PERMIT / "process.bpmn").read_text()
    flow = '<bpmn:sequenceFlow id="Flux_seul" /></bpmn:process>'
    alone = permit.replace("</bpmn:process>", flow)
    alone = alone.replace("</bpmndi:BPMNPlane>", f"{DRAWN_ALONE}</bpmndi:BPMNPlane>")
    sent = {"content": alone, "revision": 1}
    url = f"/conception/{studio.aide}/fichiers/process.bpmn"
    assert ana.ask("PUT", url, sent).status_code == 200

    editor = draw(studio.aide)

    notice = editor.page.locator("[data-notice]")
    expect(notice).to_contain_text("ne sera pas gardée (Flux_seul)", timeout=PATIENCE)


def test_a_diagram_without_drawing_is_told_in_french_and_drawn_when_asked(draw, studio, ana):
    bare = (PERMIT / "process.bpmn").read_text().partition("<bpmndi:")[0] + "</bpmn:definitions>"
    url = f"/conception/{studio.aide}/fichiers/process.bpmn"
    assert ana.ask("PUT", url, {"content": bare, "revision": 1}).status_code == 200

    page = draw(studio.aide).page

    told = "« Dessiner ce qui manque » le met en page"
    expect(page.locator("[data-notice]")).to_contain_text(told, timeout=PATIENCE)
    assert ana.ask("GET", url).json["revision"] == 2
    page.get_by_role("button", name="Dessiner ce qui manque").click()
    expect(page.locator("[data-element-id=Verifier]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-notice]")).to_be_hidden()
