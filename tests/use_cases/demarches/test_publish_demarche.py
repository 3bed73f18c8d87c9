"""Publishing: immutable versions named by their content; dossiers stay on theirs."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    do,
    file_dossier,
    install,
    live_task,
    live_tasks,
    make_agent,
    make_citizen,
)
from workflows.catalogue import InvalidDemarche
from workflows.errors import Forbidden, NotFound
from workflows.model import DemarcheVersion, Dossier, Group, Role, version_group
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.demarches.browse import list_demarches, show_demarche
from workflows.use_cases.demarches.publish_demarche import publish

PERMIS = Path(__file__).resolve().parents[3] / "bpmn" / "permis_de_chasser"


@pytest.fixture
def permis(tmp_path):
    """A copy of the hunting permit that a test may change."""
    return Path(shutil.copytree(PERMIS, tmp_path / "permis_de_chasser"))


def published(world, folder, actor=SYSTEM):
    with acting(world, actor) as act:
        return publish(act, folder)


def test_a_folder_becomes_a_version_that_citizens_find(world, permis):
    version = published(world, permis)

    assert (version.code, version.number, version.created) == ("permis_de_chasser", 1, True)
    with looking(world, SYSTEM) as act:
        [card] = list_demarches(act)
        sheet = show_demarche(act, "permis_de_chasser")
        assert list(act.session.scalars(select(Group.code))) == ["dddt_chasse"]
        assert list(act.session.scalars(select(version_group.c.group_code))) == ["dddt_chasse"]
    assert (card.title, card.closed) == ("Permis de chasser", "")
    assert "Pièce d'identité" in [piece.label for piece in sheet.pieces]


def test_the_same_content_makes_no_second_version(world, permis):
    first = published(world, permis)
    second = published(world, permis)

    assert second.created is False
    assert (second.number, second.digest) == (first.number, first.digest)


def test_a_change_makes_a_new_version_and_going_back_makes_the_old_one_current(world, permis):
    first = published(world, permis)
    fiche = permis / "fiche.md"
    before = fiche.read_text(encoding="utf-8")
    fiche.write_text(before + "\nNouvelle phrase.\n", encoding="utf-8")
    second = published(world, permis)
    fiche.write_text(before, encoding="utf-8")
    third = published(world, permis)

    assert (second.number, second.created) == (2, True)
    assert (third.number, third.digest, third.created) == (1, first.digest, False)
    with looking(world, SYSTEM) as act:
        assert "Nouvelle phrase" not in show_demarche(act, "permis_de_chasser").fiche
        assert len(act.session.scalars(select(DemarcheVersion.id)).all()) == 2


def test_a_folder_with_errors_is_refused_with_its_findings_and_nothing_is_written(world, permis):
    (permis / "forms" / "instruction.form").unlink()

    with pytest.raises(InvalidDemarche) as refused:
        published(world, permis)

    assert refused.value.findings
    with looking(world, SYSTEM) as act:
        assert list_demarches(act) == ()
        assert list(act.session.scalars(select(Group.code))) == []


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.CHIEF])
def test_only_analysts_and_administrators_publish(world, permis, role):
    with pytest.raises(Forbidden):
        published(world, permis, make_agent(world, groups=(), role=role))

    published(world, permis, make_agent(world, groups=(), role=Role.ANALYST))


def test_a_dossier_under_way_stays_on_the_version_it_began_with(world, aide, aide_folder, tmp_path):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    with looking(world, SYSTEM) as act:
        began_with = act.session.get_one(Dossier, dossier_id).version_id
    process = aide_folder / "process.bpmn"
    renamed = process.read_text(encoding="utf-8").replace("Examiner la demande", "Relire")
    newer = demarches.write_folder(tmp_path / "aide_test", renamed.encode())
    install(world, newer)

    do(world, agent, live_task(world, dossier_id), decision="a_completer", motif="Un RIB")
    do(world, citizen, live_task(world, dossier_id), reponse="Voici")

    with looking(world, SYSTEM) as act:
        assert act.session.get_one(Dossier, dossier_id).version_id == began_with
    assert [task.name for task in live_tasks(world, dossier_id)] == ["Examiner la demande"]
    newcomer = file_dossier(world, make_citizen(world, "autre@exemple.nc"), aide)
    assert [task.name for task in live_tasks(world, newcomer)] == ["Relire"]


def test_an_unknown_demarche_is_not_found(world):
    with looking(world, SYSTEM) as act, pytest.raises(NotFound):
        show_demarche(act, "inconnue")
