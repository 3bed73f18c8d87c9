"""Who may do what: the table, every pair of person and thing, and what stays invisible."""

from io import BytesIO

import pytest

from tests import databases
from tests.use_cases import files
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    attach,
    begin,
    do,
    file_dossier,
    install,
    live_task,
    make_agent,
    make_citizen,
    make_world,
)
from tests.use_cases.conftest import MONDAY
from workflows.errors import Forbidden, NotFound, TaskGone
from workflows.model import Role
from workflows.use_cases.access import TABLE, Verb, Who, who
from workflows.use_cases.act import ANONYMOUS, SYSTEM, acting, looking
from workflows.use_cases.dossiers.claim_task import claim, release
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.fill_task import open_task, save_page
from workflows.use_cases.dossiers.reading.diagram import diagram
from workflows.use_cases.dossiers.reading.inbox import InboxQuery, inbox
from workflows.use_cases.dossiers.reading.my_dossiers import my_dossiers, show_dossier
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.pieces.attach_piece import (
    attach_piece,
    open_piece,
    open_thumbnail,
    remove_piece,
)

SEEN, HIDDEN, REFUSED = "seen", "hidden", "refused"
PEOPLE = ("owner", "stranger", "member", "chief", "outsider", "analyst", "administrator", "nobody")
# for each verb, what each of PEOPLE gets on a filed dossier whose task is the bureau's
EXPECTED = {
    #                     owner    stranger member   chief    outsider analyst admin    nobody
    "show_dossier": (SEEN, HIDDEN, SEEN, SEEN, HIDDEN, HIDDEN, SEEN, HIDDEN),
    "diagram": (REFUSED, HIDDEN, SEEN, SEEN, HIDDEN, HIDDEN, SEEN, HIDDEN),
    "open_piece": (SEEN, HIDDEN, SEEN, SEEN, HIDDEN, REFUSED, SEEN, REFUSED),
    "open_thumbnail": (SEEN, HIDDEN, SEEN, SEEN, HIDDEN, REFUSED, SEEN, REFUSED),
    "open_task": (REFUSED, HIDDEN, SEEN, SEEN, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "save_page": (REFUSED, HIDDEN, SEEN, SEEN, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "claim": (REFUSED, HIDDEN, SEEN, SEEN, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "release": (REFUSED, HIDDEN, REFUSED, SEEN, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "complete_task": (REFUSED, HIDDEN, SEEN, SEEN, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "attach_piece": (REFUSED, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "remove_piece": (REFUSED, HIDDEN, REFUSED, REFUSED, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "withdraw": (SEEN, HIDDEN, REFUSED, REFUSED, HIDDEN, HIDDEN, REFUSED, HIDDEN),
    "start_dossier": (SEEN, SEEN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    "inbox": (REFUSED, REFUSED, SEEN, SEEN, SEEN, REFUSED, SEEN, REFUSED),
}


class Undo(Exception):
    """Leaves an act without its commit, so that one stage serves every test."""


@pytest.fixture(scope="module")
def stage(sqlite_template, aide_folder, tmp_path_factory):
    """One filed dossier with a pièce, and everybody who could come near it."""
    tmp_path = tmp_path_factory.mktemp("stage")
    world = make_world(databases.copy_sqlite(sqlite_template, tmp_path), MONDAY)
    code = install(world, aide_folder)
    install(world, demarches.write_parallel(tmp_path / "autre"))
    owner = make_citizen(world)
    dossier_id, task_id = begin(world, owner, code)
    piece_id = attach(world, owner, task_id, "domicile.png", files.png())
    do(world, owner, task_id)
    people = {
        "owner": owner,
        "stranger": make_citizen(world, "autre@exemple.nc"),
        "member": make_agent(world, "Paul"),
        "chief": make_agent(world, "Chantal", role=Role.CHIEF),
        "outsider": make_agent(world, "Zoé", (demarches.OTHER_GROUP,)),
        "analyst": make_agent(world, "Ana", role=Role.ANALYST),
        "administrator": make_agent(world, "Adèle", (), Role.ADMINISTRATOR),
        "nobody": ANONYMOUS,
    }
    yield world, people, dossier_id, piece_id, code
    world.database.dispose()


def verbs(dossier_id, task_id, piece_id, code):
    return {
        "show_dossier": lambda act: show_dossier(act, dossier_id),
        "diagram": lambda act: diagram(act, dossier_id),
        "open_piece": lambda act: open_piece(act, piece_id),
        "open_thumbnail": lambda act: open_thumbnail(act, piece_id),
        "open_task": lambda act: open_task(act, task_id),
        "save_page": lambda act: save_page(act, task_id, 0, {"motif": ["x"]}),
        "claim": lambda act: claim(act, task_id),
        "release": lambda act: release(act, task_id),
        "complete_task": lambda act: complete_task(act, task_id, {"decision": ["conforme"]}),
        "attach_piece": lambda act: attach_piece(
            act, task_id, "justificatif", "a.pdf", BytesIO(files.pdf())
        ),
        "remove_piece": lambda act: remove_piece(act, piece_id),
        "withdraw": lambda act: withdraw(act, dossier_id),
        "start_dossier": lambda act: start_dossier(act, code),
        "inbox": lambda act: inbox(act, InboxQuery()),
    }


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("verb", EXPECTED)
def test_every_verb_answers_every_person_as_the_table_says(stage, verb, person):
    world, people, dossier_id, piece_id, code = stage
    task_id = live_task(world, dossier_id)
    expected = EXPECTED[verb][PEOPLE.index(person)]

    try:
        with acting(world, people[person]) as act:
            verbs(dossier_id, task_id, piece_id, code)[verb](act)
            raise Undo
    except Undo:
        got = SEEN
    except NotFound:
        got = HIDDEN
    except (Forbidden, TaskGone):  # TaskGone: a pièce already sent is nobody's to remove
        got = REFUSED

    assert got == expected


@pytest.mark.parametrize("person", ["stranger", "member", "chief", "administrator", "outsider"])
def test_nobody_but_its_citizen_sees_a_draft_its_pieces_or_its_task(
    sqlite_world, aide_folder, person
):
    world = sqlite_world
    code = install(world, aide_folder)
    owner = make_citizen(world)
    dossier_id, task_id = begin(world, owner, code)
    piece_id = attach(world, owner, task_id, "domicile.png", files.png())
    people = {
        "stranger": make_citizen(world, "autre@exemple.nc"),
        "member": make_agent(world),
        "chief": make_agent(world, role=Role.CHIEF),
        "administrator": make_agent(world, groups=(), role=Role.ADMINISTRATOR),
        "outsider": make_agent(world, groups=(demarches.OTHER_GROUP,)),
    }
    readers = verbs(dossier_id, task_id, piece_id, code)

    for verb in ("show_dossier", "open_piece", "open_thumbnail", "open_task"):
        with looking(world, people[person]) as act, pytest.raises(NotFound):
            readers[verb](act)
    with looking(world, people[person]) as act:
        assert my_dossiers(act) == ()


def test_an_unsent_piece_of_a_filed_dossier_stays_the_citizens_own(sqlite_world, aide_folder):
    world = sqlite_world
    code = install(world, aide_folder)
    owner, agent = make_citizen(world), make_agent(world)
    dossier_id, task_id = begin(world, owner, code)
    sent = attach(world, owner, task_id, "sent.pdf", files.pdf())
    removed = attach(world, owner, task_id, "removed.pdf", files.pdf())
    with acting(world, owner) as act:
        remove_piece(act, removed)
    do(world, owner, task_id)
    do(world, agent, live_task(world, dossier_id), decision="a_completer", motif="Un RIB")
    complement = live_task(world, dossier_id)
    unsent = attach(world, owner, complement, "unsent.pdf", files.pdf(), field="complement")

    with looking(world, agent) as act:
        assert [piece.name for piece in show_dossier(act, dossier_id).pieces] == ["sent.pdf"]
        assert open_piece(act, sent)[1].read().startswith(b"%PDF-")
        for hidden in (removed, unsent):
            with pytest.raises(NotFound):
                open_piece(act, hidden)
    with looking(world, owner) as act:
        assert open_piece(act, unsent)[0].name == "unsent.pdf"

    do(world, owner, complement, reponse="Voici")
    with looking(world, agent) as act:
        assert open_piece(act, unsent)[0].name == "unsent.pdf"


def test_a_task_that_a_colleague_holds_cannot_be_done_nor_taken(sqlite_world, aide_folder):
    world = sqlite_world
    code = install(world, aide_folder)
    paul, marie = make_agent(world, "Paul"), make_agent(world, "Marie")
    chief = make_agent(world, "Chantal", role=Role.CHIEF)
    task_id = live_task(world, file_dossier(world, make_citizen(world), code))
    with acting(world, paul) as act:
        claim(act, task_id)

    with acting(world, marie) as act:
        for attempt in (claim, open_task, complete_task, release):
            with pytest.raises(Forbidden):
                attempt(act, task_id)
    with acting(world, chief) as act:
        claim(act, task_id)
    with acting(world, chief) as act:
        assert open_task(act, task_id).task.mine


def test_agents_of_another_lane_see_the_dossier_but_not_the_task(sqlite_world, tmp_path):
    world = sqlite_world
    code = install(world, demarches.write_parallel(tmp_path / "parallele"))
    advisor = make_agent(world, "Zoé", (demarches.OTHER_GROUP,))
    dossier_id = file_dossier(world, make_citizen(world), code)

    with looking(world, advisor) as act:
        sheet = show_dossier(act, dossier_id)
        with pytest.raises(Forbidden):
            open_task(act, live_task(world, dossier_id, "Controle"))

    assert {task.name: task.may_act for task in sheet.tasks if task.state == "ready"} == {
        "Donner un avis": True,
        "Contrôler": False,
    }


def test_every_verb_has_its_line_in_the_table_and_a_nobody_has_none():
    assert set(TABLE) == set(Verb)
    assert all(Who.NOBODY not in line for line in TABLE.values())
    assert (who(SYSTEM), who(ANONYMOUS)) == (Who.SYSTEM, Who.NOBODY)
