"""Timers beyond every calendar, or that never move on: an incident, never a hung worker."""

import pytest

from tests.engine.case import Case
from tests.engine.test_foreign_shapes import timed
from tests.engine.test_normalise import drawn, flow
from workflows.engine import InvalidProcess
from workflows.errors import ProcessFailure

FAR = [
    "P9999999D",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01",
    '=duration("P9999999D")',
    '=date and time("9999-12-31T23:59:59-12:00")',
]
STILL = ["R/P0Y", "R/P0M", "R3/P0D", '="R/P0Y"', '=duration("P0M")', '=duration("-P1D")']
NEVER = ["R0/PT1H", "R000/P1D"]


def repeated(text: str) -> str:
    """Return a task with a reminder that says `text`."""
    cycle = f"<timerEventDefinition><timeCycle>{text}</timeCycle></timerEventDefinition>"
    event = (
        f'<boundaryEvent id="b" attachedToRef="t" cancelActivity="false">{cycle}</boundaryEvent>'
    )
    return f'<startEvent id="s"/><task id="t"/>{event}' + flow("s", "t")


@pytest.mark.parametrize("text", FAR)
@pytest.mark.parametrize("kind", ["timeDuration", "timeDate"])
def test_a_moment_that_no_calendar_knows_is_an_incident(text, kind):
    definition = drawn(timed(text, kind))

    with pytest.raises(ProcessFailure, match="hors des années 1 à 9999"):
        Case(definition)


@pytest.mark.parametrize("text", STILL)
def test_a_period_that_never_moves_on_is_an_incident(text):
    definition = drawn(repeated(text))

    with pytest.raises(ProcessFailure, match="inférieure à une minute"):
        Case(definition)


@pytest.mark.parametrize("text", NEVER)
def test_a_reminder_of_no_time_is_refused_as_the_diagram_is_read(text):
    with pytest.raises(InvalidProcess, match="ne sonne aucune fois"):
        drawn(repeated(text))


def test_a_count_of_thousands_of_digits_is_refused_in_words():
    with pytest.raises(InvalidProcess, match="s’écrit R3/P10D"):
        drawn(repeated(f"R{'9' * 5000}/PT1M"))


@pytest.mark.parametrize("text", ["-P1D", "PT0S", "PT0.0000001S"])
def test_a_duration_already_over_fires_at_the_first_look(text):
    case = Case(drawn(timed(text)))

    assert case.advance.waits[0].due_at <= case.now
    assert case.after(seconds=0).advance.finished
