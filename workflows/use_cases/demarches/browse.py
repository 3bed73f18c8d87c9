"""The catalogue of démarches: what can be asked for, and the fiche pratique of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workflows.catalogue import About, Folder, PieceWanted
from workflows.catalogue.card.opening import Opening
from workflows.model import Demarche, DemarcheVersion
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.opening import OWN_DATES, OwnDates, closed_words, in_force
from workflows.use_cases.demarches.packages import folder_of


@dataclass(frozen=True, slots=True)
class DemarcheCard:
    """One démarche in the catalogue; `closed` says why it takes no application now, if so."""

    code: str
    title: str
    theme: str
    summary: str
    closed: str


@dataclass(frozen=True, slots=True)
class DemarcheSheet:
    """The fiche pratique; `fiche` is Markdown, `pieces` come from the first form.

    `closed` says when it opens or since when it is closed; empty while it takes applications.
    """

    code: str
    title: str
    theme: str
    service: str
    summary: str
    audience: str
    fiche: str
    pieces: tuple[PieceWanted, ...]
    delay_days: int | None
    legal_basis: str
    sources: tuple[tuple[str, str, str], ...]  # title, address, date in words
    closed: str
    closes_at: datetime | None


def list_demarches(act: Act) -> tuple[DemarcheCard, ...]:
    """Return the published démarches, by theme then title."""
    found = (
        select(Demarche.code, DemarcheVersion.id, DemarcheVersion.digest, *OWN_DATES)
        .join(DemarcheVersion, DemarcheVersion.id == Demarche.current_id)
        .order_by(Demarche.theme, Demarche.title)
    )
    return tuple(
        _card(act, code, folder_of(act.connection, version_id, digest).about, (own, opens, closes))
        for code, version_id, digest, own, opens, closes in act.session.execute(found)
    )


def show_demarche(act: Act, code: str) -> DemarcheSheet:
    """Return the fiche of a published démarche; raise NotFound."""
    folder = current_folder(act, code)[1]
    about, opening = folder.about, current_opening(act, code, folder.about)
    return DemarcheSheet(
        code=code,
        title=about.title,
        theme=about.theme,
        service=about.service,
        summary=about.summary,
        audience=about.audience,
        fiche=folder.fiche,
        pieces=folder.pieces(),
        delay_days=about.delay_days,
        legal_basis=about.legal_basis,
        sources=tuple((source.title, source.url, source.dated) for source in about.sources),
        closed=closed_words(opening, act.now, act.world.settings.zone),
        closes_at=opening.closes_at,
    )


def current_folder(act: Act, code: str) -> tuple[DemarcheVersion, Folder]:
    """Return the version on which new dossiers begin; raise NotFound."""
    found = (
        select(DemarcheVersion)
        .join(Demarche, Demarche.current_id == DemarcheVersion.id)
        .where(Demarche.code == code)
    )
    version = act.session.scalar(found)
    if version is None:
        raise not_found()
    return version, folder_of(act.connection, version.id, version.digest)


def current_opening(act: Act, code: str, about: About) -> Opening:
    """Return when a published démarche takes applications, `about` being that of its version."""
    own, opens, closes = act.session.execute(select(*OWN_DATES).where(Demarche.code == code)).one()
    return in_force(about, (own, opens, closes))


def _card(act: Act, code: str, about: About, dates: OwnDates) -> DemarcheCard:
    closed = closed_words(in_force(about, dates), act.now, act.world.settings.zone)
    return DemarcheCard(code, about.title, about.theme, about.summary, closed)
