"""Decision files go through the editor unharmed, or are left alone and the analyst is told."""

import re

import pytest

from tests.backoffice.studio.conftest import PERMIT as FOLDER
from tests.backoffice.studio.published import MANY, Published, corpora, ours
from tests.backoffice.studio.test_tables_in_browser import table as table  # noqa: PLC0414 (a fixture)
from tests.backoffice.studio.unharmed import losses
from workflows.dmn import read_decisions
from workflows.errors import WorkflowError

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OTHER_VERSIONS = re.compile(
    rb"https?://www\.omg\.org/spec/DMN/(20180521|20211108|20230324)/(?=MODEL|DMNDI|FEEL)"
)
THROUGH = """async (frame, texts) => {
  const saved = [];
  for (const xml of texts) {
    const drawn = await frame.held.show(xml);
    const told = document.querySelector("[data-notice]").textContent;
    saved.push([drawn, await frame.held.text(), told]);
  }
  return saved;
}"""
BESIDE = '<informationRequirement id="Besoin_dateNaissance">'
STRANGE = """<extensionElements>
      <autre:reglage xmlns:autre="http://exemple.nc/autre" force="12">
        <autre:detail>gardé <![CDATA[<tel>]]> quel</autre:detail>
      </autre:reglage>
    </extensionElements>
    <informationRequirement id="Besoin_dateNaissance">"""


def accepted(xml: bytes) -> bool:
    """Tell whether our reader accepts these decisions."""
    try:
        xml.decode("utf-8-sig")
        read_decisions(xml)
    except (WorkflowError, UnicodeDecodeError):
        return False
    return True


def decisions(xml: bytes) -> dict[str, tuple[str, str, frozenset[str], tuple[object, ...]]]:
    """Return what our reader makes of a file."""
    model = read_decisions(xml)
    return {
        key: (each.name, each.label, each.reads, each.requires)
        for key, each in model.elements.items()
    }


def test_a_loss_would_be_seen(table):
    marked = own()["ailleurs.dmn"]
    editor = table()

    [(drawn, saved, told)] = through(editor, [marked])
    harmed = saved.replace(b"&lt; 16", b"&lt; 15").replace(b'force="12"', b'force="13"')

    assert (drawn, told) == (True, "")
    assert len(losses(marked, harmed)) == 2


def test_every_decision_goes_to_the_published_dmn_js_and_back_whole_or_is_left_and_told(
    table, chromium
):
    given = {name: xml for name, xml in {**own(), **corpora("dmn")}.items() if accepted(xml)}
    editor = table()

    saved = dict(zip(given, through(editor, list(given.values())), strict=True))
    drawn = {name: xml for name, (shown, xml, _told) in saved.items() if shown}
    elsewhere = Published(chromium).through("dmn", [at_its_version(x) for x in drawn.values()])

    harmed = {
        name: losses(given[name], xml)[:3]
        for name, (shown, xml, told) in saved.items()
        if losses(given[name], xml)
        or decisions(xml) != decisions(given[name])
        or bool(told) == shown
    }
    assert harmed == {}
    for (name, xml), (back, told) in zip(drawn.items(), elsewhere, strict=True):
        assert (name, told, losses(at_its_version(xml), back)) == (name, [], [])
    assert own().keys() <= drawn.keys()
    assert len(drawn) * 2 > len(given)


def own() -> dict[str, bytes]:
    """Return our files, and the permit's with what another modeller wrote in it."""
    permit = (FOLDER / "type_permis.dmn").read_text()
    return {**ours("dmn"), "ailleurs.dmn": permit.replace(BESIDE, STRANGE, 1).encode()}


def through(editor, texts: list[bytes]) -> list[tuple[bool, bytes, str]]:
    """Return whether each file is shown, as the editor saves it, and what it told."""
    batches = (texts[start : start + MANY] for start in range(0, len(texts), MANY))
    given = ([text.decode("utf-8-sig") for text in batch] for batch in batches)
    found = [each for batch in given for each in editor.ask(THROUGH, batch)]
    return [(shown, text.encode(), told) for shown, text, told in found]


def at_its_version(xml: bytes) -> bytes:
    """Return a file in the version that the published dmn-js reads: its names are the same."""
    return OTHER_VERSIONS.sub(rb"https://www.omg.org/spec/DMN/20191111/", xml)
