"""The product's main job, whole, in a real browser: from an e-mail address to a permit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.story.agent import Agent
from tests.story.citizen import Citizen, link_in
from tests.story.eyes import Eyes
from tests.story.installation import Installation, install

PASSWORD = "notou-des-forets-humides-88"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("story")]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with install(tmp_path_factory.mktemp("installation")) as running:
        yield running


@contextmanager
def visit(chromium: Browser, *, scripts: bool = True) -> Iterator[Page]:
    context = chromium.new_context(
        locale="fr-FR", java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def test_a_citizen_applies_completes_and_receives_the_permit(
    chromium: Browser, installation: Installation, tmp_path: Path
):
    with visit(chromium) as page, visit(chromium) as office:
        citizen = Citizen(page, installation.url, "marie@exemple.nc", Eyes(page, "usager"))
        agent = Agent(office, installation.url, Eyes(office, "agent"))

        citizen.opens_the_form_from_the_catalogue()
        citizen.gives_the_address(captcha=True)
        citizen.signs_up(captcha=True)
        citizen.fills_the_form(tmp_path)
        number = citizen.sends()
        play_instruction(citizen, agent, installation, number, tmp_path)

        assert citizen.eyes.problems() == {}
        assert agent.eyes.problems() == {}


def test_the_same_story_without_javascript_on_the_citizen_side(
    chromium: Browser, installation: Installation, tmp_path: Path
):
    with visit(chromium, scripts=False) as page, visit(chromium) as office:
        eyes = Eyes(page, "sans-js", scripts=False)
        citizen = Citizen(page, installation.url, "joseph@exemple.nc", eyes)
        agent = Agent(office, installation.url, Eyes(office, "agent-bis"))

        citizen.opens_the_form_from_the_catalogue()
        citizen.gives_the_address(captcha=False)
        page.get_by_role("button", name="Recevoir un lien par courriel").click()
        invitation = installation.await_mail(citizen.email, "/lien/")
        page.goto(link_in(invitation.body, "/lien/"))
        citizen.signs_up(captcha=False)
        if "/taches/" not in page.url:
            citizen.opens_the_form_from_the_catalogue()
        citizen.fills_the_form(tmp_path)
        number = citizen.sends()
        play_instruction(citizen, agent, installation, number, tmp_path)

        assert citizen.eyes.problems() == {}
        assert agent.eyes.problems() == {}


def play_instruction(
    citizen: Citizen, agent: Agent, installation: Installation, number: str, files: Path
) -> None:
    """From the receipt to the permit, with a photo asked for, received and found good."""
    assert number in installation.await_mail(citizen.email, number).body
    welcome = installation.await_mail(citizen.email, "mot de passe")
    citizen.chooses_a_password(welcome.body, PASSWORD)

    agent.signs_in("agent@demo.nc")
    agent.opens(number)
    agent.takes_the_task()
    agent.sees_the_live_task_on_the_diagram()
    agent.asks_for_more("La photo est floue.")

    assert "La photo est floue." in installation.await_mail(citizen.email, "floue").body
    citizen.opens_the_dossier(number)
    expect(citizen.page.locator("main")).to_contain_text("À compléter")
    citizen.completes_the_dossier(files)

    agent.opens(number)
    agent.grants()
    expect(agent.page.locator("main")).to_contain_text("Accepté")

    installation.await_mail(citizen.email, "Bourail")
    citizen.opens_the_dossier(number)
    expect(citizen.page.locator("main")).to_contain_text("Accepté")
    with citizen.page.expect_download() as permit:
        citizen.page.get_by_role("link", name="Permis de chasser.pdf").click()
    assert Path(permit.value.path()).read_bytes().startswith(b"%PDF-")
