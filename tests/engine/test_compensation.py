"""Compensation: what was done is undone, the last thing first, and only once."""

from itertools import pairwise

import pytest

from tests.engine.case import Case, read
from tests.engine.test_normalise import codes, drawn, flow
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
        + undoable("a")
        + undoable("b")
        + '<intermediateThrowEvent id="x">'
        + throw.format("a")
        + '<intermediateThrowEvent id="y">'
        + throw.format("a")
        + '<task id="z"/>'
        + chain("s", "a", "b", "x", "y", "z")
    )
    case = Case(definition).do("a").do("b")
    undoing = case.ready

    case.do("undoa")

    assert undoing == ["undoa"]
    assert case.ready == ["z"]


def undoable(id_: str, inside: str = "") -> str:
    """Return a task that another undoes."""
    return (
        f'<task id="{id_}">{inside}</task><boundaryEvent id="on{id_}" attachedToRef="{id_}">'
        f'<compensateEventDefinition/></boundaryEvent><task id="undo{id_}"'
        f' isForCompensation="true"/><association id="as{id_}" sourceRef="on{id_}"'
        f' targetRef="undo{id_}"/>'
    )


THROW = "<compensateEventDefinition/>"


def chain(*ids: str) -> str:
    """Return flows from each node to the next."""
    return "".join(flow(one, other) for one, other in pairwise(ids))


def test_the_order_of_the_flow_counts_and_not_that_of_the_file():
    case = Case(
        drawn(
            '<startEvent id="s"/>'
            + undoable("c")
            + undoable("a")
            + undoable("b")
            + f'<intermediateThrowEvent id="x">{THROW}</intermediateThrowEvent>'
            + chain("s", "a", "b", "c", "x")
        )
    )

    case.do("a").do("b").do("c").do("undoc").do("undob")

    assert case.ready == ["undoa"]


def test_what_was_done_three_times_is_undone_three_times():
    loop = '<standardLoopCharacteristics loopMaximum="3"/>'
    case = Case(
        drawn(
            '<startEvent id="s"/>'
            + undoable("a", loop)
            + f'<intermediateThrowEvent id="x">{THROW}</intermediateThrowEvent><task id="z"/>'
            + chain("s", "a", "x", "z")
        )
    )

    case.do("a").do("a").do("a")
    for _time in range(3):
        assert case.ready == ["undoa"]
        case.do("undoa")

    assert case.ready == ["z"]


def test_two_throws_at_once_undo_a_thing_once():
    throw = f">{THROW}</intermediateThrowEvent>"
    case = Case(
        drawn(
            '<startEvent id="s"/>'
            + undoable("a")
            + f'<intermediateThrowEvent id="x"{throw}<intermediateThrowEvent id="y"{throw}'
            + '<parallelGateway id="f"/><parallelGateway id="j"/><task id="z"/>'
            + chain("s", "a", "f", "x", "j", "z")
            + chain("f", "y", "j")
        )
    ).do("a")

    assert case.ready == ["undoa"]
    assert case.do("undoa").ready == ["z"]


def test_a_throw_undoes_what_was_done_in_its_own_scope():
    case = Case(
        drawn(
            '<startEvent id="s"/>'
            + undoable("a")
            + '<subProcess id="sub"><startEvent id="i"/>'
            + undoable("b")
            + f'<endEvent id="x">{THROW}</endEvent>'
            + chain("i", "b", "x")
            + '</subProcess><task id="z"/>'
            + chain("s", "a", "sub", "z")
        )
    )

    case.do("a").do("b").do("undob")

    assert case.ready == ["z"]


@pytest.mark.parametrize("named", ["", ' activityRef="sub"'], ids=["all", "by name"])
def test_a_sub_process_that_knows_how_to_undo_itself_does_it(named):
    handler = (
        '<subProcess id="es" triggeredByEvent="true"><startEvent id="k">'
        f'{THROW}</startEvent><task id="warn"/><endEvent id="ke">{THROW}</endEvent>'
        + chain("k", "warn", "ke")
        + "</subProcess>"
    )
    definition = drawn(
        '<startEvent id="s"/><subProcess id="sub"><startEvent id="i"/>'
        + undoable("b")
        + chain("i", "b")
        + handler
        + '</subProcess><task id="n"/><intermediateThrowEvent id="x">'
        + THROW.replace("/>", f"{named}/>")
        + '</intermediateThrowEvent><task id="z"/>'
        + chain("s", "sub", "n", "x", "z")
    )

    case = Case(definition).do("b").do("n")

    assert case.ready == ["warn"]
    assert case.do("warn").ready == ["undob"]
    assert case.do("undob").ready == ["z"]


