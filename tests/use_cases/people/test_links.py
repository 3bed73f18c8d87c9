"""One-time links: half an hour, one use, for the address they were sent to."""

import logging

import pytest
from sqlalchemy import select

from tests.use_cases.accounts import (
    ADDRESS,
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    actor_of,
    add_agent,
    add_citizen,
    asked,
    chosen,
    citizen_named,
    holder,
    mailed,
    pass_time,
    posted,
    signed_in,
    token_mailed,
)
from tests.use_cases.cast import TestWorld
from workflows.errors import InvalidAnswers, InvalidCredentials, Throttled
from workflows.model import Audience, LinkPurpose, OneTimeLink, OutboxItem
from workflows.use_cases.act import ANONYMOUS, World, acting, looking
from workflows.use_cases.people.accounts import (
    NewAccount,
    open_link,
    request_welcome,
    sign_up,
)
from workflows.use_cases.worker.send_outbox import deliver_next


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


def test_a_forgotten_password_is_replaced_by_a_link(world: World):
    add_citizen(world)
    asked(world)

    session = chosen(world, token_mailed(world))

    assert holder(world, session) is not None
    assert holder(world, signed_in(world, Audience.CITIZEN, EMAIL, OTHER_PASSWORD)) is not None
    with pytest.raises(InvalidCredentials):
        signed_in(world, Audience.CITIZEN, EMAIL, PASSWORD)
    assert mailed(world) == [
        (EMAIL, "Choisir votre mot de passe"),
        (EMAIL, "Votre mot de passe est enregistré"),
    ]


def test_the_former_password_is_good_until_the_link_is_used(world: World):
    add_citizen(world)

    asked(world)

    assert holder(world, signed_in(world, Audience.CITIZEN, EMAIL, PASSWORD)) is not None


def test_a_new_password_ends_every_open_session(world: World):
    add_citizen(world)
    elsewhere = signed_in(world, Audience.CITIZEN, EMAIL)
    asked(world)

    here = chosen(world, token_mailed(world))

    assert holder(world, elsewhere) is None
    assert holder(world, here) is not None


def test_a_link_is_read_without_being_spent(world: World):
    citizen = add_citizen(world)
    asked(world)
    token = token_mailed(world)

    for _scanner in range(2):
        with looking(world, ANONYMOUS) as act:
            link = open_link(act, token)

    assert (link.purpose, link.audience, link.email) == (
        LinkPurpose.PASSWORD,
        Audience.CITIZEN,
        citizen.email,
    )
    assert holder(world, chosen(world, token)) is not None


def test_a_link_serves_once(world: World):
    add_citizen(world)
    asked(world)
    token = token_mailed(world)
    chosen(world, token)

    with pytest.raises(InvalidCredentials):
        chosen(world, token, "un troisième mot de passe rare")
    with pytest.raises(InvalidCredentials), looking(world, ANONYMOUS) as act:
        open_link(act, token)


def test_a_link_dies_after_half_an_hour(world: World):
    add_citizen(world)
    asked(world)
    token = token_mailed(world)

    pass_time(world, minutes=30)

    with pytest.raises(InvalidCredentials):
        chosen(world, token)


def test_a_new_password_makes_the_other_links_useless(world: World):
    add_citizen(world)
    asked(world)
    first = token_mailed(world)
    pass_time(world, minutes=1)
    asked(world)

    chosen(world, token_mailed(world))

    with pytest.raises(InvalidCredentials):
        chosen(world, first)


def test_a_weak_password_does_not_cost_the_link(world: World):
    add_citizen(world)
    asked(world)
    token = token_mailed(world)

    with pytest.raises(InvalidAnswers) as refused:
        chosen(world, token, "azertyuiop12")

    assert set(refused.value.errors) == {"password"}
    assert holder(world, chosen(world, token)) is not None


def test_an_unknown_address_gets_the_link_to_sign_up(world: World):
    asked(world, "personne@exemple.nc")
    token = token_mailed(world)

    with acting(world, ANONYMOUS) as act:
        session = sign_up(act, NewAccount("", "12 34 56", terms=True, link=token), ADDRESS)

    citizen = citizen_named(world, "personne@exemple.nc")
    assert holder(world, session) is not None
    assert citizen.email_proved_at == world.now()
    assert mailed(world) == [("personne@exemple.nc", "Créer votre compte")]


