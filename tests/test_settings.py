"""What an installation refuses to start with, in words its operator understands."""

import pytest

from workflows.errors import BadSettings
from workflows.settings import DEMO_SECRET, Mode, read_settings

SOUND = {
    "DEMARCHES_MODE": "production",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "SMTP_URL": "smtp://courrier.exemple.nc:25",
    "PUBLIC_URL": "https://demarches.exemple.nc",
}


def test_production_starts_with_its_own_secret_mail_server_and_address():
    settings = read_settings(SOUND)

    assert settings.mode is Mode.PRODUCTION
    assert settings.secure


def test_an_installation_is_in_production_unless_told_otherwise():
    assert read_settings({**SOUND, "DEMARCHES_MODE": "production"}) == read_settings(
        {name: value for name, value in SOUND.items() if name != "DEMARCHES_MODE"}
    )


def test_the_links_of_a_demonstration_lead_to_the_port_where_it_is_served():
    demo = {"DEMARCHES_MODE": "demo", "PORT": "9000"}

    assert read_settings(demo).public_url == "http://127.0.0.1:9000"
    assert read_settings({**demo, "PUBLIC_URL": "http://ici.nc"}).public_url == "http://ici.nc"


@pytest.mark.parametrize("name", ["SECRET_KEY", "SMTP_URL", "PUBLIC_URL"])
def test_production_refuses_a_default(name: str):
    given = {key: value for key, value in SOUND.items() if key != name}

    with pytest.raises(BadSettings, match=name):
        read_settings(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", DEMO_SECRET),
        ("SECRET_KEY", "trop court"),
        ("SMTP_URL", "mailbox:var/courriels"),
        ("DEMARCHES_MODE", "prod"),
        ("DATABASE_URL", "mysql://ailleurs/base"),
        ("DATABASE_URL", ""),
        ("PUBLIC_URL", "demarches.exemple.nc"),
        ("PUBLIC_URL", "https://demarches.exemple.nc/"),
        ("PUBLIC_URL", "https:///chemin"),
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../etc/passwd"),
        ("TIMEZONE", "Pacific"),
        ("SESSION_IDLE", "une heure"),
        ("SESSION_IDLE", "0"),
        ("MAX_PIECE_BYTES", "-1"),
        ("PUBLISH_APPROVALS", "2"),
    ],
)
def test_a_value_that_would_fail_later_is_refused_at_the_start(name: str, value: str):
    with pytest.raises(BadSettings, match=name):
        read_settings({**SOUND, name: value})


def test_a_demonstration_needs_nothing():
    assert read_settings({"DEMARCHES_MODE": "demo"}).smtp_url.startswith("mailbox:")
