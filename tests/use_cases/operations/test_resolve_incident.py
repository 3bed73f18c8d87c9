"""A stuck dossier is understood, then retried, moved on, corrected or ended, with a reason."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    begin,
    do,
    file_dossier,
    install,
    live_task,
    live_tasks,
    make_agent,
    make_citizen,
)
from tests.use_cases.sample_demarches import bpmn, end, gateway, human, service, timer, write_folder
from workflows.errors import (
    Conflict,
    Forbidden,
    IllegalTransition,
    Invalid,
    NotFound,
    ProcessFailure,
)
from workflows.model import (
    Dossier,
    DossierState,
    Incident,
    JournalEntry,
    OutboxItem,
    Role,
    Wait,
)
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.operations.doctor import check_up
from workflows.use_cases.operations.resolve_incident import (
    Correction,
    cancel_dossier,
    close_incident,
    correct_variable,
    retry_incident,
    skip_step,
)
from workflows.use_cases.operations.stuck import incident_diagram, show_incident
from workflows.use_cases.operations.typed_value import Kind
from workflows.use_cases.worker.send_outbox import MOST_TRIES, deliver_next
from workflows.use_cases.worker.work import work_once

WHY = "Vérifié avec le service"


@pytest.fixture
def admin(world):
    return make_agent(world, "Ada Min", (), Role.ADMINISTRATOR)


@pytest.fixture
def stuck(world, tmp_path):
    """A dossier that a timer led to a gateway with no way out, its timers put aside."""
    code = install(world, demarches.write_stuck(tmp_path / "bloquee"))
    dossier_id = file_dossier(world, make_citizen(world), code)
    world.clock.advance(days=2)
    work_once(world)
    return dossier_id


def incident_of(world, dossier_id):
    with looking(world, SYSTEM) as act:
        still = (Incident.dossier_id == dossier_id, Incident.resolved_at.is_(None))
        return act.session.scalars(select(Incident.id).where(*still)).one()


def dossier(world, dossier_id):
    with looking(world, SYSTEM) as act:
        found = act.session.get_one(Dossier, dossier_id)
        act.session.expunge_all()
    return found


def resolution(world, incident_id):
    with looking(world, SYSTEM) as act:
        return act.session.get_one(Incident, incident_id).resolution


def all_of(world, column):
    with looking(world, SYSTEM) as act:
        return list(act.session.scalars(select(column)))


def test_an_incident_tells_its_cause_its_place_and_where_to_go(world, stuck, admin):
    with looking(world, admin) as act:
        sheet = show_incident(act, incident_of(world, stuck))
        drawn = incident_diagram(act, sheet.id)

    assert "Aucune condition n’est remplie" in sheet.cause
    assert sheet.element.name == "Impasse"
    places = {place.step.name: [target.id for target in place.targets] for place in sheet.places}
    assert places.keys() == {"Examiner", "1 jour"}
    assert "Autre_fin" in places["Examiner"]
    assert [(each.name, each.text) for each in sheet.variables] == [("decision", "")]
    assert drawn.live[0] == "Impasse"
    assert sheet.may_repair


def test_a_retry_that_fails_again_changes_nothing(world, stuck, admin):
    incident_id = incident_of(world, stuck)

    with pytest.raises(ProcessFailure), acting(world, admin) as act:
        retry_incident(act, incident_id, WHY)

    assert incident_of(world, stuck) == incident_id
    assert all_of(world, Wait.id) == []


def test_a_corrected_variable_lets_the_timer_ring_again(world, stuck, admin):
    incident_id = incident_of(world, stuck)

    with acting(world, admin) as act:
        correct_variable(act, incident_id, Correction("decision", Kind.TEXT, "jamais"), WHY)
    work_once(world)

    assert dossier(world, stuck).state is DossierState.REFUSE
    assert resolution(world, incident_id) == (
        f"Variable « decision » corrigée : « jamais » (Ada Min) : {WHY}"
    )
    assert check_up(world).troubles == ()


def test_a_correction_that_does_not_help_opens_a_new_incident(world, stuck, admin):
    incident_id = incident_of(world, stuck)

    with acting(world, admin) as act:
        correct_variable(act, incident_id, Correction("decision", Kind.TEXT, "peut-être"), WHY)
    work_once(world)

    assert incident_of(world, stuck) != incident_id
    assert check_up(world).troubles == ()


def test_a_skipped_step_takes_the_dossier_where_it_is_sent(world, stuck, admin):
    incident_id = incident_of(world, stuck)

    with acting(world, admin) as act:
        skip_step(act, incident_id, "Examiner", "Autre_fin", WHY)

    assert dossier(world, stuck).state is DossierState.REFUSE
    assert live_tasks(world, stuck) == []


def test_a_skip_that_cannot_be_is_refused(world, stuck, admin):
    incident_id = incident_of(world, stuck)

    with pytest.raises(Invalid), acting(world, admin) as act:
        skip_step(act, incident_id, "Examiner", "Nulle_part", WHY)

    assert live_task(world, stuck, "Examiner")


def test_a_cancelled_dossier_is_over_and_its_citizen_is_told_why(world, stuck, admin):
    incident_id = incident_of(world, stuck)

    with acting(world, admin) as act:
        cancel_dossier(act, incident_id, "Demande en double")
    work_once(world)

    found = dossier(world, stuck)
    assert (found.state, found.decided_at) == (DossierState.SANS_SUITE, world.now())
    assert (live_tasks(world, stuck), all_of(world, Wait.id)) == ([], [])
    assert "classé" in world.mail.sent[-1].subject
    with looking(world, SYSTEM) as act:
        public = select(JournalEntry.label).where(JournalEntry.public)
        assert "Dossier classé sans suite : Demande en double" in act.session.scalars(public).all()
    assert check_up(world).incidents == 0


def test_an_incident_is_not_closed_over_a_dossier_that_would_stay_stuck(world, stuck, admin):
    with pytest.raises(Conflict, match="resterait bloqué"), acting(world, admin) as act:
        close_incident(act, incident_of(world, stuck), WHY)


@pytest.fixture
def lost_mail(world, aide):
    """A dossier whose first mail was given up."""
    dossier_id = file_dossier(world, make_citizen(world), aide)
    world.mail.down = True
    for _try in range(MOST_TRIES):
        deliver_next(world)
        world.clock.advance(hours=3)
    world.mail.down = False
    return dossier_id


def test_a_lost_mail_goes_out_again_on_a_retry(world, lost_mail, admin):
    incident_id = incident_of(world, lost_mail)
    with looking(world, admin) as act:
        assert show_incident(act, incident_id).lost == 1

    with acting(world, admin) as act:
        retry_incident(act, incident_id, WHY)
    work_once(world)

    assert [mail.to for mail in world.mail.sent] == ["rose@exemple.nc"]
    assert resolution(world, incident_id) == f"Nouvel essai (Ada Min) : {WHY}"
    assert dossier(world, lost_mail).state is DossierState.DEPOSE
    assert check_up(world).troubles == ()


def test_a_lost_mail_may_be_given_up_for_good(world, lost_mail, admin):
    with acting(world, admin) as act:
        close_incident(act, incident_of(world, lost_mail), "Adresse fausse, usager appelé")

    assert check_up(world).incidents == 0
    assert all_of(world, OutboxItem.next_try_at) == [None]


def test_a_chief_retries_what_his_groups_see_and_repairs_nothing(world, lost_mail):
    incident_id = incident_of(world, lost_mail)
    chief = make_agent(world, "Chantal", role=Role.CHIEF)
    other = make_agent(world, "Zoé", ("ailleurs",), Role.CHIEF)

    with pytest.raises(NotFound), acting(world, other) as act:
        retry_incident(act, incident_id, WHY)
    for repair in (cancel_dossier, close_incident):
        with pytest.raises(Forbidden), acting(world, chief) as act:
            repair(act, incident_id, WHY)
    with looking(world, chief) as act:
        assert not show_incident(act, incident_id).may_repair
    with acting(world, chief) as act:
        retry_incident(act, incident_id, WHY)

    assert check_up(world).incidents == 0


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.ANALYST])
def test_the_others_see_no_incident(world, lost_mail, role):
    person = make_agent(world, role=role)

    with pytest.raises(Forbidden), looking(world, person) as act:
        show_incident(act, incident_of(world, lost_mail))


def remedies(incident_id, reason):
    correction = Correction("decision", Kind.TEXT, "x")
    return {
        "retry": lambda act: retry_incident(act, incident_id, reason),
        "skip": lambda act: skip_step(act, incident_id, "Examiner", "Autre_fin", reason),
        "correct": lambda act: correct_variable(act, incident_id, correction, reason),
        "cancel": lambda act: cancel_dossier(act, incident_id, reason),
        "close": lambda act: close_incident(act, incident_id, reason),
    }


@pytest.mark.parametrize("remedy", ["retry", "skip", "correct", "cancel", "close"])
def test_no_remedy_without_a_reason_and_none_twice(world, stuck, admin, remedy):
    incident_id = incident_of(world, stuck)

    with pytest.raises(Invalid, match="dites pourquoi"), acting(world, admin) as act:
        remedies(incident_id, "  ")[remedy](act)
    with acting(world, admin) as act:
        cancel_dossier(act, incident_id, WHY)

    with pytest.raises(Conflict), acting(world, admin) as act:
        remedies(incident_id, WHY)[remedy](act)


def test_what_was_done_is_in_the_journal_and_hidden_from_the_citizen(world, stuck, admin):
    with acting(world, admin) as act:
        skip_step(act, incident_of(world, stuck), "Examiner", "Autre_fin", WHY)

    with looking(world, SYSTEM) as act:
        done = select(JournalEntry).where(JournalEntry.verb == "incident_resolved")
        [line] = act.session.scalars(done)
        assert (line.actor_name, line.public, line.element_id) == ("Ada Min", False, "Impasse")
        assert line.label == (
            f"Incident résolu : « Examiner » passé, repris à « Autre_fin ». Motif : {WHY}"
        )


def write_price(folder):
    """Filing leads straight to a rule on a variable that the form does not ask."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        gateway("Prix"),
        human("Examiner", "Examiner", "instruction"),
        timer("Tard", "Examiner", "P9D", name="9 jours"),
        service("Ecrire", "mail", lettre="rappel"),
        end("Fin", "accepte"),
        end("Fin_tard", "sans_suite"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Prix"),
        ("Prix", "Examiner", "f1", "=montant &gt; 10"),
        ("Prix", "Ecrire", "f2", "=montant &lt;= 10"),
        ("Ecrire", "Fin"),
        ("Examiner", "Fin"),
        ("Tard", "Fin_tard"),
    ]
    lanes = {"Usager": ["Debut", "Deposer"], "Bureau": ["Prix", "Examiner", "Tard", "Ecrire"]}
    return write_folder(folder, bpmn(lanes, elements, flows))


