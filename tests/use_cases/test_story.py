"""The main story, on both databases: a citizen applies, an agent asks for more, then decides."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.use_cases import files
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    attach,
    begin,
    do,
    file_dossier,
    install,
    live_task,
    live_tasks,
    make_agent,
    make_citizen,
)
from workflows.errors import (
    Closed,
    Forbidden,
    IllegalTransition,
    InvalidAnswers,
    NotFound,
    TaskGone,
)
from workflows.model import AnswerSet, Dossier, DossierState, Draft, OutboxItem, Piece, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.fill_task import open_task, save_page
from workflows.use_cases.dossiers.reading.my_dossiers import my_dossiers, show_dossier
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.worker.work import work_once


def test_an_application_is_filed_completed_on_demand_and_accepted(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id, task_id = begin(world, citizen, aide)
    attach(world, citizen, task_id, "domicile.pdf", files.pdf())

    filed = do(world, citizen, task_id)
    assert (filed.state, filed.holder) == (DossierState.DEPOSE, "service")
    assert filed.number == "AT-2026-00001"
    assert filed.applicant == "Rose Wamytan"

    with acting(world, agent) as act:
        claim(act, live_task(world, dossier_id))
    assert state_of(world, dossier_id) is DossierState.EN_INSTRUCTION

    asked = do(world, agent, live_task(world, dossier_id), decision="a_completer", motif="Un RIB")
    assert (asked.state, asked.holder) == (DossierState.A_COMPLETER, "vous")

    answered = do(world, citizen, live_task(world, dossier_id), reponse="Le voici")
    assert answered.state is DossierState.EN_INSTRUCTION

    accepted = do(world, agent, live_task(world, dossier_id), decision="conforme")
    assert (accepted.state, accepted.holder) == (DossierState.ACCEPTE, "personne")
    assert live_tasks(world, dossier_id) == []

    work_once(world)
    assert [mail.subject for mail in world.mail.sent] == [
        "Votre demande AT-2026-00001 est bien arrivée",
        "Votre dossier AT-2026-00001 est en cours d'instruction",
        "Dossier AT-2026-00001 à compléter",
        "Votre dossier AT-2026-00001 est en cours d'instruction",
        "Dossier AT-2026-00001 accepté",
    ]
    assert world.mail.sent[2].body == "Bonjour Wamytan : Un RIB\n"


def test_both_sides_read_the_same_dossier_each_in_its_words(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id, task_id = begin(world, citizen, aide)
    attach(world, citizen, task_id, "domicile.pdf", files.pdf())
    do(world, citizen, task_id)
    do(world, agent, live_task(world, dossier_id), decision="conforme", motif="")
    work_once(world)

    with looking(world, citizen) as act:
        mine = show_dossier(act, dossier_id)
    with looking(world, agent) as act:
        theirs = show_dossier(act, dossier_id)

    assert [piece.name for piece in mine.pieces] == ["domicile.pdf"]
    assert [document.name for document in mine.documents] == ["Titre.pdf"]
    assert {line.who for line in mine.journal} == {"Vous", "Bureau des essais"}
    assert "Paul Agent" in {line.who for line in theirs.journal}
    labels = [row.label for section in mine.answers for row in section.rows]
    assert "Nom" in labels
    assert "Décision" not in labels
    assert "Décision" in [row.label for section in theirs.answers for row in section.rows]
    assert not mine.can_withdraw


def test_a_draft_is_found_again_and_nobody_else_can_see_it(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    other = make_citizen(world, "autre@exemple.nc")
    dossier_id, task_id = begin(world, citizen, aide)

    with acting(world, citizen) as act:
        again = start_dossier(act, aide)
    with looking(world, citizen) as act:
        sheet = open_task(act, task_id)
        [card] = my_dossiers(act)

    assert again == dossier_id
    assert sheet.values["nom"] == "Wamytan"
    assert (card.draft, card.state_label, card.next_task_id) == (True, "Brouillon", task_id)
    for stranger in (agent, other):
        with looking(world, stranger) as act:
            with pytest.raises(NotFound):
                show_dossier(act, dossier_id)
            with pytest.raises(NotFound):
                open_task(act, task_id)


def test_a_wrong_page_is_kept_as_a_draft_and_cannot_be_sent(world, aide):
    citizen = make_citizen(world)
    dossier_id, task_id = begin(world, citizen, aide, {"prenoms": ["Rose"], "intrus": ["x"]})

    with pytest.raises(InvalidAnswers) as refused:
        do(world, citizen, task_id)

    assert set(refused.value.errors) == {"nom"}
    assert state_of(world, dossier_id) is DossierState.BROUILLON
    with looking(world, citizen) as act:
        assert open_task(act, task_id).values["prenoms"] == "Rose"
        assert "intrus" not in open_task(act, task_id).values


def test_a_refused_completion_leaves_nothing_even_when_its_caller_goes_on_to_commit(world, aide):
    citizen = make_citizen(world)
    _dossier_id, task_id = begin(world, citizen, aide, {"prenoms": ["Rose"]})
    attach(world, citizen, task_id, "domicile.pdf", files.pdf())

    with acting(world, citizen) as act, pytest.raises(InvalidAnswers):
        complete_task(act, task_id)

    with looking(world, SYSTEM) as act:
        assert act.session.get(Draft, task_id) is not None
        assert act.session.scalars(select(AnswerSet)).all() == []
        assert act.session.scalars(select(Piece.transmitted)).all() == [False]


def test_completing_a_task_twice_is_refused_and_changes_nothing(world, aide):
    citizen = make_citizen(world)
    _dossier_id, task_id = begin(world, citizen, aide)
    do(world, citizen, task_id)

    with pytest.raises(TaskGone):
        do(world, citizen, task_id)

    with looking(world, SYSTEM) as act:
        assert len(act.session.scalars(select(AnswerSet)).all()) == 1


def test_a_citizen_withdraws_until_a_decision_and_not_after(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)

    with acting(world, citizen) as act:
        withdraw(act, dossier_id, "J'ai déménagé")

    assert state_of(world, dossier_id) is DossierState.RETIRE
    assert live_tasks(world, dossier_id) == []
    with looking(world, agent) as act:
        assert show_dossier(act, dossier_id).journal[-3].label == "Demande retirée : J'ai déménagé"
    with acting(world, citizen) as act, pytest.raises(IllegalTransition):
        withdraw(act, dossier_id)
    with acting(world, agent) as act, pytest.raises(Forbidden):
        withdraw(act, dossier_id)


def test_a_withdrawn_draft_stays_hidden_from_the_administration(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id, _task_id = begin(world, citizen, aide)

    with acting(world, citizen) as act:
        withdraw(act, dossier_id)

    with looking(world, agent) as act, pytest.raises(NotFound):
        show_dossier(act, dossier_id)


def test_a_reminder_leaves_at_15_days_and_the_dossier_is_closed_at_30(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    do(world, agent, live_task(world, dossier_id), decision="a_completer", motif="Un RIB")
    work_once(world)
    world.mail.sent.clear()

    world.clock.advance(days=14, hours=23)
    work_once(world)
    assert world.mail.sent == []

    world.clock.advance(hours=2)
    work_once(world)
    work_once(world)
    assert [mail.subject for mail in world.mail.sent] == ["Rappel pour AT-2026-00001"]
    assert state_of(world, dossier_id) is DossierState.A_COMPLETER

    world.clock.advance(days=15)
    work_once(world)
    work_once(world)
    assert world.mail.sent[1:][0].subject == "Dossier AT-2026-00001 classé sans suite"
    assert len(world.mail.sent) == 2
    assert state_of(world, dossier_id) is DossierState.SANS_SUITE
    assert live_tasks(world, dossier_id) == []


@pytest.mark.parametrize(("outcome", "state"), [("", "brouillon"), ("sans_suite", "sans_suite")])
def test_a_timer_on_a_draft_leaves_it_a_draft_unless_it_ends_it(world, tmp_path, outcome, state):
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        demarches.human("Deposer", "Déposer", "demande"),
        demarches.timer("Delai", "Deposer", "P90D", name="90 jours", interrupting=bool(outcome)),
        demarches.end("Fin_delai", outcome),
        demarches.end("Fin", "accepte"),
    ]
    flows = [("Debut", "Deposer"), ("Deposer", "Fin"), ("Delai", "Fin_delai")]
    lanes = {"Usager": ["Debut", "Deposer", "Delai"]}
    process = demarches.bpmn(lanes, elements, flows)
    code = install(world, demarches.write_folder(tmp_path / "delai", process))
    dossier_id, _task_id = begin(world, make_citizen(world), code)

    world.clock.advance(days=91)
    work_once(world)

    assert state_of(world, dossier_id) == state
    administrator = make_agent(world, role=Role.ADMINISTRATOR)
    with looking(world, administrator) as act, pytest.raises(NotFound):
        show_dossier(act, dossier_id)


def test_a_new_citizen_without_password_is_told_how_to_sign_in_once_the_dossier_is_sent(
    world, aide
):
    newcomer = make_citizen(world, "nouvelle@exemple.nc", password=False)

    file_dossier(world, newcomer, aide)

    with looking(world, SYSTEM) as act:
        posted = list(act.session.scalars(select(OutboxItem.payload)))
    assert [mail["to"] for mail in posted] == ["nouvelle@exemple.nc"] * 2
    assert sum("/lien/" in mail["body"] for mail in posted) == 1


def test_a_closed_demarche_keeps_its_drafts_but_takes_none_of_them(world, aide_folder, tmp_path):
    folder = demarches.write_aide(tmp_path / "aide_datee")
    about = folder / "demarche.toml"
    closing = (world.now() + timedelta(days=1)).isoformat()
    dated = f"closes_at = {closing}\n" + about.read_text(encoding="utf-8")
    about.write_text(dated, encoding="utf-8")
    code = install(world, folder)
    citizen = make_citizen(world)
    dossier_id, task_id = begin(world, citizen, code)

    world.clock.advance(days=2)

    with pytest.raises(Closed):
        do(world, citizen, task_id)
    with acting(world, citizen) as act:
        assert start_dossier(act, code) == dossier_id
        save_page(act, task_id, 0, {"nom": ["Autre"]})
    late = make_citizen(world, "tard@exemple.nc")
    with acting(world, late) as act, pytest.raises(Closed):
        start_dossier(act, code)


def state_of(world, dossier_id):
    with looking(world, SYSTEM) as act:
        return act.session.get_one(Dossier, dossier_id).state
