"""Opening and closing a published démarche, without any new version."""

from dataclasses import dataclass
from datetime import datetime

from workflows.catalogue import InvalidDemarche
from workflows.catalogue.card.opening import Opening
from workflows.errors import InvalidAnswers
from workflows.model import Demarche
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.opening import closed_words
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.journal import Line, note
from workflows.use_cases.studio.desk import element_of
from workflows.use_cases.studio.history import HistoryLine, recent_history
from workflows.use_cases.words import moment_words

PLACE = "ouverture"


@dataclass(frozen=True, slots=True)
class OpeningSheet:
    """The dates that count, those of the version in service, and who changed them.

    `own` tells whether the démarche has dates of its own; `closed` is empty while it is open;
    `to_come` tells whether it opens later.
    """

    dates: Opening
    of_version: Opening
    own: bool
    closed: str
    to_come: bool
    history: tuple[HistoryLine, ...]


def show_opening(act: Act, code: str) -> OpeningSheet:
    """Return when a published démarche takes applications; raise NotFound or Forbidden."""
    demarche = _published(act, code, lock=False)
    dates = _present(act, demarche)
    return OpeningSheet(
        dates=dates,
        of_version=_of_version(act, demarche),
        own=demarche.own_dates,
        closed=closed_words(dates, act.now, act.world.settings.zone),
        to_come=dates.is_to_come(act.now),
        history=recent_history(act, code, PLACE),
    )


def set_opening(act: Act, code: str, dates: Opening) -> None:
    """Give a démarche dates of its own; raise InvalidAnswers, NotFound or Forbidden."""
    demarche = _published(act, code, lock=True)
    if dates.is_backwards:
        told = _("La fermeture doit venir après l'ouverture.")
        raise InvalidAnswers(_("Rien n'est enregistré : corrigez les dates."), {"closes_at": told})
    if demarche.own_dates and Opening(demarche.opens_at, demarche.closes_at) == dates:
        return
    _give(demarche, dates)
    _tell(act, demarche, _words(act, dates))


def close_now(act: Act, code: str) -> None:
    """Take no application from this moment on; raise NotFound or Forbidden."""
    demarche = _published(act, code, lock=True)
    dates = _present(act, demarche)
    if not dates.is_open(act.now):
        return
    _give(demarche, Opening(dates.opens_at, act.now))
    _tell(act, demarche, _("fermée sans attendre"))


def open_now(act: Act, code: str) -> None:
    """Take applications from this moment on, without end; raise NotFound or Forbidden."""
    demarche = _published(act, code, lock=True)
    dates = _present(act, demarche)
    if dates.is_open(act.now):
        return
    if dates.is_to_come(act.now):
        _give(demarche, Opening(act.now, dates.closes_at))
    else:
        _give(demarche, Opening(dates.opens_at, None))
    _tell(act, demarche, _("ouverte sans attendre"))


def follow_version(act: Act, code: str) -> None:
    """Let the dates of the version in service count again; raise NotFound or Forbidden."""
    demarche = _published(act, code, lock=True)
    if not demarche.own_dates:
        return
    demarche.own_dates, demarche.opens_at, demarche.closes_at = False, None, None
    told = _("dates de la version reprises : %(dates)s")
    _tell(act, demarche, told % {"dates": _words(act, _of_version(act, demarche))})


def _published(act: Act, code: str, *, lock: bool) -> Demarche:
    require(act.actor, Verb.SCHEDULE)
    demarche = act.session.get(Demarche, code, with_for_update=lock)
    if demarche is None or demarche.current_id is None:
        raise not_found()
    return demarche


def _present(act: Act, demarche: Demarche) -> Opening:
    if demarche.own_dates:
        return Opening(demarche.opens_at, demarche.closes_at)
    return _of_version(act, demarche)


def _of_version(act: Act, demarche: Demarche) -> Opening:
    """Return the dates of the version in service; none when today's reading refuses it."""
    version = demarche.current
    if version is None:
        raise not_found()
    try:
        return folder_of(act.connection, version.id, version.digest).about.opening
    except InvalidDemarche:
        return Opening()


def _give(demarche: Demarche, dates: Opening) -> None:
    demarche.own_dates = True
    demarche.opens_at, demarche.closes_at = dates.opens_at, dates.closes_at


def _words(act: Act, dates: Opening) -> str:
    def said(moment: datetime) -> str:
        return moment_words(moment, act.world.settings.zone)

    bounds = []
    if dates.opens_at:
        bounds.append(_("à partir du %(date)s") % {"date": said(dates.opens_at)})
    if dates.closes_at:
        bounds.append(_("jusqu'au %(date)s") % {"date": said(dates.closes_at)})
    return _("ouverte %(bounds)s") % {"bounds": " ".join(bounds) or _("sans limite")}


def _tell(act: Act, demarche: Demarche, what: str) -> None:
    label = _("« %(title)s » : %(what)s") % {"title": demarche.title, "what": what}
    told = {"demarche": demarche.code, "what": what}
    line = Line("opening_changed", label, element_of(demarche.code, PLACE), False, told)
    note(act, None, line)
