"""« Scénarios » over HTTP: results, coverage, the form of the steps, the text, two analysts."""

import pytest
from lxml import html

from tests.backoffice.desk import Desk, Office, text_of
from tests.backoffice.studio.playing import CODE
from tests.use_cases.cast import install
from tests.use_cases.studio.plays import PERMIT
from workflows.catalogue.scenarios.steps import read_scenario
from workflows.model import Role

LIST = f"/conception/{CODE}/scenarios"
ONE = f"{LIST}/d_complement_jamais_fourni"
CANARY = "<script>window.__xss=1</script>"


@pytest.fixture
def office(office: Office) -> Office:
    install(office.world, PERMIT)
    return office


@pytest.fixture
def ana(office: Office) -> Desk:
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    assert desk.post(f"/conception/{CODE}/brouillon").status_code == 303
    return desk


def put(desk: Desk, stem: str, old: str, new: str) -> None:
    """Change a scenario behind the form's back."""
    path = f"/conception/{CODE}/fichiers/scenarios/{stem}.toml"
    read = desk.ask("GET", path).json
    assert old in read["content"]
    content = read["content"].replace(old, new)
    saved = desk.ask("PUT", path, {"content": content, "revision": read["revision"]})
    assert saved.status_code == 200


def typed(page: str, holding: str = "step") -> dict[str, list[str]]:
    """Return what a browser would send of the form that has such a field."""
    form = html.fromstring(page).xpath(f'//form[.//*[@name="{holding}"]]')[0]
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def kept(desk: Desk, stem: str):
    path = f"/conception/{CODE}/fichiers/scenarios/{stem}.toml"
    return read_scenario(stem, desk.ask("GET", path).json["content"].encode())


def test_the_list_says_what_passes_and_what_is_covered(ana):
    page = ana.read(LIST)

    assert "<strong>7 / 7</strong>" in page
    assert page.count("<strong>100 %</strong>") == 2
    assert "Tout est parcouru" in page


def test_a_failure_is_told_at_its_step_with_what_was_expected(ana):
    put(ana, "a_delivre", 'state = "depose"', 'state = "accepte"')

    told = "état du dossier : attendu « accepte », obtenu « depose »."
    assert "<strong>6 / 7</strong>" in ana.read(LIST)
    assert f"étape 1, « Déposer la demande » : {told}" in ana.read(LIST)
    assert told in ana.read(f"{LIST}/a_delivre")


def test_what_no_scenario_reaches_is_listed_and_drawn(ana):
    for stem in ("d_complement_jamais_fourni", "f_complement_fourni"):
        path = f"/conception/{CODE}/fichiers/scenarios/{stem}.toml?revision=1"
        assert ana.ask("DELETE", path).status_code == 204

    page = ana.read(LIST)
    drawn = ana.ask("GET", f"{LIST}/couverture.json").json

    assert "Éléments jamais visités" in page
    assert "Décision ? → Demander le complément (à compléter)" in page
    assert "Flux_a_completer" in drawn["missed"]
    assert "Flux_conforme" in drawn["passed"]
    assert {"Completer", "Relancer"} <= set(drawn["missed"])


def test_the_form_of_the_steps_sends_back_the_same_scenario(ana):
    for stem in ("a_delivre", "b_mineur_sans_attestation", "d_complement_jamais_fourni"):
        before = kept(ana, stem)

        saved = ana.client.post(
            f"{LIST}/{stem}", data={**typed(ana.read(f"{LIST}/{stem}")), "do": "save"}
        )

        assert saved.status_code == 303
        assert kept(ana, stem) == before


def test_a_message_that_comes_is_kept_by_the_form_with_what_it_brings(ana):
    stem = "d_complement_jamais_fourni"
    first = '[[step]]\ntask = "Déposer la demande"'
    event = '[[step]]\nmessage = "retrait"\nkey = "X-1"\nanswers = { motif = "non" }'
    put(ana, stem, first, f"{event}\n\n{first}")
    before = kept(ana, stem)

    page = ana.read(f"{LIST}/{stem}")
    ana.post(f"{LIST}/{stem}", {**typed(page), "do": "save"})

    assert "message:retrait" in page
    assert kept(ana, stem) == before
    assert before.steps[0].key == "X-1"


