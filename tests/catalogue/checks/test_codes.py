"""The guide's table of findings says what is: every code, its level, whether a fix is offered."""

import re

import pytest

from tests.catalogue.checks import broken
from tests.catalogue.checks import test_checks as known
from tests.catalogue.checks.codes import codes
from tests.catalogue.folders import BPMN, CODE
from workflows.catalogue.checks import check_files
from workflows.catalogue.fixes import FIXERS

GUIDE = (BPMN / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z-]+)` \| ([EA]) \| (.+) \| (sûre|à choisir|) \|$", re.MULTILINE)
ROWS = {found[0]: found[1:] for found in ROW.findall(GUIDE)}
LEVELS = {"error": "E", "warning": "A"}
FOLDERS = {
    **known.ERRORS,
    **known.WARNINGS,
    **broken.ERRORS,
    **broken.WARNINGS,
    **broken.MISSING,
}


def test_the_guide_explains_every_code_and_no_other():
    assert set(ROWS) == codes()


@pytest.mark.parametrize("name", FOLDERS)
def test_the_guide_says_the_level_of_each_finding_and_that_it_can_be_fixed(name: str):
    for finding in check_files(CODE, FOLDERS[name][0]):
        level, _sentence, offered = ROWS[finding.code]
        assert level == LEVELS[finding.level]
        assert offered or not finding.fixes


def test_the_guide_promises_a_fix_where_there_is_one():
    assert {code for code, row in ROWS.items() if row[2]} == {fixer.finding for fixer in FIXERS}


def test_the_guide_calls_safe_what_may_be_made_without_asking():
    safe = {
        finding.code
        for files, _file, _element in FOLDERS.values()
        for finding in check_files(CODE, files)
        if finding.safe_fix
    }

    assert {code for code, row in ROWS.items() if row[2] == "sûre"} == safe
