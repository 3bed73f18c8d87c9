"""The answers in words, page by page: for the récapitulatif and for the dossier."""

from collections.abc import Mapping
from typing import NamedTuple

from wtforms import ValidationError

from workflows.forms.conditions import Situation, settle
from workflows.forms.context import FormContext, PieceRef
from workflows.forms.registry import ANSWERS
from workflows.forms.schema import Component, Form, Page
from workflows.translation import _


class SummaryRow(NamedTuple):
    """One answer: `text` is « Non renseigné » when there is none; `pieces` are its files."""

    key: str
    label: str
    text: str
    pieces: tuple[PieceRef, ...] = ()


class SummarySection(NamedTuple):
    """The answers of one page; `page_index` is where to change them."""

    title: str
    page_index: int
    rows: tuple[SummaryRow, ...]


def summary(
    form: Form, values: Mapping[str, object], context: FormContext
) -> tuple[SummarySection, ...]:
    """Return what is visible of the answers; a page with nothing to say is left out."""
    situation = settle(form, values, context)
    sections = (
        SummarySection(page.title, page.index, _rows(page, situation)) for page in form.pages
    )
    return tuple(section for section in sections if section.rows)


def answers_in_words(
    form: Form, values: Mapping[str, object], keys: frozenset[str], context: FormContext
) -> dict[str, str]:
    """Return the text of these answers, of those that are visible and have a label."""
    situation = settle(form, values, context, form.told_by(keys))
    asked = (form.by_key[key] for key in form.by_key.keys() & keys)
    return {
        component.key: _text(component, situation)
        for component in asked
        if situation.shows(component) and component.label
    }


def _rows(page: Page, situation: Situation) -> tuple[SummaryRow, ...]:
    return tuple(
        _row(component, situation)
        for component in page.fields
        if situation.shows(component) and component.label
    )


def _row(component: Component, situation: Situation) -> SummaryRow:
    pieces = situation.scope.context.pieces.get(component.key, ())
    return SummaryRow(
        component.key,
        situation.scope.words(component.label),
        _text(component, situation),
        tuple(pieces) if component.type == "filepicker" else (),
    )


def _text(component: Component, situation: Situation) -> str:
    field_type = ANSWERS[component.type]
    draft = situation.values.get(component.key)
    try:
        value = field_type.clean(component, draft)
    except ValidationError:
        return _("À corriger")
    if value is None or value == []:
        return _("Non renseigné")
    return field_type.shown(component, value, situation.scope)
