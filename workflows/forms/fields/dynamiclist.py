"""Rows of the same questions, as many as needed: members of a household, years of study.

Rows are added and removed by buttons that post the page, so no script is needed. A row is a
dictionary of its cells; a row left blank is dropped when the form is accepted.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import re2
from wtforms import ValidationError

from workflows.forms.context import FormContext, Scope
from workflows.forms.field import AnswerField, answered
from workflows.forms.fields.checkbox import Checkbox
from workflows.forms.fields.datetime import Datetime
from workflows.forms.fields.number import Number
from workflows.forms.fields.radio import Radio
from workflows.forms.fields.select import Select
from workflows.forms.fields.textarea import Textarea
from workflows.forms.fields.textfield import Textfield
from workflows.forms.french import inside, quoted
from workflows.forms.schema import Component
from workflows.forms.typed_text import Sent
from workflows.translation import _, ngettext

COLUMNS: Mapping[str, type[AnswerField]] = {
    column.type_name: column
    for column in (Textfield, Textarea, Number, Datetime, Checkbox, Radio, Select)
}
ROWS_KEPT = 100  # in a draft, whatever was sent
ROWS_CAP = 20  # when the form gives no `maxRows`
ROW_TOKEN = re2.compile(r"[1-9]\d{0,2}")
ADD, REMOVE = "add_row", "remove_row"


class Row(NamedTuple):
    """One row on screen; `number` counts from 1 and names its controls."""

    number: int
    cells: tuple[AnswerField, ...]


class Dynamiclist(AnswerField):
    """A list of rows, stored as a list of dictionaries."""

    type_name = "dynamiclist"
    template = "dynamiclist.html"

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Refuse columns that a row cannot hold, and limits that are none or leave no room."""
        found = [problem for column in component.columns for problem in _column_problems(column)]
        if not component.columns:
            found.append(_("la liste n’a pas de champ : ajoutez-en au moins un."))
        return (*found, *_bound_problems(component))

    @classmethod
    def stored(
        cls, component: Component, values: Mapping[str, object], context: FormContext
    ) -> object:
        """Return the rows of the draft; before it, as many blank ones as the form says."""
        count = component.source.get("defaultRepetitions", 1)
        blanks = min(count, ROWS_KEPT) if isinstance(count, int) else 1
        return values.get(component.key, [{}] * blanks)

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return rows of clean cells, unknown cells dropped."""
        if draft is None:
            return None
        if not isinstance(draft, list | tuple):
            raise ValidationError(_("Remplissez les lignes une à une."))
        return [_clean_row(component, number, row) for number, row in enumerate(draft, 1)]

    @classmethod
    def typed(cls, component: Component, value: object) -> object:
        """Return a list of contexts, one for each row that is not blank."""
        return [
            {
                column.key: COLUMNS[column.type].typed(column, row.get(column.key))
                for column in component.columns
            }
            for row in _filled(value)
        ]

    @classmethod
    def accepted(cls, value: object) -> object:
        """Drop the blank rows."""
        return list(_filled(value))

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write the rows one after the other, each cell with its label."""
        rows = (_in_words(component, row, scope) for row in _filled(value))
        return " ; ".join(rows) or _("Non renseigné")

    @classmethod
    def in_request(cls, component: Component, sent: Sent) -> bool:
        """Tell whether a row was sent."""
        return f"{component.key}-rows" in sent

    def read(self, sent: Sent) -> object:
        """Return the rows sent, with the row added or without the one removed by a button."""
        removed = sent.one(REMOVE)
        tokens = [
            token
            for token in dict.fromkeys(sent.all(f"{self.id}-rows")[:ROWS_KEPT])
            if ROW_TOKEN.fullmatch(_encodable(token)) and removed != f"{self.id}-{token}"
        ]
        rows: list[object] = [
            {cell.component.key: cell.read(sent) for cell in self._cells(token)} for token in tokens
        ]
        return [*rows, {}] if sent.one(ADD) == self.id else rows

    def missing(self) -> str:
        """Ask for a first row."""
        return _("Remplissez au moins une ligne de %(field)s.") % {"field": quoted(self.label.text)}

    def check(self) -> None:
        """Check the number of rows, then the cells of each; the first refusal is told."""
        self._check_count()
        for row in self.rows:
            wrong = next((cell for cell in row.cells if not cell.validate(None)), None)
            if wrong is not None and any(answered(cell.data) for cell in row.cells):
                text = _("ligne %(number)d, %(error)s")
                values = {"number": row.number, "error": inside(wrong.error)}
                raise ValidationError(self.about(text % values))

    @property
    def least(self) -> int:
        """Return how many rows must be filled in, once there is one."""
        return int(self.component.properties.get("minRows", 0))

    @property
    def most(self) -> int:
        """Return how many rows are taken."""
        return int(self.component.properties.get("maxRows", ROWS_CAP))

    @property
    def row_label(self) -> str:
        """Return what one row is called: `properties.rowLabel`, else « Ligne »."""
        return self.component.properties.get("rowLabel") or _("Ligne")

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows with their cells filled in, marked where this list is refused."""
        drafts = self.data if isinstance(self.data, list) else []
        return tuple(self._row(number, draft) for number, draft in enumerate(drafts, 1))

    def _check_count(self) -> None:
        filled = len(list(_filled(self.data)))
        if not filled and self.required:
            raise ValidationError(self.missing())
        if 0 < filled < self.least:
            text = ngettext(
                "%(least)d ligne au moins, vous en avez rempli %(count)d.",
                "%(least)d lignes au moins, vous en avez rempli %(count)d.",
                self.least,
            )
            raise ValidationError(self.about(text % {"least": self.least, "count": filled}))
        if len(self.rows) > self.most:
            text = ngettext(
                "%(most)d ligne au plus, vous en avez rempli %(count)d. Retirez-en.",
                "%(most)d lignes au plus, vous en avez rempli %(count)d. Retirez-en.",
                self.most,
            )
            raise ValidationError(self.about(text % {"most": self.most, "count": len(self.rows)}))

    def _row(self, number: int, draft: object) -> Row:
        values = draft if isinstance(draft, Mapping) else {}
        cells = self._cells(str(number), values)
        for cell in cells:
            cell.process(None, values.get(cell.component.key))
            if self.errors and any(answered(value) for value in values.values()):
                cell.validate(None)
        return Row(number, cells)

    def _cells(
        self, token: str, values: Mapping[str, object] | None = None
    ) -> tuple[AnswerField, ...]:
        """Return the cells of a row; their rules read the row before the form."""
        typed = _typed_cells(self.component, values or {})
        scope = Scope({**self.scope.variables, **typed}, self.scope.context)
        return tuple(
            COLUMNS[column.type].bound(column, scope, f"{self.id}-{token}-{column.key}")
            for column in self.component.columns
        )


def _clean_row(component: Component, number: int, draft: object) -> dict[str, object]:
    if not isinstance(draft, Mapping):
        raise ValidationError(_("Remplissez les lignes une à une."))
    cells: dict[str, object] = {}
    for column in component.columns:
        try:
            cells[column.key] = COLUMNS[column.type].clean(column, draft.get(column.key))
        except ValidationError as refusal:
            text = _("ligne %(number)d, %(field)s : %(error)s")
            error = inside(str(refusal))
            values = {"number": number, "field": quoted(column.label), "error": error}
            raise ValidationError(text % values) from None
    return cells


def _typed_cells(component: Component, values: Mapping[str, object]) -> dict[str, object]:
    typed: dict[str, object] = {}
    for column in component.columns:
        kind = COLUMNS[column.type]
        try:
            typed[column.key] = kind.typed(column, kind.clean(column, values.get(column.key)))
        except ValidationError:
            typed[column.key] = None
    return typed


def _filled(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the rows that hold an answer."""
    for row in value if isinstance(value, list) else ():
        if isinstance(row, Mapping) and any(answered(cell) for cell in row.values()):
            yield row


