"""Every address that is read: the pages to look at, and why the others are not pages."""

from dataclasses import dataclass, field

from flask import Flask

from tests.screens.demo import ADMIN, AGENT, ANALYST, CHIEF, CITIZEN
from workflows.use_cases.demonstration.seed import DESIGN

VISITOR, NEWCOMER = "visiteur", "nouveau"  # who gave nothing; who gave an unknown address
READY = "[data-ready]"
DRAWN = ".djs-container svg .djs-shape"


@dataclass(frozen=True)
class Page:
    """A page and who looks at it; `values` fill its address, a text naming one of the demo's.

    It is judged once `ready` is there.
    """

    endpoint: str
    person: str = ANALYST
    values: dict[str, object] = field(default_factory=dict)
    query: str = ""
    ready: str = "main"

    def address(self, app: Flask, known: dict[str, object]) -> str:
        """Return the path of this page."""
        rule = next(app.url_map.iter_rules(self.endpoint))
        named = {key: self.values.get(key, key) for key in rule.arguments}
        given = {key: known.get(value, value) for key, value in named.items()}
        path: str = app.url_map.bind("localhost").build(self.endpoint, given)
        return path + self.query


OFFICE = (
    Page("auth.sign_in_page", VISITOR),
    Page("auth.forgotten_page", VISITOR),
    Page("auth.open_link", VISITOR, {"token": "agent_link"}),
    Page("auth.account_page", AGENT),
    Page("inbox.index", AGENT),
    Page("inbox.index", CHIEF, query="?vue=all_open"),
    Page("dossiers.show", AGENT, ready=DRAWN),
    Page("past.show", AGENT, ready=DRAWN),
    Page("dashboard.index", CHIEF),
    Page("events.index", ADMIN),
    Page("events.prepare", ADMIN, query="?nature=signal&nom=cloture"),
    Page("events.prepare", ADMIN, query="?nature=message&nom=sort_de_l_offre"),
    Page("events.prepare", ADMIN, query="?nature=message&nom=sort_de_l_offre&cle=Wamytan"),
    Page("incidents.index_view", ADMIN),
    Page("incident.show", ADMIN, ready=DRAWN),
    Page("people.index", ADMIN),
    Page("people.show", ADMIN),
    Page("outbox.index", ADMIN),
    Page("journal.index_view", ADMIN),
    Page("demarches.show", ready=DRAWN),
    Page("moves.show"),
)
STUDIO = (
    Page("designs.index"),
    Page("new_design.show"),
    Page("arrivals.show"),
    Page("overview.show"),
    Page("overview.show", values={"code": DESIGN}),
    Page("diagram.show", ready=READY),
    Page("draft_forms.show"),
    Page("draft_forms.edit", ready=READY),
    Page("draft_forms.advanced", ready=READY),
    Page("draft_tables.show"),
    Page("draft_tables.edit", ready=READY),
    Page("draft_letters.show"),
    Page("draft_letters.edit"),
    Page("fiche.show"),
    Page("settings.show"),
    Page("opening.show"),
    Page("play.show", ready="[data-screen]"),
    Page("play.show", values={"code": DESIGN}),
    Page("scenarios.show", ready=DRAWN),
    Page("scenario.show"),
    Page("scenario.raw"),
    Page("publication.show", ready=DRAWN),
)
PORTAL = (
    Page("catalogue.home", VISITOR),
    Page("catalogue.home", VISITOR, query="?q=chasse"),
    Page("catalogue.directory", VISITOR),
    Page("catalogue.fiche", VISITOR),
    Page("information.terms", VISITOR),
    Page("information.accessibility", VISITOR),
    Page("information.legal", VISITOR),
    Page("information.privacy", VISITOR),
    Page("information.assistance", VISITOR),
    Page("mailbox.show", VISITOR),
    Page("identification.ask_email", VISITOR),
    Page("identification.go_on", NEWCOMER),
    Page("account.forgotten", VISITOR),
    Page("account.follow_link", VISITOR, {"token": "password_link"}),
    Page("account.follow_link", VISITOR, {"token": "account_link"}),
    Page("account.profile", CITIZEN),
    Page("dossiers.index", CITIZEN),
    Page("dossiers.show", CITIZEN, {"dossier_id": "waiting"}),
    Page("dossiers.sent", CITIZEN, {"dossier_id": "waiting"}),
    Page("dossiers.ask_withdrawal", CITIZEN, {"dossier_id": "waiting"}),
    Page("tasks.page", CITIZEN, {"task_id": "begun", "number": 2}),
    Page("tasks.page", CITIZEN, {"task_id": "begun", "number": 6}),
    Page("tasks.page", CITIZEN, {"task_id": "wanted", "number": 1}),
    Page("tasks.review", CITIZEN, {"task_id": "wanted"}),
)

# read by people, but within another page, where they are judged
FRAMED = {
    "draft_forms.frame": "the preview in the editor of forms: the portal's own form",
    "played.show": "the screens of a play, in the player's frame: those of both applications",
    "played.enter": "how the player's frame begins",
    "played.document": "a document of a play, opened there",
}
# never a page: tests ask each of them, and see no HTML
OFFICE_OTHERS = {
    "static": "files",
    "healthz": "for who watches the server",
    "home.index": "leads to the first screen of one's role",
    "demarches.index": "leads to the list of démarches",
    "dossiers.index": "leads to the inbox",
    "incident.index": "leads to the incidents",
    "moves.index": "leads to the démarches",
    "past.index": "leads to the inbox",
    "pieces.index": "leads to the inbox",
    "tasks.index": "leads to the inbox",
    "tasks.show": "leads to the task on its dossier",
    "new_design.code": "the code proposed for a title",
    "overview.export": "a package to save",
    "draft_files.show": "the text of a file, for editors",
    "diagram.choices": "what the properties propose",
    "play.panel": "what changed beside the player",
    "play.token": "where the token is",
    "publication.diagrams": "both diagrams, for the viewer",
    "scenarios.drawing": "the coverage, for the viewer",
    "demarches.drawing": "a diagram, for the viewer",
    "dossiers.drawing": "a diagram, for the viewer",
    "incident.drawing": "a diagram, for the viewer",
    "past.drawing": "a diagram, for the viewer",
    "pieces.show": "the file itself, in a tab",
    "pieces.save": "the file itself, to save",
    "pieces.thumbnail": "a picture",
}
PORTAL_OTHERS = {
    "static": "files",
    "health.show": "for who watches the server",
    "identification.challenge": "the captcha's question",
    "tasks.resume": "leads to the first page to fill in",
    "pieces.download": "the file itself",
    "pieces.thumbnail": "a picture",
}
# what these addresses name, where it is not what pages name
NAMED = {
    "static": {"name": "asset"},
    "tasks.resume": {"task_id": "begun"},
    "pieces.download": {"piece_id": "own_piece"},
    "pieces.thumbnail": {"piece_id": "own_piece"},
}
