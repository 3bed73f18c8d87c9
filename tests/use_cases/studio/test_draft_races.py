"""Analysts at the same moment: one winner per file, nothing overwritten, one draft per démarche."""

from functools import partial

import pytest
from sqlalchemy import func, select

from tests.use_cases.cast import make_agent
from tests.use_cases.test_races import acted, at_once
from workflows.catalogue.files import MAX_FILE_BYTES, MAX_TOTAL_BYTES
from workflows.errors import TooLarge
from workflows.model import DemarcheDraft, DraftFile, Role
from workflows.use_cases.act import looking
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.drafts import start_draft
from workflows.use_cases.studio.files import (
    DraftText,
    StaleDraftFile,
    draft_files,
    save_draft_file,
)

pytestmark = pytest.mark.slow
ROUNDS = 12


@pytest.fixture
def analysts(world):
    return [make_agent(world, name, (), Role.ANALYST) for name in ("Ana", "Bob", "Cléa", "Dan")]


def test_of_those_who_save_the_same_revision_one_wins_each_time(world, analysts, aide):
    acted(world, analysts[0], start_draft, aide)

    for revision in range(1, ROUNDS + 1):
        save = partial(acted, world)
        results = at_once(
            [
                partial(save, who, save_draft_file, aide, "fiche.md", who.name.encode(), revision)
                for who in analysts
            ]
        )

        [won] = [result for result in results if isinstance(result, DraftText)]
        lost = [result for result in results if isinstance(result, StaleDraftFile)]
        assert len(lost) == len(analysts) - 1
        assert {each.present.content for each in lost} == {won.content}


def test_a_demarche_has_one_draft_however_many_begin_it(world, analysts, aide):
    begun = at_once([partial(acted, world, who, start_draft, aide) for who in analysts])
    made = at_once([partial(acted, world, who, create_blank, "neuve", "Neuve") for who in analysts])

    with looking(world, analysts[0]) as act:
        codes = list(act.session.scalars(select(DemarcheDraft.demarche_code)))
        revisions = set(act.session.scalars(select(DraftFile.revision)))
    assert sorted(codes) == [aide, "neuve"]
    assert revisions == {1}
    assert begun == [None] * len(analysts)
    assert sorted(type(each).__name__ for each in made) == ["Conflict"] * 3 + ["NoneType"]


def test_the_bounds_hold_for_those_who_save_different_files_at_once(world, analysts, aide):
    acted(world, analysts[0], start_draft, aide)
    content = b"x" * (MAX_FILE_BYTES - 1)
    names = [f"letters/lourde_{rank}.txt" for rank in range(8)]

    results = at_once(
        [
            partial(acted, world, analysts[0], save_draft_file, aide, name, content, 0)
            for name in names
        ]
    )

    assert {type(each) for each in results} == {DraftText, TooLarge}
    with looking(world, analysts[0]) as act:
        assert sum(map(len, draft_files(act, aide).values())) <= MAX_TOTAL_BYTES
        total = act.session.scalar(select(func.sum(DraftFile.size)))
    assert total <= MAX_TOTAL_BYTES