def _in_words(component: Component, row: Mapping[str, object], scope: Scope) -> str:
    return ", ".join(
        f"{column.label} : {COLUMNS[column.type].shown(column, row[column.key], scope)}"
        for column in component.columns
        if answered(row.get(column.key))
    )


def _column_problems(column: Component) -> Iterator[str]:
    name = column.key or column.id
    if column.type not in COLUMNS:
        yield _("« %s » : ce type ne peut pas se répéter dans une liste.") % name
    if column.hide or column.source.get("disabled") or column.source.get("readonly"):
        yield _("« %s » : dans une liste, un champ n’a ni condition ni verrou.") % name


def _bound_problems(component: Component) -> Iterator[str]:
    least, most = component.count("minRows", 0), component.count("maxRows", ROWS_CAP)
    if most is None or not 0 < most <= ROWS_KEPT:
        yield _("maxRows doit être un nombre de 1 à %d.") % ROWS_KEPT
    elif least is None or least > ROWS_KEPT:
        yield _("minRows doit être un nombre de 0 à %d.") % ROWS_KEPT
    elif least > most:
        told = _("minRows (%(least)d) dépasse maxRows (%(most)d) : la liste serait refusée.")
        yield told % {"least": least, "most": most}


def _encodable(token: str) -> str:
    """Return a text that google-re2 can read: it refuses lone surrogates."""
    return token if token.isascii() else ""
