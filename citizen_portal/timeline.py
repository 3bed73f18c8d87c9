"""What happened to a dossier, told to its citizen: one entry per cause, its effects below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workflows.use_cases.dossiers.reading.my_dossiers import JournalLine

RANKS = {"state": 1, "document": 2, "mail": 3}  # verbs of the journal that have a cause


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that was done: `label` says what, `effects` what followed at once."""

    at: datetime
    who: str
    label: str
    effects: tuple[str, ...]


def timeline(journal: Iterable[JournalLine]) -> tuple[Moment, ...]:
    """Gather the lines of a journal by cause: what follows at the same instant goes below it."""
    causes: list[list[JournalLine]] = []
    for line in journal:
        if causes and line.verb in RANKS and line.at == causes[-1][0].at:
            causes[-1].append(line)
        else:
            causes.append([line])
    return tuple(_moment(lines) for lines in causes)


def _moment(lines: list[JournalLine]) -> Moment:
    # a claim is not told to the citizen: what it changed then says more than the mail about it
    first = min(lines, key=lambda line: RANKS.get(line.verb, 0))
    others = tuple(line.label for line in lines if line is not first)
    return Moment(first.at, first.who, first.label, others)
