"""Who opens what: one table for every address, tried by every role; other groups see nothing."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from backoffice.app import create_app
from tests.backoffice.desk import Desk
from tests.use_cases import cast as people
from workflows.model import Audience, OutboxItem, Piece, Role, Task
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.people.sign_in import start_session

EVERYBODY = frozenset(Role)
WORK = frozenset({Role.INSTRUCTOR, Role.CHIEF})
READ_WORK = WORK | {Role.ADMINISTRATOR}
ADMIN = frozenset({Role.ADMINISTRATOR})
REPAIR = ADMIN | {Role.CHIEF}
DESIGN = ADMIN | {Role.ANALYST}
METHODS = {"GET", "POST", "PUT", "DELETE"}
POLICY = {
    "home.index": EVERYBODY,
    "auth.account_page": EVERYBODY,
    "auth.change_password": EVERYBODY,
    "auth.sign_out": EVERYBODY,
    "inbox.index": READ_WORK,
    "dossiers.index": READ_WORK,
    "dossiers.show": READ_WORK,
    "dossiers.drawing": READ_WORK,
    "past.index": READ_WORK,
    "past.show": READ_WORK,
    "past.drawing": READ_WORK,
    "pieces.index": READ_WORK,
    "pieces.show": READ_WORK,
    "pieces.save": READ_WORK,
    "pieces.thumbnail": READ_WORK,
    "tasks.index": WORK,
    "tasks.show": WORK,
    "tasks.take": WORK,
    "tasks.give_back": WORK,
    "tasks.complete": WORK,
    "dashboard.index": frozenset({Role.CHIEF, Role.ADMINISTRATOR}),
    "demarches.index": DESIGN,
    "demarches.show": DESIGN,
    "demarches.drawing": DESIGN,
    "designs.index": DESIGN,
    "new_design.show": DESIGN,
    "new_design.create": DESIGN,
    "new_design.code": DESIGN,
    "arrivals.show": DESIGN,
    "arrivals.preview": DESIGN,
    "arrivals.apply": DESIGN,
    "overview.show": DESIGN,
    "overview.export": DESIGN,
    "overview.start": DESIGN,
    "overview.turn": DESIGN,
    "overview.discard": DESIGN,
    "overview.restore": DESIGN,
    "overview.add": DESIGN,
    "overview.rename": DESIGN,
    "overview.remove": DESIGN,
    "draft_files.show": DESIGN,
    "draft_files.save": DESIGN,
    "draft_files.remove": DESIGN,
    "draft_files.verify": DESIGN,
    "publication.show": DESIGN,
    "publication.publish": DESIGN,
    "publication.approve": DESIGN,
    "publication.put_back": DESIGN,
    "publication.diagrams": DESIGN,
    "draft_files.correct": DESIGN,
    "fiche.show": DESIGN,
    "fiche.preview": DESIGN,
    "settings.show": DESIGN,
    "settings.save": DESIGN,
    "draft_letters.show": DESIGN,
    "draft_letters.create": DESIGN,
    "draft_letters.edit": DESIGN,
    "draft_letters.preview": DESIGN,
    "draft_letters.document": DESIGN,
    "draft_tables.show": DESIGN,
    "draft_tables.create": DESIGN,
    "draft_tables.edit": DESIGN,
    "draft_tables.study": DESIGN,
    "draft_tables.try_out": DESIGN,
    "draft_forms.show": DESIGN,
    "draft_forms.create": DESIGN,
    "draft_forms.edit": DESIGN,
    "draft_forms.advanced": DESIGN,
    "draft_forms.study": DESIGN,
    "draft_forms.compile": DESIGN,
    "draft_forms.rename": DESIGN,
    "draft_forms.frame": DESIGN,
    "draft_forms.preview": DESIGN,
    "play.show": DESIGN,
    "play.begin": DESIGN,
    "play.end": DESIGN,
    "play.pass_time": DESIGN,
    "play.fill": DESIGN,
    "play.record": DESIGN,
    "play.panel": DESIGN,
    "play.token": DESIGN,
    "played.show": DESIGN,
    "played.enter": DESIGN,
    "played.document": DESIGN,
    "scenarios.show": DESIGN,
    "scenarios.drawing": DESIGN,
    "scenarios.create": DESIGN,
    "scenarios.copy": DESIGN,
    "scenarios.remove": DESIGN,
    "scenario.show": DESIGN,
    "scenario.change": DESIGN,
    "scenario.raw": DESIGN,
    "scenario.write": DESIGN,
    "opening.show": DESIGN,
    "opening.save": DESIGN,
    "diagram.show": DESIGN,
    "diagram.choices": DESIGN,
    "diagram.lanes": DESIGN,
    "diagram.retire": DESIGN,
    "diagram.add": DESIGN,
    "people.index": ADMIN,
    "people.create": ADMIN,
    "people.show": ADMIN,
    "people.change": ADMIN,
    "people.add_group": ADMIN,
    "moves.index": DESIGN,
    "moves.show": DESIGN,
    "moves.apply": DESIGN,
    "moves.undo": DESIGN,
    "moves.some": DESIGN,
    "events.index": REPAIR,
    "events.prepare": REPAIR,
    "events.send": REPAIR,
    "incidents.index_view": REPAIR,
    "incident.index": REPAIR,
    "incident.show": REPAIR,
    "incident.drawing": REPAIR,
    "incident.retry": REPAIR,
    "incident.skip": ADMIN,
    "incident.correct": ADMIN,
    "incident.cancel": ADMIN,
    "incident.close": ADMIN,
    "journal.index_view": ADMIN,
    "outbox.index": ADMIN,
    "outbox.try_again": ADMIN,
}
OPEN = {
    "static",
    "healthz",
    "auth.sign_in_page",
    "auth.open_door",
    "auth.forgotten_page",
    "auth.send_link",
    "auth.open_link",
    "auth.choose_password",
}


def addresses(app):
    """Return (endpoint, method, address) of everything that is not open, with made-up ids."""
    values = {"code": "aide_test", "number": 1, "path": "fiche.md"}
    router = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN:
            given = {name: values.get(name, uuid4()) for name in rule.arguments}
            for method in sorted(rule.methods & METHODS):
                yield rule.endpoint, method, router.build(rule.endpoint, given, method=method)


def test_every_address_is_in_the_table_of_who_opens_it(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints == POLICY.keys() | OPEN


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says_and_nothing_else(office, role):
    desk = office.desk(role)
    opened = {}

    for endpoint, method, address in addresses(office.app):
        if endpoint == "auth.sign_out":
            continue
        answer = desk.send(method, address)
        opened.setdefault(endpoint, set()).add(answer.status_code != 403)
        assert answer.status_code < 500, (address, answer.status)

    expected = {endpoint: {role in roles} for endpoint, roles in POLICY.items()}
    assert opened == {endpoint: expected[endpoint] for endpoint in opened}


def test_nobody_gets_in_without_signing_in(office):
    stranger = Desk(office.app)

    for _endpoint, method, address in addresses(office.app):
        answer = stranger.send(method, address)
        expected = (302, 303) if method == "GET" else (401,)
        assert answer.status_code in expected, address
        if method == "GET":
            assert answer.location.startswith("/connexion?suite=")


def test_a_citizens_session_opens_nothing_here(office):
    citizen = people.make_citizen(office.world)
    with acting(office.world, SYSTEM) as act:
        token = start_session(act, Audience.CITIZEN, citizen.id).token

    desk = Desk(office.app, token=token)

    assert desk.get("/corbeille/").status_code == 302


def test_a_deactivated_agent_is_out_at_once(office):
    desk, admin = office.desk(), office.desk(Role.ADMINISTRATOR, ())
    assert desk.get("/corbeille/").status_code == 200

    form = {"name": "Paul Agent", "role": "instructor", "groups": "bureau"}
    admin.post(f"/agents/{desk.actor.id}", form)

    assert desk.get("/corbeille/").status_code == 302


def ids_of(office, dossier_id):
    """Return the ids of a task and of the two pièces of a dossier."""
    with looking(office.world, SYSTEM) as act:
        pieces = act.session.scalars(select(Piece.id).where(Piece.dossier_id == dossier_id)).all()
        task = act.session.scalar(
            select(Task.id).where(Task.dossier_id == dossier_id, Task.group_code == "bureau")
        )
    return task, pieces


def test_another_groups_dossier_does_not_exist(office):
    dossier_id = office.file()
    task_id, pieces = ids_of(office, dossier_id)
    insider, outsider = office.desk(), office.desk(groups=("conseil",))
    read = [f"/dossiers/{dossier_id}", f"/dossiers/{dossier_id}/diagramme.json"]
    read += [f"/pieces/{piece}{end}" for piece in pieces for end in ("", "/telecharger")]
    written = [f"/taches/{task_id}{end}" for end in ("", "/prendre", "/rendre")]

    assert {insider.get(path).status_code for path in read} == {200}
    assert {outsider.get(path).status_code for path in read} == {404}
    assert {outsider.post(path, {"decision": "refus"}).status_code for path in written} == {404}
    assert "Wamytan" not in outsider.read("/corbeille/?vue=all_open&texte=Wamy")


def test_what_is_missing_and_what_is_hidden_look_alike(office):
    dossier_id = office.file()
    outsider = office.desk(groups=("conseil",))

    hidden = outsider.get(f"/dossiers/{dossier_id}").get_data(as_text=True)
    missing = outsider.get(f"/dossiers/{uuid4()}").get_data(as_text=True)

    assert without_tokens(hidden) == without_tokens(missing)


def test_a_draft_is_invisible_to_the_administration(office):
    citizen = people.make_citizen(office.world)
    dossier_id, task_id = people.begin(office.world, citizen, office.aide)
    desks = office.desk(), office.desk(Role.ADMINISTRATOR, ())

    for desk in desks:
        assert desk.get(f"/dossiers/{dossier_id}").status_code == 404
        assert "Wamytan" not in desk.read("/corbeille/?vue=all_open")
    assert desks[0].post(f"/taches/{task_id}").status_code == 404


def test_an_analyst_reads_no_dossier(office):
    dossier_id = office.file()
    analyst = office.desk(Role.ANALYST, ("bureau",))

    assert analyst.get(f"/dossiers/{dossier_id}").status_code == 403
    assert analyst.get("/corbeille/").status_code == 403


def test_a_task_taken_by_a_colleague_is_refused(office):
    task_id = office.task(office.file())
    first, second = office.desk(), office.desk(name="Anne Agent")

    first.post(f"/taches/{task_id}/prendre")

    assert second.post(f"/taches/{task_id}/prendre").status_code == 403
    assert second.post(f"/taches/{task_id}", {"decision": "conforme"}).status_code == 403


def test_the_lists_have_no_address_that_writes_or_exports(app):
    rules = {rule.rule for rule in app.url_map.iter_rules()}

    assert not {rule for rule in rules if rule.startswith(("/journal/", "/incidents/"))} - {
        "/journal/",
        "/incidents/",
    }


def test_no_address_changes_anything_when_it_is_only_read(office):
    office.file()
    admin = office.desk(Role.ADMINISTRATOR, ())
    with acting(office.world, SYSTEM) as act:
        act.session.add(failed_mail(act))
    before = rows(office)

    for _endpoint, method, address in addresses(office.app):
        if method == "GET":
            admin.get(address)

    assert rows(office) == before


def failed_mail(act):
    return OutboxItem(
        key="k",
        kind="mail",
        payload={"to": "rose@exemple.nc", "subject": "Votre titre"},
        created_at=act.now,
        next_try_at=None,
        tries=8,
        failure="boîte inconnue",
    )


def rows(office):
    """Return the content of every table, as text."""
    with looking(office.world, SYSTEM) as act:
        tables = OutboxItem.metadata.sorted_tables
        return {table.name: act.session.execute(select(table)).all() for table in tables}


def without_tokens(page):
    return [line for line in page.splitlines() if "csrf_token" not in line]


def test_the_factory_makes_independent_applications(world):
    assert create_app(world) is not create_app(world)
