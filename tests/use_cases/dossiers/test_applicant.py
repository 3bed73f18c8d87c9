"""The name by which a dossier is listed."""

import pytest

from workflows.use_cases.dossiers.applicant import applicant_of


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"prenoms": "Rose Marie", "nom": "Wamytan"}, "Rose Marie Wamytan"),
        ({"prenom": "Rose", "nom": "Wamytan"}, "Rose Wamytan"),
        ({"nom": "  Wamytan "}, "Wamytan"),
        ({"denomination": "SARL du Lagon", "nom": "Wamytan"}, "SARL du Lagon"),
        ({"prenoms": "", "nom": None, "autre": "x"}, "rose@exemple.nc"),
        ({"nom": ["liste"]}, "rose@exemple.nc"),
        ({"nom": "N" * 300}, "N" * 200),
    ],
)
def test_an_applicant_is_a_company_else_a_person_else_an_address(values, name):
    assert applicant_of(values, "rose@exemple.nc") == name
