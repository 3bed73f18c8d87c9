"""An agent who leaves, or changes group, keeps no task: the others find it in their inbox."""

import pytest
from sqlalchemy import select

from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    TestWorld,
    file_dossier,
    live_task,
    make_agent,
    make_citizen,
)
from workflows.model import Role, Task, TaskState
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.people.manage_people import AgentChange, change_agent


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (AgentChange("Paul", Role.INSTRUCTOR, (demarches.GROUP,), active=False), False),
        (AgentChange("Paul", Role.INSTRUCTOR, (), active=True), False),
        (AgentChange("Paul", Role.CHIEF, (demarches.GROUP,), active=True), True),
    ],
    ids=["leaves", "changes group", "is promoted"],
)
def test_a_task_goes_back_to_the_group_of_who_may_no_longer_fill_it(
    world: TestWorld, aide: str, change: AgentChange, kept: bool
):
    paul = make_agent(world, "Paul")
    assert paul.id is not None
    dossier_id = file_dossier(world, make_citizen(world), aide)
    with acting(world, paul) as act:
        claim(act, live_task(world, dossier_id))

    with acting(world, SYSTEM) as act:
        change_agent(act, paul.id, change)

    with looking(world, SYSTEM) as act:
        of_dossier = (Task.dossier_id == dossier_id, Task.state == TaskState.READY)
        (holder,) = act.session.scalars(select(Task.claimed_by_id).where(*of_dossier)).all()
    assert (holder == paul.id) is kept
