"""The journal and the incidents, as read-only lists for those who run the installation."""

from typing import Any, ClassVar

from flask import url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from backoffice.views.listing import Only, ReadOnlyList
from backoffice.wording import VERBS, moment, verb_label
from workflows.model import Role
from workflows.use_cases.act import Act
from workflows.use_cases.operations.read_records import (
    NATURE,
    OPEN,
    RESOLVED,
    STATE,
    Asked,
    IncidentRow,
    JournalRow,
    read_incidents,
    read_journal,
)


def link_to_dossier(_view: Any, _context: Any, row: Any, _name: str) -> str | Markup:
    """Write the number of a row's dossier, as a link to it."""
    if not row.number:
        return ""
    address = url_for("dossiers.show", dossier_id=row.dossier_id)
    return Markup('<a class="mono nowrap" href="{}">{}</a>').format(address, row.number)


def link_to_incident(_view: Any, _context: Any, row: IncidentRow, _name: str) -> Markup:
    """Write the cause of an incident, as a link to its remedies."""
    address = url_for("incident.show", incident_id=row.id)
    return Markup('<a href="{}">{}</a>').format(address, row.cause)


def local_moment(_view: Any, _context: Any, row: Any, name: str) -> str:
    """Write a moment of a row in local time."""
    return moment(getattr(row, name))


def nature(_view: Any, _context: Any, row: Any, _name: str) -> str:
    """Write the nature of a line of the journal."""
    return verb_label(row.verb)


class Journal(ReadOnlyList):
    """Who did what and when, newest first; nobody can change a row."""

    roles = frozenset({Role.ADMINISTRATOR})
    column_list = ("at", "actor_name", "label", "verb", "number")
    column_labels: ClassVar[dict[str, object]] = {
        "at": _l("Quand"),
        "actor_name": _l("Qui"),
        "label": _l("Quoi"),
        "verb": _l("Nature"),
        "number": _l("Dossier"),
    }
    column_sortable_list = ("at", "actor_name")
    column_filters = (
        Only(
            _l("Nature"),
            options=tuple((verb, _l(label)) for verb, label in VERBS.items()),
            key_name=NATURE,
        ),
    )
    column_formatters: ClassVar[dict[str, object]] = {
        "at": local_moment,
        "verb": nature,
        "number": link_to_dossier,
    }

    def read(self, act: Act, asked: Asked) -> tuple[JournalRow, ...]:
        """Return one page of the journal."""
        return read_journal(act, asked)


class Incidents(ReadOnlyList):
    """What stopped a process, newest first."""

    roles = frozenset({Role.CHIEF, Role.ADMINISTRATOR})
    counter = "incidents"
    kin = frozenset({"incident"})
    column_list = ("at", "cause", "element_id", "number", "resolved_at", "resolution")
    column_labels: ClassVar[dict[str, object]] = {
        "at": _l("Quand"),
        "cause": _l("Cause"),
        "element_id": _l("Élément du diagramme"),
        "number": _l("Dossier"),
        "resolved_at": _l("Résolu le"),
        "resolution": _l("Comment"),
    }
    column_sortable_list = ("at", "resolved_at")
    column_filters = (
        Only(
            _l("État"),
            options=((OPEN, _l("Ouverts")), (RESOLVED, _l("Résolus"))),
            key_name=STATE,
        ),
    )
    column_formatters: ClassVar[dict[str, object]] = {
        "at": local_moment,
        "resolved_at": local_moment,
        "cause": link_to_incident,
        "number": link_to_dossier,
    }

    def read(self, act: Act, asked: Asked) -> tuple[IncidentRow, ...]:
        """Return one page of the incidents."""
        return read_incidents(act, asked)
