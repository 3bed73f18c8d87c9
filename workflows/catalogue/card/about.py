"""What `demarche.toml` says: title, service, lanes, dates, delay, retention, sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workflows.catalogue.card.opening import Opening
from workflows.catalogue.card.toml_table import TomlTable, read_toml
from workflows.catalogue.findings import InvalidDemarche
from workflows.feel import DEFAULT_CALENDAR, FeelError
from workflows.feel.semantics.working_days import is_working
from workflows.translation import _

FILE = "demarche.toml"
CITIZEN = "usager"
SYSTEM = "systeme"
KNOWN_FORMATS = ("pdf", "jpg", "png", "dwg")
MAX_TITLE = 200
MAX_PREFIX = 6
MAX_DELAY_DAYS = 3650
MAX_RETENTION_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact of the fiche comes from; `dated` is the date of the page, in words."""

    title: str
    url: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The identity card of a démarche.

    `lanes` gives each lane of the diagram its holder: `usager`, `systeme`, or the code of a
    group; `groups` gives each group code its label. `formats` are the file formats announced.
    `calendar` is that of the public holidays: `NC`, `FR`, `FR-57`.
    """

    title: str
    theme: str
    service: str
    summary: str
    audience: str
    number_prefix: str
    delay_days: int | None = None
    retention_months: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    legal_basis: str = ""
    formats: tuple[str, ...] = KNOWN_FORMATS
    calendar: str = DEFAULT_CALENDAR
    lanes: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    @property
    def opening(self) -> Opening:
        """Return the dates that the version brings; the démarche may have its own."""
        return Opening(self.opens_at, self.closes_at)


def read_about(data: bytes) -> About:
    """Read `demarche.toml`; raise InvalidDemarche with everything that is wrong in it."""
    table = read_toml(FILE, data)
    about = About(
        title=table.text("title", required=True, most=MAX_TITLE),
        theme=table.text("theme", required=True),
        service=table.text("service", required=True),
        summary=table.text("summary", required=True),
        audience=table.text("audience"),
        number_prefix=_prefix(table),
        delay_days=table.integer("delay_days", 1, MAX_DELAY_DAYS),
        retention_months=table.integer("retention_months", 1, MAX_RETENTION_MONTHS),
        opens_at=table.moment("opens_at"),
        closes_at=table.moment("closes_at"),
        legal_basis=table.text("legal_basis"),
        formats=_formats(table),
        calendar=_calendar(table),
        lanes=table.text_map("lanes"),
        groups=table.text_map("groups"),
        sources=tuple(_source(each) for each in table.tables("sources")),
    )
    _check_dates(table, about)
    table.refuse_unknown()
    if table.findings:
        raise InvalidDemarche(table.findings)
    return about


def _prefix(table: TomlTable) -> str:
    prefix = table.text("number_prefix", required=True, most=MAX_PREFIX)
    if prefix and not (prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        table.note(
            "toml-valeur",
            "number_prefix",
            _("« number_prefix » commence les numéros de dossier : %(given)s n'y convient pas.")
            % {"given": prefix},
            _('Écrivez de une à %(n)d majuscules sans accent, par exemple "PS".')
            % {"n": MAX_PREFIX},
        )
    return prefix


def _formats(table: TomlTable) -> tuple[str, ...]:
    formats = table.texts("formats") or KNOWN_FORMATS
    for name in formats:
        if name not in KNOWN_FORMATS:
            table.note(
                "toml-format",
                "formats",
                _("Le format de fichier « %(name)s » n'est pas accepté.") % {"name": name},
                _("Choisissez parmi : %(names)s.") % {"names": ", ".join(KNOWN_FORMATS)},
            )
    return formats


def _calendar(table: TomlTable) -> str:
    calendar = table.text("calendar") or DEFAULT_CALENDAR
    try:
        is_working(date(2026, 1, 1), calendar)
    except FeelError as unknown:
        remedy = _('Écrivez un code de pays ou de territoire, par exemple "NC" ou "FR".')
        table.note("toml-valeur", "calendar", unknown.message, remedy)
        return DEFAULT_CALENDAR
    return calendar


def _source(table: TomlTable) -> Source:
    source = Source(
        title=table.text("title", required=True), url=table.text("url"), dated=table.text("dated")
    )
    if source.url and not source.url.startswith(("https://", "http://")):
        table.note(
            "toml-valeur",
            "url",
            _("L'adresse d'une source commence par https://."),
            _("Copiez l'adresse complète de la page."),
        )
    table.refuse_unknown()
    return source


def _check_dates(table: TomlTable, about: About) -> None:
    if about.opening.is_backwards:
        table.note(
            "toml-dates",
            "closes_at",
            _("La démarche ferme avant d'ouvrir."),
            _("Corrigez « opens_at » ou « closes_at »."),
        )
