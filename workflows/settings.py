"""Typed settings, read once from the environment and checked before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.errors import BadSettings

DEMO_SECRET = "demo-secret-that-production-refuses"  # noqa: S105  a public default, refused below
MIN_SECRET = 32
DATABASES = ("sqlite:///", "postgres://", "postgresql://", "postgresql+psycopg://")
MEGABYTE = 1024 * 1024


class Mode(StrEnum):
    """What this installation is for: `demo` shows its mailbox, `production` refuses defaults."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation; sizes in bytes, delays in seconds."""

    mode: Mode = Mode.PRODUCTION
    database_url: str = "sqlite:///var/demarches.sqlite"
    secret_key: str = DEMO_SECRET
    smtp_url: str = "mailbox:var/courriels"
    storage_url: str = "file:var/pieces"
    antivirus_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    mail_from: str = "ne-pas-repondre@demo.nc"
    organisation: str = "Province Sud"
    timezone: str = "Pacific/Noumea"
    currency: str = "XPF"
    max_piece_bytes: int = 10 * MEGABYTE
    max_request_bytes: int = 50 * MEGABYTE
    session_idle: int = 3600
    session_absolute: int = 12 * 3600
    link_lifetime: int = 30 * 60
    captcha_cost: int = 20_000
    worker_late: int = 120
    webhooks: str = ""
    publish_approvals: int = 0  # people beside the one who publishes: none, or one
    check_seconds: int = 10

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which dates are read and shown."""
        return ZoneInfo(self.timezone)

    @property
    def secure(self) -> bool:
        """Tell whether the public address is https, and cookies must be `Secure`."""
        return self.public_url.startswith("https://")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read DATABASE_URL, SECRET_KEY, … ; raise BadSettings for nonsense or an unsafe production."""
    mode = _mode(environ.get("DEMARCHES_MODE", Mode.PRODUCTION))
    given: dict[str, object] = {"mode": mode}
    for name, field in Settings.__dataclass_fields__.items():
        raw = environ.get(name.upper())
        if name == "mode" or raw is None:
            continue
        given[name] = _integer(name, raw) if field.type in (int, "int") else raw
    if mode is Mode.DEMO and (port := environ.get("PORT")):
        given.setdefault("public_url", f"http://127.0.0.1:{port}")  # where it is served
    settings = Settings(**given)  # type: ignore[arg-type]  # names and types come from the class itself
    _refuse_nonsense(settings)
    if mode is Mode.PRODUCTION:
        _refuse_defaults(settings)
    return settings


def var_folder(settings: Settings) -> Path:
    """Return the folder of the embedded SQLite database, created when missing."""
    prefix = "sqlite:///"
    if not settings.database_url.startswith(prefix):
        return Path("var")
    folder = Path(settings.database_url.removeprefix(prefix)).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _mode(raw: str) -> Mode:
    try:
        return Mode(raw)
    except ValueError:
        raise BadSettings(f"DEMARCHES_MODE={raw!r} : attendu production, demo ou test.") from None


def _integer(name: str, raw: str) -> int:
    if raw.isascii() and raw.isdigit() and int(raw) > 0:
        return int(raw)
    raise BadSettings(f"{name.upper()}={raw!r} : un nombre entier positif est attendu.")


def _refuse_nonsense(settings: Settings) -> None:
    """Raise BadSettings now for what would fail later, in front of somebody."""
    if not settings.database_url.startswith(DATABASES):
        raise BadSettings(
            "DATABASE_URL est illisible : attendu sqlite:///chemin/du/fichier.sqlite "
            "ou postgresql://compte:motdepasse@serveur/base."
        )
    public = urlsplit(settings.public_url)
    if public.scheme not in {"http", "https"} or not public.hostname or public.path:
        raise BadSettings(
            f"PUBLIC_URL={settings.public_url!r} : attendu l'adresse publique sans chemin, "
            "par exemple https://demarches.exemple.nc."
        )
    if settings.publish_approvals > 1:
        raise BadSettings(
            f"PUBLISH_APPROVALS={settings.publish_approvals} : attendu 1, ou rien ; une seule "
            "autre personne approuve."
        )
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSettings(
            f"TIMEZONE={settings.timezone!r} : fuseau inconnu, par exemple Pacific/Noumea."
        ) from None


def _refuse_defaults(settings: Settings) -> None:
    if settings.secret_key == DEMO_SECRET or len(settings.secret_key) < MIN_SECRET:
        raise BadSettings(
            "SECRET_KEY est absente ou trop courte : donnez au moins 32 caractères aléatoires, "
            "par exemple ceux de `python3 -c 'import secrets; print(secrets.token_hex(32))'`."
        )
    if settings.smtp_url.startswith("mailbox:"):
        raise BadSettings(
            "SMTP_URL désigne la boîte de démonstration : indiquez le serveur d'envoi, "
            "par exemple smtp://serveur:25 ou smtps://compte:motdepasse@serveur:465."
        )
    if settings.public_url == Settings.__dataclass_fields__["public_url"].default:
        raise BadSettings(
            "PUBLIC_URL est absente : les liens des courriels ne mèneraient nulle part. "
            "Indiquez l'adresse publique, par exemple https://demarches.exemple.nc."
        )
