"""A date in three boxes, a time, or both; every way to mistype one has its own sentence."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple

import re2
from wtforms import ValidationError

from workflows.feel.semantics.french import MONTHS
from workflows.forms import french
from workflows.forms.context import Scope
from workflows.forms.field import AnswerField
from workflows.forms.schema import Component
from workflows.forms.typed_text import Sent, storable
from workflows.translation import _

PARTS = ("day", "month", "year")
SUBTYPES = {"date": PARTS, "time": ("time",), "datetime": (*PARTS, "time")}
HOUR = re2.compile(r"(\d{1,2}) ?(?:[:hH]|heures?) ?(\d{2})?")
YEAR = re2.compile(r"[1-9]\d{3}")
RANK = re2.compile(r"\d{1,2}")
MONTH_NAMES = {name: rank for rank, name in enumerate(MONTHS, 1)}
PART_CAP = 40  # characters


class Box(NamedTuple):
    """One of the three inputs of a date."""

    name: str
    label: str
    value: str
    autocomplete: str


class Datetime(AnswerField):
    """Stored as ISO 8601: `2026-03-12`, `14:30`, `2026-03-12T14:30`, in the reader's own zone."""

    type_name = "datetime"
    template = "datetime.html"

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Refuse an unknown subtype."""
        if component.text("subtype") in SUBTYPES:
            return ()
        return (_("le sous-type (subtype) doit être date, time ou datetime."),)

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return the ISO text of what was typed in parts, or stored."""
        if isinstance(draft, str) and _is_stored_day(component, draft):
            return draft
        parts = _parts(component, draft)
        wanted = SUBTYPES[component.text("subtype")]
        subject = french.dated(component.text("dateLabel") or component.label)
        if isinstance(draft, Mapping) and any(isinstance(box, list) for box in draft.values()):
            raise ValidationError(_("%(subject)s doit être unique.") % {"subject": subject})
        if not any(parts.values()):
            return None
        read_day = _date(parts, subject) if "day" in wanted else None
        read_time = _time(parts, component) if "time" in wanted else None
        return _iso(read_day, read_time)

    @classmethod
    def typed(cls, component: Component, value: object) -> object:
        """Return a date, a time or a datetime without zone."""
        if value is None:
            return None
        if component.text("subtype") == "time":
            return time.fromisoformat(str(value))
        reader = date if component.text("subtype") == "date" else datetime
        return reader.fromisoformat(str(value))

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write it in words: `12 mars 2026`."""
        return french.written(cls.typed(component, value))

    def read(self, sent: Sent) -> object:
        """Return what each box holds; None when all are empty."""
        parts = {name: sent.one(f"{self.id}-{name}") for name in self.wanted}
        return parts if any(parts.values()) else None

    @classmethod
    def in_request(cls, component: Component, sent: Sent) -> bool:
        """Tell whether one of the boxes was sent."""
        names = SUBTYPES[component.text("subtype")]
        return any(f"{component.key}-{name}" in sent for name in names)

    def refusal(self, message: str) -> str:
        """Leave the message as it is: it already names the field."""
        return message

    def check(self) -> None:
        """Refuse a past date where the form does."""
        if self.component.source.get("disallowPassedDates") is not True or "day" not in self.wanted:
            return
        today = self.scope.context.now.astimezone(self.scope.context.zone).date()
        if date.fromisoformat(str(self.data)[:10]) < today:
            subject = french.dated(self.label.text)
            raise ValidationError(_("%(subject)s ne doit pas être passée.") % {"subject": subject})

    @property
    def wanted(self) -> tuple[str, ...]:
        """Return the names of the boxes, in reading order."""
        return SUBTYPES[self.component.text("subtype")]

    @classmethod
    def first_control(cls, component: Component) -> str:
        """Return the id of the first box."""
        return f"{component.key}-{SUBTYPES[component.text('subtype')][0]}"

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Return the inputs of the date; none for a mere time."""
        labels = {"day": _("Jour"), "month": _("Mois"), "year": _("Année")}
        values = _parts(self.component, self.data)
        bday = self.component.properties.get("autocomplete") == "bday"
        return tuple(
            Box(name, labels[name], values.get(name, ""), f"bday-{name}" if bday else "")
            for name in self.wanted
            if name in labels
        )

    @property
    def time_label(self) -> str:
        """Return the label of the box of the time, when the form gives one."""
        return self.component.text("timeLabel")

    @property
    def time_value(self) -> str:
        """Return what the box of the time holds."""
        return _parts(self.component, self.data).get("time", "")


