"""Several people, or one impatient person, at the same moment: one winner, nothing twice."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.use_cases import files
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    attach,
    begin,
    do,
    file_dossier,
    install,
    live_task,
    live_tasks,
    make_agent,
    make_citizen,
)
from workflows.errors import Conflict, Forbidden, TaskGone, WorkflowError
from workflows.model import AnswerSet, Dossier, DossierState, JournalEntry, OutboxItem, Piece, Task
from workflows.use_cases.act import SYSTEM, Actor, World, acting, looking
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.dossiers.fill_task import save_page
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.worker.work import work_once

pytestmark = pytest.mark.slow
BOUND = 150  # seconds for 3,200 tries; a lost lock or a deadlock waits for its timeout instead


def at_once(actions: Sequence[Callable[[], object]]) -> list[object]:
    """Run the actions in as many threads, let go together; return results and errors."""
    gate, results = Barrier(len(actions)), [None] * len(actions)

    def run(rank: int) -> None:
        gate.wait()
        try:
            results[rank] = actions[rank]()
        except Exception as error:  # noqa: BLE001  the test looks at every error
            results[rank] = error

    threads = [Thread(target=run, args=(rank,)) for rank in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def acted(world: World, actor: Actor, verb: Callable[..., object], *given: object) -> object:
    """Do one thing in a transaction of its own."""
    with acting(world, actor) as act:
        return verb(act, *given)


def met(gate: Barrier, world: World, agent: Actor, task_id: UUID) -> object:
    """Wait for the others in front of one task, then try to complete it."""
    gate.wait()
    try:
        return do(world, agent, task_id, decision="a_completer", motif="Un RIB")
    except WorkflowError as error:
        return error


def errors_in(results: Sequence[object]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def test_sixteen_clicks_on_send_file_one_dossier_with_one_number_and_one_receipt(world, aide):
    citizen = make_citizen(world)
    dossier_id, task_id = begin(world, citizen, aide)
    attach(world, citizen, task_id, "domicile.pdf", files.pdf())

    results = at_once([partial(do, world, citizen, task_id)] * 16)

    lost = errors_in(results)
    assert len(lost) == 15
    assert {type(error) for error in lost} == {TaskGone}
    assert len(live_tasks(world, dossier_id)) == 1
    with looking(world, SYSTEM) as act:
        assert act.session.scalar(select(func.count()).select_from(AnswerSet)) == 1
        assert act.session.scalar(select(func.count()).select_from(OutboxItem)) == 1


def test_sixteen_agents_on_two_hundred_tasks_leave_one_winner_and_one_token_each(world, aide):
    citizen = make_citizen(world)
    agents = [make_agent(world, f"Agent {rank}") for rank in range(16)]
    dossiers = [file_dossier(world, citizen, aide) for _rank in range(200)]
    tasks = [live_task(world, dossier_id) for dossier_id in dossiers]
    gate = Barrier(len(agents))

    def try_all(agent: Actor) -> list[object]:
        return [met(gate, world, agent, task_id) for task_id in tasks]

    began = monotonic()
    results = at_once([partial(try_all, agent) for agent in agents])

    assert monotonic() - began < BOUND
    assert errors_in(results) == []
    for of_task in zip(*results, strict=True):
        lost = errors_in(of_task)
        assert len(lost) == 15
        assert {type(error) for error in lost} == {TaskGone}
    for dossier_id in dossiers:
        assert [task.element_id for task in live_tasks(world, dossier_id)] == ["Completer"]
    with looking(world, SYSTEM) as act:
        by_agent = select(func.count()).where(AnswerSet.by_citizen.is_(False))
        assert act.session.scalar(by_agent) == 200


def test_a_citizen_who_starts_sixteen_times_gets_one_draft(world, aide):
    citizen = make_citizen(world)

    results = at_once([partial(acted, world, citizen, start_dossier, aide)] * 16)

    assert errors_in(results) == []
    assert len(set(results)) == 1


def test_sixteen_citizens_get_sixteen_numbers_without_a_hole(world, aide):
    citizens = [make_citizen(world, f"usager{rank}@exemple.nc") for rank in range(16)]

    results = at_once([partial(begin, world, who, aide) for who in citizens])

    assert errors_in(results) == []
    with looking(world, SYSTEM) as act:
        numbers = sorted(act.session.scalars(select(Dossier.number)))
    assert numbers == [f"AT-2026-{rank:05d}" for rank in range(1, 17)]


def test_two_agents_who_decide_at_once_make_one_decision(world, aide):
    citizen = make_citizen(world)
    agents = [make_agent(world, name) for name in ("Paul", "Marie")]
    for _round in range(10):
        dossier_id = file_dossier(world, citizen, aide)
        task_id = live_task(world, dossier_id)

        results = at_once(
            [
                partial(do, world, agents[0], task_id, decision="conforme"),
                partial(do, world, agents[1], task_id, decision="refus", motif="Trop tard"),
            ]
        )

        [lost] = errors_in(results)
        assert isinstance(lost, TaskGone)
        with looking(world, SYSTEM) as act:
            dossier = act.session.get_one(Dossier, dossier_id)
            [decided] = act.session.scalars(
                select(AnswerSet).where(
                    AnswerSet.dossier_id == dossier_id, AnswerSet.by_citizen.is_(False)
                )
            )
            kept = DossierState.ACCEPTE if decided.values["decision"] == "conforme" else "refuse"
            assert dossier.state == kept


def test_two_agents_who_claim_at_once_leave_one_holder(world, aide):
    citizen = make_citizen(world)
    agents = [make_agent(world, f"Agent {rank}") for rank in range(8)]
    task_id = live_task(world, file_dossier(world, citizen, aide))

    results = at_once([partial(acted, world, agent, claim, task_id) for agent in agents])

    refused = errors_in(results)
    assert len(refused) == 7
    assert {type(error) for error in refused} == {Forbidden}


def test_parallel_tasks_done_at_once_join_once(world, tmp_path):
    code = install(world, demarches.write_parallel(tmp_path / "parallele"))
    citizen = make_citizen(world)
    bureau, conseil = make_agent(world), make_agent(world, "Zoé", (demarches.OTHER_GROUP,))
    for _round in range(10):
        dossier_id = file_dossier(world, citizen, code)
        avis = live_task(world, dossier_id, "Avis")
        controle = live_task(world, dossier_id, "Controle")

        results = at_once(
            [
                partial(do, world, conseil, avis, reponse="Favorable"),
                partial(do, world, bureau, controle, reponse="Exact"),
            ]
        )

        assert errors_in(results) == []
        assert [task.element_id for task in live_tasks(world, dossier_id)] == ["Conclure"]


def test_withdrawal_and_decision_at_once_leave_one_of_them(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    for _round in range(10):
        dossier_id = file_dossier(world, citizen, aide)
        task_id = live_task(world, dossier_id)

        leave = partial(acted, world, citizen, withdraw, dossier_id)
        results = at_once([leave, partial(do, world, agent, task_id, decision="conforme")])

        [lost] = errors_in(results)
        assert isinstance(lost, Conflict)
        assert live_tasks(world, dossier_id) == []


def test_a_page_saved_while_the_form_is_sent_is_sent_with_it_or_refused(world, aide):
    citizen = make_citizen(world)
    for rank in range(10):
        dossier_id, task_id = begin(world, citizen, aide, {"nom": ["Avant"]})

        save = partial(acted, world, citizen, save_page, task_id, 0, {"nom": ["Après"]})
        results = at_once([save, partial(do, world, citizen, task_id)])

        refused = errors_in(results)
        with looking(world, SYSTEM) as act:
            of_dossier = AnswerSet.dossier_id == dossier_id
            [sent] = act.session.scalars(select(AnswerSet.values).where(of_dossier))
        assert sent["nom"] == ("Avant" if refused else "Après"), rank


def test_a_file_attached_while_the_form_is_sent_is_sent_with_it_or_refused(world, aide):
    citizen = make_citizen(world)
    for _round in range(10):
        dossier_id, task_id = begin(world, citizen, aide)

        results = at_once(
            [
                partial(attach, world, citizen, task_id, "domicile.pdf", files.pdf()),
                partial(do, world, citizen, task_id),
            ]
        )

        refused = errors_in(results)
        with looking(world, SYSTEM) as act:
            of_dossier = Piece.dossier_id == dossier_id
            sent = list(act.session.scalars(select(Piece.transmitted).where(of_dossier)))
        assert sent == ([] if refused else [True])


def test_workers_wake_each_timer_once_and_send_each_mail_once(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossiers = [file_dossier(world, citizen, aide) for _rank in range(12)]
    for dossier_id in dossiers:
        do(world, agent, live_task(world, dossier_id), decision="a_completer", motif="Un RIB")
    work_once(world)
    world.mail.sent.clear()
    world.clock.advance(days=15, hours=1)

    results = at_once([partial(work_once, world)] * 4)

    assert errors_in(results) == []
    assert sorted(mail.subject for mail in world.mail.sent) == [
        f"Rappel pour AT-2026-{rank:05d}" for rank in range(1, 13)
    ]
    with looking(world, SYSTEM) as act:
        assert act.session.scalar(select(func.count()).select_from(Task)) == 12 * 3
        woken = select(func.count()).where(JournalEntry.verb == "woken")
        assert act.session.scalar(woken) == 12
