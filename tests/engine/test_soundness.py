"""Flaws found before any dossier meets them."""

import pytest

from tests.engine.case import DIAGRAMS, read
from tests.engine.test_normalise import drawn, flow
from workflows.engine import ProcessDefinition, find_flaws

OWN = sorted(path.stem for path in DIAGRAMS.glob("*.bpmn") if path.stem != "bareme")
TWO = '<task id="a"/><task id="b"/>'


def found(definition: ProcessDefinition) -> set[tuple[str, str]]:
    return {(flaw.code, flaw.element_id) for flaw in find_flaws(definition)}


@pytest.mark.parametrize("name", OWN)
def test_our_own_diagrams_have_no_flaw(name):
    assert find_flaws(read(name)) == ()


def test_a_join_of_branches_that_exclude_each_other_is_a_dead_end():
    definition = drawn(
        '<task id="t"/><exclusiveGateway id="g"/><parallelGateway id="j"/><task id="z"/>'
        + TWO
        + flow("t", "g")
        + flow("g", "a")
        + flow("g", "b")
        + flow("a", "j")
        + flow("b", "j")
        + flow("j", "z")
    )

    (flaw,) = find_flaws(definition)

    assert (flaw.code, flaw.element_id) == ("deadlock", "j")
    assert "« j »" in flaw.message


def test_branches_that_meet_without_a_join_do_the_rest_twice():
    definition = drawn(
        '<task id="t"/><parallelGateway id="g"/><exclusiveGateway id="m"/><task id="z"/>'
        + TWO
        + flow("t", "g")
        + flow("g", "a")
        + flow("g", "b")
        + flow("a", "m")
        + flow("b", "m")
        + flow("m", "z")
    )

    assert ("done_twice", "z") in found(definition)


def test_a_loop_that_nothing_leaves_is_endless():
    definition = drawn(TWO + flow("a", "b") + flow("b", "a"))

    assert {code for code, _element in found(definition)} == {"endless"}


def test_a_task_that_a_fork_always_begins_again_is_endless_and_told_at_the_task():
    definition = drawn(
        '<startEvent id="s"/><task id="first"/><task id="again"/><parallelGateway id="f"/>'
        '<endEvent id="e"/>'
        + flow("s", "first")
        + flow("first", "again")
        + flow("again", "f")
        + flow("f", "e")
        + flow("f", "again", id="back")
    )

    assert ("endless", "again") in found(definition)


def test_a_loop_that_a_timer_leaves_is_not_endless():
    definition = drawn(
        '<startEvent id="s"/><task id="again"/><boundaryEvent id="t" attachedToRef="again">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        '</boundaryEvent><endEvent id="e"/>'
        + flow("s", "again")
        + flow("again", "again", id="back")
        + flow("t", "e")
    )

    assert find_flaws(definition) == ()


def test_a_step_that_no_path_reaches_is_never_done():
    definition = drawn('<startEvent id="s"/><task id="a"/><task id="lost"/>' + flow("s", "a"))

    assert found(definition) == {("never_done", "lost")}


def test_an_inclusive_join_waits_for_what_was_opened_and_no_more():
    definition = drawn(
        '<inclusiveGateway id="g"/><inclusiveGateway id="j"/><task id="z"/>'
        + TWO
        + flow("g", "a")
        + flow("g", "b")
        + flow("a", "j")
        + flow("b", "j")
        + flow("j", "z")
    )

    assert find_flaws(definition) == ()


def test_a_flaw_inside_a_sub_process_is_found():
    definition = drawn(
        '<subProcess id="s"><startEvent id="i"/><exclusiveGateway id="g"/><parallelGateway id="j"/>'
        + flow("i", "g")
        + flow("g", "j", id="x")
        + flow("g", "j", id="y")
        + "</subProcess>"
    )

    assert ("deadlock", "j") in found(definition)


def test_a_wide_diagram_is_explored_in_bounded_time():
    branches = "".join(
        f'<task id="a{n}"/><task id="b{n}"/>{flow("g", f"a{n}")}{flow(f"a{n}", f"b{n}")}'
        + flow(f"b{n}", "j")
        for n in range(14)
    )

    definition = drawn(
        f'<parallelGateway id="g"/>{branches}<parallelGateway id="j"/><task id="z"/>'
        + flow("j", "z")
    )

    assert find_flaws(definition) == ()
