"""Series of numbers: how a number is written, what is counted, what is refused."""

import pytest

from workflows.catalogue.series import read_series
from workflows.errors import Invalid


@pytest.mark.parametrize(
    ("format", "written", "counter"),
    [
        ("", "PC-2026-00012", "serie:PC-2026"),
        ("{numero}", "12", "serie:PC"),
        ("n° {numero:3}/{annee} {serie}", "n° 012/2026 PC", "serie:PC-2026"),
        ("{serie}{numero:1}", "PC12", "serie:PC"),
        ("{annee:6}.{numero}", "002026.12", "serie:PC-2026"),
    ],
)
def test_a_number_is_written_as_its_format_says(format, written, counter):
    series = read_series({"serie": " PC ", "format": format})

    assert series.written(2026, 12) == written
    assert series.counter(2026) == counter


def test_a_series_without_a_year_goes_on_from_year_to_year():
    series = read_series({"serie": "PC", "format": "{numero}"})

    assert series.counter(2026) == series.counter(2027)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"serie": "Permis délivrés"},
        {"serie": "x" * 41},
        {"serie": "PC", "format": "{annee}"},
        {"serie": "PC", "format": "{numero} {nom}"},
        {"serie": "PC", "format": "{numero:0}"},
        {"serie": "PC", "format": "{numero:99}"},
        {"serie": "PC", "format": "{numero.__class__}"},
        {"serie": "PC", "format": "{numero}{"},
        {"serie": "PC", "format": "{numero}" + "x" * 100},
    ],
    ids=str,
)
def test_what_is_no_series_is_refused(parameters):
    with pytest.raises(Invalid):
        read_series(parameters)
