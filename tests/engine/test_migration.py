"""A dossier under way moves to another version of its process, or is told why not."""

from datetime import timedelta

import pytest

from tests.engine.case import MORNING, Case, read
from workflows.engine import ProcessDefinition, Versions, find_obstacles, migrate, parse_process
from workflows.errors import ProcessFailure

OLD = "instruction"


def changed(name: str, *replacements: tuple[str, str]) -> ProcessDefinition:
    """Return one of our diagrams with some of its text replaced."""
    text = read(name).bpmn.decode()
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    return parse_process(text.encode())


def visa() -> ProcessDefinition:
    """Return the instruction with a visa between the decision and its effect."""
    return changed(
        OLD,
        ('sourceRef="Decision" targetRef="Accorder"', 'sourceRef="Decision" targetRef="Visa"'),
        (
            "  </bpmn:process>",
            '    <bpmn:userTask id="Visa" name="Viser" />\n    <bpmn:sequenceFlow id="V"'
            ' sourceRef="Visa" targetRef="Accorder" />\n  </bpmn:process>',
        ),
    )


def waiting() -> Case:
    return Case(read(OLD)).do("Deposer").do("Verifier")


def moved(case: Case, versions: Versions) -> Case:
    """Return `case` after its move to the new version."""
    case.advance = migrate(versions, case.advance.state, case.now)
    case.definition = versions.new
    return case


def test_tasks_and_deadlines_stay_as_they_were():
    case = waiting()
    before = case.advance
    case.now += timedelta(days=10)

    moved(case, Versions(case.definition, visa()))

    assert (case.advance.ready, case.advance.waits) == (before.ready, before.waits)
    assert case.advance.effects == ()


def test_the_dossier_goes_on_by_the_new_version():
    case = moved(waiting(), Versions(read(OLD), visa()))

    case.do("Completer").do("Verifier", decision="oui", montant=1)

    assert case.ready == ["Visa"]
    assert case.do("Visa").advance.outcome == "accepte"


def test_a_timer_still_fires_at_its_moment_after_the_move():
    case = moved(waiting().after(days=10), Versions(read(OLD), visa()))

    case.after(days=20)

    assert case.advance.outcome == "sans_suite"


def test_a_renamed_task_is_followed_by_its_mapping():
    new = changed(OLD, ("Verifier", "Examiner"))
    case = Case(read(OLD)).do("Deposer")
    (task,) = case.advance.ready

    moved(case, Versions(read(OLD), new, {"Verifier": "Examiner"}))

    assert case.ready == ["Examiner"]
    assert case.advance.ready[0].id == task.id
    assert case.do("Examiner", decision="non").advance.outcome == "refuse"


def test_what_the_token_left_behind_may_be_gone():
    new = changed(
        OLD,
        (
            '<bpmn:sendTask id="Demander" name="Demander le complément">',
            '<bpmn:sendTask id="Ecrire">',
        ),
        ('targetRef="Demander"', 'targetRef="Ecrire"'),
        ('sourceRef="Demander"', 'sourceRef="Ecrire"'),
    )

    case = moved(waiting(), Versions(read(OLD), new))

    assert case.do("Completer").ready == ["Verifier"]


@pytest.mark.parametrize(
    ("change", "element"),
    [
        (("Completer", "Fournir"), "Completer"),
        (("Rappel", "Rappel_usager"), "Rappel"),
    ],
    ids=["task renamed", "timer renamed"],
)
def test_a_token_without_a_place_is_an_obstacle_that_names_it(change, element):
    case = waiting()
    versions = Versions(case.definition, changed(OLD, change))

    found = {each.element_id: each.message for each in find_obstacles(versions, case.advance.state)}

    assert "n’existe plus" in found[element]
    with pytest.raises(ProcessFailure, match="n’existe plus"):
        migrate(versions, case.advance.state, MORNING)


def test_an_event_attached_to_a_task_already_begun_is_an_obstacle():
    boundary = (
        '<bpmn:boundaryEvent id="Tard" attachedToRef="Verifier"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>P9D</bpmn:timeDuration></bpmn:timerEventDefinition>"
        "</bpmn:boundaryEvent></bpmn:process>"
    )
    new = changed(OLD, ("</bpmn:process>", boundary))
    case = Case(read(OLD)).do("Deposer")

    (obstacle,) = find_obstacles(Versions(read(OLD), new), case.advance.state)

    assert obstacle.element_id == "Verifier"
    assert find_obstacles(Versions(read(OLD), new), Case(read(OLD)).advance.state) == ()


def test_a_token_inside_a_sub_process_moves_with_it():
    new = changed("controle", ("Contrôler", "Contrôler sur place"))
    case = Case(read("controle")).do("Controler")

    moved(case, Versions(read("controle"), new))

    assert case.do("Mesurer").ready == ["Valider"]


def test_branches_already_at_a_join_stay_there():
    new = changed("avis", ("Conclure", "Synthese"))
    case = Case(read("avis")).do("Instruire").do("Eau")

    moved(case, Versions(read("avis"), new))

    assert case.do("Voirie").ready == ["Synthese"]


def test_a_join_of_other_branches_is_an_obstacle():
    new = changed("avis", ("Eau", "Foret"))
    case = Case(read("avis")).do("Instruire").do("Eau")

    (obstacle,) = find_obstacles(Versions(read("avis"), new), case.advance.state)

    assert (obstacle.element_id, "réunit" in obstacle.message) == ("Fermer", True)


def test_a_state_of_a_third_version_is_refused():
    with pytest.raises(ProcessFailure, match="autre version"):
        find_obstacles(Versions(visa(), read(OLD)), waiting().advance.state)
