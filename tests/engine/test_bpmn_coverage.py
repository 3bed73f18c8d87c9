"""Which test shows each element of BPMN: the table that a reviewer reads first.

Every element that the engine knows is in it, every test it names exists: both are checked below.
"""

import ast
from pathlib import Path

from workflows.engine.diagram.draft import NODES
from workflows.engine.diagram.event_shapes import ALLOWED
from workflows.engine.diagram.normalise import UNSUPPORTED

HERE = Path(__file__).parent
ONCE = "test_every_activity.py::test_what_a_person_does_is_done_once"
OUTSIDE = "test_every_activity.py::test_what_is_done_outside_does_not_wait"
INTERRUPTS = "test_every_event.py::test_an_event_that_interrupts_takes_its_activity_away"
BESIDE = "test_every_event.py::test_an_event_that_does_not_interrupt_leaves_its_activity"
WAITS = "test_every_event.py::test_an_intermediate_event_lets_its_branch_through"
SENDS = "test_every_throw.py::test_an_event_that_sends_does_not_wait"
BEGUN = "test_every_event.py::test_a_process_that_anything_else_would_begin_is_begun_by_a_person"
ERROR = "test_every_throw.py::test_an_error_takes_its_activity_away"
ALARM = "test_every_throw.py::test_an_escalation_takes_its_activity_away_only_if_it_interrupts"
LINKS = (
    "test_every_throw.py::test_several_links_of_one_name_lead_to_one_place_each_scope_for_itself"
)
CANCEL = "test_scopes.py::test_a_cancelled_transaction_leaves_by_its_cancel_boundary"
REFUSED = "test_hostile.py::test_a_hostile_file_is_refused_with_a_message"

