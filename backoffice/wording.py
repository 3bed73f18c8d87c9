"""How templates write dates, sizes and labels; everything is French and in local time."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal
from flask_babel import gettext as _

from backoffice.auth import world
from workflows.catalogue.letters.prose import typeset
from workflows.model import DossierState, Role
from workflows.use_cases.dossiers.reading.my_dossiers import JournalLine
from workflows.use_cases.words import STATES

ROLES = {
    Role.INSTRUCTOR: "Instructeur",
    Role.CHIEF: "Chef de service",
    Role.ANALYST: "Analyste",
    Role.ADMINISTRATOR: "Administrateur",
}
VERBS = {
    "started": "Démarche commencée",
    "filed": "Demande envoyée",
    "claimed": "Tâche prise",
    "released": "Tâche rendue",
    "completed": "Tâche faite",
    "state": "Changement d'état",
    "mail": "Courriel",
    "document": "Document",
    "withdrawn": "Retrait par l'usager",
    "woken": "Échéance",
    "received": "Événement reçu",
    "event_sent": "Événement envoyé",
    "event_late": "Événement trop tard",
    "event_lost": "Message sans lecteur",
    "numbered": "Numéro",
    "webhook": "Autre logiciel",
    "published": "Publication",
    "played": "Conception : essai",
    "draft_created": "Conception : création",
    "draft_saved": "Conception : modification",
    "draft_deleted": "Conception : suppression",
    "draft_imported": "Conception : import",
    "draft_state": "Conception : état",
    "draft_discarded": "Conception : abandon",
    "opening_changed": "Ouverture ou fermeture d’une démarche",
}
UNIT = 1024


def day(moment: datetime | None) -> str:
    """Write « 23 nov. 2026 », in local time; nothing for no moment."""
    return str(format_datetime(moment, "d MMM y")) if moment else ""


def moment(value: datetime | None) -> str:
    """Write « 23 nov. 2026 à 14:05 », in local time."""
    return str(format_datetime(value, "d MMM y 'à' HH:mm")) if value else ""


def hour(value: datetime) -> str:
    """Write « 9:05 », in local time."""
    return str(format_datetime(value, "H:mm"))


def long_day(value: datetime) -> str:
    """Write « lundi 23 novembre 2026 »."""
    return str(format_date(value, "EEEE d MMMM y"))


def size(octets: int) -> str:
    """Write « 812 o », « 14 ko », « 2,3 Mo »."""
    if octets < UNIT:
        return str(_("%(n)d o") % {"n": octets})
    if octets < UNIT * UNIT:
        return str(_("%(n)d ko") % {"n": round(octets / UNIT)})
    return str(_("%(n)s Mo") % {"n": format_decimal(octets / UNIT / UNIT, format="0.0")})


def days(count: int) -> str:
    """Write an age: « aujourd'hui », « 1 jour », « 12 jours »."""
    if count < 1:
        return str(_("aujourd'hui"))
    return str(_("1 jour") if count == 1 else _("%(n)d jours") % {"n": count})


def state_label(state: DossierState) -> str:
    """Write a dossier's state."""
    return STATES[state]


def verb_label(verb: str) -> str:
    """Write the nature of a line of the journal; one we have no word for is shown as it is."""
    return str(_(VERBS[verb])) if verb in VERBS else verb


def role_label(role: Role) -> str:
    """Write an agent's role."""
    return str(_(ROLES[role]))


def now() -> datetime:
    """Return the installation's present moment."""
    return world().now()


def together(lines: Iterable[JournalLine]) -> list[list[JournalLine]]:
    """Group what one person did in one act: same moment, same name, in the journal's order."""
    return [list(group) for _key, group in groupby(lines, lambda line: (line.at, line.who))]


def sentence(words: str) -> str:
    """Write what stands alone with a capital, unless it begins with the name of a file."""
    first = words.partition(" ")[0]
    return words if "." in first else words[:1].upper() + words[1:]


def teach_templates(app: Flask) -> None:
    """Give these words to every template of `app`."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        hour=hour,
        long_day=long_day,
        size=size,
        days=days,
        role=role_label,
        together=together,
        sentence=sentence,
        typeset=typeset,
    )
    app.jinja_env.filters["state"] = state_label
    app.jinja_env.globals["now"] = now
