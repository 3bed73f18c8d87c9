"""Quick fixes taken on a draft: offered by the checks, saved under the locks of the files."""

from dataclasses import replace

import pytest

from tests.use_cases.cast import make_agent
from workflows.errors import Forbidden, Invalid
from workflows.model import Role
from workflows.use_cases.act import acting, looking
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.files import StaleDraftFile, read_draft_file, save_draft_file
from workflows.use_cases.studio.mend import WantedFix, mended, read_draft, save_mended
from workflows.use_cases.studio.verify import verify

CODE = "aide_au_logement"
SECONDS = 30


@pytest.fixture
def ana(world):
    agent = make_agent(world, "Ana", (), Role.ANALYST)
    with acting(world, agent) as act:
        create_blank(act, CODE, "Aide au logement")
    return agent


def as_read(world, who):
    with looking(world, who) as act:
        return read_draft(act, CODE)


def first_fix(files, code: str = "fin-sans-issue") -> WantedFix:
    """Return the first fix offered for a finding, by default an end without outcome."""
    finding = next(each for each in verify(CODE, files, {}) if each.code == code)
    fix = finding.fixes[0]
    return WantedFix(finding.file, finding.element, finding.code, fix.code, fix.value)


def test_a_fix_changes_and_saves_the_file_that_it_is_about(world, ana):
    read = as_read(world, ana)

    changes = mended(CODE, read, first_fix(read.files), SECONDS)
    with acting(world, ana) as act:
        saved = save_mended(act, CODE, read, changes)

    assert [(text.path, text.revision) for text in saved] == [("process.bpmn", 2)]
    codes = {each.code for each in verify(CODE, as_read(world, ana).files, {})}
    assert "fin-sans-issue" not in codes


def test_a_scenario_is_proposed_by_the_clock_and_in_the_zone_of_the_installation(world, ana):
    world.clock.advance(hours=14)
    read = as_read(world, ana)

    changes = mended(CODE, read, first_fix(read.files, "scenario-absent"), SECONDS)

    assert b"start = 2026-03-03T09:00:00+11:00" in changes["scenarios/premier_parcours.toml"]


@pytest.mark.parametrize(
    "changed",
    [{"element": "Debut"}, {"finding": "inconnu"}, {"fix": "inconnu"}, {"value": "pire"}],
    ids=str,
)
def test_what_the_checks_do_not_offer_is_refused(world, ana, changed):
    read = as_read(world, ana)

    with pytest.raises(Invalid, match="constat"):
        mended(CODE, read, replace(first_fix(read.files), **changed), SECONDS)


def test_a_fix_never_overwrites_what_a_colleague_saved_meanwhile(world, ana):
    read = as_read(world, ana)
    changes = mended(CODE, read, first_fix(read.files), SECONDS)
    with acting(world, ana) as act:
        save_draft_file(act, CODE, "process.bpmn", b"<neuf/>", 1)

    with pytest.raises(StaleDraftFile), acting(world, ana) as act:
        save_mended(act, CODE, read, changes)

    with looking(world, ana) as act:
        assert read_draft_file(act, CODE, "process.bpmn").content == b"<neuf/>"


def test_a_file_that_a_fix_removes_goes(world, ana):
    read = as_read(world, ana)

    with acting(world, ana) as act:
        save_mended(act, CODE, read, {"fiche.md": None})

    assert "fiche.md" not in as_read(world, ana).files


def test_only_designers_take_fixes(world, ana):
    with pytest.raises(Forbidden):
        as_read(world, make_agent(world, "Léo", ("bureau",)))
