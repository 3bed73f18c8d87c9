"""What an administrator types for a variable: a kind, a text, never an expression."""

from datetime import date
from decimal import Decimal

import pytest

from workflows.errors import Invalid
from workflows.use_cases.operations.typed_value import LONGEST, Kind, kind_of, read_value, written


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXT, "  accepté ", "accepté"),
        (Kind.TEXT, "=1+1", "=1+1"),
        (Kind.NUMBER, "12,50", Decimal("12.50")),
        (Kind.NUMBER, "1 500", Decimal(1500)),
        (Kind.DATE, "2026-03-02", date(2026, 3, 2)),
        (Kind.YES_NO, "Oui", True),
        (Kind.YES_NO, "non", False),
        (Kind.EMPTY, "n'importe quoi", None),
    ],
)
def test_a_text_of_its_kind_is_read(kind, text, value):
    assert read_value(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.NUMBER, "douze"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, ""),
        (Kind.DATE, "02/03/2026"),
        (Kind.YES_NO, "peut-être"),
        (Kind.TEXT, "x" * (LONGEST + 1)),
        ("feel", "1"),
    ],
)
def test_another_text_is_refused(kind, text):
    with pytest.raises(Invalid):
        read_value(kind, text)


@pytest.mark.parametrize("value", ["oui", Decimal("1.5"), date(2026, 3, 2), True, False])
def test_what_is_written_is_read_back(value):
    again = read_value(kind_of(value), written(value))

    assert (again, type(again)) == (value, type(value))


def test_nothing_is_written_for_null():
    assert written(None) == ""
