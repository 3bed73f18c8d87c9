"""An administrator takes dossiers under way to another version, from its page, and back."""

import re

import pytest
from sqlalchemy import select

from backoffice.views import moves
from tests.backoffice.desk import text_of
from tests.use_cases.cast import install
from tests.use_cases.sample_demarches import write_aide
from workflows.model import DemarcheVersion, Dossier, Role, Task
from workflows.use_cases.act import SYSTEM, looking

PAGE = "/deplacements/aide_test/2"


@pytest.fixture
def admin(office):
    return office.desk(Role.ADMINISTRATOR, (), "Ada Min")


@pytest.fixture
def two_versions(office, tmp_path):
    """Two dossiers on the first version, and a second one where « Examiner » was renamed."""
    for email in ("rose@exemple.nc", "jean@exemple.nc"):
        office.file(email)
    path = write_aide(tmp_path / "aide_test")
    process = (path / "process.bpmn").read_text(encoding="utf-8")
    renamed = process.replace("Examiner", "Controler")
    (path / "process.bpmn").write_text(renamed, encoding="utf-8")
    install(office.world, path)


def versions(office):
    with looking(office.world, SYSTEM) as act:
        found = select(DemarcheVersion.number).join(
            Dossier, Dossier.version_id == DemarcheVersion.id
        )
        return sorted(act.session.scalars(found))


def counts(page):
    return [int(found) for found in re.findall(r"<dd>(\d+)</dd>", page)]


@pytest.mark.usefixtures("two_versions")
def test_the_page_of_a_version_leads_who_designs_or_administers_to_the_dry_run(office, admin):
    assert f'href="{PAGE}"' in admin.read("/demarches/aide_test/2")
    analyst = office.desk(Role.ANALYST, ())
    assert f'href="{PAGE}"' in analyst.read("/demarches/aide_test/2")

    page = admin.read(PAGE)

    assert counts(page) == [0, 2, 0]
    assert "n’existe plus" in page
    assert "Faire passer 0" not in page
    assert versions(office) == [1, 1]


@pytest.mark.usefixtures("two_versions")
def test_dossiers_go_once_the_renaming_is_told_and_come_back(office, admin):
    page = admin.read(f"{PAGE}?ancien=Examiner&nouveau=Controler")
    assert counts(page) == [2, 0, 0]
    assert "Faire passer 2 dossiers" in page

    moved = admin.post(PAGE, {"ancien": "Examiner", "nouveau": "Controler"})

    assert moved.status_code == 303
    assert "2 dossiers : passés à la version 2." in admin.read(PAGE)
    assert versions(office) == [2, 2]
    with looking(office.world, SYSTEM) as act:
        assert "Controler" in set(act.session.scalars(select(Task.element_id)))

    admin.post(f"{PAGE}/annuler")

    assert "2 dossiers : revenus" in admin.read(PAGE)
    assert versions(office) == [1, 1]


@pytest.mark.usefixtures("two_versions")
def test_what_cannot_go_stays_without_a_word_lost(office, admin):
    admin.post(PAGE)

    assert versions(office) == [1, 1]


@pytest.mark.usefixtures("two_versions")
def test_a_forged_renaming_is_told(admin):
    answer = admin.get(f"{PAGE}?ancien=Examiner&nouveau=Nulle_part")

    assert answer.status_code == 422
    assert "pas d&#39;élément « Nulle_part »" in text_of(answer)


def test_an_unknown_version_is_not_found(office, admin):
    assert admin.get("/deplacements/aide_test/9").status_code == 404


@pytest.mark.usefixtures("two_versions")
def test_dossiers_move_some_at_a_time_until_none_is_left(office, admin, monkeypatch):
    monkeypatch.setattr(moves, "BATCH", 1)
    mapping = {"ancien": "Examiner", "nouveau": "Controler"}

    told = [admin.post(f"{PAGE}/lot", mapping).json for _turn in range(3)]

    assert [(each["moved"], each["left"]) for each in told] == [(1, 1), (1, 0), (0, 0)]
    assert versions(office) == [2, 2]
