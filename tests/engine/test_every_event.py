"""Every event that waits: what it stops, what it leaves, when it comes again."""

from datetime import UTC, datetime

import pytest

from tests.engine.around import (
    CONDITION,
    MESSAGE,
    MOVES,
    SHARED,
    SIGNAL,
    TIMERS,
    around,
    attached,
    event_scope,
    timer,
)
from tests.engine.case import Case
from tests.engine.test_normalise import codes, drawn, flow
from workflows.engine import find_flaws


@pytest.mark.parametrize(("definition", "come"), MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("place", ["boundary", "event sub-process"])
def test_an_event_that_interrupts_takes_its_activity_away(definition, come, place):
    said = {"outside": attached(definition, "true")}
    if place != "boundary":
        said = {"inside": event_scope(definition, "true")}
    case = around(definition, **said)

    come(case)

    assert case.ready == ["after", "o"]
    assert case.do("after").do("o").ready == ([] if place == "boundary" else ["n"])


@pytest.mark.parametrize(("definition", "come"), MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("place", ["boundary", "event sub-process"])
def test_an_event_that_does_not_interrupt_leaves_its_activity(definition, come, place):
    said = {"outside": attached(definition, "false")}
    if place != "boundary":
        said = {"inside": event_scope(definition, "false")}
    case = around(definition, **said)

    come(case)

    assert case.ready == ["after", "o", "t"]
    case.do("t")
    assert case.ready == (["after", "n", "o"] if place == "boundary" else ["after", "o"])
    assert case.do("after").ready == ["n", "o"]


@pytest.mark.parametrize(
    ("definition", "times"),
    [
        (MESSAGE, 2),
        (SIGNAL, 2),
        (TIMERS["cycle"], 2),
        (TIMERS["cycle in FEEL"], 2),
        (TIMERS["duration"], 1),
        (TIMERS["date"], 1),
    ],
    ids=["message", "signal", "cycle", "endless cycle", "duration", "date"],
)
@pytest.mark.parametrize("place", ["boundary", "event sub-process"])
def test_an_event_that_does_not_interrupt_comes_again_if_it_can(definition, times, place):
    said = {"outside": attached(definition, "false")}
    if place != "boundary":
        said = {"inside": event_scope(definition, "false")}
    case = around(definition, **said)
    come = {MESSAGE: lambda: case.receive("message"), SIGNAL: lambda: case.hear("signal")}.get(
        definition, lambda: case.after(days=2)
    )

    come()
    come()

    assert case.ready == [*(["after"] * times), "o", "t"]


def test_a_condition_comes_again_once_it_has_been_false():
    case = around(CONDITION, outside=attached(CONDITION, "false"))

    for pret, times in ((True, 1), (True, 1), (False, 1), (True, 2), (False, 2), (True, 3)):
        case.receive("message", pret=pret)
        assert case.ready.count("after") == times


@pytest.mark.parametrize(("definition", "come"), MOVES.values(), ids=MOVES)
def test_an_intermediate_event_lets_its_branch_through(definition, come):
    outside = (
        f'<intermediateCatchEvent id="w">{definition}</intermediateCatchEvent><task id="after"/>'
    )
    case = around(definition, outside=outside + flow("f", "w") + flow("w", "after"))
    before = case.ready

    come(case)

    assert before == ["o", "t"]
    assert case.ready == ["after", "o", "t"]
    assert "w" not in case.awaited


@pytest.mark.parametrize("text", list(TIMERS.values())[:7], ids=list(TIMERS)[:7])
def test_a_process_whose_start_says_a_moment_waits_for_it(text):
    definition = drawn(f'<startEvent id="x">{text}</startEvent><task id="a"/>' + flow("x", "a"))
    case = Case(definition)
    waiting = (case.ready, case.awaited)

    case.after(days=2)

    assert waiting == ([], ["x"])
    assert case.ready == ["a"]
    assert codes(definition)["start_waits"] == ["x"]
    assert case.do("a").advance.finished


def test_a_moment_that_has_passed_does_not_hold_a_process_back():
    past = timer("timeDate", "2026-01-01")
    case = Case(drawn(f'<startEvent id="x">{past}</startEvent><task id="a"/>' + flow("x", "a")))

    assert case.after(seconds=0).ready == ["a"]
    assert case.advance.waits == ()


@pytest.mark.parametrize(
    "definition",
    [MESSAGE, SIGNAL, CONDITION, TIMERS["cycle"], MESSAGE + TIMERS["date"]],
    ids=["message", "signal", "condition", "cycle", "several"],
)
def test_a_process_that_anything_else_would_begin_is_begun_by_a_person(definition):
    drawing = drawn(
        f'<startEvent id="x" name="Reçu">{definition}</startEvent><task id="a"/>' + flow("x", "a"),
        SHARED,
    )

    case = Case(drawing)

    assert case.ready == ["a"]
    assert codes(drawing)["start_by_person"] == ["x"]


def test_of_several_starts_the_one_that_needs_nothing_is_used():
    drawing = drawn(
        f'<startEvent id="x">{MESSAGE}</startEvent><startEvent id="y"/><task id="a"/><task id="b"/>'
        + flow("x", "a")
        + flow("y", "b"),
        SHARED,
    )

    assert Case(drawing).ready == ["b"]
    assert codes(drawing)["start_unused"] == ["x"]


def test_a_moment_on_the_start_of_a_sub_process_is_not_awaited():
    inside = f'<startEvent id="x">{TIMERS["date"]}</startEvent><task id="a"/>' + flow("x", "a")

    assert Case(drawn(f'<subProcess id="h">{inside}</subProcess>')).ready == ["a"]


def test_a_receive_task_waits_for_its_message_and_may_be_given_up():
    definition = drawn(
        '<startEvent id="s0"/><receiveTask id="r" messageRef="m"/><boundaryEvent id="b"'
        f' attachedToRef="r">{TIMERS["duration"]}</boundaryEvent><task id="got"/><task id="late"/>'
        + flow("s0", "r")
        + flow("r", "got")
        + flow("b", "late"),
        SHARED,
    )

    assert Case(definition).receive("message").ready == ["got"]
    assert Case(definition).after(days=2).ready == ["late"]
    assert Case(definition).awaited == ["b", "r"]


@pytest.mark.parametrize("come", ["message", "signal", "condition", "timer: duration"])
def test_an_event_gateway_goes_on_by_whatever_comes_first(come):
    catching = {"message": MESSAGE, "signal": SIGNAL, "timer: duration": TIMERS["duration"]}
    outside = '<eventBasedGateway id="eg"/>' + flow("f", "eg")
    for name, text in {**catching, "condition": CONDITION}.items():
        id_ = name[:3]
        outside += (
            f'<intermediateCatchEvent id="{id_}">{text}</intermediateCatchEvent>'
            f'<task id="after_{id_}"/>' + flow("eg", id_) + flow(id_, f"after_{id_}")
        )
    case = around("", outside=outside)

    if come == "condition":
        case.do("o", pret=True)
    else:
        MOVES[come][1](case)

    assert [each for each in case.ready if each.startswith("after")] == [f"after_{come[:3]}"]
    assert case.awaited == []


def test_an_event_that_waits_inside_a_called_or_embedded_scope_is_told_with_its_moment():
    inside = f'<intermediateCatchEvent id="w">{TIMERS["date"]}</intermediateCatchEvent>'
    case = around("", thrown=inside, flows=flow("t", "w")).do("t")

    (wait,) = case.advance.waits

    assert wait.element_id == "w"
    assert wait.due_at == datetime(2026, 11, 24, 13, tzinfo=UTC)


def test_the_diagrams_of_this_file_are_sound():
    for definition, _come in MOVES.values():
        for interrupts in ("true", "false"):
            case = around(definition, outside=attached(definition, interrupts))
            assert find_flaws(case.definition) == ()
