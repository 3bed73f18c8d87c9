"""Plays of the permit for tests: begun by an analyst, moved through the use cases of its roles."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from tests.use_cases import cast as people
from workflows.model import Task, TaskState
from workflows.use_cases.act import SYSTEM, Actor, acting, looking
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.studio.drafts import start_draft
from workflows.use_cases.studio.play.begin import begin_play
from workflows.use_cases.studio.play.cast import actor_of, part
from workflows.use_cases.studio.play.fill import fill_task
from workflows.use_cases.studio.play.pass_time import deliver_now, let_pass
from workflows.use_cases.studio.play.sandbox import Sandbox, open_sandbox

PERMIT = Path(__file__).parents[3] / "bpmn" / "permis_de_chasser"
CODE = "permis_de_chasser"
BASE = "http://127.0.0.1:8000/backoffice/conception/essai"
AGENT = "agent-dddt_chasse"


def draft_of_permit(world: people.TestWorld, analyst: Actor) -> str:
    people.install(world, PERMIT)
    with acting(world, analyst) as act:
        start_draft(act, CODE)
    return CODE


@dataclass
class Table:
    """One analyst's play of the permit; each method is what a role does on its screen."""

    world: people.TestWorld
    analyst: Actor
    id: UUID

    @property
    def sandbox(self) -> Sandbox:
        return open_sandbox(self.world, self.analyst, self.id)

    def file(self) -> UUID:
        """Begin a dossier as the citizen, fill it with invented answers, send it."""
        with acting(self.sandbox.world, self.actor("usager")) as act:
            dossier_id = start_dossier(act, CODE)
        self.answer("usager")
        return dossier_id

    def answer(self, slug: str, **raw: str) -> None:
        """Do the only task that waits: with these answers, or with invented ones."""
        task_id = self.ready().id
        if not raw:
            fill_task(self.sandbox, task_id)
        with acting(self.sandbox.world, self.actor(slug)) as act:
            complete_task(act, task_id, {key: [text] for key, text in raw.items()} or None)
        deliver_now(self.sandbox)

    def wait(self, duration: str) -> None:
        let_pass(self.sandbox, duration)

    def ready(self) -> Task:
        with looking(self.sandbox.world, SYSTEM) as act:
            task = act.session.scalars(select(Task).where(Task.state == TaskState.READY)).one()
            act.session.expunge_all()
        return task

    def actor(self, slug: str) -> Actor:
        sandbox = self.sandbox
        with looking(sandbox.world, SYSTEM) as act:
            return actor_of(act, part(sandbox, slug))


def begin_table(world: people.TestWorld, analyst: Actor) -> Table:
    return Table(world, analyst, begin_play(world, analyst, CODE, BASE))
