"""Quick fixes wherever findings are told: tables, letters, scenarios, publication."""

import pytest
from playwright.sync_api import expect

from tests.browser import violations, watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PERMIT = "/conception/permis_de_chasser"
FILES = f"{PERMIT}/fichiers"


def fix_of(page, message: str):
    finding = page.locator(".finding", has_text=message)
    return finding.locator(".finding__fixes button").first


def missing(ana, path: str) -> bool:
    return ana.ask("GET", f"{FILES}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "listed"),
    [("letters/oubliee.txt", "lettres/"), ("oubliee.dmn", "tables/")],
    ids=["a letter", "a table"],
)
def test_a_file_that_nothing_uses_is_removed_from_its_own_editor(
    page, studio_address, ana, path, listed
):
    ana.post(f"{PERMIT}/{listed}", {"name": "oubliee"})
    assert not missing(ana, path)

    page.goto(f"{studio_address}{PERMIT}/{listed}oubliee")
    page.locator(".finding:not(:has(.finding__file)) .finding__fixes button").first.click()

    page.wait_for_url(f"**{PERMIT}/{listed}")
    assert missing(ana, path)


def test_what_keeps_scenarios_from_being_played_is_mended_on_their_page(page, studio_address, ana):
    heard = watch(page)
    read = ana.ask("GET", f"{FILES}/forms/demande.form").json
    changed = read["content"].replace('"id": "demande"', '"id": "autre"')
    assert changed != read["content"]
    ana.ask(
        "PUT", f"{FILES}/forms/demande.form", {"content": changed, "revision": read["revision"]}
    )

    page.goto(f"{studio_address}{PERMIT}/scenarios")
    expect(page.get_by_text("Les scénarios n’ont pas pu être joués.")).to_be_visible()
    fix = fix_of(page, "Le formulaire s'appelle « autre »")
    expect(fix).to_be_visible()
    told = violations(page)
    fix.click()

    expect(page.locator(".briefly")).to_contain_text("réussis")
    assert told == []
    assert [each for each in heard if "lost" not in each] == []


def test_a_finding_is_mended_on_the_publication_page_whose_conditions_are_read_again(
    page, studio_address, ana
):
    ana.ask("PUT", f"{FILES}/letters/oubliee.txt", {"content": "Objet : O\n\nB.\n", "revision": 0})

    page.goto(f"{studio_address}{PERMIT}/publication")
    expect(page.locator(".ready").first).to_contain_text("avertissement")
    before = page.locator(".finding").count()
    fix_of(page, "oubliee").click()

    expect(page.locator(".finding", has_text="oubliee")).to_have_count(0)
    expect(page.locator(".finding")).to_have_count(before - 1)
    assert missing(ana, "letters/oubliee.txt")
    assert violations(page) == []
