"""What a form of a dossier is filled in with: earlier answers, pièces of its task, the moment."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from workflows.forms import Form, FormContext, typed
from workflows.model import Piece, TaskRow
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.cards import piece_ref, piece_view
from workflows.use_cases.dossiers.case import Case

FILE = "filepicker"


def local_now(act: Act) -> datetime:
    """Return the moment of the act in the installation's zone, where `today()` is read."""
    return act.now.astimezone(act.world.settings.zone)


def context_for(act: Act, case: Case, form: Form, pieces: Iterable[Piece]) -> FormContext:
    """Return the surroundings of one form; earlier answers are read only if it reads any."""
    variables = variables_of(case, form.foreign) if form.foreign else {}
    return context_of(act, case, variables, pieces)


def context_of(
    act: Act, case: Case, variables: Mapping[str, object], pieces: Iterable[Piece] = ()
) -> FormContext:
    """Return surroundings from what was read; the pièces are told apart by their field."""
    of_field = sorted(pieces, key=lambda piece: (piece.field_key or "", piece.added_at))
    refs = {
        key: tuple(piece_ref(piece_view(act, piece)) for piece in group)
        for key, group in groupby(of_field, key=lambda piece: piece.field_key or "")
    }
    calendar = case.folder.about.calendar
    return FormContext(variables, local_now(act), refs, act.world.settings.zone, calendar)


def variables_of(case: Case, names: Container[str] | None = None) -> dict[str, object]:
    """Return the FEEL values of what was answered so far, of these names or all, the last ones."""
    variables: dict[str, object] = {}
    for form_id, values in given_answers(case):
        form = case.folder.forms.get(form_id)
        if form is not None:
            wanted = {key: values[key] for key in values if names is None or key in names}
            variables |= typed(form, wanted)
    return variables


def given_answers(case: Case) -> list[tuple[str, Mapping[str, object]]]:
    """Return (form id, stored values), each field under the form that answered it last."""
    by_form: dict[str, dict[str, object]] = defaultdict(dict)
    for key, (form_id, value) in case.dossier.answers.items():
        by_form[form_id][key] = value
    return list(by_form.items())


def has_files(case: Case, task: TaskRow, form: Form) -> bool:
    """Tell whether a task has pièces that its form asks for."""
    return task.id in case.filled and any(field.type == FILE for field in form.fields)


def pieces_of_task(act: Act, task: TaskRow) -> list[Piece]:
    """Return the files attached to a task and not removed."""
    kept = (Piece.task_id == task.id, Piece.removed_at.is_(None))
    found = select(Piece).where(Piece.dossier_id == task.dossier_id, *kept)
    return list(act.session.scalars(found.order_by(Piece.added_at)))
