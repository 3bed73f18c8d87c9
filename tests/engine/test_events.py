"""Timers, messages, signals, errors: what wakes a dossier beside people."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.engine.case import MORNING, Case, read
from workflows.engine import AwaitedKind, parse_process, wake
from workflows.errors import NotAwaited, ProcessFailure, TaskGone

BOUNDARIES = ["Echeance", "Rappel"]


def complement():
    return Case(read("instruction")).do("Deposer").do("Verifier")


def test_timers_are_waits_with_their_moment_in_utc():
    case = complement()

    waits = {wait.element_id: wait for wait in case.advance.waits}

    assert sorted(waits) == BOUNDARIES
    assert waits["Rappel"].kind is AwaitedKind.TIMER
    assert waits["Rappel"].due_at == datetime(2026, 12, 7, 22, 0, tzinfo=UTC)
    assert waits["Echeance"].due_at == datetime(2026, 12, 22, 22, 0, tzinfo=UTC)


def test_a_due_date_is_settled_once_and_survives_the_passing_of_time():
    case = complement()
    before = case.advance.waits

    case.after(days=10)

    assert case.advance.waits == before


def test_a_timer_that_does_not_interrupt_leaves_the_task_ready():
    case = complement()

    case.after(days=15)

    assert case.ready == ["Completer"]
    assert case.awaited == ["Echeance"]
    assert case.effects[-1] == "rappel"


def test_a_timer_that_interrupts_takes_the_task_away():
    case = complement().after(days=15)
    (task,) = case.advance.ready

    case.after(days=15)

    assert case.advance.finished
    assert case.advance.outcome == "sans_suite"
    assert task.id not in {each.id for each in case.advance.ready}


def test_timers_overdue_together_fire_in_the_order_of_their_moments():
    case = complement()

    case.after(days=40)

    assert case.advance.finished
    assert case.effects.count("rappel") == 1
    assert case.passed.index("Rappel") < case.passed.index("Echeance")


def test_a_wake_before_any_timer_is_due_changes_nothing():
    case = complement()
    before = case.advance

    woken = wake(case.definition, before.state, MORNING + timedelta(days=1))

    assert (woken.ready, woken.waits, woken.effects) == (before.ready, before.waits, ())


def test_completing_the_task_takes_its_timers_away():
    case = complement()

    case.do("Completer")

    assert case.advance.waits == ()
    assert case.after(days=60).ready == ["Verifier"]


def test_a_person_who_acts_before_the_worker_woke_the_timer_is_not_refused():
    case = complement()
    case.now += timedelta(days=31)

    case.do("Completer")

    assert case.ready == ["Verifier"]
    assert case.advance.outcome == ""


def test_a_repeated_timer_fires_as_many_times_as_said():
    case = Case(read("relances"))

    for _week in range(6):
        case.after(days=7)

    assert case.ready == ["Payer"]
    assert case.effects == ["relance"] * 3
    assert case.advance.waits == ()


def test_a_repeated_timer_looked_at_late_reminds_once_and_keeps_its_rhythm():
    case = Case(read("relances"))

    case.after(days=16)

    assert case.effects == ["relance"]
    (wait,) = case.advance.waits
    assert wait.due_at == (MORNING + timedelta(days=21)).astimezone(UTC)


def test_reminders_that_never_end_do_not_grow_the_state():
    endless = read("relances").bpmn.replace(b"R3/P7D", b"R/P7D")
    case = Case(parse_process(endless)).after(days=7)
    size = len(case.advance.state)

    for _week in range(50):
        case.after(days=7)

    assert len(case.advance.state) == size
    assert case.effects == ["relance"] * 51


def test_paying_stops_the_reminders():
    case = Case(read("relances")).after(days=7)

    case.do("Payer")

    assert case.advance.finished
    assert case.after(days=30).effects == ["relance"]


def test_work_begun_by_a_reminder_does_not_hide_the_activity_from_its_deadline():
    case = Case(read("suivi")).after(days=7).do("Appeler")
    between = case.ready

    case.after(days=30)

    assert between == ["Etudier", "Noter"]
    assert case.ready == ["Clore", "Noter"]
    assert case.do("Noter").do("Clore").advance.finished


def test_an_event_gateway_lists_each_event_with_its_own_moment():
    case = Case(read("attente")).do("Envoyer")

    dues = {wait.element_id: wait.due_at for wait in case.advance.waits}

    assert case.awaited == ["Mois", "Reponse", "Semaine"]
    assert dues["Mois"] - dues["Semaine"] == timedelta(days=23)


@pytest.mark.parametrize(
    ("move", "ready"),
    [
        (lambda case: case.receive("reponse"), ["Lire"]),
        (lambda case: case.after(days=8), ["Insister"]),
        (lambda case: case.after(days=60), ["Insister"]),
    ],
    ids=["message", "first timer", "both timers overdue"],
)
def test_only_the_first_event_behind_an_event_gateway_goes_on(move, ready):
    """SpiffWorkflow fires both branches when a timer was due as the message came."""
    case = Case(read("attente")).do("Envoyer")

    move(case)

    assert case.ready == ready
    assert case.awaited == []


def test_an_overdue_timer_goes_before_a_message_that_comes_late():
    case = Case(read("attente")).do("Envoyer")
    case.now += timedelta(days=8)

    with pytest.raises(NotAwaited):
        case.receive("reponse")

    assert case.after(days=0).ready == ["Insister"]


def test_a_message_nobody_waits_for_is_refused():
    with pytest.raises(NotAwaited, match="n’attend pas « autre »"):
        Case(read("attente")).do("Envoyer").receive("autre")


def test_an_interrupting_event_sub_process_cancels_everything_else():
    """SpiffWorkflow never reads `isInterrupting`: the tasks in progress stayed ready."""
    case = Case(read("retrait")).do("Deposer")
    tasks = case.advance.ready

    case.receive("retrait")

    assert case.advance.finished
    assert case.advance.outcome == "sans_suite"
    assert case.effects == ["retrait"]
    with pytest.raises(TaskGone):
        Case.do(_with(case, tasks), tasks[0].element_id)


def _with(case, tasks):
    """Show `case` the tasks it had, as a page left open would."""
    case.advance = type(case.advance)(state=case.advance.state, ready=tasks)
    return case


def test_a_withdrawal_is_possible_from_the_first_task_to_the_end():
    case = Case(read("retrait"))

    assert "Retrait_recu" in case.awaited
    assert case.receive("retrait").advance.finished


def test_an_event_sub_process_that_does_not_interrupt_may_start_again_and_again():
    case = Case(read("retrait")).do("Deposer")

    case.receive("question").receive("question")

    assert case.ready == ["Instruire", "Repondre", "Repondre", "Viser"]
    assert case.awaited == ["Question_recue", "Retrait_recu"]


def test_a_process_with_an_event_sub_process_ends_when_its_own_work_is_done():
    case = Case(read("retrait")).do("Deposer").do("Instruire").do("Viser")

    assert case.advance.finished
    assert case.advance.outcome == "accepte"


def test_a_signal_a_date_and_a_condition_each_let_their_branch_through():
    case = Case(read("campagne")).do("Candidater")
    waits = {wait.element_id: wait.kind for wait in case.advance.waits}

    case.hear("cloture").after(days=365).do("Verser", complet=True)

    assert waits == {"Cloture": AwaitedKind.SIGNAL, "Jour_dit": AwaitedKind.TIMER}
    assert case.ready == ["Deliberer"]


def test_a_date_is_the_first_minute_of_its_day_where_the_clock_is():
    case = Case(read("campagne")).do("Candidater")

    (due,) = [wait.due_at for wait in case.advance.waits if wait.due_at]

    assert due == datetime(2027, 1, 31, 13, 0, tzinfo=UTC)


def test_a_deadline_may_count_working_days():
    text = b"<bpmn:timeDuration>P7D</bpmn:timeDuration>"
    date = b"<bpmn:timeDate>=add working days(today(), 5)</bpmn:timeDate>"
    definition = parse_process(read("suivi").bpmn.replace(text, date))

    dues = {wait.element_id: wait.due_at for wait in Case(definition).advance.waits}

    assert dues["Semaine"] == datetime(2026, 11, 29, 13, tzinfo=UTC)  # Monday 30 in Nouméa


def test_a_message_thrown_is_an_effect_that_names_it():
    case = Case(read("campagne")).do("Candidater").hear("cloture").after(days=365)

    case.do("Verser", complet=True).do("Deliberer")

    (effect,) = case.advance.effects
    assert (effect.type, effect.parameters) == ("message", {"message": "resultat"})


def test_an_error_leaves_its_sub_process_by_the_boundary_and_cancels_the_rest():
    case = Case(read("controle"))

    case.do("Controler", anomalie=True)

    assert case.ready == ["Corriger"]
    assert case.awaited == []


def test_a_timer_on_a_sub_process_cancels_what_is_inside():
    case = Case(read("controle")).do("Mesurer")

    case.after(days=2)

    assert case.ready == ["Relancer"]
    assert case.do("Relancer").advance.finished


def test_a_sub_process_ends_when_all_its_branches_have():
    case = Case(read("controle")).do("Controler")
    between = case.ready

    case.do("Mesurer")

    assert between == ["Mesurer"]
    assert case.ready == ["Valider"]


def test_a_timer_whose_value_is_null_is_a_failure_that_names_it():
    bpmn = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        b'<startEvent id="s"/><task id="t"/><intermediateCatchEvent id="c"><timerEventDefinition>'
        b"<timeDate>=jour</timeDate></timerEventDefinition></intermediateCatchEvent>"
        b'<sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        b'<sequenceFlow id="f2" sourceRef="t" targetRef="c"/></process></definitions>'
    )
    case = Case(parse_process(bpmn))

    with pytest.raises(ProcessFailure, match="ni date ni durée") as failure:
        case.do("t")

    assert failure.value.element_id == "c"
