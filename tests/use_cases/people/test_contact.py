"""Addresses and numbers as people type them."""

import pytest

from workflows.errors import InvalidAnswers
from workflows.use_cases.people.contact import read_email, read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Prenom.Nom@Exemple.NC ", "prenom.nom@exemple.nc"),
        ("a+b@sous.domaine.exemple.org", "a+b@sous.domaine.exemple.org"),
        ("o'connor@exemple.nc", "o'connor@exemple.nc"),
    ],
)
def test_an_address_is_kept_in_lower_case(typed: str, kept: str):
    assert read_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "usager",
        "usager@",
        "@exemple.nc",
        "usager@exemple",
        "a b@exemple.nc",
        "a@b@exemple.nc",
        "usager@exemple.nc\nBcc: autre@exemple.nc",
        "usager@exemple.nc, autre@exemple.nc",
        "<usager@exemple.nc>",
        "usager..nom@exemple.nc",
        ".usager@exemple.nc",
        "usager@exemple..nc",
        "usagé@exemple.nc",
        f"{'a' * 65}@exemple.nc",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.nc",
    ],
)
def test_what_is_no_single_address_is_refused(typed: str):
    with pytest.raises(InvalidAnswers) as refused:
        read_email(typed)

    assert set(refused.value.errors) == {"email"}


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("123456", "+687123456", "12 34 56"),
        ("12 34 56", "+687123456", "12 34 56"),
        ("12.34.56", "+687123456", "12 34 56"),
        ("12-34-56", "+687123456", "12 34 56"),
        ("+687 12 34 56", "+687123456", "12 34 56"),
        ("00687123456", "+687123456", "12 34 56"),
        ("(+687) 123456", "+687123456", "12 34 56"),
        ("12\u202f34\u00a056", "+687123456", "12 34 56"),
        ("+33 6 12 34 56 78", "+33612345678", "+33612345678"),
        ("0061 412 345 678", "+61412345678", "+61412345678"),
    ],
)
def test_a_number_is_kept_in_international_form(typed: str, kept: str, shown: str):
    assert read_phone(typed) == kept
    assert show_phone(kept) == shown


@pytest.mark.parametrize(
    "typed",
    ["", "12345", "1234567", "12 34 5a", "+68712345", "+6871234567", "+0123456", "+33", "١٢٣٤٥٦"],
)
def test_a_number_too_short_too_long_or_of_other_signs_is_refused(typed: str):
    with pytest.raises(InvalidAnswers) as refused:
        read_phone(typed)

    assert set(refused.value.errors) == {"phone"}
