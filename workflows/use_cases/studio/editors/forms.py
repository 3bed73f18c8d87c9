"""The forms of a draft: listed, created, studied and tried as they are drawn."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from workflows.catalogue.files import Files
from workflows.catalogue.parts import Parts, read_parts
from workflows.catalogue.references.form_study import FormStudy, study_form
from workflows.catalogue.references.renaming import Names, rename_column, rename_key
from workflows.catalogue.scenarios.example_answers import example_for
from workflows.feel import DEFAULT_CALENDAR
from workflows.forms import Form, FormContext
from workflows.forms.design.trial import Ask, Trial, try_form
from workflows.translation import _
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk
from workflows.use_cases.studio.files import draft_files, refuse_stale
from workflows.use_cases.studio.parts import PartKind, part_path


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form of a draft: `tasks` are those it is filled in for; no form: it cannot be read."""

    name: str
    pages: int
    fields: int
    tasks: tuple[str, ...]
    readable: bool


@dataclass(frozen=True, slots=True)
class FormDesk:
    """What an editor holds: the draft's files, with the form `name` as it is being drawn."""

    code: str
    name: str
    content: bytes
    files: Files

    @property
    def path(self) -> str:
        """Return the path of the form in the draft."""
        return part_path(PartKind.FORM, self.name)

    def parts(self) -> Parts:
        """Read the whole draft with what is being drawn."""
        return read_parts(self.code, {**self.files, self.path: self.content}, engine=False)


def list_forms(act: Act, code: str) -> tuple[FormRow, ...]:
    """Return the forms of a draft by name; raise NotFound or Forbidden."""
    parts = read_parts(code, draft_files(act, code), engine=False)
    names = (path.removeprefix("forms/").removesuffix(".form") for path in parts.under("forms/"))
    return tuple(_row(parts, name) for name in names)


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key to rename in the form `name` read at `revision`; `rows` is the list of a column."""

    name: str
    old: str
    new: str
    revision: int
    rows: str = ""


@dataclass(frozen=True, slots=True)
class RenamedKey:
    """What a renaming did: the form as it is now, and every file that changed."""

    content: bytes
    revision: int
    files: tuple[str, ...]


def rename_field(act: Act, code: str, change: KeyChange) -> RenamedKey:
    """Rename a key in the whole draft, kept as it was in a snapshot.

    Raise CannotRename when a reference cannot follow, StaleDraftFile when the form has changed.
    """
    path = part_path(PartKind.FORM, change.name)
    draft = desk.lock_draft(act, code)
    files = desk.contents_of(act, draft)
    refuse_stale(act, draft, path, change.revision)
    parts = read_parts(code, files, engine=False)
    if change.rows:
        names = Names(change.old, change.new)
        changed = rename_column(parts, path, change.rows, names)
    else:
        changed = rename_key(parts, change.old, change.new)
    told = _("avant le renommage de « %(old)s » en « %(new)s »")
    desk.keep_snapshot(act, draft, told % {"old": change.old, "new": change.new})
    saved = {name: desk.put_file(act, draft, name, content) for name, content in changed.items()}
    desk.mark(act, draft)
    desk.tell_saved(act, draft, saved)
    row = saved.get(path) or desk.row_of(act, draft, path)
    if row is None:
        raise not_found()
    act.session.flush()
    return RenamedKey(row.content, row.revision, tuple(sorted(saved)))


def form_desk(act: Act, code: str, name: str, content: bytes) -> FormDesk:
    """Gather what studies and tries read; raise NotFound, or TooLarge beyond the bounds."""
    files = draft_files(act, code)
    path = part_path(PartKind.FORM, name)
    desk.refuse_sizes({**{each: len(data) for each, data in files.items()}, path: len(content)})
    return FormDesk(code, name, content, files)


def study(at: FormDesk) -> FormStudy:
    """Study a form as it is being drawn; outside any transaction, for it may last."""
    return study_form(at.parts(), at.name, at.content)


def try_out(at: FormDesk, ask: Ask, scenario: str, moment: tuple[datetime, ZoneInfo]) -> Trial:
    """Fill in a form as it is being drawn, over the answers that a scenario invents."""
    now, zone = moment
    parts = at.parts()
    example = example_for(parts, scenario, at.name, zone)
    calendar = parts.about.calendar if parts.about else DEFAULT_CALENDAR
    context = FormContext(example.variables, now, {}, zone, calendar)
    seen = replace(
        ask,
        values={**example.values, **ask.values},
        attached={**example.attached, **ask.attached},
    )
    return try_form(at.content, seen, context)


def _row(parts: Parts, name: str) -> FormRow:
    form: Form | None = next((each for each in parts.forms.values() if each.id == name), None)
    nodes = parts.drawing.nodes.values() if parts.drawing else ()
    tasks = tuple(node.label for node in nodes if node.extensions.form_id == name)
    if form is None:
        return FormRow(name, 0, 0, tasks, readable=False)
    asked = sum(1 for field in form.fields if field.type != "expression")
    return FormRow(name, len(form.pages), asked, tasks, readable=True)