def test_a_link_to_sign_up_names_the_address_whatever_is_typed(world: World):
    asked(world, "personne@exemple.nc")
    account = NewAccount("victime@exemple.nc", "12 34 56", terms=True, link=token_mailed(world))

    with acting(world, ANONYMOUS) as act:
        sign_up(act, account, ADDRESS)

    assert citizen_named(world, "personne@exemple.nc").email_proved_at is not None


def test_a_link_for_a_password_opens_no_account(world: World):
    add_citizen(world)
    asked(world)
    account = NewAccount("", "12 34 56", terms=True, link=token_mailed(world))

    with pytest.raises(InvalidCredentials), acting(world, ANONYMOUS) as act:
        sign_up(act, account, ADDRESS)


def test_a_link_to_sign_up_sets_no_password(world: World):
    asked(world, "personne@exemple.nc")

    with pytest.raises(InvalidCredentials):
        chosen(world, token_mailed(world))


def test_an_unknown_agent_is_written_nothing_and_nobody_can_tell(world: World):
    add_agent(world)

    asked(world, "inconnu@exemple.nc", Audience.AGENT)
    asked(world, "agent@exemple.nc", Audience.AGENT)

    assert [to for to, _subject in mailed(world)] == ["agent@exemple.nc"]
    with looking(world, ANONYMOUS) as act:
        assert len(act.session.scalars(select(OneTimeLink)).all()) == 2


def test_the_links_of_agents_lead_to_the_back_office(world: World):
    add_agent(world)

    asked(world, "agent@exemple.nc", Audience.AGENT)

    body = str(posted(world)[0].payload["body"])
    assert "http://127.0.0.1:8000/backoffice/lien/" in body


def test_a_mailbox_is_not_flooded_and_nothing_tells_it(world: World):
    add_citizen(world)

    for _time in range(6):
        asked(world)

    assert len(posted(world)) == 3


def test_asking_for_many_links_from_one_address_is_limited(world: World):
    def flood() -> None:
        for number in range(30):
            asked(world, f"usager{number}@exemple.nc")

    with pytest.raises(Throttled):
        flood()


def test_the_welcome_is_written_once_and_lives_three_days(world: World):
    citizen = add_citizen(world, password=None)
    for _filing in range(2):
        with acting(world, actor_of(citizen)) as act:
            request_welcome(act, citizen)

    pass_time(world, hours=71)

    assert mailed(world) == [(EMAIL, "Votre compte : comment vous connecter")]
    assert holder(world, chosen(world, token_mailed(world))) is not None
    assert citizen_named(world, EMAIL).email_proved_at == world.now()


def test_the_welcome_tells_no_password_and_is_for_those_without_one(world: World):
    citizen = add_citizen(world)

    with acting(world, actor_of(citizen)) as act:
        request_welcome(act, citizen)

    assert posted(world) == []


def test_a_link_is_kept_as_a_hash_and_shown_in_no_log(
    world: World, caplog: pytest.LogCaptureFixture
):
    add_citizen(world)

    with caplog.at_level(logging.DEBUG):
        asked(world)
        token = token_mailed(world)
        logging.getLogger("tests").debug("%r", NewAccount("", "", terms=True, link=token))
        chosen(world, token)

    with looking(world, ANONYMOUS) as act:
        rows = act.session.scalars(select(OneTimeLink)).all()
        keys = act.session.scalars(select(OutboxItem.key)).all()
        assert all(token.encode() not in row.token_hash for row in rows)
        assert not any(token in key for key in keys)
    assert token not in caplog.text
    assert OTHER_PASSWORD not in caplog.text


def test_a_delivered_link_is_no_longer_readable_in_the_database(world: TestWorld):
    add_citizen(world)
    asked(world)
    token = token_mailed(world)

    assert deliver_next(world)

    assert token in world.mail.sent[0].body
    assert [row.payload["body"] for row in posted(world)] == [""]
