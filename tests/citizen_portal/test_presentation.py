"""How things read: typography, sizes, dates, Markdown."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from citizen_portal.presentation import day, moment, size
from workflows.catalogue.letters.prose import markdown, typeset


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Oui ?", "Oui\u202f?"),
        ("Oui ! Non ;", "Oui\u202f! Non\u202f;"),
        ("Nom : Wéa", "Nom\u00a0: Wéa"),
        ("« Mes dossiers »", "«\u00a0Mes dossiers\u00a0»"),
        ("l'année d'avant", "l’année d’avant"),
        ("https://exemple.nc", "https://exemple.nc"),
        ("'entre quotes'", "'entre quotes'"),
    ],
)
def test_french_typography_is_applied(typed: str, shown: str):
    assert typeset(typed) == shown


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 Ko"), (200_000, "195 Ko"), (10 * 1024**2, "10 Mo"), (1_600_000, "1,5 Mo")],
)
def test_sizes_are_written_in_french_units(app: Flask, count: int, words: str):
    with app.test_request_context("/"):
        assert size(count) == words


def test_moments_are_written_in_the_zone_of_the_installation(app: Flask):
    evening = datetime(2026, 3, 1, 13, 5, tzinfo=UTC)  # already the 2nd in Nouméa

    with app.test_request_context("/"):
        assert day(evening) == "2 mars 2026"
        assert moment(evening) == "2 mars 2026 à 0\u00a0h\u00a005"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[cliquez](javascript:alert(1))",
        "[cliquez](data:text/html;base64,AAAA)",
        '<a href="x" onclick="alert(1)">x</a>',
        "<img src=x onerror=alert(1)>",
        "![x](https://ailleurs.example/x.png)",
    ],
)
def test_the_markdown_of_a_fiche_brings_nothing_active(text: str):
    shown = str(markdown(text))

    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert 'href="data' not in shown
    assert '<a href="x" on' not in shown


def test_raw_html_in_a_fiche_is_shown_as_it_was_typed():
    assert "&lt;strong&gt;" in str(markdown("Un <strong>mot</strong>."))


def test_the_markdown_of_a_fiche_leaves_the_h1_to_the_page():
    shown = str(markdown("# Titre\n\n## Partie\n\nUn *mot*, une [page](https://exemple.nc/a?b=c)."))

    assert "<h1" not in shown
    assert shown.count("<h2") == 2
    assert "<em>mot</em>" in shown
    assert 'href="https://exemple.nc/a?b=c"' in shown