@pytest.fixture
def unsent(world, tmp_path):
    """A draft whose sending failed: an undefined variable, no default flow."""
    citizen = make_citizen(world)
    code = install(world, write_price(tmp_path / "prix"))
    dossier_id, task_id = begin(world, citizen, code)
    with pytest.raises(ProcessFailure):
        do(world, citizen, task_id)
    return citizen, dossier_id, task_id


def test_a_sending_that_failed_works_once_its_variable_is_given(world, unsent, admin):
    citizen, dossier_id, task_id = unsent

    with acting(world, admin) as act:
        given = Correction("montant", Kind.NUMBER, "12,5")
        correct_variable(act, incident_of(world, dossier_id), given, WHY)
    assert dossier(world, dossier_id).state is DossierState.BROUILLON
    do(world, citizen, task_id)

    assert live_task(world, dossier_id, "Examiner")
    with looking(world, admin) as act:
        [incident_id] = act.session.scalars(select(Incident.id))
        [variable] = show_incident(act, incident_id).variables
    assert (variable.kind, variable.text) == (Kind.NUMBER, str(Decimal("12.5")))


def test_nobody_sends_a_draft_in_its_citizens_place(world, unsent, admin):
    _citizen, dossier_id, _task = unsent

    with pytest.raises(Conflict, match="seul l'usager"), acting(world, admin) as act:
        skip_step(act, incident_of(world, dossier_id), "Deposer", "Examiner", WHY)


def test_a_variable_that_nothing_reads_is_refused(world, stuck, admin):
    given = Correction("inconnue", Kind.TEXT, "x")

    with pytest.raises(Invalid, match="ne lit aucune"), acting(world, admin) as act:
        correct_variable(act, incident_of(world, stuck), given, WHY)


def test_a_state_that_cannot_be_read_is_told_and_the_dossier_may_be_ended(world, stuck, admin):
    with acting(world, SYSTEM) as act:
        act.session.get_one(Dossier, stuck).process_state = b"{}"
    incident_id = incident_of(world, stuck)

    with looking(world, admin) as act:
        sheet = show_incident(act, incident_id)
    assert (sheet.places, bool(sheet.unreadable)) == ((), True)

    with acting(world, admin) as act:
        cancel_dossier(act, incident_id, WHY)
    with acting(world, admin) as act:
        act.session.get_one(Incident, incident_id).resolved_at = None
    with pytest.raises(IllegalTransition), acting(world, admin) as act:
        skip_step(act, incident_id, "Examiner", "Autre_fin", WHY)
