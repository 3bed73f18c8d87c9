"""The state: every value comes back as it was, whole, of its own version only."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.case import MORNING, Case, read
from workflows.engine import parse_process, start, wake
from workflows.engine.codec import VERSION, dump, load
from workflows.engine.spiff.environment import Move
from workflows.errors import ProcessFailure
from workflows.feel import YearsMonths

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.times().map(lambda value: value.replace(fold=0))
    | st.datetimes().map(lambda value: value.replace(fold=0))
    | st.datetimes(timezones=st.just(UTC)).map(lambda value: value.replace(fold=0))
    | st.timedeltas()
    | st.builds(YearsMonths, st.integers(-9999, 9999))
)
keys = st.text() | st.sampled_from(["$", "typename", "v"])
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


def kept(value: object) -> object:
    """Return what a dossier finds of `value` after one save and one load."""
    definition = read("instruction")
    begun = start(definition, {"montant": value}, MORNING)
    return restored(definition, begun.state).move.variables["montant"]


def restored(definition, state):
    return load(lambda variables: Move(definition, variables, MORNING), definition, state)


@given(values)
def test_every_value_comes_back_equal_and_of_its_type(value):
    found = kept(value)

    assert found == value
    assert type(found) is type(value)
    assert repr(found) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.50"),
        timedelta(days=1, microseconds=3),
        datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Pacific/Noumea")),
        date(2027, 1, 31),
        time(8, 30),
    ],
    ids=repr,
)
def test_numbers_and_moments_keep_their_exact_value(value):
    assert kept(value) == value


def test_a_moment_keeps_the_name_of_its_zone():
    noumea = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Pacific/Noumea"))

    assert str(kept(noumea).tzinfo) == "Pacific/Noumea"


def test_a_value_that_cannot_be_kept_is_refused_by_its_type():
    with pytest.raises(ProcessFailure, match="type object"):
        kept(object())


def test_loading_and_saving_again_gives_the_same_bytes():
    case = Case(read("retrait")).do("Deposer").receive("question").do("Instruire")

    again = dump(restored(case.definition, case.advance.state))

    assert again == case.advance.state


def test_a_state_does_not_hold_the_diagram():
    case = Case(read("instruction")).do("Deposer")

    assert len(case.advance.state) < 600
    assert "Vérifier".encode() not in case.advance.state


def test_a_state_of_another_version_of_the_process_is_refused():
    first = read("instruction")
    second = parse_process(first.bpmn.replace("Vérifier".encode(), b"Relire"))

    with pytest.raises(ProcessFailure, match="autre version"):
        wake(second, start(first, {}, MORNING).state, MORNING)


def test_a_state_of_an_unknown_format_is_refused():
    definition = read("instruction")
    state = json.loads(start(definition, {}, MORNING).state)
    state["v"] = VERSION + 1

    with pytest.raises(ProcessFailure, match="format inconnu"):
        wake(definition, json.dumps(state).encode(), MORNING)