def test_a_changed_answer_is_saved_and_played_at_once(ana):
    fields = typed(ana.read(f"{LIST}/g_refus_motive"))
    fields["step-3-a-motifTexte"] = ["Un autre motif, bien expliqué."]

    ana.client.post(f"{LIST}/g_refus_motive", data={**fields, "do": "save"})

    assert kept(ana, "g_refus_motive").steps[2].answers["motifTexte"].startswith("Un autre")
    assert "la lettre « refuse » ne contient pas" in ana.read(f"{LIST}/g_refus_motive").replace(
        "&#39;", "'"
    )


@pytest.mark.parametrize(
    ("button", "tasks"),
    [
        ("add-1", ["Déposer la demande", "", "Vérifier le dossier", "Vérifier le dossier"]),
        ("up-2", ["Vérifier le dossier", "Déposer la demande", "Vérifier le dossier"]),
        ("down-1", ["Vérifier le dossier", "Déposer la demande", "Vérifier le dossier"]),
        ("remove-1", ["Vérifier le dossier", "Vérifier le dossier"]),
        ("up-1", ["Déposer la demande", "Vérifier le dossier", "Vérifier le dossier"]),
    ],
)
def test_a_button_changes_the_form_and_saves_nothing(ana, button, tasks):
    address = f"{LIST}/g_refus_motive"
    before = kept(ana, "g_refus_motive")

    changed = ana.client.post(address, data={**typed(ana.read(address)), "do": button})

    fields = typed(text_of(changed))
    assert [fields[f"step-{n}-task"][0] for n in fields["step"]] == tasks
    assert "pas encore enregistrés" in text_of(changed)
    assert kept(ana, "g_refus_motive") == before


def test_what_follows_is_filled_in_on_demand(ana):
    created = ana.post(LIST, {"name": "Une demande, puis rien"})
    address = created.location
    fields = typed(ana.read(address))
    fields["step-1-like"] = ["a_delivre"]

    observed = ana.client.post(address, data={**fields, "do": "observe"})

    filled = typed(text_of(observed))
    assert filled["step-1-ready"] == ["Vérifier le dossier"]
    assert filled["step-1-mails"] == ["accuse_reception"]
    assert filled["step-1-state"] == ["depose"]
    assert "step-1-documents-on" in filled


def test_what_cannot_be_understood_is_told_and_kept_on_screen(ana):
    fields = typed(ana.read(ONE))
    fields["step-3-amount"] = ["beaucoup"]

    refused = ana.client.post(ONE, data={**fields, "do": "save"})

    assert refused.status_code == 422
    assert "Étape 3 : la durée est un nombre entier." in text_of(refused)
    assert 'value="beaucoup"' in text_of(refused)


@pytest.mark.parametrize("button", ["save", "observe"])
def test_half_a_character_among_the_answers_is_told_and_kept_on_screen(ana, button):
    fields = {**typed(ana.read(ONE)), "step-1-other": [r'{"a": "\ud800"}']}

    refused = ana.client.post(ONE, data={**fields, "do": button})

    assert refused.status_code == 422
    assert "n’est pas du JSON" in text_of(refused)
    assert r"\ud800" in text_of(refused)


@pytest.mark.parametrize("odd", [{"step": "9" * 5000}, {"do": "remove-" + "9" * 5000}])
def test_a_rank_that_no_page_sends_changes_nothing(ana, odd):
    before = kept(ana, "d_complement_jamais_fourni")

    answer = ana.client.post(ONE, data={**typed(ana.read(ONE)), "do": "refresh", **odd})

    assert answer.status_code == 200
    assert kept(ana, "d_complement_jamais_fourni") == before


