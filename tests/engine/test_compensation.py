"""Compensation: what was done is undone, the last thing first, and only once."""

import pytest

from tests.engine.case import Case, read
from tests.engine.test_normalise import drawn, flow
from workflows.engine import InvalidProcess


def test_what_was_done_is_undone_in_reverse_order():
    case = Case(read("location")).do("Demander").do("Payer").do("Confirmer")
    first = case.ready

    case.do("Rembourser")

    assert first == ["Rembourser"]
    assert case.effects == ["reserver", "liberer"]
    assert case.advance.finished
    assert case.advance.outcome == "sans_suite"


def test_what_was_not_done_is_not_undone():
    case = Case(read("location")).do("Demander", gratuit=True).do("Confirmer")

    assert case.advance.finished
    assert case.effects == ["reserver", "liberer"]


def test_nothing_is_undone_when_all_goes_well():
    case = Case(read("location")).do("Demander").do("Payer").do("Confirmer", maintenue=True)

    assert case.effects == ["reserver"]
    assert case.advance.outcome == "accepte"


def test_a_handler_keeps_its_lane_and_is_not_begun_by_itself():
    definition = read("location")

    assert definition.tasks["Rembourser"].lane == "Régie"
    assert Case(definition).ready == ["Demander"]
    assert definition.adjustments == ()


def test_a_compensation_undoes_only_once_and_only_what_it_names():
    throw = '<compensateEventDefinition activityRef="{}"/></intermediateThrowEvent>'
    definition = drawn(
        '<startEvent id="s"/>'
        + "".join(
            f'<task id="{name}"/><boundaryEvent id="on{name}" attachedToRef="{name}">'
            f'<compensateEventDefinition/></boundaryEvent><task id="undo{name}"'
            f' isForCompensation="true"/><association id="as{name}" sourceRef="on{name}"'
            f' targetRef="undo{name}"/>'
            for name in ("a", "b")
        )
        + '<intermediateThrowEvent id="x">'
        + throw.format("a")
        + '<intermediateThrowEvent id="y">'
        + throw.format("a")
        + '<task id="z"/>'
        + flow("s", "a")
        + flow("a", "b")
        + flow("b", "x")
        + flow("x", "y")
        + flow("y", "z")
    )
    case = Case(definition).do("a").do("b")
    undoing = case.ready

    case.do("undoa")

    assert undoing == ["undoa"]
    assert case.ready == ["z"]


def test_a_compensation_event_tied_to_nothing_is_refused():
    with pytest.raises(InvalidProcess, match="ne dit pas ce qui compense") as refusal:
        drawn(
            '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/>'
            "</boundaryEvent>"
        )

    assert refusal.value.element_id == "b"
