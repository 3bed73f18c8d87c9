"""Publishing from the studio: conditions, what changes, approval, dossiers under way, way back."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from backoffice.app import create_app
from tests.backoffice.desk import Desk, Office, text_of
from tests.backoffice.studio.conftest import PERMIT as FOLDER
from workflows.model import Agent, Demarche, DemarcheVersion, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.studio.publication import examine_draft

PERMIT = "/conception/permis_de_chasser"
PAGE = f"{PERMIT}/publication"
BLANK = "/conception/aide_au_loyer"
FICHE = f"{PERMIT}/fichiers/fiche.md"


def digest(page: str) -> str:
    return re.search(r'name="empreinte" value="(\w{64})"', page)[1]


def as_it_is(office: Office, desk: Desk) -> dict[str, str]:
    """Return what the form of publication would send, were it shown."""
    return {"empreinte": examine_draft(office.world, desk.actor, "permis_de_chasser").digest}


def in_service(office: Office, code: str = "permis_de_chasser") -> int:
    with looking(office.world, SYSTEM) as act:
        found = select(DemarcheVersion.number).join(
            Demarche, Demarche.current_id == DemarcheVersion.id
        )
        return act.session.scalar(found.where(Demarche.code == code)) or 0


def rewrite(desk: Desk, path: str, old: str, new: str, demarche: str = PERMIT) -> None:
    """Change a file of the draft as its editor would."""
    url = f"{demarche}/fichiers/{path}"
    file = desk.ask("GET", url).json
    assert old in file["content"]
    sent = {"content": file["content"].replace(old, new, 1), "revision": file["revision"]}
    assert desk.ask("PUT", url, sent).status_code == 200


@pytest.fixture
def strict(studio: Office) -> Office:
    """The same office where another person must approve."""
    settings = replace(studio.world.settings, publish_approvals=1)
    world = replace(studio.world, settings=settings)
    return Office(create_app(world), world, studio.aide)


def test_a_draft_that_holds_its_promises_becomes_the_version_in_service(studio, ana):
    rewrite(ana, "fiche.md", "gratuit", "sans frais")

    page = ana.read(PAGE)
    answer = ana.post(PAGE, {"empreinte": digest(page)})

    assert "« fiche.md » est réécrit." in page
    assert answer.status_code == 303
    assert in_service(studio) == 2
    assert ana.get(FICHE).status_code == 404  # the draft is closed
    after = ana.read(PAGE)
    assert "Aucun brouillon en cours" in after
    assert "Publié en version 2" in ana.read(f"{PERMIT}/")


def test_errors_and_failing_scenarios_keep_a_draft_from_publication(studio, ana):
    rewrite(ana, "letters/refuse.txt", "{{ motifTexte }}", "{{ inconnu }}")
    page = ana.read(PAGE)
    refused = ana.post(PAGE, as_it_is(studio, ana))

    assert "Corrigez les erreurs" in page
    assert "Rien ne remplit {{ inconnu }}" in page
    assert refused.status_code == 409
    assert in_service(studio) == 1

    rewrite(ana, "letters/refuse.txt", "{{ inconnu }}", "{{ motifTexte }}")
    rewrite(ana, "scenarios/g_refus_motive.toml", 'outcome = "refuse"', 'outcome = "accepte"')
    page = ana.read(PAGE)
    assert "6 réussis sur 7." in page
    failing = ana.post(PAGE, as_it_is(studio, ana))
    assert failing.status_code == 409
    assert "faites-les tous réussir" in text_of(failing)
    assert in_service(studio) == 1


def test_a_draft_without_scenarios_is_not_published(studio, ana):
    for path in FOLDER.glob("scenarios/*.toml"):
        url = f"{PERMIT}/fichiers/scenarios/{path.name}"
        revision = ana.ask("GET", url).json["revision"]
        assert ana.ask("DELETE", f"{url}?revision={revision}").status_code == 204

    refused = ana.post(PAGE, as_it_is(studio, ana))

    assert refused.status_code == 409
    assert "Écrivez au moins un scénario" in text_of(refused)
    assert in_service(studio) == 1


def test_a_publication_that_does_not_say_what_was_read_is_refused(studio, ana):
    rewrite(ana, "fiche.md", "gratuit", "sans frais")

    assert ana.post(PAGE, {}).status_code == 422
    assert in_service(studio) == 1


def test_what_changed_since_it_was_read_is_not_published(studio, ana):
    rewrite(ana, "fiche.md", "gratuit", "sans frais")
    read = digest(ana.read(PAGE))
    zoe = studio.desk(Role.ANALYST, (), "Zoé")
    rewrite(zoe, "fiche.md", "sans frais", "payant")

    refused = ana.post(PAGE, {"empreinte": read})

    assert refused.status_code == 409
    assert "Zoé a changé ce brouillon" in text_of(refused)
    assert in_service(studio) == 1


def test_changes_are_told_rule_by_rule_field_by_field_and_on_both_diagrams(ana):
    rewrite(ana, "process.bpmn", 'name="Vérifier le dossier"', 'name="Contrôler le dossier"')
    rewrite(ana, "forms/demande.form", '"label": "Nom"', '"label": "Nom de famille"')
    rewrite(ana, "type_permis.dmn", "&lt; 16", "&lt; 15")

    page = ana.read(PAGE)
    drawn = ana.get(f"{PAGE}/diagrammes.json").json

    assert "« Vérifier le dossier » devient « Contrôler le dossier »" in page
    assert "« Nom » devient « Nom de famille »" in page
    assert page.index("Contrôler le dossier") < page.index("Nom de famille")  # the diagram first
    assert "règle" in page
    assert drawn["changed"] == ["Verifier"]
    assert 'name="Contrôler le dossier"' in drawn["after"]
    assert 'name="Vérifier le dossier"' in drawn["before"]


def test_there_is_nothing_to_publish_in_a_draft_that_changes_nothing(ana):
    assert "Rien à publier" in ana.read(PAGE)


def test_a_first_publication_says_so(ana):
    assert "Première publication" in ana.read(f"{BLANK}/publication")


def test_a_group_without_agents_is_told_with_who_puts_them_where(studio, ana):
    admin = studio.desk(Role.ADMINISTRATOR, (), "Ada")
    rewrite(ana, "demarche.toml", '"Usager" = "usager"', '"Usager" = "usager"\n"Autre" = "vide"')
    rewrite(ana, "demarche.toml", "[groups]", '[groups]\nvide = "Groupe sans tâche"')

    studio.desk(Role.ANALYST, ("dddt_chasse",), "Léa")  # who draws does no task
    gone = studio.desk(groups=("dddt_chasse",)).actor
    with acting(studio.world, SYSTEM) as act:
        act.session.get_one(Agent, gone.id).active = False

    before = ana.read(PAGE)
    link = admin.read(PAGE)
    studio.desk(groups=("dddt_chasse",))
    staffed = ana.read(PAGE)

    told = "Aucun agent dans le groupe « DDDT, permis de chasser » :"
    assert told in before
    assert "Un administrateur y met des agents dans « Agents et groupes »" in " ".join(
        before.split()
    )
    assert '<a href="/agents/">Agents et groupes</a>.' in link
    assert "le groupe « Groupe sans tâche »" not in before
    assert told not in staffed


def test_a_group_to_come_is_told_before_the_first_publication(ana):
    rewrite(ana, "process.bpmn", "<bpmn:flowNodeRef>Deposer</bpmn:flowNodeRef>", "", BLANK)
    end = "<bpmn:flowNodeRef>Fin</bpmn:flowNodeRef>"
    rewrite(ana, "process.bpmn", end, end + end.replace("Fin", "Deposer"), BLANK)

    page = ana.read(f"{BLANK}/publication")

    assert "Aucun agent dans le groupe « Service instructeur »" in page
    assert "Le groupe existera à la publication" in page


def test_another_person_approves_and_only_what_she_read(strict):
    ana = strict.desk(Role.ANALYST, (), "Ana")
    zoe = strict.desk(Role.ANALYST, (), "Zoé")
    rewrite(ana, "fiche.md", "gratuit", "sans frais")
    read = {"empreinte": digest(ana.read(PAGE))}
    accord = f"{PAGE}/accord"

    assert ana.post(PAGE, read).status_code == 409
    assert ana.post(accord, read).status_code == 403  # her own change
    assert zoe.post(accord, read).status_code == 303
    assert "Donné par Zoé" in ana.read(PAGE)
    assert zoe.post(PAGE, read).status_code == 409  # she approved: another publishes
    rewrite(ana, "fiche.md", "sans frais", "gratuit ou presque")
    changed = {"empreinte": digest(ana.read(PAGE))}
    assert zoe.post(accord, read).status_code == 409  # of what it is no longer
    assert ana.post(PAGE, changed).status_code == 409
    assert zoe.post(accord, changed).status_code == 303
    assert ana.post(PAGE, changed).status_code == 303
    assert in_service(strict) == 2


def test_a_namesake_is_another_person(strict):
    ana, other = (strict.desk(Role.ANALYST, (), "Ana") for _ in range(2))
    rewrite(ana, "fiche.md", "gratuit", "sans frais")
    read = {"empreinte": digest(ana.read(PAGE))}

    assert other.post(f"{PAGE}/accord", read).status_code == 303
    assert ana.post(PAGE, read).status_code == 303


def test_a_former_version_comes_back_into_service(studio, ana):
    rewrite(ana, "fiche.md", "gratuit", "sans frais")
    ana.post(PAGE, {"empreinte": digest(ana.read(PAGE))})

    answer = ana.post(f"{PAGE}/retour", {"version": "1"})
    missing = ana.post(f"{PAGE}/retour", {"version": "9"})

    assert answer.status_code == 303
    assert in_service(studio) == 1
    assert missing.status_code == 404


def test_who_wants_to_see_the_dossiers_under_way_is_led_to_them(ana):
    rewrite(ana, "fiche.md", "gratuit", "sans frais")

    answer = ana.post(PAGE, {"empreinte": digest(ana.read(PAGE)), "suite": "voir"})

    assert answer.headers["Location"] == "/deplacements/permis_de_chasser/2"
    assert ana.read("/deplacements/permis_de_chasser/2")
