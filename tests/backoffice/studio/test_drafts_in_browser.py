"""Drafts in a real browser: accessible pages, autosave, two analysts at one file, an import."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tests.backoffice.test_in_browser import open_page
from tests.browser import serve, violations, watch
from workflows.catalogue.beginnings.starting_points import template_files
from workflows.catalogue.files import pack_files
from workflows.model import Role
from workflows.use_cases.act import acting
from workflows.use_cases.studio.create import create_from_template

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CODE = "attestation"
CANARY = '<img src=x onerror="window.__xss=1">{{7*191}}'


@pytest.fixture
def ana(office):
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    with acting(office.world, desk.actor) as act:
        create_from_template(act, CODE, "Attestation", "simple")
    return desk


@pytest.fixture
def bob(office):
    return office.desk(Role.ANALYST, (), "Bob Lyste")


@pytest.fixture
def address(office) -> Iterator[str]:
    """The application mounted as production mounts it."""
    with serve(DispatcherMiddleware(Flask("portal"), {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def store(chromium, address, ana, bob):
    """Open one file in an editor; all of them save through `draft/store.js`."""

    def opened(desk) -> Page:
        page = open_page(chromium, address, desk)
        page.goto(f"{address}/conception/{CODE}/formulaires/demande")
        expect(page.locator("[data-saving]")).to_be_attached()
        return page

    return opened


def title_box(page: Page):
    page.locator("[data-at='components.0.components.0']").click()
    return page.get_by_label("Libellé", exact=True)


def test_the_code_follows_the_title_until_one_is_typed(chromium, address, ana):
    page = open_page(chromium, address, ana)
    page.goto(f"{address}/conception/nouvelle")
    code = page.get_by_label("Code")

    page.get_by_label("Titre").fill("Permis d'aménager")
    expect(code).to_have_value("permis_d_amenager")
    expect(page.locator("[data-code-state]")).to_have_text("« permis_d_amenager » est libre.")
    code.fill(CODE)
    expect(page.locator("[data-code-state]")).to_contain_text("déjà pris")
    page.get_by_label("Titre").fill("Autre titre")
    expect(code).to_have_value(CODE)
    code.fill("autre_code")
    page.get_by_label("Démarche avec commission").check()
    page.get_by_role("button", name="Créer la démarche").click()

    expect(page.locator(".studio__title")).to_contain_text("Autre titre")
    expect(page.locator("[data-findings-status]")).to_contain_text("Aucun constat")


def test_an_import_is_seen_before_it_is_done(chromium, address, ana, tmp_path):
    files = dict(template_files("simple"))
    files["process.bpmn"] = files["process.bpmn"].replace(b"Examiner la demande", b"Relire")
    package = tmp_path / "x.demarche"
    package.write_bytes(pack_files(CODE, files))
    page = open_page(chromium, address, ana)
    page.goto(f"{address}/conception/import")

    page.get_by_label("Des fichiers ou un paquet").set_input_files(package)
    expect(page.locator("[data-preview]")).to_contain_text("devient « Relire »")
    assert violations(page) == []
    page.get_by_role("button", name="Importer cette révision").click()

    expect(page.locator(".notice")).to_have_text("La nouvelle révision est importée.")
    expect(page.locator("main")).to_contain_text("Avant un import")


def test_a_folder_is_imported_with_its_sub_folders(chromium, address, ana, tmp_path):
    folder = tmp_path / "occupation"
    for name, content in template_files("avec_avis").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    page = open_page(chromium, address, ana)
    page.goto(f"{address}/conception/import")

    page.get_by_label("Ou un dossier").set_input_files(folder)
    page.get_by_role("button", name="Importer", exact=True).click()

    expect(page).to_have_url(re.compile(r"/conception/occupation/$"))
    expect(page.locator("[data-findings-status]")).to_contain_text("Aucun constat")


def test_a_refused_import_says_why_and_a_better_one_follows(chromium, address, ana, tmp_path):
    bad, good = tmp_path / "mauvais.bpmn", tmp_path / "bon.bpmn"
    bad.write_bytes(b"<pas du xml")
    good.write_bytes(template_files("simple")["process.bpmn"])
    page = open_page(chromium, address, ana)
    page.goto(f"{address}/conception/import")
    files = page.get_by_label("Des fichiers ou un paquet")

    files.set_input_files(bad)
    expect(page.get_by_role("alert")).to_contain_text("n’est pas du XML lisible")
    files.set_input_files(good)

    expect(page.locator("#preview-title")).to_contain_text("Nouvelle")


def test_findings_are_counted_by_file_and_parts_are_renamed(chromium, address, ana):
    page = open_page(chromium, address, ana)
    page.goto(f"{address}/conception/{CODE}/")
    letters = page.get_by_role("region", name="Lettres et courriels")

    letters.get_by_label("Nouvelle lettre").fill("de_trop")
    letters.get_by_role("button", name="Ajouter").click()
    page.goto(f"{address}/conception/{CODE}/")
    expect(page.locator("[data-file-findings='letters/de_trop.txt']")).to_have_text(
        "1 avertissement"
    )
    row = letters.get_by_role("row").filter(has_text="refuse")
    row.get_by_text("Actions").click()
    assert violations(page) == []
    row.get_by_label("Nouveau nom").fill("rejet")
    row.get_by_role("button", name="Renommer").click()

    expect(page.locator(".notice")).to_contain_text("tout ce qui le désigne")
    expect(page.locator("[data-findings-status]")).to_have_text("1 avertissement")


def test_the_second_of_two_analysts_is_told_who_and_what_and_loses_nothing(store, ana, bob):
    first, second = store(ana), store(bob)

    title_box(first).fill("Nom de famille")
    expect(first.locator("[data-saving]")).to_contain_text("Enregistré à")
    title_box(second).fill("Nom d'usage")

    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Ana Lyste a enregistré « forms/demande.form »")
    expect(dialog.get_by_role("button", name="Recharger la version de Ana Lyste")).to_be_focused()
    assert violations(second) == []
    for _press in range(2):  # there is no third way
        second.keyboard.press("Escape")
        expect(dialog).to_be_visible()
    with second.expect_download() as mine:
        dialog.get_by_role("link", name="Télécharger ma version").click()
    assert "Nom d'usage" in Path(mine.value.path()).read_text(encoding="utf-8")
    dialog.get_by_role("button", name="Garder ma version").click()
    expect(second.locator("[data-saving]")).to_contain_text("Enregistré à")
    second.goto(second.url.replace("formulaires/demande", ""))
    expect(second.locator("main")).to_contain_text("Avant qu'une version de forms/demande.form")


def test_reloading_takes_the_colleagues_text_and_goes_on(store, ana, bob):
    first, second = store(ana), store(bob)
    title_box(first).fill("Nom de famille")
    expect(first.locator("[data-saving]")).to_contain_text("Enregistré à")
    title_box(second).fill("Nom d'usage")

    second.get_by_role("button", name="Recharger la version de Ana Lyste").click()

    expect(title_box(second)).to_have_value("Nom de famille")
    title_box(second).fill("Nom de naissance")
    expect(second.locator("[data-saving]")).to_contain_text("Enregistré à")


def test_accepting_that_a_colleague_removed_the_file_leads_back_to_the_draft(store, ana, bob):
    page = store(bob)
    title_box(page).click()
    file = f"/conception/{CODE}/fichiers/forms/demande.form"
    assert ana.ask("DELETE", f"{file}?revision=1").status_code == 204
    title_box(page).fill("Nom d'usage")

    page.get_by_role("button", name="Accepter la suppression").click()

    expect(page).to_have_url(re.compile(rf"/conception/{CODE}/$"))
    assert ana.ask("GET", file).status_code == 404


def test_an_ended_session_is_told_and_what_was_typed_can_still_be_saved(store, ana):
    page = store(ana)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="agent_session")

    title_box(page).fill("Nom de famille")
    expect(page.locator("[data-saving]")).to_contain_text("reconnectez-vous")
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Réessayer").click()

    expect(page.locator("[data-saving]")).to_contain_text("Enregistré à")


def test_hostile_titles_and_labels_are_only_text(chromium, office, address):
    desk = office.desk(Role.ANALYST, (), CANARY)
    with acting(office.world, desk.actor) as act:
        create_from_template(act, "hostile", CANARY, "simple")
    page = open_page(chromium, address, desk)
    heard = watch(page)

    for path in ("", "nouvelle", "hostile/"):
        page.goto(f"{address}/conception/{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.__xss") is None
        assert "1337" not in page.content()

    assert heard == []