ACTIVITIES = {
    "task": ONCE,
    "userTask": ONCE,
    "manualTask": ONCE,
    "scriptTask": (
        "test_every_activity.py::test_a_script_computes_in_feel_and_its_value_is_read_after"
    ),
    "businessRuleTask": "test_every_activity.py::test_a_business_rule_decides_by_its_table",
    "serviceTask": OUTSIDE,
    "sendTask": OUTSIDE,
    "receiveTask": (
        "test_every_event.py::test_a_receive_task_waits_for_its_message_and_may_be_given_up"
    ),
    "subProcess": ONCE,
    "subProcess, by an event": INTERRUPTS,
    "subProcess, beside": BESIDE,
    "transaction": CANCEL,
    "callActivity": "test_calls.py::test_a_process_of_another_file_runs_in_the_place_of_its_call",
    "callActivity, its variables": (
        "test_calls.py::test_calls_at_the_same_time_do_not_see_each_other"
    ),
    "adHocSubProcess": REFUSED,
    "choreographyTask": REFUSED,
    "subChoreography": REFUSED,
}
REPEATED = {
    "multiInstance, together and one by one, number and list": (
        "test_every_activity.py::"
        "test_what_a_person_does_several_times_is_ready_together_or_one_by_one"
    ),
    "multiInstance, output collection and completion condition": (
        "test_every_activity.py::"
        "test_results_keep_the_order_of_their_items_and_a_condition_stops_the_rest"
    ),
    "multiInstance, nested": (
        "test_every_activity.py::test_several_instances_of_several_instances_keep_their_own_items"
    ),
    "multiInstance, interrupted": (
        "test_every_activity.py::test_an_event_on_several_instances_takes_them_all_away"
    ),
    "multiInstance, at most 100": (
        "test_repeated.py::test_too_many_instances_are_refused_before_they_are_made"
    ),
    "standardLoop": "test_every_activity.py::test_a_loop_asks_its_condition_after_or_before",
}
GATEWAYS = {
    "exclusiveGateway": (
        "test_every_activity.py::"
        "test_an_exclusive_gateway_takes_the_first_of_the_conditions_that_are_true"
    ),
    "exclusiveGateway, by a person": (
        "test_tasks.py::test_a_decision_drawn_without_conditions_belongs_to_the_person_before_it"
    ),
    "inclusiveGateway": (
        "test_gateways.py::"
        "test_an_inclusive_gateway_opens_what_is_true_and_waits_for_what_it_opened"
    ),
    "parallelGateway": "test_gateways.py::test_a_parallel_join_waits_for_both_branches",
    "parallelGateway, in a loop": (
        "test_gateways.py::test_a_parallel_join_in_a_loop_waits_for_both_branches_at_each_round"
    ),
    "eventBasedGateway": (
        "test_every_event.py::test_an_event_gateway_goes_on_by_whatever_comes_first"
    ),
    "complexGateway": REFUSED,
}
EVENTS = {
    "startEvent, message": BEGUN,
    "startEvent, signal": BEGUN,
    "startEvent, conditional": BEGUN,
    "startEvent, timer": (
        "test_every_event.py::test_a_process_whose_start_says_a_moment_waits_for_it"
    ),
    "startEvent, error": ERROR,  # of an event sub-process
    "startEvent, escalation": ALARM,
    "startEvent, compensate": (
        "test_compensation.py::test_a_sub_process_that_knows_how_to_undo_itself_does_it"
    ),
    "intermediateCatchEvent, message": WAITS,
    "intermediateCatchEvent, signal": WAITS,
    "intermediateCatchEvent, timer": WAITS,
    "intermediateCatchEvent, conditional": WAITS,
    "intermediateCatchEvent, link": LINKS,
    "intermediateThrowEvent, message": SENDS,
    "intermediateThrowEvent, signal": (
        "test_every_throw.py::"
        "test_a_signal_thrown_is_heard_by_every_event_of_the_process_that_waits_for_it"
    ),
    "intermediateThrowEvent, escalation": ALARM,
    "intermediateThrowEvent, link": LINKS,
    "intermediateThrowEvent, compensate": (
        "test_compensation.py::test_what_was_done_is_undone_in_reverse_order"
    ),
    "intermediateThrowEvent, error": (  # no BPMN, but often drawn
        "test_every_throw.py::test_an_error_drawn_as_an_intermediate_event_is_thrown_all_the_same"
    ),
    "intermediateThrowEvent, cancel": CANCEL,
    "boundaryEvent, message": INTERRUPTS,
    "boundaryEvent, signal": INTERRUPTS,
    "boundaryEvent, timer": INTERRUPTS,
    "boundaryEvent, conditional": INTERRUPTS,
    "boundaryEvent, error": ERROR,
    "boundaryEvent, escalation": ALARM,
    "boundaryEvent, cancel": CANCEL,
    "boundaryEvent, compensate": (
        "test_compensation.py::test_what_was_done_three_times_is_undone_three_times"
    ),
    "boundaryEvent, that does not interrupt": BESIDE,
    "boundaryEvent, again and again": (
        "test_every_event.py::test_an_event_that_does_not_interrupt_comes_again_if_it_can"
    ),
    "endEvent, message": SENDS,
    "endEvent, signal": SENDS,
    "endEvent, escalation": "test_scopes.py::test_an_escalation_nobody_hears_is_not_a_failure",
    "endEvent, error": ERROR,
    "endEvent, cancel": CANCEL,
    "endEvent, link": LINKS,
    "endEvent, compensate": "test_several_events.py::test_an_end_compensates_and_throws_its_error",
    "endEvent, terminate": (
        "test_every_throw.py::test_a_terminate_end_stops_its_own_scope_and_no_other"
    ),
    "several definitions, the first": (
        "test_several_events.py::"
        "test_the_first_of_several_events_goes_on_and_the_others_are_no_longer_awaited"
    ),
    "several definitions, all": (
        "test_several_events.py::test_an_event_that_waits_for_all_goes_on_after_the_last"
    ),
    "several definitions, sent": (
        "test_several_events.py::test_everything_an_event_throws_is_sent"
    ),
}
TABLE = {**ACTIVITIES, **REPEATED, **GATEWAYS, **EVENTS}


def test_every_test_of_the_table_exists():
    known = {
        f"{path.name}::{node.name}"
        for path in HERE.glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    assert set(TABLE.values()) <= known


def test_every_element_that_the_engine_knows_is_in_the_table():
    nodes = {name.partition(",")[0] for name in TABLE}
    events = {f"{place}, {kind}" for place, kinds in ALLOWED.items() for kind in kinds}

    assert NODES | UNSUPPORTED.keys() <= nodes
    assert events <= TABLE.keys()