def test_a_letter_without_its_text_is_told_and_kept_on_screen(ana):
    fields = typed(ana.read(ONE))
    fields["step-1-letters"] = ["accuse_reception : bien arrivée\nsans_suite\n: seul"]

    refused = ana.client.post(ONE, data={**fields, "do": "save"})

    assert refused.status_code == 422
    told = html.fromstring(text_of(refused)).xpath("string(//*[@role='alert'])")
    assert "Étape 1 : « sans_suite » : écrivez la lettre, deux-points, puis le texte." in told
    assert "Étape 1 : « : seul » : écrivez la lettre, deux-points, puis le texte." in told
    kept_on_screen = typed(text_of(refused))["step-1-letters"][0].split()
    assert kept_on_screen == [
        "accuse_reception",
        ":",
        "bien",
        "arrivée",
        "sans_suite",
        ":",
        ":",
        "seul",
    ]


def test_a_long_answer_goes_through_the_form_whole(ana):
    long = "Une phrase de plus. " * 500 + "Fin."
    put(ana, "a_delivre", 'nom = "Wéa"', f'nom = "{long}"')
    before = kept(ana, "a_delivre")

    ana.post(f"{LIST}/a_delivre", {**typed(ana.read(f"{LIST}/a_delivre")), "do": "save"})

    assert before.steps[0].answers["nom"] == long
    assert kept(ana, "a_delivre") == before


def test_the_second_analyst_keeps_what_he_typed(ana, office):
    bob = office.desk(Role.ANALYST, (), "Bob Lyste")
    fields = typed(bob.read(ONE))
    put(ana, "d_complement_jamais_fourni", "P14D", "P13D")

    refused = bob.client.post(ONE, data={**fields, "name": "La mienne", "do": "save"})
    again = bob.client.post(ONE, data={**typed(text_of(refused)), "do": "save"})

    assert refused.status_code == 409
    assert "Ana Lyste" in text_of(refused)
    assert 'value="La mienne"' in text_of(refused)
    assert again.status_code == 303
    assert kept(ana, "d_complement_jamais_fourni").name == "La mienne"


def test_the_text_is_saved_once_it_can_be_read(ana):
    page = {name: value for name, [value] in typed(ana.read(f"{ONE}/texte"), "content").items()}
    wrong = ana.post(f"{ONE}/texte", {**page, "content": "name = "})
    right = page["content"].replace("P14D", "P13D")

    saved = ana.post(f"{ONE}/texte", {**page, "content": right})

    assert wrong.status_code == 422
    assert "rien n’est enregistré" in text_of(wrong)
    assert "name = " in text_of(wrong)
    assert saved.status_code == 303
    assert kept(ana, "d_complement_jamais_fourni").steps[2].after == "P13D"


def test_a_scenario_that_cannot_be_read_is_shown_as_its_text(ana):
    put(ana, "a_delivre", 'name = "', "name = ")

    shown = ana.get(f"{LIST}/a_delivre")

    assert shown.location.endswith("/a_delivre/texte")
    assert "n’ont pas pu être joués" in ana.read(LIST)
    assert "Étape 1" in ana.read(ONE)


def test_a_scenario_is_created_copied_and_removed(ana):
    created = ana.post(LIST, {"name": "Mon histoire"})
    copied = ana.post(f"{LIST}/a_delivre/copie")
    removed = ana.post(f"{LIST}/mon_histoire/suppression", {"revision": "1"})

    assert created.location.endswith("/scenarios/mon_histoire")
    assert "(copie)" in ana.read(copied.location)
    assert removed.status_code == 303
    assert ana.get(f"{LIST}/mon_histoire").status_code == 404


def test_a_scenario_without_name_is_refused(ana):
    assert ana.post(LIST, {"name": "  "}).status_code == 422


def test_hostile_texts_are_only_text(ana):
    put(ana, "a_delivre", 'nom = "Wéa"', f'nom = "{CANARY}"')
    put(ana, "a_delivre", 'name = "Adulte', f'name = "{CANARY} Adulte')

    for path in (LIST, f"{LIST}/a_delivre", f"{LIST}/a_delivre/texte"):
        assert CANARY not in ana.read(path)
