"""Scenarios of démarches that speak: what comes, what leaves, and the numbers drawn on the way."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.use_cases import talking_demarches as talking
from workflows.catalogue import InvalidDemarche, read_folder, run_scenarios
from workflows.catalogue.scenarios.recording import observed
from workflows.catalogue.scenarios.steps import Expected, Scenario, Step, read_scenario
from workflows.catalogue.scenarios.text import write_scenario

ZONE = ZoneInfo("Pacific/Noumea")
FILED = """name = "x"
start = 2026-03-02T09:00:00+11:00
[[step]]
task = "Déposer"
answers = { nom = "OF-1", prenoms = "Rose" }
"""


def played(path, text: str):
    """Play one scenario over a démarche and return its result."""
    (path / "scenarios").mkdir(exist_ok=True)
    (path / "scenarios" / "x.toml").write_text(FILED + text, encoding="utf-8")
    [result] = run_scenarios(read_folder(path), ZONE)
    return result


def step(**said: str) -> str:
    return "[[step]]\n" + "\n".join(f"{key} = {value}" for key, value in said.items()) + "\n"


DECIDED = step(task='"Examiner"', answers='{ decision = "conforme" }')


@pytest.fixture
def application(tmp_path):
    return talking.write_application(tmp_path / "candidature")


TAKEN = {
    "message": '"sort_de_l_offre"',
    "answers": '{ sort = "conforme" }',
    "expect": '{ ready = ["Délibérer"] }',
}


@pytest.mark.parametrize("key", [{}, {"key": '"OF-1"'}], ids=["any key", "its key"])
def test_a_message_comes_with_what_it_brings(application, key):
    assert played(application, step(**TAKEN, **key)).message == ""


def test_a_message_of_another_key_or_that_nothing_awaits_is_a_disappointment(application):
    other = played(application, step(**TAKEN, key='"OF-2"'))
    unknown = played(application, step(message='"autre"'))

    assert "n’attend pas « sort_de_l_offre »" in other.message
    assert "recevoir « autre »" in unknown.message


def test_a_signal_comes_too(tmp_path):
    path = talking.write_campaign(tmp_path / "campagne")

    assert played(path, step(signal='"cloture"', expect='{ ready = ["Délibérer"] }')).ok


@pytest.mark.parametrize(
    ("expected", "told"), [('["sort_de_l_offre"]', ""), ("[]", "messages et signaux envoyés")]
)
def test_what_leaves_for_others_is_compared(tmp_path, expected, told):
    path = talking.write_offer(tmp_path / "offre")

    result = played(path, DECIDED + f"expect = {{ sent = {expected} }}\n")

    assert result.ok is not bool(told)
    assert told in result.message


def test_a_step_does_one_thing():
    with pytest.raises(InvalidDemarche) as refused:
        read_scenario("x", (FILED + step(task='"Examiner"', signal='"cloture"')).encode())

    assert [each.code for each in refused.value.findings] == ["scenario-etape-double"]


def test_an_event_is_written_as_it_was_read():
    scenario = Scenario(
        "x",
        "x",
        datetime(2026, 3, 2, 9, tzinfo=ZONE),
        (
            Step(message="sort", key="OF-1", answers={"sort": "oui"}, expected=Expected(sent=())),
            Step(signal="cloture", expected=Expected(sent=("a", "b"))),
        ),
    )

    assert read_scenario("x", write_scenario(scenario)).steps == scenario.steps


def test_what_was_done_is_recorded_with_what_it_sent(tmp_path):
    path = talking.write_offer(tmp_path / "offre")
    played(path, DECIDED)
    folder = read_folder(path)

    recorded = observed(folder, folder.scenarios[0], ZONE)

    assert [each.expected.sent for each in recorded.steps] == [None, ("sort_de_l_offre",)]


def test_numbers_are_drawn_from_a_series_of_the_story(tmp_path):
    path = talking.write_offer(tmp_path / "offre", cle="=permis")  # no key at all without it
    process = (path / "process.bpmn").read_text()
    number = (
        '<bpmn:serviceTask id="Numero"><bpmn:extensionElements>'
        '<zeebe:taskDefinition type="numero"/><zeebe:taskHeaders>'
        '<zeebe:header key="serie" value="PC"/><zeebe:header key="variable" value="permis"/>'
        "</zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>"
        '<bpmn:sequenceFlow id="fn" sourceRef="Numero" targetRef="Annoncer"/></bpmn:process>'
    )
    detour = process.replace(' targetRef="Annoncer"', ' targetRef="Numero"')
    (path / "process.bpmn").write_text(detour.replace("</bpmn:process>", number))

    result = played(path, DECIDED + 'expect = { sent = ["sort_de_l_offre"], outcome = "accepte" }')

    assert result.message == ""
