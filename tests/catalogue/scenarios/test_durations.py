"""Durations and moments of scenarios are read in words."""

from datetime import datetime

import pytest

from workflows.catalogue.scenarios.durations import duration_words, moment_words, split_duration


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P1D", "1 jour"), ("P15D", "15 jours"), ("P2W", "2 semaines"), ("P1M", "1 mois"),
        ("P3Y", "3 ans"), ("PT2H", "2 heures"), ("P1DT2H", "P1DT2H"), ("PT5M", "PT5M"),
        ("trois jours", "trois jours"),
    ],
)  # fmt: skip
def test_a_duration_is_written_in_words_unless_it_is_not_simple(text: str, words: str):
    assert duration_words(text) == words


def test_months_are_not_minutes():
    assert split_duration("P1M") == (1, "M")
    assert split_duration("PT1M") is None


def test_a_moment_is_written_in_words():
    assert moment_words(datetime.fromisoformat("2026-11-01T08:01:00+11:00")) == (
        "1er novembre 2026 à 8 h 01"
    )
