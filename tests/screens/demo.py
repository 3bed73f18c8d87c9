"""An installation with everything to show: two versions, a draft, dossiers, an incident, events."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from tests.backoffice.test_access import failed_mail
from tests.catalogue.folders import CODE, GOOD, PROCESS, changed, written
from tests.use_cases import cast as people
from tests.use_cases import talking_demarches as talking
from workflows.adapters.clock import SystemClock
from workflows.adapters.mail import MailboxMail
from workflows.errors import ProcessFailure
from workflows.model import (
    Agent,
    Audience,
    Dossier,
    DossierState,
    Incident,
    LinkPurpose,
    Piece,
    Task,
    TaskState,
)
from workflows.use_cases.act import SYSTEM, Act, Actor, World, acting, looking
from workflows.use_cases.demonstration.seed import CITIZEN_EMAIL, seed_demo
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.events.send_event import asked_event, send_event
from workflows.use_cases.incidents import report
from workflows.use_cases.people.links import Recipient, make_link
from workflows.use_cases.people.persons import as_actor, find_person
from workflows.use_cases.people.sign_in import start_session
from workflows.use_cases.studio.drafts import start_draft
from workflows.use_cases.studio.files import read_draft_file, save_draft_file
from workflows.use_cases.studio.play.begin import begin_play
from workflows.use_cases.worker.work import work_once

AGENT, CHIEF, ANALYST, ADMIN, CITIZEN = "agent", "chef", "analyste", "admin", "usager"
A_DAY = timedelta(days=1)
# the version before, from which some dossiers cannot come without being told how
BEFORE = ('"Verifier"', '"Controler"', ">Verifier<", ">Controler<")
# what the draft changes: a name on the diagram, a question of the form, a rule of the table
FORM, TABLE = "forms/demande.form", "type_permis.dmn"
EDITS = (
    (PROCESS, 'name="15 jours"', 'name="Deux semaines"'),
    (FORM, '"label": "Prénoms"', '"label": "Prénoms (tous)"'),
    (TABLE, '"âge minimum 16 ans"', '"16 ans au moins"'),
)
WAITING = {
    "campagne": talking.write_campaign,
    "candidature": talking.write_application,
    "question": talking.write_question,
}


@dataclass(frozen=True)
class Demo:
    """A filled world; `values` are what its addresses name."""

    world: World
    values: dict[str, object]

    def person(self, name: str) -> Actor:
        """Return one of the demonstration's people: AGENT, CHIEF, ANALYST, ADMIN or CITIZEN."""
        audience = Audience.CITIZEN if name == CITIZEN else Audience.AGENT
        with looking(self.world, SYSTEM) as act:
            found = find_person(act.session, audience, f"{name}@demo.nc")
            assert found is not None, name
            return as_actor(found)

    def session(self, name: str) -> str:
        """Sign somebody in; return the session's token."""
        actor = self.person(name)
        with acting(self.world, SYSTEM) as act:
            return start_session(act, actor.audience, actor.id).token

    def play(self, base: str) -> None:
        """Let the analyst begin a play of the permit's draft."""
        begin_play(self.world, self.person(ANALYST), CODE, base)


def fill(url: str, folder: Path) -> Demo:
    """Fill an empty database; mails are kept in the folder."""
    made = people.make_world(url, SystemClock().now())
    settings = replace(made.settings, smtp_url=f"mailbox:{folder / 'courriels'}")
    world = replace(made, settings=settings, mail=MailboxMail(folder / "courriels", "a@exemple.nc"))
    people.install(world, written(changed(PROCESS, *BEFORE), folder))
    seed_demo(world, ())
    people.install(world, GOOD)
    demo = Demo(world, {})
    _draft(demo)
    _events(demo, folder)
    demo.values.update(code=CODE, number=2, path=PROCESS, **_links(world))
    demo.values.update(form="demande", table="type_permis", letter="accepte", stem="g_refus_motive")
    while work_once(world):
        pass
    demo.values.update(_troubled(world), **_of_the_citizen(demo))
    return demo


def _draft(demo: Demo) -> None:
    """Draft the permit's next version, which differs in its diagram, a form and a table."""
    with acting(demo.world, demo.person(ANALYST)) as act:
        start_draft(act, CODE)
    for path, old, new in EDITS:
        with acting(demo.world, demo.person(ANALYST)) as act:
            read = read_draft_file(act, CODE, path)
            text = read.content.decode().replace(old, new)
            assert text != read.content.decode(), (path, old)
            save_draft_file(act, CODE, path, text.encode(), read.revision)


def _events(demo: Demo, folder: Path) -> None:
    """Let dossiers of other démarches wait for messages and a signal, and one be sent."""
    citizen = people.make_citizen(demo.world, "wamytan@demo.nc")
    for name, write in WAITING.items():
        people.file_dossier(demo.world, citizen, people.install(demo.world, write(folder / name)))
    with acting(demo.world, demo.person(ADMIN)) as act:
        send_event(act, asked_event("message", "rien", "OF-9"))


def _troubled(world: World) -> dict[str, object]:
    """Stop a dossier that agents have in hand, and lose a mail; return what pages name."""
    with acting(world, SYSTEM) as act:
        late = (Task.state == TaskState.READY, Task.group_code.is_not(None))
        task = act.session.scalars(select(Task).where(*late).order_by(Task.created_at)).first()
        report(act.session, act.now, task.dossier_id, ProcessFailure("Variable inconnue.", "Fin"))
        act.session.add(failed_mail(act))
    with looking(world, SYSTEM) as act:
        of_it = Piece.dossier_id == task.dossier_id
        return {
            "task_id": task.id,
            "dossier_id": task.dossier_id,
            "incident_id": act.session.scalars(select(Incident.id)).one(),
            "piece_id": act.session.scalars(select(Piece.id).where(of_it)).first(),
            "agent_id": act.session.scalars(select(Agent.id).order_by(Agent.name)).first(),
        }


def _of_the_citizen(demo: Demo) -> dict[str, object]:
    """Begin one more dossier; return it, and another that waits for its citizen, by page names."""
    citizen = demo.person(CITIZEN)
    with acting(demo.world, citizen) as act:
        begun = start_dossier(act, CODE)
    with looking(demo.world, SYSTEM) as act:
        mine = (Dossier.citizen_id == citizen.id, Dossier.state == DossierState.A_COMPLETER)
        waiting = act.session.scalars(select(Dossier.id).where(*mine)).one()
        its = act.session.scalars(select(Piece.id).where(Piece.dossier_id == waiting)).first()
    return {
        "own_piece": its,
        "begun": people.live_task(demo.world, begun),
        "waiting": waiting,
        "wanted": people.live_task(demo.world, waiting),
    }


def _links(world: World) -> dict[str, object]:
    """Mail one link of each kind; return their tokens."""
    kinds = {
        "agent_link": (Audience.AGENT, f"{AGENT}@demo.nc", LinkPurpose.PASSWORD),
        "password_link": (Audience.CITIZEN, CITIZEN_EMAIL, LinkPurpose.PASSWORD),
        "account_link": (Audience.CITIZEN, "nouvelle@demo.nc", LinkPurpose.SIGN_UP),
    }
    with acting(world, SYSTEM) as act:
        return {name: _link(act, *kind) for name, kind in kinds.items()}


def _link(act: Act, audience: Audience, email: str, purpose: LinkPurpose) -> str:
    person = find_person(act.session, audience, email)
    recipient = Recipient(audience, email, person.id if person else None)
    return make_link(act, recipient, purpose, A_DAY).text
