"""Agents at their desks: a signed-in test client per agent, and dossiers to work on."""

import re
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from tests.use_cases import cast as people
from tests.use_cases import files
from workflows.model import Audience, Role
from workflows.use_cases.act import SYSTEM, Actor, acting
from workflows.use_cases.people.sign_in import start_session

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Desk:
    """One agent's browser."""

    def __init__(self, app: Flask, actor: Actor | None = None, token: str = "") -> None:
        self.actor = actor
        self.client = app.test_client()
        if token:
            self.client.set_cookie("agent_session", token)

    def get(self, path: str, **named: object) -> TestResponse:
        return self.client.get(path, **named)

    def read(self, path: str) -> str:
        """Return the text of a page that must open."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status)
        return answer.get_data(as_text=True)

    def post(self, path: str, data: dict | None = None, **named: object) -> TestResponse:
        """Send a form as its page would, with its token."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **named)

    def send(self, method: str, path: str, json: object = None, **headers: str) -> TestResponse:
        """Send anything, as a script of ours would, with its token."""
        given = {"X-CSRFToken": self.token(), **headers} if method != "GET" else headers
        return self.client.open(path, method=method, json=json, headers=given)

    def ask(self, method: str, path: str, json: object = None) -> TestResponse:
        """Send JSON and ask for JSON."""
        return self.send(method, path, json, Accept="application/json")

    def token(self) -> str:
        page = self.get("/mon-compte" if self.actor else "/connexion").get_data(as_text=True)
        return TOKEN.search(page)[1]


@dataclass
class Office:
    """What a test of the back office works with."""

    app: Flask
    world: people.TestWorld
    aide: str

    def desk(
        self,
        role: Role = Role.INSTRUCTOR,
        groups: tuple[str, ...] = ("bureau",),
        name: str = "Paul Agent",
    ) -> Desk:
        """Hire an agent and sign in."""
        actor = people.make_agent(self.world, name, groups, role)
        with acting(self.world, SYSTEM) as act:
            token = start_session(act, Audience.AGENT, actor.id).token
        return Desk(self.app, actor, token)

    def file(self, email: str = "rose@exemple.nc", **who: str) -> UUID:
        """File a dossier of a new citizen, with a picture and a PDF."""
        raw = {key: [text] for key, text in who.items()}
        citizen = people.make_citizen(self.world, email)
        dossier_id, task_id = people.begin(self.world, citizen, self.aide, {**people.WHO, **raw})
        people.attach(self.world, citizen, task_id, "plan.png", files.png())
        people.attach(self.world, citizen, task_id, "domicile.pdf", files.pdf())
        people.do(self.world, citizen, task_id)
        return dossier_id

    def task(self, dossier_id: UUID) -> UUID:
        return people.live_task(self.world, dossier_id)


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)
