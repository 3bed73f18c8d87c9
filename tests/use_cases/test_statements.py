"""What a completion costs the database: few statements, one commit, whatever came before."""

import pytest
from sqlalchemy import func, select, update

from tests.use_cases import files
from tests.use_cases.cast import (
    attach,
    begin,
    do,
    file_dossier,
    install,
    live_task,
    make_agent,
    make_citizen,
)
from tests.use_cases.statements import counted
from workflows.errors import StaleDossier
from workflows.model import AnswerSet, Dossier, DossierState, JournalEntry
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.journal import Line, note

MORE = {"decision": "a_completer", "motif": "Un RIB"}


def tables_of(statements: list[str]) -> list[str]:
    """Name each statement by its verb and table."""
    words = [
        statement.replace("FROM ", "").replace("INTO ", "").split() for statement in statements
    ]
    return [f"{verb} {table}" if verb != "SELECT" else "SELECT" for verb, table, *_ in words]


def completed(world, actor, task_id, **raw) -> list[str]:
    """Complete a task, make sure that it took one commit, and name its statements."""
    with counted(world.database.engine) as asked:
        do(world, actor, task_id, **raw)
    assert asked.commits == 1
    return tables_of(asked.statements)


def test_a_form_sent_with_a_file_takes_eight_statements(world, aide):
    citizen = make_citizen(world)
    _dossier_id, task_id = begin(world, citizen, aide)
    attach(world, citizen, task_id, "domicile.pdf", files.pdf())

    asked = completed(world, citizen, task_id)

    assert asked == [
        "SELECT", "UPDATE piece", "INSERT answer_set", "DELETE draft", "INSERT task",
        "INSERT outbox", "INSERT journal", "UPDATE dossier",
    ]  # fmt: skip


def test_a_form_sent_without_a_file_asks_nothing_about_files(world, aide):
    citizen = make_citizen(world)
    _dossier_id, task_id = begin(world, citizen, aide)

    asked = completed(world, citizen, task_id)

    assert "UPDATE piece" not in asked
    assert len(asked) == 7


@pytest.mark.parametrize(
    ("given", "writes"),
    [
        (MORE, ["INSERT task", "INSERT wait", "INSERT outbox"]),
        ({"decision": "conforme"}, ["INSERT task", "INSERT outbox"]),
    ],
    ids=["asks for more", "decides"],
)
def test_an_agent_completes_a_task_in_seven_statements_at_most(world, aide, given, writes):
    citizen, agent = make_citizen(world), make_agent(world)
    task_id = live_task(world, file_dossier(world, citizen, aide))

    asked = completed(world, agent, task_id, **given)

    both = ["INSERT journal", "UPDATE dossier"]
    assert asked == ["SELECT", "INSERT answer_set", *writes, *both]


@pytest.mark.parametrize("count", [1, 3, 5, 30])
def test_lines_of_the_journal_are_one_statement_however_many_they_are(world, count):
    with counted(world.database.engine) as asked, acting(world, SYSTEM) as act:
        note(
            act,
            None,
            *(Line("tried", f"Ligne {rank}", details={"n": rank}) for rank in range(count)),
        )

    assert tables_of(asked.statements) == ["INSERT journal"]
    with looking(world, SYSTEM) as act:
        found = act.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        told = [(entry.label, entry.details["n"], entry.at) for entry in found]
    assert told == [(f"Ligne {rank}", rank, world.now()) for rank in range(count)]


def complete_behind_the_lock(world, agent, task_id) -> None:
    """Complete a task whose dossier something else changes in the same transaction."""
    with acting(world, agent) as act:
        complete_task(act, task_id, {"decision": ["conforme"]})
        act.connection.execute(update(Dossier).values(revision=Dossier.revision + 1))


def test_a_completion_leaves_nothing_when_its_dossier_changed_behind_the_lock(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    task_id = live_task(world, dossier_id)

    with pytest.raises(StaleDossier):
        complete_behind_the_lock(world, agent, task_id)

    with looking(world, SYSTEM) as act:
        assert act.session.scalar(select(Dossier.state)) is DossierState.DEPOSE
        assert act.session.scalar(select(func.count()).select_from(AnswerSet)) == 1
    assert live_task(world, dossier_id) == task_id


@pytest.mark.slow
def test_seven_hundred_corrections_leave_a_step_as_light_as_the_first(sqlite_world, aide_folder):
    world, code = sqlite_world, install(sqlite_world, aide_folder)
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, code)

    def loop() -> tuple[list[str], int, int]:
        asked = completed(world, agent, live_task(world, dossier_id), **MORE)
        asked += completed(world, citizen, live_task(world, dossier_id), reponse="Le voici")
        with looking(world, SYSTEM) as act:
            state, answers = act.session.execute(
                select(Dossier.process_state, Dossier.answers)
            ).one()
        return asked, len(state), len(answers)

    first = loop()
    for _round in range(698):
        loop()

    assert loop() == first
