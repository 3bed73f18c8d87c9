"""Diagrams go through the editor unharmed: elements, layout, extensions of every modeller."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.conftest import PERMIT
from tests.backoffice.studio.drawing import PATIENCE
from tests.backoffice.studio.unharmed import losses
from workflows.engine import parse_process
from workflows.errors import WorkflowError

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CORPORA = Path(os.environ.get("CORPORA", "../shared/corpora"))
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


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here: ../shared/corpora")
def test_the_diagrams_of_the_corpora_are_kept_or_the_analyst_is_told(draw):
    files = sorted(CORPORA.glob("bpmn-*/**/*.bpmn"))
    read = {path.name: path.read_bytes() for path in files}
    editor = draw()

    harmed, whole = {}, 0
    for name, xml in read.items():
        if accepted(xml):
            saved, told = through(editor, xml)
            lost = losses(xml, saved)
            whole += not lost
            if lost and not told:
                harmed[name] = lost[:3]

    assert harmed == {}
    assert whole > 100


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

    expect(page.locator("[data-notice]")).to_contain_text("sans le dessiner", timeout=PATIENCE)
    assert ana.ask("GET", url).json["revision"] == 2
    page.get_by_role("button", name="Dessiner ce qui manque").click()
    expect(page.locator("[data-element-id=Verifier]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-notice]")).to_be_hidden()
