"""What a process needs at once, answered in the transaction that asks: the number of a series."""

from workflows.catalogue.series import read_series
from workflows.engine import Advance, Question, answered
from workflows.errors import Invalid, ProcessFailure
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import Case
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.journal import Line
from workflows.use_cases.upsert import count_up


def answer_all(act: Act, case: Case, advance: Advance) -> tuple[Advance, list[Line]]:
    """Return where the process stands once it has all that it asks, with what to note of it."""
    lines: list[Line] = []

    def ask(question: Question) -> object:
        number = _draw(act, question)
        label = _("Numéro attribué : %(number)s") % {"number": number}
        lines.append(Line("numbered", label, question.element_id, public=False))
        return number

    return answered(case.folder.process, advance, local_now(act), ask), lines


def _draw(act: Act, question: Question) -> str:
    """Take the next number of a series; rolled back with all the rest, it leaves no hole."""
    try:
        series = read_series(question.parameters)
    except Invalid as wrong:
        raise ProcessFailure(wrong.message, question.element_id) from wrong
    year = local_now(act).year
    return series.written(year, count_up(act, series.counter(year)))