def test_a_cancelled_transaction_undoes_what_it_did_before_it_is_left():
    case = Case(
        drawn(
            '<startEvent id="s"/><transaction id="sub"><startEvent id="i"/>'
            + undoable("b")
            + '<endEvent id="x"><cancelEventDefinition/></endEvent>'
            + chain("i", "b", "x")
            + '</transaction><boundaryEvent id="c" attachedToRef="sub"><cancelEventDefinition/>'
            + '</boundaryEvent><task id="n"/><task id="z"/>'
            + chain("s", "sub", "n")
            + chain("c", "z")
        )
    ).do("b")

    assert case.ready == ["undob"]
    assert case.do("undob").ready == ["z"]


def test_a_throw_that_has_nothing_to_undo_is_told():
    definition = drawn(
        f'<task id="a"/><intermediateThrowEvent id="x">{THROW}</intermediateThrowEvent>'
        + chain("a", "x")
    )

    assert "x" in codes(definition)["undoes_nothing"]
    assert Case(definition).do("a").advance.finished


def test_a_process_cannot_undo_itself():
    with pytest.raises(InvalidProcess, match="compense le processus entier") as refusal:
        drawn(
            f'<task id="a"/><subProcess id="es" triggeredByEvent="true"><startEvent id="k">{THROW}'
            '</startEvent><task id="b"/>' + chain("k", "b") + "</subProcess>"
        )

    assert refusal.value.element_id == "es"


def test_a_compensation_event_tied_to_nothing_is_refused():
    with pytest.raises(InvalidProcess, match="ne dit pas ce qui compense") as refusal:
        drawn(
            '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/>'
            "</boundaryEvent>"
        )

    assert refusal.value.element_id == "b"


def test_a_handler_that_throws_does_not_undo_itself():
    handler = (
        '<subProcess id="es" triggeredByEvent="true"><startEvent id="k"/><task id="warn"/>'
        f'<endEvent id="ke">{THROW}</endEvent>' + chain("k", "warn", "ke") + "</subProcess>"
    )
    undone = undoable("a").replace('targetRef="undoa"', 'targetRef="es"')
    definition = drawn(
        '<startEvent id="s"/>'
        + undone.replace('<task id="undoa" isForCompensation="true"/>', handler)
        + f'<intermediateThrowEvent id="x">{THROW}</intermediateThrowEvent><task id="z"/>'
        + chain("s", "a", "x", "z")
    )

    case = Case(definition).do("a")

    assert case.ready == ["warn"]
    assert case.do("warn").ready == ["z"]


def test_instances_that_throw_at_once_undo_each_what_it_did():
    each = (
        "<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics"
        ' inputCollection="=[1, 2]" inputElement="n"/></extensionElements>'
        "</multiInstanceLoopCharacteristics>"
    )
    inside = (
        '<startEvent id="i"/><exclusiveGateway id="g" default="skip"/>'
        + undoable("b")
        + '<exclusiveGateway id="m"/><intermediateCatchEvent id="w">'
        '<signalEventDefinition signalRef="go"/></intermediateCatchEvent>'
        f'<intermediateThrowEvent id="x">{THROW}</intermediateThrowEvent>'
        + flow("i", "g")
        + flow("g", "b", condition="=n = 1")
        + flow("g", "m", id="skip")
        + chain("b", "m", "w", "x")
    )
    definition = drawn(
        f'<startEvent id="s"/><subProcess id="sub">{each}{inside}</subProcess><task id="z"/>'
        + chain("s", "sub", "z"),
        '<signal id="go" name="go"/>',
    )

    case = Case(definition).do("b").hear("go")

    assert case.ready == ["undob"]
    assert case.do("undob").ready == ["z"]


def test_a_throw_that_names_a_sub_process_undoes_what_was_done_in_it():
    case = Case(
        drawn(
            '<startEvent id="s"/>'
            + undoable("a")
            + '<subProcess id="sub"><startEvent id="i"/>'
            + undoable("b")
            + chain("i", "b")
            + '</subProcess><intermediateThrowEvent id="x"><compensateEventDefinition'
            ' activityRef="sub"/></intermediateThrowEvent><task id="z"/>'
            + chain("s", "a", "sub", "x", "z")
        )
    )

    case.do("a").do("b")

    assert case.ready == ["undob"]
    assert case.do("undob").ready == ["z"]


def test_handlers_that_undo_each_other_without_end_are_refused():
    def undone_by(id_: str, handler: str) -> str:
        inside = f'<startEvent id="{handler}s"/><endEvent id="{handler}e">{THROW}</endEvent>'
        drawn_handler = (
            f'<subProcess id="{handler}" triggeredByEvent="true">{inside}'
            + chain(f"{handler}s", f"{handler}e")
            + "</subProcess>"
        )
        task = undoable(id_).replace(f'targetRef="undo{id_}"', f'targetRef="{handler}"')
        return task.replace(f'<task id="undo{id_}" isForCompensation="true"/>', drawn_handler)

    with pytest.raises(InvalidProcess, match="300"):
        drawn(
            '<startEvent id="s"/>'
            + undone_by("a", "ha")
            + undone_by("b", "hb")
            + f'<intermediateThrowEvent id="x">{THROW}</intermediateThrowEvent>'
            + chain("s", "a", "b", "x")
        )
