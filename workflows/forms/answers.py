"""From a request to a draft, from a draft to answers that the process may trust."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from workflows.errors import InvalidAnswers
from workflows.forms.conditions import Situation, feel_value, settle
from workflows.forms.context import FormContext
from workflows.forms.field import AnswerField
from workflows.forms.page_form import bind, refusals
from workflows.forms.registry import ANSWERS
from workflows.forms.schema import Component, Form, Page
from workflows.forms.typed_text import Sent
from workflows.translation import _

# The buttons of a page that change it and send nothing: one of them in a request means « again ».
PAGE_BUTTONS = frozenset({"add_row", "refresh", "remove_piece", "remove_row", "upload"})
MARKER = "shown"  # the control by which a page says which conditional fields it showed


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """One page as it was sent, ready to be merged into the draft.

    `values` has every field of the page: None for an empty or a hidden one, what was typed for a
    wrong one. `revealed` are the fields that these answers made visible: nobody was asked for
    them yet, so they have no error, and the page is to be shown again.
    """

    values: dict[str, object]
    errors: dict[str, str]
    revealed: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether the next page may follow."""
        return not self.errors and not self.revealed


@dataclass(frozen=True, slots=True)
class Answers:
    """A whole form accepted: `values` are JSON, `variables` the same as FEEL values."""

    values: dict[str, object]
    variables: dict[str, object]


def read_page(
    form: Form,
    page_index: int,
    raw: Mapping[str, Sequence[str]],
    known: Mapping[str, object],
    context: FormContext,
) -> PageAnswers:
    """Read one page of a request over what is `known`; bad input gives errors, never an exception.

    Only fields that may be written are read: not the locked, the computed, the hidden, the unknown.
    """
    page, sent = form.pages[page_index], Sent(raw)
    before = settle(form, known, context)
    fields, after = _received(form, page, sent, known, before)
    shown = _shown(fields, after)
    revealed = _revealed(form, page, (before, after), sent)
    errors = refusals({key: field for key, field in shown.items() if key not in revealed})
    return PageAnswers(_kept_of(page, shown, after), errors, revealed)


def read_sent(
    form: Form, raw: Mapping[str, Sequence[str]], known: Mapping[str, object], context: FormContext
) -> Answers:
    """Check a whole form sent in one go over what is `known`; raise InvalidAnswers."""
    values, sent = dict(known), Sent(raw)
    for page in form.pages:
        fields, after = _received(form, page, sent, values, settle(form, values, context))
        locked = {key for key, field in fields.items() if field.locked}
        if len(form.pages) == 1 and locked <= after.clean.keys():
            return _judged(form, fields, after)  # settled over all that there is
        values |= _kept_of(page, _shown(fields, after), after)
    return read_answers(form, values, context)


def read_answers(form: Form, values: Mapping[str, object], context: FormContext) -> Answers:
    """Check the whole form from its stored draft; raise InvalidAnswers with every refusal."""
    situation = settle(form, values, context)
    return _judged(form, bind(form.fields, situation.scope), situation)


def typed(
    form: Form, values: Mapping[str, object], zone: tzinfo | None = None
) -> dict[str, object]:
    """Return the FEEL values of stored answers; a wrong draft is null, unknown keys go.

    `zone` is that of the moments (`datetime` with its time), which are stored without one.
    """
    fields = form.by_key
    return {
        key: feel_value(fields[key], value, zone) for key, value in values.items() if key in fields
    }


def _judged(form: Form, asked: Mapping[str, AnswerField], situation: Situation) -> Answers:
    fields = _shown(asked, situation, reload=True)
    errors = refusals(fields)
    if errors:
        message = _("Certaines réponses manquent ou sont à corriger. Revoyez-les avant d’envoyer.")
        raise InvalidAnswers(message, errors, situation.values)
    shown = [component for component in form.fields if situation.shows(component)]
    accepted = {
        item.key: ANSWERS[item.type].accepted(_kept(item, fields, situation)) for item in shown
    }
    return Answers(accepted, {key: situation.scope.variables[key] for key in accepted})


def _received(
    form: Form, page: Page, sent: Sent, known: Mapping[str, object], before: Situation
) -> tuple[Mapping[str, AnswerField], Situation]:
    """Read what a page sent; return its fields, and what they make of the form."""
    fields = bind(page.fields, before.scope)
    for field in fields.values():
        field.process(sent)
    return fields, _settle_over(form, fields, known, before.scope.context)


def _settle_over(
    form: Form,
    fields: Mapping[str, AnswerField],
    known: Mapping[str, object],
    context: FormContext,
) -> Situation:
    """Apply the conditions over what was sent, but for fields that these answers lock."""
    free = {key: field for key, field in fields.items() if not field.locked}
    after = settle(form, {**known, **{key: field.data for key, field in free.items()}}, context)
    for field in fields.values():
        field.look_from(after.scope)
    still = {key: field.data for key, field in free.items() if not field.locked}
    return after if still.keys() == free.keys() else settle(form, {**known, **still}, context)


def _shown(
    fields: Mapping[str, AnswerField], situation: Situation, *, reload: bool = False
) -> dict[str, AnswerField]:
    """Return the visible fields; locked ones, or all on `reload`, take their stored value."""
    shown = {key: field for key, field in fields.items() if situation.shows(field.component)}
    for key, field in shown.items():
        field.look_from(situation.scope)
        if key in situation.clean and (reload or field.locked):
            field.take(situation.clean[key])
        elif reload or field.locked:
            field.process(None, situation.values.get(key))
    return shown


def _revealed(
    form: Form, page: Page, moments: tuple[Situation, Situation], sent: Sent
) -> tuple[str, ...]:
    """Return what became visible and was not on the page sent, by key or component id.

    A page marks the conditional components that it shows, so the answer does not depend on
    whether the draft was saved in between.
    """
    before, after = moments
    marks = set(sent.all(MARKER))
    return tuple(
        component.key or component.id
        for component in page.walk()
        if after.shows(component)
        and not before.shows(component)
        and not form.conditions_over(component) <= marks
        and not _was_sent(component, sent)
    )


def _was_sent(component: Component, sent: Sent) -> bool:
    field_type = ANSWERS.get(component.type)
    return field_type is not None and (
        not field_type.asked or field_type.in_request(component, sent)
    )


def _kept_of(
    page: Page, fields: Mapping[str, AnswerField], situation: Situation
) -> dict[str, object]:
    return {component.key: _kept(component, fields, situation) for component in page.fields}


def _kept(component: Component, fields: Mapping[str, AnswerField], situation: Situation) -> object:
    """Return what is stored of a field: nothing of a hidden one."""
    field = fields.get(component.key)
    return field.data if field else situation.values.get(component.key)
