"""Believable dossiers for the demonstration, made through the use cases, on days gone by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw
from sqlalchemy import select

from workflows.adapters.clock import FixedClock
from workflows.model import Audience, Citizen, Demarche, Task, TaskState
from workflows.use_cases.act import SYSTEM, Act, Actor, World, acting, looking
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.fill_task import open_task, save_page
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.people.persons import as_actor, find_person
from workflows.use_cases.pieces.attach_piece import attach_piece

DEMARCHE = "permis_de_chasser"
TICKED = "oui"
Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Move:
    """What happens `days` after the filing: the agent takes the task, or fills it in too."""

    days: float
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class _Story:
    """One dossier filed `days_ago` by somebody, and what followed."""

    email: str
    answers: Answers
    days_ago: float
    moves: tuple[_Move, ...] = ()
    pieces: tuple[str, ...] = ("pieceIdentite", "photoIdentite", "attestationAssurance")


def play_stories(world: World, agent: Actor, citizen_email: str) -> None:
    """Play every story of the démarche the demonstration shows; none when it is not published."""
    with looking(world, SYSTEM) as act:
        if act.session.get(Demarche, DEMARCHE) is None:
            return
    today = world.now().astimezone(world.settings.zone).date()
    # The oldest first, so that numbers follow the dates.
    for story in sorted(_stories(citizen_email, today), key=lambda each: -each.days_ago):
        _play(world, story, agent)


def _stories(citizen_email: str, today: date) -> tuple[_Story, ...]:
    asks_again: Answers = {
        "decision": "a_completer",
        "aCompleter": ["photoIdentite"],
        "complementTexte": "La photo est floue. Envoyez un portrait récent, de face, net.",
    }
    refuses: Answers = {
        "decision": "refus",
        "motifRefus": "assurance",
        "motifTexte": "La police d'assurance fournie ne couvre pas la chasse.",
    }
    conform: Answers = {"decision": "conforme"}
    renewal = {"nature": "renouvellement", "numeroPermis": f"PS-{today.year - 1}-00417"}
    accepted = _Story(
        citizen_email, _adult(today, citizen_email) | renewal, 41, (_Move(2), _Move(6, conform)),
        ("attestationAssurance",),
    )  # fmt: skip
    others = (
        (_names("Madame", "Wéa", "Marie-Louise", "Bourail", "98870"), 1, ()),
        (_names("Monsieur", "Lecomte", "Hervé", "La Foa", "98880"), 4, ()),
        (_names("Madame", "Tein", "Sylvie", "Thio", "98829"), 8, (_Move(3),)),
        (_names("Monsieur", "Martin", "Paul", "Nouméa", "98800"), 18, ()),
        (_names("Monsieur", "Naisseline", "Georges", "Yaté", "98834"), 22, (_Move(5, refuses),)),
        (_names("Madame", "Faure", "Claire", "Dumbéa", "98835"), 33, (_Move(9, conform),)),
    )
    return (
        accepted,
        *(
            _Story(_address(names), _adult(today, _address(names)) | names, days, moves)
            for names, days, moves in others
        ),
        _Story(citizen_email, _adult(today, citizen_email), 5, (_Move(2), _Move(3, asks_again))),
    )


def _adult(today: date, email: str) -> dict[str, object]:
    return {
        "nature": "premiere",
        "civilite": "Madame",
        "nom": "Kanui",
        "prenoms": "Jeanne Hélène",
        "dateNaissance": date(1988, 7, 14),
        "adresse": "BP 1234",
        "commune": "Païta",
        "codePostal": "98890",
        "telephone": "12 34 56",
        "courriel": email,
        "assureur": "Assurances du Caillou",
        "policeNumero": "CH-778899",
        "assuranceDebut": today - timedelta(days=60),
        "assuranceFin": today + timedelta(days=300),
        "lieuRetrait": "Nouméa",
        "declarationHonneur": True,
    }


def _names(civility: str, last: str, first: str, town: str, code: str) -> dict[str, object]:
    return {
        "civilite": civility, "nom": last, "prenoms": first, "commune": town, "codePostal": code,
    }  # fmt: skip


def _address(names: Answers) -> str:
    plain = str(names["nom"]).lower().replace("é", "e")
    return f"{plain}@demo.nc"


def _play(world: World, story: _Story, agent: Actor) -> None:
    filed_at = world.now() - timedelta(days=story.days_ago)
    day = replace(world, clock=FixedClock(filed_at))
    citizen = _citizen(day, story.email)
    dossier_id = _file(day, citizen, story)
    for move in story.moves:
        day = replace(world, clock=FixedClock(filed_at + timedelta(days=move.days)))
        with acting(day, agent) as act:
            task_id = _ready_task(act, dossier_id)
            claim(act, task_id)
        if move.answers is not None:
            with acting(day, agent) as act:
                complete_task(act, task_id, _as_sent(move.answers))


def _citizen(world: World, email: str) -> Actor:
    with acting(world, SYSTEM) as act:
        citizen = find_person(act.session, Audience.CITIZEN, email)
        if citizen is None:
            citizen = Citizen(
                email=email,
                phone="+687654321",
                terms_accepted_at=act.now,
                email_proved_at=act.now,
                created_at=act.now,
            )
            act.session.add(citizen)
            act.session.flush()
        return as_actor(citizen)


def _file(world: World, citizen: Actor, story: _Story) -> UUID:
    with acting(world, citizen) as act:
        dossier_id = start_dossier(act, DEMARCHE)
    with acting(world, citizen) as act:
        task_id = _ready_task(act, dossier_id)
        pages = open_task(act, task_id).form.pages
    sent = _as_sent(story.answers)
    for page in pages:
        with acting(world, citizen) as act:
            save_page(act, task_id, page.index, sent)
    for key in story.pieces:
        with acting(world, citizen) as act:
            attach_piece(act, task_id, key, f"{key}.png", _specimen(key))
    with acting(world, citizen) as act:
        complete_task(act, task_id)
    return dossier_id


def _ready_task(act: Act, dossier_id: UUID) -> UUID:
    ready = (Task.dossier_id == dossier_id, Task.state == TaskState.READY)
    return act.session.scalars(select(Task.id).where(*ready)).one()


def _as_sent(answers: Answers) -> dict[str, list[str]]:
    """Write answers as a browser sends them: dates in three boxes, ticked boxes, lists."""
    sent: dict[str, list[str]] = {}
    for key, value in answers.items():
        if isinstance(value, date):
            parts = {"day": value.day, "month": value.month, "year": value.year}
            sent |= {f"{key}-{part}": [str(number)] for part, number in parts.items()}
        elif isinstance(value, list):
            sent[key] = [str(item) for item in value]
        elif value is not False:
            sent[key] = [TICKED if value is True else str(value)]
    return sent


def _specimen(title: str) -> BytesIO:
    """Draw a page that says what it stands for; the title keeps two of them from being one file."""
    image = Image.new("RGB", (840, 594), "#f4efe6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((24, 24, 816, 570), outline="#1b4f5c", width=4)
    pen.text((60, 60), f"SPECIMEN\n{title}", fill="#1b4f5c", font_size=48)
    data = BytesIO()
    image.save(data, "PNG")
    data.seek(0)
    return data
