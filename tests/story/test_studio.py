"""The studio's main job, whole: a démarche from a blank page to a citizen's decided dossier."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import browser
from tests.story.agent import Agent
from tests.story.analyst import Analyst
from tests.story.citizen import Citizen
from tests.story.eyes import Eyes
from tests.story.hands import Hands
from tests.story.installation import Installation, install
from tests.story.test_story import visit

TITLE = "Aide au transport scolaire"
GRANTED, REFUSED = "Accordée sans avis", "Refusée"
PATIENCE = 60_000  # milliseconds; the machine may be busy
MOST_ACTIONS = 125  # a quarter of an hour at one every seven seconds

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("story")]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with install(tmp_path_factory.mktemp("studio")) as running:
        yield running


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=browser.PATIENCE)


def test_a_demarche_goes_from_a_blank_page_to_a_decided_dossier_by_the_studio_alone(
    chromium: Browser, installation: Installation, capsys: pytest.CaptureFixture[str]
):
    with visit(chromium) as studio, visit(chromium) as office, visit(chromium) as portal:
        for page in (studio, office, portal):
            page.set_default_timeout(PATIENCE)

        analyst = design(studio, installation)
        staff(office, installation)
        number = apply(portal, installation)
        decide(office, installation, number)

        letter = installation.await_mail("rose@exemple.nc", "est acceptée").body
        assert f"demande « {TITLE} » est acceptée" in letter
        assert "Pour le trajet vers Collège de Bourail" in letter
        with capsys.disabled():
            print(f"\n{analyst.hands.actions} actions to a version in service")  # noqa: T201  the figure
        assert analyst.hands.actions <= MOST_ACTIONS


def design(page: Page, installation: Installation) -> Analyst:
    """Build, try and publish the démarche; see that no page complained."""
    eyes = Eyes(page, "analyste")
    Agent(page, installation.url, eyes).signs_in("analyste@demo.nc")
    analyst = Analyst(page)
    analyst.begins_from_a_blank_page(TITLE)
    analyst.asks_the_citizen()
    analyst.makes_the_scale()
    analyst.draws_the_course()
    analyst.writes_to_the_citizen()
    analyst.sets_it_up()
    analyst.plays_and_records(GRANTED)
    analyst.turns_it_into_a_refusal(GRANTED, REFUSED)
    analyst.publishes()
    assert eyes.problems() == {}
    return analyst


def staff(page: Page, installation: Installation) -> None:
    """Put an agent into the group that the analyst made, as an administrator does."""
    admin = Agent(page, installation.url, Eyes(page, "administrateur"))
    admin.signs_in("admin@demo.nc")
    page.get_by_role("link", name="Agents et groupes").click()
    page.get_by_role("link", name="Alice Agnès").click()
    page.get_by_label("Bureau des transports").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Se déconnecter").click()


def apply(page: Page, installation: Installation) -> str:
    """Apply as a citizen; return the dossier's number."""
    citizen = Citizen(page, installation.url, "rose@exemple.nc", Eyes(page, "usager"))
    citizen.opens_the_form_from_the_catalogue(TITLE)
    citizen.gives_the_address(captcha=True)
    citizen.signs_up(captcha=True)
    hands = Hands(page)
    hands.writes(page.get_by_label("Nom", exact=True), "Wéa")
    hands.writes(page.get_by_label("Prénoms"), "Rose")
    hands.click(page.get_by_role("button", name="Enregistrer et continuer"))
    hands.writes(page.get_by_label("Établissement scolaire"), "Collège de Bourail")
    hands.writes(page.get_by_label("Quotient familial"), "180 000")
    hands.click(page.get_by_role("button", name="Enregistrer et continuer"))
    return citizen.sends()


def decide(page: Page, installation: Installation, number: str) -> None:
    agent = Agent(page, installation.url, Eyes(page, "agent"))
    agent.signs_in("agent@demo.nc")
    agent.opens(number)
    agent.takes_the_task()
    page.get_by_label("Accorder la demande").check()
    page.get_by_role("button", name="Valider", exact=True).click()
    expect(page.locator("main")).to_contain_text("Accepté")
