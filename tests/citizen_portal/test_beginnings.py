"""Starts drawn with an event: a moment is waited for, a message is not; both seen by a citizen."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.citizen_portal.visitors import Visitor
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import install
from workflows.adapters.clock import FixedClock
from workflows.use_cases.act import World
from workflows.use_cases.worker.work import work_once

MOMENT = "<bpmn:timerEventDefinition>{}</bpmn:timerEventDefinition>"
WAITED = {
    "a duration": MOMENT.format("<bpmn:timeDuration>P7D</bpmn:timeDuration>"),
    "a date": MOMENT.format("<bpmn:timeDate>2026-03-09T12:00:00+11:00</bpmn:timeDate>"),
    "a date in FEEL": MOMENT.format(
        "<bpmn:timeDate>=today() + duration(&quot;P7D&quot;)</bpmn:timeDate>"
    ),
}
NOT_WAITED = {
    "a message": '<bpmn:messageEventDefinition messageRef="M"/>',
    "a signal": "<bpmn:signalEventDefinition/>",
    "a cycle": MOMENT.format("<bpmn:timeCycle>R/P1D</bpmn:timeCycle>"),
}


def write_beginning(folder: Path, definition: str) -> Path:
    """Write a démarche that begins by this event, then asks its citizen for one form."""
    elements = [
        f'<bpmn:startEvent id="Debut" name="Ouverture">{definition}</bpmn:startEvent>',
        demarches.human("Deposer", "Déposer la demande", "demande"),
        demarches.end("Fin", "accepte"),
    ]
    flows = [("Debut", "Deposer"), ("Deposer", "Fin")]
    lanes = {"Usager": ["Debut", "Deposer", "Fin"]}
    drawn = demarches.bpmn(lanes, elements, flows)
    message = b'<bpmn:message id="M" name="feu vert"/></bpmn:definitions>'
    return demarches.write_folder(folder, drawn.replace(b"</bpmn:definitions>", message))


def passes(world: World, **time: int) -> None:
    """Let time pass, and the worker come by."""
    assert isinstance(world.clock, FixedClock)
    world.clock.moment += timedelta(**time)
    work_once(world)


@pytest.mark.parametrize("definition", WAITED.values(), ids=WAITED)
def test_a_dossier_whose_start_says_a_moment_gets_its_form_then(
    citizen: Visitor, world: World, tmp_path: Path, definition: str
):
    code = install(world, write_beginning(tmp_path / "ouverture", definition))

    place = citizen.begins(code)
    waiting = citizen.get(place).get_data(as_text=True)
    listed = citizen.get("/dossiers").get_data(as_text=True)
    passes(world, days=6)
    still = citizen.signed_in("usager@exemple.nc").get(place).get_data(as_text=True)
    passes(world, days=2)
    again = citizen.signed_in("usager@exemple.nc").begins(code)

    assert place.startswith("/dossiers/")
    assert "entre les mains du service" not in listed
    for page in (waiting, still):
        assert "Rien à faire pour l’instant" in page
        assert "Votre formulaire s’ouvrira le 9 mars 2026" in page
        assert "Terminez votre demande" not in page
        assert "/taches/" not in page
    assert again.startswith("/taches/")
    assert "Nom" in citizen.get(again, follow_redirects=True).get_data(as_text=True)


@pytest.mark.parametrize("definition", NOT_WAITED.values(), ids=NOT_WAITED)
def test_a_dossier_whose_start_awaits_no_moment_begins_when_its_citizen_asks(
    citizen: Visitor, world: World, tmp_path: Path, definition: str
):
    code = install(world, write_beginning(tmp_path / "ouverture", definition))

    assert citizen.begins(code).startswith("/taches/")
