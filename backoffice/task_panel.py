"""The agent's task as a page shows it: one page of its form, what was typed, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, cast
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import FileStorage

from backoffice.auth import acting
from workflows.errors import InvalidAnswers, InvalidPiece, TooLarge
from workflows.forms import FormContext, PageAnswers, error_summary, render_page
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.cards import DossierCard
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.fill_task import TaskSheet, open_task, save_page
from workflows.use_cases.pieces.attach_piece import attach_piece, remove_piece

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent and refused: shown again instead of the draft."""

    values: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskPanel:
    """One page of a task's form, as HTML."""

    sheet: TaskSheet
    page: int
    fields: Markup
    problems: Markup

    @property
    def title(self) -> str:
        """Return the page's own title, empty for the only page."""
        return self.sheet.form.pages[self.page].title if self.sheet.form.pages else ""

    @property
    def is_last(self) -> bool:
        """Tell whether sending this page completes the task."""
        return self.page >= len(self.sheet.form.pages) - 1


def panel(act: Act, task_id: UUID, page: int | None, typed: Typed) -> TaskPanel:
    """Open a task and draw the page asked for, or the one where the agent stopped."""
    sheet = open_task(act, task_id)
    last = max(len(sheet.form.pages) - 1, 0)
    index = min(max(sheet.page if page is None else page, 0), last)
    if not sheet.form.pages:
        return TaskPanel(sheet, 0, Markup(), Markup())
    values = {**sheet.values, **typed.values}
    fields = render_page(
        sheet.form, index, values, typed.errors, _at_our_address(sheet.context), live=True
    )
    return TaskPanel(sheet, index, fields, error_summary(sheet.form, index, typed.errors))


def send(act: Act, task_id: UUID, page: int, raw: Raw) -> DossierCard | int:
    """Complete the task, or keep one page of several and return the number of the next.

    Raise InvalidAnswers with what was typed; TaskGone, StaleDossier, Forbidden, NotFound.
    """
    pages = len(open_task(act, task_id).form.pages)
    if pages <= 1:
        return complete_task(act, task_id, raw)
    answers = save_page(act, task_id, page, raw)
    if answers.errors:
        raise InvalidAnswers(_("Corrigez les réponses signalées."), answers.errors, answers.values)
    if answers.revealed:
        return page
    return page + 1 if page + 1 < pages else complete_task(act, task_id)


def keep(act: Act, task_id: UUID, page: int, raw: Raw) -> PageAnswers:
    """Keep what was typed as a draft, and do to the pièces what a button asked."""
    answers = save_page(act, task_id, page, raw)
    removed = sent_id("remove_piece")
    if removed is not None:
        remove_piece(act, removed)
    return answers


def attach(task_id: UUID, key: str, files: Sequence[FileStorage]) -> dict[str, str]:
    """Attach the files sent to a field, one transaction each; return that field's refusal."""
    try:
        for file in files:
            with acting() as act:
                attach_piece(act, task_id, key, file.filename or "", cast(BinaryIO, file.stream))
    except (InvalidPiece, TooLarge) as refused:
        return {key: refused.message}
    return {}


def sent() -> Raw:
    """Return the fields of the request, each with all its values."""
    return request.form.to_dict(flat=False)


def sent_id(name: str) -> UUID | None:
    """Return an identifier of the request, None when it is absent; raise NotFound for nonsense."""
    text = request.form.get(name)
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise not_found() from None


def sent_page() -> int | None:
    """Return the page number of the request; None when it names none, or nonsense."""
    return request.values.get("page", type=int)


def _at_our_address(context: FormContext) -> FormContext:
    """Give the pièces the addresses of this application, wherever it is mounted."""
    return context.addressed(
        lambda piece_id: url_for("pieces.show", piece_id=piece_id),
        lambda piece_id: url_for("pieces.thumbnail", piece_id=piece_id),
    )
