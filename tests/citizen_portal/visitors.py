"""Somebody in front of the portal, through HTTP alone: reads pages, presses their buttons."""

import re
from functools import cache
from html.parser import HTMLParser

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from workflows.model import Audience, Citizen
from workflows.use_cases.act import ANONYMOUS, Act, World, acting
from workflows.use_cases.people.passwords import hash_password
from workflows.use_cases.people.sign_in import start_session

PASSWORD = "tortue bleue du lagon"


class Outline(HTMLParser):
    """What a page is made of: tags with their attributes, and the text of its h1."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.h1 = ""
        self.inside_h1 = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.inside_h1 = self.inside_h1 or tag == "h1"

    def handle_endtag(self, tag):
        self.inside_h1 = self.inside_h1 and tag != "h1"

    def handle_data(self, data):
        self.h1 += data if self.inside_h1 else ""

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


class Visitor:
    """A browser without JavaScript; `get` and `post` follow no redirection."""

    def __init__(self, app: Flask, world: World) -> None:
        self.client = app.test_client()
        self.world = world
        self.tokens: dict[str, str] = {}

    def signed_in(self, email: str) -> "Visitor":
        with acting(self.world, ANONYMOUS) as act:
            citizen = act.session.scalar(select(Citizen).where(Citizen.email == email))
            citizen = citizen or _new_citizen(act, email)
            opened = start_session(act, Audience.CITIZEN, citizen.id)
        self.client.set_cookie("usager_session", opened.token)
        return self

    def get(self, path: str, **options) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, data: dict | None = None, **options) -> TestResponse:
        """Post with the token that any page of this session carries."""
        sent = {"csrf_token": self.token(), **(data or {})}
        answer = self.client.post(path, data=sent, **options)
        for each in (*answer.history, answer):
            each.request.environ["wsgi.input"].close()  # a large body is a temporary file
        return answer

    def token(self) -> str:
        """Return the token of this session, read from a page once per session."""
        cookie = self.client.get_cookie("usager_session")
        person = cookie.value if cookie else ""
        if person not in self.tokens:
            self.tokens[person] = self._read_token()
        return self.tokens[person]

    def _read_token(self) -> str:
        page = self.client.get("/mot-de-passe-oublie").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        return found[1]

    def outline(self, path: str) -> Outline:
        return Outline(self.get(path).get_data(as_text=True))

    def begins(self, code: str = "permis_de_chasser") -> str:
        """Begin a dossier and return the address of its form."""
        answer = self.post(f"/demarches/{code}/commencer")
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer.headers["Location"]


@cache
def hashed(password: str) -> str:
    return hash_password(password)


def _new_citizen(act: Act, email: str) -> Citizen:
    citizen = Citizen(
        email=email,
        phone="+687123456",
        password_hash=hashed(PASSWORD),
        terms_accepted_at=act.now,
        created_at=act.now,
    )
    act.session.add(citizen)
    act.session.flush()
    return citizen
