"""Files of a draft: each under its own lock, bounded, journalled without noise."""

import pytest
from sqlalchemy import select

from tests.use_cases.cast import make_agent
from workflows.catalogue.files import MAX_FILE_BYTES, MAX_TOTAL_BYTES
from workflows.errors import Forbidden, Invalid, NotFound, TooLarge
from workflows.model import JournalEntry, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.drafts import discard_draft, open_design, start_draft
from workflows.use_cases.studio.files import (
    StaleDraftFile,
    delete_draft_file,
    draft_files,
    read_draft_file,
    save_draft_file,
)

CODE = "aide_au_logement"


@pytest.fixture
def ana(world):
    return make_agent(world, "Ana", (), Role.ANALYST)


@pytest.fixture
def bob(world):
    return make_agent(world, "Bob", (), Role.ANALYST)


@pytest.fixture
def draft(world, ana):
    with acting(world, ana) as act:
        create_blank(act, CODE, "Aide au logement")
    return CODE


def save(world, who, path, text, revision):
    with acting(world, who) as act:
        return save_draft_file(act, CODE, path, text.encode(), revision)


def read(world, who, path):
    with looking(world, who) as act:
        return read_draft_file(act, CODE, path)


def journal(world):
    with looking(world, SYSTEM) as act:
        found = select(JournalEntry).order_by(JournalEntry.id)
        return [
            (line.actor_name, line.verb, line.element_id) for line in act.session.scalars(found)
        ]


def test_a_saved_file_is_read_again_with_its_next_revision(world, ana, draft):
    before = read(world, ana, "fiche.md")

    saved = save(world, ana, "fiche.md", "# Neuf", before.revision)

    after = read(world, ana, "fiche.md")
    assert (before.revision, saved.revision) == (1, 2)
    assert (after.content, after.revision, after.changed_by) == (b"# Neuf", 2, "Ana")


def test_the_slower_of_two_analysts_is_told_who_and_what_and_nothing_is_written(
    world, ana, bob, draft
):
    save(world, ana, "fiche.md", "Ana", 1)

    with pytest.raises(StaleDraftFile) as refused:
        save(world, bob, "fiche.md", "Bob", 1)

    assert refused.value.present.content == b"Ana"
    assert refused.value.present.revision == 2
    assert "Ana a enregistré « fiche.md » le 2 mars 2026 à 12 h 00" in refused.value.message
    assert read(world, ana, "fiche.md").content == b"Ana"
    assert save(world, bob, "fiche.md", "Bob", 2).revision == 3


def test_two_analysts_on_two_files_do_not_meet(world, ana, bob, draft):
    save(world, ana, "fiche.md", "Ana", 1)

    saved = save(world, bob, "forms/demande.form", "{}", 1)

    assert saved.revision == 2


def test_a_new_file_must_not_be_there_and_a_changed_one_must(world, ana, bob, draft):
    save(world, ana, "letters/accuse.txt", "Objet : reçu", 0)

    with pytest.raises(StaleDraftFile):
        save(world, bob, "letters/accuse.txt", "Objet : autre", 0)
    with pytest.raises(StaleDraftFile) as gone:
        save(world, bob, "letters/absente.txt", "x", 4)

    assert gone.value.present.revision == 0


def test_a_file_changed_since_it_was_read_is_not_removed(world, ana, bob, draft):
    save(world, ana, "fiche.md", "Ana", 1)

    with acting(world, bob) as act, pytest.raises(StaleDraftFile):
        delete_draft_file(act, CODE, "fiche.md", 1)
    with acting(world, bob) as act:
        delete_draft_file(act, CODE, "fiche.md", 2)

    with pytest.raises(NotFound):
        read(world, ana, "fiche.md")


def test_a_file_made_again_is_never_taken_for_the_one_that_was_read(world, ana, bob, draft):
    with acting(world, ana) as act:
        delete_draft_file(act, CODE, "fiche.md", 1)
    made = save(world, ana, "fiche.md", "Une autre fiche", 0)

    with pytest.raises(StaleDraftFile):
        save(world, bob, "fiche.md", "Ce que Bob avait ouvert avant", 1)

    assert made.revision > 1


def test_a_draft_begun_again_is_never_taken_for_the_abandoned_one(world, ana, bob, aide):
    with acting(world, ana) as act:
        start_draft(act, aide)
    with looking(world, bob) as act:
        opened = read_draft_file(act, aide, "fiche.md").revision
    with acting(world, ana) as act:
        discard_draft(act, aide)
        start_draft(act, aide)

    with acting(world, bob) as act, pytest.raises(StaleDraftFile):
        save_draft_file(act, aide, "fiche.md", b"Bob", opened)


