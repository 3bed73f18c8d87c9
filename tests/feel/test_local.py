"""What letters and legal delays of here need: French writing, working days."""

from datetime import date

import pytest

from workflows.feel import FeelError, evaluate


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('format date(date("2026-03-12"))', "12 mars 2026"),
        ('format date(date("2026-08-01"))', "1er août 2026"),
        ('format date(date and time("2026-02-03T10:00:00"))', "3 février 2026"),
        ("format amount(1234567)", "1\u202f234\u202f567\u00a0F"),
        ("format amount(1234.5)", "1\u202f235\u00a0F"),
        ('format amount(1234.5, "EUR")', "1\u202f234,50\u00a0€"),
        ("format amount(-3)", "−3\u00a0F"),
        ("format number(1234.50)", "1\u202f234,5"),
        ("format number(0.5, 0)", "1"),
        ("format number(1E+6000, 2)", None),
        ("string length(format number(1E+6000))", 6001 + 2000),
        (
            "format number(-1234567890123456789012)",
            "−1\u202f234\u202f567\u202f890\u202f123\u202f456\u202f789\u202f012",
        ),
        (
            "format number(1234567890123456789012345678901234)",
            "1\u202f234\u202f567\u202f890\u202f123\u202f456\u202f789\u202f012\u202f345\u202f678\u202f901\u202f234",
        ),
        ("format number(-0.001, 2)", "0,00"),
        ("format amount(null)", None),
    ],
)
def test_dates_and_amounts_are_written_as_in_a_french_letter(expression, expected):
    assert evaluate(expression, {}) == expected


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param("2026-09-23", True, id="Wednesday"),
        pytest.param("2026-09-24", False, id="day of citizenship, New Caledonia only"),
        pytest.param("2026-09-26", False, id="Saturday"),
        pytest.param("2026-09-27", False, id="Sunday"),
        pytest.param("2026-04-06", False, id="Easter Monday"),
    ],
)
def test_a_working_day_is_no_weekend_nor_public_holiday(day, worked):
    assert evaluate("is working day(date(jour))", {"jour": day}) is worked


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        pytest.param("2026-09-23", 1, date(2026, 9, 25), id="over a holiday"),
        pytest.param("2026-09-25", 1, date(2026, 9, 28), id="over a weekend"),
        pytest.param("2026-09-26", 0, date(2026, 9, 28), id="zero moves to a worked day"),
        pytest.param("2026-09-28", -2, date(2026, 9, 23), id="backwards"),
        pytest.param("2026-12-24", 2, date(2026, 12, 29), id="over Christmas"),
        pytest.param("2026-09-23", 1.5, None, id="no half days"),
        pytest.param("2026-09-23", 1_000_000, None, id="too far"),
    ],
)
def test_working_days_are_counted_on_the_calendar(start, days, expected):
    assert evaluate("add working days(date(d), n)", {"d": start, "n": days}) == expected


def test_the_calendar_is_chosen_by_the_caller():
    day = {"d": date(2026, 9, 24)}

    assert evaluate("is working day(d)", day, calendar="FR") is True
    with pytest.raises(FeelError, match="ZZ"):
        evaluate("is working day(d)", day, calendar="ZZ")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("is defined(absente)", False),
        ("is defined(0)", True),
        ("get or else(absente, 3) = 3", True),
        ("get or else(2, 3) = 2", True),
        ('trim("  a ")', "a"),
        ('is blank(" ")', True),
        ("is empty([])", True),
        ("is empty([null])", False),
        ('last day of month(date("2028-02-03"))', date(2028, 2, 29)),
    ],
)
def test_the_functions_that_camunda_adds_are_known(expression, expected):
    assert evaluate(expression, {}) == expected
