"""The story of a dossier: one entry per cause, what followed at once below it."""

from datetime import UTC, datetime, timedelta

from citizen_portal.timeline import timeline
from workflows.use_cases.dossiers.reading.my_dossiers import JournalLine

NOON = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def line(verb: str, minutes: int = 0, who: str = "Vous") -> JournalLine:
    return JournalLine(NOON + timedelta(minutes=minutes), verb, verb.upper(), who, True)


def told(*lines: JournalLine) -> list[tuple[str, tuple[str, ...]]]:
    return [(moment.label, moment.effects) for moment in timeline(lines)]


def test_what_follows_at_once_goes_below_its_cause():
    story = told(line("filed"), line("mail"), line("state"), line("completed", 5))

    assert story == [("FILED", ("MAIL", "STATE")), ("COMPLETED", ())]


def test_two_causes_at_the_same_instant_stay_two():
    assert told(line("started"), line("filed"), line("state")) == [
        ("STARTED", ()),
        ("FILED", ("STATE",)),
    ]


def test_without_a_public_cause_the_new_state_comes_first():
    assert told(line("mail"), line("state")) == [("STATE", ("MAIL",))]


def test_an_effect_delivered_later_stands_alone():
    assert told(line("filed"), line("document", 3)) == [("FILED", ()), ("DOCUMENT", ())]


def test_an_empty_journal_tells_nothing():
    assert told() == []