def _is_stored_day(component: Component, draft: str) -> bool:
    """Tell whether a text is a day as it is stored: nearly all are."""
    if component.text("subtype") != "date" or draft.startswith("0"):
        return False
    try:
        return date.fromisoformat(draft).isoformat() == draft
    except ValueError:
        return False


def _parts(component: Component, draft: object) -> dict[str, str]:
    """Return the text of each box, from a request, a stored value or a scenario's date."""
    if isinstance(draft, date | time):
        draft = draft.isoformat()
    if isinstance(draft, str):
        return _split(component, draft)
    if isinstance(draft, Mapping):
        return {name: _box(draft.get(name)) for name in SUBTYPES[component.text("subtype")]}
    return {}


def _box(given: object) -> str:
    return str(storable(str(given)[:PART_CAP])).strip() if isinstance(given, str | int) else ""


def _split(component: Component, text: str) -> dict[str, str]:
    """Cut an ISO text into boxes; a text that is not ISO goes whole into the first box."""
    wanted = SUBTYPES[component.text("subtype")]
    try:
        if wanted == ("time",):
            return {"time": time.fromisoformat(text).strftime("%H:%M")}
        moment = datetime.fromisoformat(text)
    except ValueError:
        return {wanted[0]: _box(text)}
    parts = {"day": str(moment.day), "month": str(moment.month), "year": str(moment.year)}
    return parts | ({"time": moment.strftime("%H:%M")} if "time" in wanted else {})


def _date(parts: Mapping[str, str], subject: str) -> date:
    absent = [name for name in PARTS if not parts.get(name)]
    if absent:
        names = {"day": _("un jour"), "month": _("un mois"), "year": _("une année")}
        listed = _(" et ").join(names[name] for name in absent)
        raise ValidationError(
            _("%(subject)s doit comporter %(parts)s.") % {"subject": subject, "parts": listed}
        )
    month = MONTH_NAMES.get(parts["month"].lower()) or _rank(parts["month"], 12)
    day = _rank(parts["day"], 31)
    _refuse_parts(subject, {"day": day, "month": month}, parts["year"])
    try:
        return date(int(parts["year"]), month or 0, day or 0)
    except ValueError:
        raise ValidationError(
            _("%(subject)s doit être une date réelle : le %(day)d %(month)s %(year)s n’existe pas.")
            % {
                "subject": subject,
                "day": day,
                "month": MONTHS[(month or 1) - 1],
                "year": parts["year"],
            }
        ) from None


def _refuse_parts(subject: str, ranks: Mapping[str, int | None], year: str) -> None:
    about = {"subject": subject}
    if ranks["day"] is None:
        raise ValidationError(_("%(subject)s doit comporter un jour entre 1 et 31.") % about)
    if ranks["month"] is None:
        raise ValidationError(
            _("%(subject)s doit comporter un mois entre 1 et 12, par exemple 3 pour mars.") % about
        )
    if not YEAR.fullmatch(year):
        raise ValidationError(
            _("%(subject)s doit comporter une année à 4 chiffres, par exemple 1985.") % about
        )


def _rank(text: str, most: int) -> int | None:
    return int(text) if RANK.fullmatch(text) and 1 <= int(text) <= most else None


def _time(parts: Mapping[str, str], component: Component) -> time:
    subject = french.quoted(component.text("timeLabel") or component.label)
    found = HOUR.fullmatch(parts.get("time", ""))
    try:
        return time(int(found.group(1)), int(found.group(2) or 0))
    except (AttributeError, ValueError):
        raise ValidationError(
            _("%(subject)s doit comporter une heure, par exemple 14:30.") % {"subject": subject}
        ) from None


def _iso(day: date | None, hour: time | None) -> str:
    return "T".join(
        part for part in (day and day.isoformat(), hour and hour.isoformat("minutes")) if part
    )