@pytest.mark.parametrize(
    "path",
    ["../fiche.md", "forms/Demande.form", "forms/été.form", "x.py", "letters/a b.txt", "",
     "forms/" + "a" * 200 + ".form"],
)  # fmt: skip
def test_a_file_has_a_place_or_is_refused(world, ana, draft, path):
    with acting(world, ana) as act, pytest.raises(Invalid, match="n'a pas sa place"):
        save_draft_file(act, CODE, path, b"x", 0)


def test_a_draft_stays_within_its_bounds(world, ana, draft):
    with acting(world, ana) as act, pytest.raises(TooLarge, match=r"« fiche\.md » dépasse 2 Mo"):
        save_draft_file(act, CODE, "fiche.md", b"x" * (MAX_FILE_BYTES + 1), 1)
    heavy = MAX_TOTAL_BYTES // MAX_FILE_BYTES
    for rank in range(heavy - 1):
        save(world, ana, f"letters/l{rank}.txt", "x" * MAX_FILE_BYTES, 0)

    with acting(world, ana) as act, pytest.raises(TooLarge, match="dépasserait 10 Mo"):
        save_draft_file(act, CODE, "letters/l.txt", b"x" * MAX_FILE_BYTES, 0)
    with looking(world, ana) as act:
        assert sum(map(len, draft_files(act, CODE).values())) <= MAX_TOTAL_BYTES


def test_the_journal_has_one_line_per_person_and_file_for_ten_minutes(world, ana, bob, draft):
    for revision in (1, 2, 3):
        save(world, ana, "fiche.md", str(revision), revision)
    save(world, bob, "fiche.md", "b", 4)
    save(world, ana, "letters/a.txt", "a", 0)
    world.clock.advance(minutes=11)
    save(world, ana, "fiche.md", "plus tard", 5)

    assert journal(world) == [
        ("Ana", "draft_created", f"{CODE}/"),
        ("Ana", "draft_saved", f"{CODE}/fiche.md"),
        ("Bob", "draft_saved", f"{CODE}/fiche.md"),
        ("Ana", "draft_saved", f"{CODE}/letters/a.txt"),
        ("Ana", "draft_saved", f"{CODE}/fiche.md"),
    ]


def test_the_title_of_the_card_becomes_that_of_the_draft(world, ana, draft):
    card = read(world, ana, "demarche.toml").content.decode()

    save(world, ana, "demarche.toml", card.replace("Aide au logement", "Aide au loyer"), 1)
    world.clock.advance(minutes=1)
    save(world, ana, "demarche.toml", "title = ", 2)

    with looking(world, ana) as act:
        design = open_design(act, CODE)
    assert design.title == "Aide au loyer"
    assert design.changed_at == world.now()


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.CHIEF])
def test_who_does_not_design_reads_and_writes_nothing(world, draft, role):
    who = make_agent(world, "Paul", (), role)

    with looking(world, who) as act, pytest.raises(Forbidden):
        read_draft_file(act, CODE, "fiche.md")
    for write in (
        lambda act: save_draft_file(act, CODE, "fiche.md", b"x", 1),
        lambda act: delete_draft_file(act, CODE, "fiche.md", 1),
        lambda act: create_blank(act, "autre", "Autre"),
        lambda act: start_draft(act, CODE),
        lambda act: discard_draft(act, CODE),
    ):
        with acting(world, who) as act, pytest.raises(Forbidden):
            write(act)


def test_a_task_renamed_in_the_diagram_is_renamed_in_the_scenarios_and_told(world, ana, draft):
    story = 'name = "Dépôt"\nstart = 2026-01-01T09:00:00\n\n[[step]]\ntask = "Déposer la demande"\n'
    save(world, ana, "scenarios/depot.toml", story, 0)
    drawn = read(world, ana, "process.bpmn").content.decode()

    renamed = drawn.replace('name="Déposer la demande"', 'name="Demander l\'aide"')
    saved = save(world, ana, "process.bpmn", renamed, 1)
    again = save(world, ana, "process.bpmn", renamed + "<!-- sans effet -->", 2)

    followed = read(world, ana, "scenarios/depot.toml")
    assert (saved.followed, again.followed) == (("scenarios/depot.toml",), ())
    assert followed.content.decode() == story.replace("Déposer la demande", "Demander l'aide")
    assert followed.revision == 2
    assert ("Ana", "draft_saved", f"{CODE}/scenarios/depot.toml") in journal(world)
