"""The pages of an incident and of a change of version, in a browser, every remedy open."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tests.backoffice.hunters import file_permit
from tests.backoffice.test_in_browser import WIDTHS, open_page
from tests.browser import serve, violations, watch
from tests.catalogue.folders import GOOD, PROCESS, changed, written
from tests.use_cases.cast import install
from workflows.errors import ProcessFailure
from workflows.model import Incident, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.incidents import report

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def address(office) -> Iterator[str]:
    """The application mounted as production mounts it."""
    with serve(DispatcherMiddleware(Flask("portal"), {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def pages(office, tmp_path):
    """An incident of a permit, and a second version that a renaming keeps its dossier from."""
    world = office.world
    code = install(world, GOOD)
    dossier_id = file_permit(world, code)
    with acting(world, SYSTEM) as act:
        stuck = ProcessFailure("Le dossier est bloqué à « Décision ? ».", "Decision")
        report(act.session, act.now, dossier_id, stuck)
    texts = ('"Verifier"', '"Controler"', ">Verifier<", ">Controler<")
    install(world, written(changed(PROCESS, *texts), tmp_path))
    with looking(world, SYSTEM) as act:
        incident = act.session.scalars(select(Incident.id)).one()
    return f"/incident/{incident}", f"/deplacements/{code}/2"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_that_repair_are_accessible_quiet_and_fit_the_screen(
    chromium, office, address, pages, width
):
    page = open_page(chromium, address, office.desk(Role.ADMINISTRATOR, (), "Ada Min"), width)
    heard = watch(page)
    wrong = {}

    for path in pages:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        wrong[path] = [*violations(page), *heard, *(["wider than the screen"] if wide else [])]
        heard.clear()

    assert {path: found for path, found in wrong.items() if found} == {}


def test_a_dossier_is_taken_on_without_a_script_but_not_unconfirmed(
    chromium, office, address, pages
):
    page = open_page(chromium, address, office.desk(Role.ADMINISTRATOR, (), "Ada Min"))
    page.goto(address + pages[0])

    page.get_by_text("Classer le dossier sans suite").click()
    remedy = page.locator("form[action$='/classer']")
    remedy.get_by_label("Motif").fill("Demande en double")
    remedy.get_by_role("button").click()
    assert page.get_by_text("Que faire").is_visible()
    remedy.get_by_label("Je confirme").check()
    remedy.get_by_role("button").click()

    assert page.get_by_text("l'incident est résolu").is_visible()
    assert page.get_by_text("Que faire").count() == 0
