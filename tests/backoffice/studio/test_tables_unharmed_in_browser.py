"""Decision files go through the editor unharmed, or are left alone and the analyst is told."""

import os
from pathlib import Path

import pytest

from tests.backoffice.studio.conftest import PERMIT as FOLDER
from tests.backoffice.studio.test_tables_in_browser import table as table  # noqa: PLC0414 (a fixture)
from tests.backoffice.studio.unharmed import losses
from workflows.dmn import read_decisions
from workflows.errors import WorkflowError

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CORPORA = Path(os.environ.get("CORPORA", "../shared/corpora"))
EVERY = 3  # one file of three: a sample
THROUGH = """async (frame, xml) => {
  const drawn = await frame.held.show(xml);
  return [drawn, await frame.held.text(), document.querySelector("[data-notice]").textContent];
}"""
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


def test_the_permits_table_and_what_others_wrote_in_it_are_kept(table):
    permit = (FOLDER / "type_permis.dmn").read_text()
    marked = permit.replace('<informationRequirement id="Besoin_dateNaissance">', STRANGE, 1)
    assert marked != permit
    editor = table()

    drawn, saved, told = editor.ask(THROUGH, marked)

    assert (drawn, told) == (True, "")
    assert losses(marked.encode(), saved.encode()) == []
    assert decisions(saved.encode()) == decisions(marked.encode())
    harmed = saved.replace("&lt; 16", "&lt; 15").replace('force="12"', 'force="13"')
    assert len(losses(marked.encode(), harmed.encode())) == 2


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here: ../shared/corpora")
def test_decisions_of_the_corpora_are_kept_or_left_alone_and_told(table):
    files = sorted(CORPORA.glob("dmn-tck/**/*.dmn"))[::EVERY]
    editor = table()

    harmed, whole, left = {}, 0, 0
    for path in files:
        xml = path.read_bytes()
        if not accepted(xml):
            continue
        drawn, saved, told = editor.ask(THROUGH, xml.decode("utf-8-sig"))
        lost = losses(xml, saved.encode())
        if lost or decisions(saved.encode()) != decisions(xml) or bool(told) == drawn:
            harmed[path.name] = lost[:3]
        whole, left = whole + drawn, left + (not drawn)

    assert harmed == {}
    assert whole > left
