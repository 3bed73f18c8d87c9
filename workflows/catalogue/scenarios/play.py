"""A dossier that lives in memory only: engine, forms and letters moved by a simulated clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from workflows.catalogue.folder import Folder
from workflows.catalogue.letters.letter import LETTER_OF, write_letter
from workflows.catalogue.letters.wording import letter_values
from workflows.catalogue.scenarios.steps import Step
from workflows.catalogue.series import read_series
from workflows.catalogue.standing import DRAFT, state_after
from workflows.engine import (
    Advance,
    Effect,
    Question,
    ReadyTask,
    Sent,
    answered,
    broadcast,
    complete,
    deliver,
    start,
    wake,
)
from workflows.errors import Invalid, InvalidAnswers
from workflows.feel import evaluate
from workflows.forms import Answers, FormContext, PieceRef, read_answers
from workflows.translation import _

MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
OTHER_MEDIA = "application/octet-stream"
PIECE_BYTES = 1000
MOST_WAKES = 300  # in one step; a reminder a day for a month is 30
ALWAYS = {
    "numero": "XX-2026-00001",
    "lien": "https://exemple.nc/dossiers/1",
    "organisation": "Province Sud",
}
SENT = frozenset({"message", "signal"})


@dataclass(frozen=True, slots=True)
class Written:
    """What a move produced: a mail or a document, or a message or a signal by its name."""

    kind: str
    stem: str
    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """What one step produced; `blocked` maps each refusing field to its message."""

    written: tuple[Written, ...] = ()
    blocked: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Play:
    """One simulated dossier."""

    folder: Folder
    zone: ZoneInfo
    now: datetime
    advance: Advance
    state: str = DRAFT
    outcome: str = ""
    answers: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    variables: dict[str, object] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    counters: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count what the process went through as it began, with all that it asked."""
        self.advance = answered(self.folder.process, self.advance, self.now, self._number)
        self._trace(self.advance)

    def make(self, step: Step) -> Move:
        """Let time pass, then answer the step's task; raise WorkflowError when it cannot be."""
        written = self._let_pass(self._target(step))
        if not step.deeds:
            return Move(tuple(written))
        if step.task:
            move = self._answer(step, self._task(step.task))
        else:
            move = Move(tuple(self._receive(step)))
        return Move((*written, *move.written), move.blocked)

    def names_ready(self) -> list[str]:
        """Return the names of the tasks to do."""
        return sorted(task.name for task in self.advance.ready)

    def _target(self, step: Step) -> datetime:
        if step.until:
            return step.until
        if not step.after:
            return self.now
        target = evaluate("start + duration(text)", {"start": self.now, "text": step.after})
        if not isinstance(target, datetime):
            raise Invalid(
                _("« after » attend une durée comme P15D ou PT2H, pas « %(text)s ».")
                % {"text": step.after}
            )
        return target

    def _let_pass(self, target: datetime) -> list[Written]:
        """Wake each timer at its own moment, up to `target`."""
        if target < self.now:
            raise Invalid(_("Le temps ne recule pas : cette étape est avant la précédente."))
        written: list[Written] = []
        for _turn in range(MOST_WAKES):
            due = [wait.due_at for wait in self.advance.waits if wait.due_at]
            if not due or min(due) > target:
                break
            self.now = max(self.now, min(due).astimezone(self.zone))
            advance = wake(self.folder.process, self.advance.state, self.now)
            written += self._record(advance, by_agent=False)
        else:
            raise Invalid(_("Plus de %(n)d minuteurs ont sonné.") % {"n": MOST_WAKES})
        self.now = target.astimezone(self.zone)
        return written

    def _receive(self, step: Step) -> list[Written]:
        """Hand what comes to the dossier; raise NotAwaited when it does not wait for it."""
        name = step.message or step.signal
        keys = {step.key} if step.key else {wait.key for wait in self.advance.waits}
        own = {""} if step.key == ALWAYS["numero"] else set[str]()
        sent = Sent(name, frozenset(keys | own), step.answers)
        hand_over = deliver if step.message else broadcast
        advance = hand_over(self.folder.process, self.advance.state, sent, self.now)
        return self._record(advance, by_agent=False)

    def _task(self, name: str) -> ReadyTask:
        found = [task for task in self.advance.ready if name in {task.name, task.element_id}]
        if found:
            return found[0]
        ready = ", ".join(f"« {each} »" for each in self.names_ready()) or _("aucune tâche")
        raise Invalid(_("cette tâche n'est pas à faire. À faire : %(ready)s.") % {"ready": ready})

    def _answer(self, step: Step, task: ReadyTask) -> Move:
        try:
            answers = self._read(step, task)
        except InvalidAnswers as refusal:
            return Move(blocked=refusal.errors)
        if task.form_id:
            self.answers.append((task.form_id, answers.values))
        self.variables |= answers.variables
        variables = {**answers.variables, **self._choice(step, task)}
        advance = complete(self.folder.process, self.advance.state, task.id, variables, self.now)
        by_agent = self.folder.group_of(task.lane, task.candidate_groups) is not None
        return Move(tuple(self._record(advance, by_agent=by_agent)))

    def _read(self, step: Step, task: ReadyTask) -> Answers:
        form = self.folder.forms.get(task.form_id)
        if form is None:
            return Answers({}, {})
        pieces = {key: _pieces(key, names) for key, names in step.pieces.items()}
        return read_answers(form, step.answers, self._context(pieces))

    def _context(self, pieces: Mapping[str, Sequence[PieceRef]]) -> FormContext:
        calendar = self.folder.about.calendar
        return FormContext(dict(self.variables), self.now, pieces, self.zone, calendar)

    def _choice(self, step: Step, task: ReadyTask) -> dict[str, object]:
        """Return the button pressed, for a task that ends in a choice."""
        variable = self.folder.process.tasks[task.element_id].choice_variable
        return {variable: step.answers[variable]} if variable in step.answers else {}

    def _record(self, advance: Advance, *, by_agent: bool) -> list[Written]:
        advance = answered(self.folder.process, advance, self.now, self._number)
        self.advance = advance
        self._trace(advance)
        self.outcome = advance.outcome or self.outcome
        self.state = state_after(
            self.folder, self.state, advance.ready, advance.outcome, by_agent=by_agent
        )
        seen = (effect for effect in advance.effects if effect.type in {*LETTER_OF, *SENT})
        return [self._write(effect) for effect in seen]

    def _number(self, question: Question) -> str:
        """Give the next number of a series, counted in this story alone."""
        series = read_series(question.parameters)
        counter = series.counter(self.now.year)
        self.counters[counter] = self.counters.get(counter, 0) + 1
        return series.written(self.now.year, self.counters[counter])

    def _trace(self, advance: Advance) -> None:
        self.visited.update(self.folder.drawn(each.element_id) for each in advance.passed)
        self.taken.update(self.folder.drawn(flow) for flow in advance.taken)

    def _write(self, effect: Effect) -> Written:
        if effect.type in SENT:
            return Written(effect.type, str(effect.parameters[effect.type]), "")
        stem = str(effect.parameters.get(LETTER_OF[effect.type], ""))
        letter = self.folder.letters.get(stem)
        if letter is None:
            raise Invalid(_("la lettre « %(name)s » n'existe pas.") % {"name": stem})
        context = self._context({})
        values = letter_values(self.folder, letter, self.answers, effect.parameters, context)
        subject, body = write_letter(letter, values | ALWAYS)
        return Written(effect.type, stem, f"{subject}\n\n{body}")


def begin(folder: Folder, at: datetime, zone: ZoneInfo) -> Play:
    """Open a dossier at this moment; the engine's `today()` is the zone's."""
    here = at.astimezone(zone)
    return Play(folder, zone, here, start(folder.process, {"numero": ALWAYS["numero"]}, here))


def _pieces(key: str, names: Sequence[str]) -> tuple[PieceRef, ...]:
    return tuple(
        PieceRef(uuid5(NAMESPACE_URL, f"{key}/{name}"), name, _media_type(name), PIECE_BYTES)
        for name in names
    )


def _media_type(name: str) -> str:
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), OTHER_MEDIA)
