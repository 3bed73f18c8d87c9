"""Hunting permits filed for tests, with everything the real form asks."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID, uuid4

from tests.use_cases import cast as people
from tests.use_cases import files
from workflows.use_cases.act import World, acting
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.pieces.attach_piece import attach_piece

HUNTER: Mapping[str, str] = {
    "nature": "premiere",
    "civilite": "Madame",
    "nom": "Wéa",
    "prenoms": "Marie-Louise",
    "dateNaissance-day": "27",
    "dateNaissance-month": "3",
    "dateNaissance-year": "1990",
    "adresse": "BP 1234",
    "commune": "Bourail",
    "codePostal": "98870",
    "telephone": "12 34 56",
    "courriel": "marie.wea@exemple.nc",
    "assureur": "Assurances du Caillou",
    "policeNumero": "CH-778899",
    "assuranceDebut-day": "1",
    "assuranceDebut-month": "1",
    "assuranceDebut-year": "2026",
    "assuranceFin-day": "31",
    "assuranceFin-month": "12",
    "assuranceFin-year": "2099",
    "lieuRetrait": "Bourail",
    "declarationHonneur": "oui",
}
PIECES = (
    ("pieceIdentite", "carte d'identité.jpg", files.jpg()),
    ("photoIdentite", "portrait.png", files.png()),
    ("attestationAssurance", "attestation d'assurance.pdf", files.pdf()),
)


def file_permit(world: World, code: str, **changed: str) -> UUID:
    """File an application of a new citizen and return its dossier."""
    citizen = people.make_citizen(world, f"{uuid4().hex[:12]}@exemple.nc")
    with acting(world, citizen) as act:
        dossier_id = start_dossier(act, code)
    task_id = people.live_task(world, dossier_id)
    for key, name, data in PIECES:
        with acting(world, citizen) as act:
            attach_piece(act, task_id, key, name, BytesIO(data))
    raw = {key: [text] for key, text in {**HUNTER, **changed}.items()}
    with acting(world, citizen) as act:
        complete_task(act, task_id, raw)
    return dossier_id
