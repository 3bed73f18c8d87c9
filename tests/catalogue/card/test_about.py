"""demarche.toml: typed, with every problem told at once."""

from datetime import UTC, datetime

import pytest

from tests.catalogue.folders import CARD, good_files
from workflows.catalogue import InvalidDemarche
from workflows.catalogue.card.about import read_about


def card(**replaced: str) -> bytes:
    text = good_files()[CARD].decode()
    return "\n".join([*(f"{name} = {value}" for name, value in replaced.items()), text]).encode()


def test_the_permit_says_who_holds_each_lane():
    about = read_about(good_files()[CARD])

    assert about.lanes == {"Usager": "usager", "Agent DDDT": "dddt_chasse", "Système": "systeme"}
    assert about.number_prefix == "PS"
    assert about.delay_days == 15
    assert [source.url[:8] for source in about.sources].count("https://") == 3


def test_every_problem_is_told_at_once():
    with pytest.raises(InvalidDemarche) as refusal:
        read_about(b'titel = "x"\ndelay_days = true\nlanes = 3\nsources = [{url = "ftp://x"}]\n')

    places = {each.element for each in refusal.value.findings}
    assert places >= {"titel", "title", "theme", "service", "summary", "number_prefix"}
    assert places >= {"delay_days", "lanes", "sources[1].title", "sources[1].url"}


@pytest.mark.parametrize("prefix", ['"ps"', '"PÉ"', '"P1"', '"TROPLONG"', '""', "3"])
def test_a_number_prefix_is_a_few_capitals(prefix: str):
    text = good_files()[CARD].decode().replace('number_prefix = "PS"', f"number_prefix = {prefix}")

    with pytest.raises(InvalidDemarche) as refusal:
        read_about(text.encode())

    assert {each.element for each in refusal.value.findings} == {"number_prefix"}


def test_an_unknown_calendar_is_refused_with_an_example():
    with pytest.raises(InvalidDemarche) as refusal:
        read_about(card(calendar='"Atlantide"'))

    (finding,) = refusal.value.findings
    assert (finding.element, "NC" in finding.remedy) == ("calendar", True)


def test_a_date_needs_its_offset():
    with pytest.raises(InvalidDemarche) as refusal:
        read_about(card(opens_at="2027-01-01T00:00:00"))

    assert refusal.value.findings[0].element == "opens_at"


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2027-01-03T23:59:59+11:00", False),
        ("2027-01-04T00:00:00+11:00", True),
        ("2027-12-31T23:59:58+11:00", True),
        ("2027-12-31T23:59:59+11:00", False),
    ],
)
def test_a_demarche_is_open_from_its_opening_to_its_closing(now: str, is_open: bool):
    about = read_about(
        card(opens_at="2027-01-04T00:00:00+11:00", closes_at="2027-12-31T23:59:59+11:00")
    )

    assert about.opening.is_open(datetime.fromisoformat(now).astimezone(UTC)) is is_open


def test_a_deeply_nested_table_is_an_error_and_not_a_crash():
    with pytest.raises(InvalidDemarche) as refusal:
        read_about(b"a = " + b"[" * 100_000)

    assert refusal.value.findings[0].code == "toml-illisible"
