"""A stuck dossier is looked at, its token moved, its variables corrected."""

from decimal import Decimal

import pytest

from tests.engine.case import Case, read
from workflows.engine.repair import correct, look, settle, skip
from workflows.errors import Invalid

ELSEWHERE = "Element_inconnu"


def at_instruction() -> Case:
    return Case(read("instruction")).do("Deposer")


def at_complement() -> Case:
    return at_instruction().do("Verifier")


def skipped(case: Case, element_id: str, target: str) -> Case:
    return case._take(skip(case.definition, case.advance.state, element_id, target, case.now))


def test_a_state_at_rest_comes_back_as_it_is():
    case = at_complement()

    seen = settle(case.definition, case.advance.state, case.now)

    assert (seen.ready, seen.waits, seen.passed) == (case.advance.ready, case.advance.waits, ())


def test_the_places_of_the_tokens_are_told_with_where_they_may_go():
    case = at_complement()

    standing = look(case.definition, case.advance.state, case.now)

    places = {place.element_id: place for place in standing.places}
    assert places.keys() >= {"Completer"}
    assert "Verifier" in places["Completer"].targets
    assert "Completer" not in places["Completer"].targets


def test_a_skipped_task_ends_with_all_that_is_attached_to_it():
    case = skipped(at_complement(), "Completer", "Verifier")

    assert case.ready == ["Verifier"]
    assert case.awaited == []


def test_the_target_begins_as_if_it_had_been_reached():
    case = skipped(at_instruction(), "Verifier", "Completer")

    assert case.ready == ["Completer"]
    assert case.awaited == at_complement().awaited
    assert case.do("Completer").ready == ["Verifier"]


def test_a_token_may_be_sent_to_an_end():
    case = at_instruction()
    ends = [id_ for id_, outcome in case.definition.outcomes.items() if outcome == "refuse"]

    skipped(case, "Verifier", ends[0])

    assert (case.advance.finished, case.advance.outcome) == (True, "refuse")


def test_a_token_already_at_a_join_may_go_past_it():
    case = Case(read("avis")).do("Instruire").do("Eau")

    skipped(case, "Fermer", "Conclure")

    assert "Conclure" in case.ready
    assert "Voirie" in case.ready


def test_a_token_inside_a_sub_process_stays_in_it():
    case = Case(read("controle")).do("Controler")

    (place,) = (
        each
        for each in look(case.definition, case.advance.state, case.now).places
        if each.element_id == "Mesurer"
    )

    assert "Valider" not in place.targets


@pytest.mark.parametrize(
    ("element_id", "target"),
    [
        ("Deposer", "Completer"),
        ("Verifier", ELSEWHERE),
        ("Verifier", "Verifier"),
        (ELSEWHERE, "Completer"),
    ],
    ids=["token gone", "no such target", "to itself", "no such element"],
)
def test_a_move_that_cannot_be_is_refused(element_id: str, target: str):
    case = at_instruction()

    with pytest.raises(Invalid):
        skip(case.definition, case.advance.state, element_id, target, case.now)


def test_a_join_is_no_target():
    case = Case(read("avis")).do("Instruire")

    with pytest.raises(Invalid):
        skip(case.definition, case.advance.state, "Eau", "Fermer", case.now)


def test_a_corrected_variable_is_kept_in_the_state():
    case = at_instruction()

    advance = correct(case.definition, case.advance.state, {"montant": Decimal(7)}, case.now)

    assert look(case.definition, advance.state, case.now).variables["montant"] == 7
    assert [task.id for task in advance.ready] == [task.id for task in case.advance.ready]


def test_a_variable_that_nothing_reads_is_refused():
    case = at_instruction()

    with pytest.raises(Invalid, match="ne lit aucune variable"):
        correct(case.definition, case.advance.state, {"inconnue": 1}, case.now)
