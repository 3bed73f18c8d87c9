"""Lanes given to people from the diagram, and what a draft offers to its diagram."""

import tomllib

import pytest

from tests.use_cases.cast import make_agent
from workflows.errors import Forbidden, Invalid
from workflows.model import Role
from workflows.use_cases.act import acting, looking
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.editors.choices import diagram_choices
from workflows.use_cases.studio.editors.lanes import LaneChange, hold_lane
from workflows.use_cases.studio.files import read_draft_file, save_draft_file

CODE = "aide_au_logement"


@pytest.fixture
def ana(world):
    agent = make_agent(world, "Ana", (), Role.ANALYST)
    with acting(world, agent) as act:
        create_blank(act, CODE, "Aide au logement")
    return agent


def hold(world, who, lane, **told):
    with acting(world, who) as act:
        hold_lane(act, CODE, LaneChange(lane, **told))


def about(world, who):
    with looking(world, who) as act:
        return tomllib.loads(read_draft_file(act, CODE, "demarche.toml").content.decode())


def choices(world, who):
    with looking(world, who) as act:
        return diagram_choices(act, CODE)


def test_a_lane_is_given_to_the_citizen_the_system_a_group_or_nobody(world, ana):
    hold(world, ana, "Mairie", holder="service_instructeur")
    hold(world, ana, "Service", holder="systeme")
    hold(world, ana, "Système")

    assert about(world, ana)["lanes"] == {
        "Usager": "usager",
        "Service": "systeme",
        "Mairie": "service_instructeur",
    }


def test_a_new_group_is_described_and_holds_the_lane(world, ana):
    hold(world, ana, "Commission", group="Commission d'agrément")
    hold(world, ana, "Bureau", group="Commission d'agrément")

    told = about(world, ana)
    assert told["groups"]["commission_d_agrement"] == "Commission d'agrément"
    assert told["lanes"]["Commission"] == told["lanes"]["Bureau"] == "commission_d_agrement"
    assert len(told["groups"]) == 2


def test_a_new_group_takes_the_place_of_the_one_that_nothing_names_any_more(world, ana):
    hold(world, ana, "Service", group="Bureau du logement")

    assert about(world, ana)["groups"] == {"bureau_du_logement": "Bureau du logement"}


def test_a_group_that_another_lane_or_a_task_names_stays_beside_the_new_one(world, ana):
    hold(world, ana, "Annexe", holder="service_instructeur")
    hold(world, ana, "Service", group="Bureau du logement")
    kept_by_a_lane = about(world, ana)["groups"]
    name_group_in_task(world, ana, "bureau_du_logement")
    hold(world, ana, "Service", group="Commission")

    assert set(kept_by_a_lane) == {"service_instructeur", "bureau_du_logement"}
    assert set(about(world, ana)["groups"]) == {*kept_by_a_lane, "commission"}


def test_a_renamed_lane_keeps_its_holder(world, ana):
    hold(world, ana, "Instruction", former="Service")

    lanes = about(world, ana)["lanes"]
    assert list(lanes) == ["Usager", "Instruction", "Système"]
    assert lanes["Instruction"] == "service_instructeur"


@pytest.mark.parametrize(
    "told",
    [{"lane": "Service", "holder": "inconnu"}, {"lane": " \n"}, {"lane": "S", "group": "!!!"}],
    ids=["unknown group", "nameless lane", "group without letters"],
)
def test_a_lane_that_says_nothing_sensible_is_refused_and_nothing_changes(world, ana, told):
    before = about(world, ana)

    with pytest.raises(Invalid):
        hold(world, ana, **told)

    assert about(world, ana) == before


def test_only_designers_give_lanes(world, ana):
    with pytest.raises(Forbidden):
        hold(world, make_agent(world, "Léo", ("bureau",)), "Service", holder="systeme")


def test_the_diagram_is_offered_forms_groups_lanes_services_and_names(world, ana):
    offered = choices(world, ana)

    assert [name for name, _label in offered.forms] == ["demande"]
    assert offered.groups == (("service_instructeur", "Service instructeur"),)
    assert offered.lanes["Usager"] == "usager"
    assert {service.type: [each.key for each in service.headers] for service in offered.services}[
        "document"
    ] == ["modele", "nom"]
    assert [value for value, _label in offered.outcomes] == ["accepte", "refuse", "sans_suite"]
    assert "forms/demande.form" in offered.paths
    assert offered.variables


def test_a_broken_file_offers_nothing_and_hides_nothing_else(world, ana):
    with acting(world, ana) as act:
        save_draft_file(act, CODE, "demarche.toml", b"title =", 1)

    offered = choices(world, ana)

    assert (offered.groups, offered.lanes) == ((), {})
    assert [name for name, _label in offered.forms] == ["demande"]


def name_group_in_task(world, who, group):
    said = f'<zeebe:assignmentDefinition candidateGroups="{group}" />'.encode()
    with acting(world, who) as act:
        read = read_draft_file(act, CODE, "process.bpmn")
        drawn = read.content.replace(b"<zeebe:userTask />", b"<zeebe:userTask />" + said)
        save_draft_file(act, CODE, "process.bpmn", drawn, read.revision)
