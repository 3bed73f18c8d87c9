"""The other side of the counter, through the use cases: the agent and the worker."""

from uuid import UUID

from sqlalchemy import select

from workflows.model import Agent, Audience, Group, Role, Task, TaskState
from workflows.use_cases.act import SYSTEM, Actor, World, acting, looking
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.worker.work import work_once

GROUP = "dddt_chasse"
MORE = {
    "decision": ["a_completer"],
    "aCompleter": ["photoIdentite", "autre"],
    "complementTexte": ["La photo est <b>trop sombre</b> : refaites-la."],
}
GRANTED = {"decision": ["conforme"]}
REFUSED = {
    "decision": ["refus"],
    "motifRefus": ["assurance"],
    "motifTexte": ["L'attestation ne couvre pas la chasse."],
}


def decide(world: World, dossier: str, answers: dict[str, list[str]]) -> None:
    """Take the agent's task of a dossier (`/dossiers/<id>`) and answer it."""
    agent, task_id = _agent(world), _waiting(world, dossier)
    with acting(world, agent) as act:
        claim(act, task_id)
    with acting(world, agent) as act:
        complete_task(act, task_id, answers)


def take_up(world: World, dossier: str) -> None:
    """Claim the agent's task of a dossier."""
    task_id = _waiting(world, dossier)
    with acting(world, _agent(world)) as act:
        claim(act, task_id)


def work(world: World) -> None:
    """Deliver every mail and document that waits."""
    while work_once(world):
        pass


def _waiting(world: World, dossier: str) -> UUID:
    ready = (Task.group_code == GROUP, Task.state == TaskState.READY)
    with looking(world, SYSTEM) as act:
        found = act.session.scalars(
            select(Task.id).where(Task.dossier_id == UUID(dossier.rpartition("/")[2]), *ready)
        )
        return found.one()


def _agent(world: World) -> Actor:
    with acting(world, SYSTEM) as act:
        agent = act.session.scalar(select(Agent).where(Agent.email == "agent@exemple.nc"))
        if agent is None:
            agent = Agent(
                email="agent@exemple.nc",
                name="Ana Agent",
                role=Role.INSTRUCTOR,
                password_hash=None,
                created_at=act.now,
                groups=[act.session.get_one(Group, GROUP)],
            )
            act.session.add(agent)
            act.session.flush()
        return Actor(Audience.AGENT, agent.id, agent.name, frozenset({GROUP}), agent.role)
