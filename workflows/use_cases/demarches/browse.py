"""The catalogue of démarches: what can be asked for, and the fiche pratique of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workflows.catalogue import About, Folder, PieceWanted
from workflows.model import Demarche, DemarcheVersion
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.packages import folder_of


@dataclass(frozen=True, slots=True)
class DemarcheCard:
    """One démarche in the catalogue; `open` tells whether it takes applications now."""

    code: str
    title: str
    theme: str
    summary: str
    open: bool


@dataclass(frozen=True, slots=True)
class DemarcheSheet:
    """The fiche pratique; `fiche` is Markdown, `pieces` come from the first form."""

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
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None


def list_demarches(act: Act) -> tuple[DemarcheCard, ...]:
    """Return the published démarches, by theme then title."""
    found = (
        select(Demarche.code, DemarcheVersion.id, DemarcheVersion.digest)
        .join(DemarcheVersion, DemarcheVersion.id == Demarche.current_id)
        .order_by(Demarche.theme, Demarche.title)
    )
    return tuple(
        _card(act, code, folder_of(act.connection, version_id, digest).about)
        for code, version_id, digest in act.session.execute(found)
    )


def show_demarche(act: Act, code: str) -> DemarcheSheet:
    """Return the fiche of a published démarche; raise NotFound."""
    folder = current_folder(act, code)[1]
    about = folder.about
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
        open=about.is_open(act.now),
        opens_at=about.opens_at,
        closes_at=about.closes_at,
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


def _card(act: Act, code: str, about: About) -> DemarcheCard:
    return DemarcheCard(code, about.title, about.theme, about.summary, about.is_open(act.now))
