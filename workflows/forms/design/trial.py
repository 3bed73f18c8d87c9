"""A form being drawn, filled in as its citizen would: shown, answered, refused, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup

from workflows.forms.answers import PageAnswers, read_page
from workflows.forms.conditions import visible_pages
from workflows.forms.context import FormContext, PieceRef
from workflows.forms.fields.filepicker import accepted
from workflows.forms.reader import read_form
from workflows.forms.rendering import error_summary, render_page
from workflows.forms.schema import Form, InvalidForm, Problem

PIECE_BYTES = 348_160
MOST_PIECES = 20
ANY_FORMAT = ".pdf"


@dataclass(frozen=True, slots=True)
class Ask:
    """What the previewer does: `sent` are the controls of the page, `values` what came before.

    `attached` counts the invented files of each field; `press` is the button: « next », « send »
    (stay, and show what would be refused), or nothing; `to` is the page asked for.
    """

    page: int = 0
    values: Mapping[str, object] = field(default_factory=dict)
    sent: Mapping[str, Sequence[str]] | None = None
    attached: Mapping[str, int] = field(default_factory=dict)
    press: str = ""
    to: int | None = None


class Step(NamedTuple):
    """A page that these answers show."""

    page: int
    title: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One page on screen; `problems` instead of it when the form cannot be read."""

    page: int = 0
    steps: tuple[Step, ...] = ()
    fields: Markup = field(default_factory=Markup)
    refusals: Markup = field(default_factory=Markup)
    values: Mapping[str, object] = field(default_factory=dict)
    accepted: bool = False  # the page was sent, and nothing of it is refused
    problems: tuple[Problem, ...] = ()


def try_form(content: bytes, ask: Ask, context: FormContext) -> Trial:
    """Return the page that the previewer sees after what he did."""
    try:
        form = read_form(content)
    except InvalidForm as refusal:
        return Trial(problems=refusal.problems)
    seen = replace(context, pieces=_pieces(form, ask.attached))
    page = min(max(ask.page, 0), len(form.pages) - 1)
    answers = PageAnswers(dict(ask.values), {})
    if ask.sent is not None:
        answers = read_page(form, page, ask.sent, ask.values, seen)
    values = {**ask.values, **answers.values}
    told = ask.press in {"next", "send"}
    errors = answers.errors if told else {}
    passed = told and answers.complete
    shown = page if ask.to is None else min(max(ask.to, 0), len(form.pages) - 1)
    if passed and ask.press == "next":
        shown = _after(form, page, values, seen)
    return replace(_shown(form, shown, values, errors, seen), accepted=passed)


def _shown(
    form: Form,
    page: int,
    values: Mapping[str, object],
    errors: Mapping[str, str],
    context: FormContext,
) -> Trial:
    visible = visible_pages(form, values, context)
    here = page if page in visible or not visible else _nearest(visible, page)
    return Trial(
        page=here,
        steps=tuple(Step(index, form.pages[index].title) for index in visible),
        fields=render_page(form, here, values, errors, context, live=True),
        refusals=error_summary(form, here, errors),
        values=values,
    )


def _after(form: Form, page: int, values: Mapping[str, object], context: FormContext) -> int:
    return next((each for each in visible_pages(form, values, context) if each > page), page)


def _nearest(visible: Sequence[int], page: int) -> int:
    return next((each for each in visible if each >= page), visible[-1])


def _pieces(form: Form, attached: Mapping[str, int]) -> dict[str, tuple[PieceRef, ...]]:
    return {
        key: tuple(_piece(form, key, rank) for rank in range(min(count, MOST_PIECES)))
        for key, count in attached.items()
        if key in form.keys
    }


def _piece(form: Form, key: str, rank: int) -> PieceRef:
    extension = next(iter(accepted(form.by_key[key])), ANY_FORMAT)
    name = f"exemple-{rank + 1}{extension}"
    return PieceRef(uuid5(NAMESPACE_URL, f"{key}/{rank}"), name, "application/pdf", PIECE_BYTES)
