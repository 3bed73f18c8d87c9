"""Beginning a dossier: a draft on the current version, numbered, its first task ready."""

from dataclasses import asdict
from uuid import UUID, uuid4

from sqlalchemy import select

from workflows.catalogue import Folder
from workflows.catalogue.card.opening import Opening
from workflows.engine import start
from workflows.errors import Closed
from workflows.model import Citizen, Dossier, DossierRow, DossierState
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.browse import current_folder, current_opening
from workflows.use_cases.demarches.opening import closed_words
from workflows.use_cases.dossiers.case import Case
from workflows.use_cases.dossiers.moving.progress import Cause, record
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.upsert import add, count_up


def start_dossier(act: Act, code: str) -> UUID:
    """Return this citizen's draft for a démarche, begun now if there is none.

    Raise NotFound for an unknown démarche, Closed when it takes no application.
    """
    require(act.actor, Verb.START)
    citizen = act.session.get(Citizen, act.actor.id, with_for_update=True)
    if citizen is None:
        raise not_found()
    version, folder = current_folder(act, code)
    draft = _draft(act, code)
    if draft is not None:
        return draft
    require_open(act, current_opening(act, code, folder.about))
    dossier = _begun(act, code, citizen, version.id, _number(act, folder))
    newcomer = citizen.password_hash is None
    case = Case(dossier, citizen.email, newcomer, folder.about.title, folder)
    advance = start(folder.process, {"numero": dossier.number}, local_now(act))
    record(act, case, advance, Cause("started", _("Démarche commencée")))
    return dossier.id


def _begun(act: Act, code: str, citizen: Citizen, version_id: UUID, number: str) -> DossierRow:
    """Add a dossier of which nothing is known yet."""
    dossier = DossierRow(
        id=uuid4(),
        number=number,
        demarche_code=code,
        version_id=version_id,
        citizen_id=citizen.id,
        state=DossierState.BROUILLON,
        applicant="",
        process_state=None,
        answers={},
        created_at=act.now,
        filed_at=None,
        decided_at=None,
        revision=1,
    )
    add(act, Dossier, [asdict(dossier)])
    act.held.keep(dossier)
    return dossier


def require_open(act: Act, opening: Opening) -> None:
    """Raise Closed unless the démarche takes applications at this moment."""
    told = closed_words(opening, act.now, act.world.settings.zone)
    if opening.is_to_come(act.now):
        raise Closed(_("%(told)s Revenez à partir de ce jour.") % {"told": told})
    if told:
        raise Closed(_("%(told)s Cette démarche ne prend plus de demandes.") % {"told": told})


def _draft(act: Act, code: str) -> UUID | None:
    own = (
        Dossier.citizen_id == act.actor.id,
        Dossier.demarche_code == code,
        Dossier.state == DossierState.BROUILLON,
    )
    return act.session.scalar(select(Dossier.id).where(*own).order_by(Dossier.created_at))


def _number(act: Act, folder: Folder) -> str:
    """Take the next number of the year: PS-2026-00001; the counter's row is the lock."""
    series = f"{folder.about.number_prefix}-{local_now(act).year}"
    return f"{series}-{count_up(act, series):05d}"
