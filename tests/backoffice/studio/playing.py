"""An analyst who plays the permit over HTTP: the player's page, and the screens in its frame."""

import re
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from backoffice.app import create_app
from backoffice.stage import Portal
from citizen_portal.app import create_app as create_portal
from citizen_portal.playing import first_page, session_cookie
from tests.backoffice.desk import TOKEN, Desk, text_of
from tests.use_cases import cast as people

TASK = r"/taches/[0-9a-f-]{36}$"
CODE = "permis_de_chasser"
PLAY = f"/conception/{CODE}/essai"
AGENT = "agent-dddt_chasse"
SCREEN = re.compile(r'data-screen src="([^"]+)/([^/"]+)/entrer"')


def create_stage_app(world: people.TestWorld) -> Flask:
    return create_app(world, Portal(create_portal, session_cookie, first_page))


@dataclass
class Frame:
    """The framed screen of one role: its own pages, forms and tokens."""

    desk: Desk
    room: str
    role: str

    def enter(self) -> TestResponse:
        return self.desk.get(f"{self.room}/{self.role}/entrer", follow_redirects=True)

    def get(self, path: str) -> TestResponse:
        return self.desk.get(f"{self.room}/{self.role}{path}", follow_redirects=True)

    def post(self, path: str, shown: TestResponse, **data: str) -> TestResponse:
        """Send a form of the page, with the token that it holds."""
        token = TOKEN.search(text_of(shown))[1]
        address = path if path.startswith(self.room) else f"{self.room}/{self.role}{path}"
        return self.desk.client.post(address, data={"csrf_token": token, **data})

    def submit(self, shown: TestResponse, wanted: str, **data: str) -> TestResponse:
        """Send the form of the page whose address matches `wanted`, and follow."""
        actions = re.findall(r'action="([^"]+)"', text_of(shown))
        action = next(each for each in actions if re.search(wanted, each))
        answer = self.post(action, shown, **data)
        return self.desk.get(answer.location, follow_redirects=True)


def begin(desk: Desk, play: str = PLAY) -> str:
    """Begin a play, and return the address under which its screens are."""
    assert desk.post(play).status_code == 303
    return SCREEN.search(desk.read(play))[1]


def panel(desk: Desk, role: str = "usager", play: str = PLAY) -> str:
    return desk.ask("GET", f"{play}/panneau?role={role}").json["panel"]


def fill(desk: Desk, play: str = PLAY) -> None:
    """Press « Remplir avec des données inventées » of the first task that waits."""
    task = re.search(r'name="task" value="([^"]+)"', panel(desk, play=play))[1]
    assert desk.post(f"{play}/remplir", {"task": task}).status_code == 303
