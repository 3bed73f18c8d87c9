"""How things read on screen: French dates, sizes and typography, and the fiche's Markdown."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import get_translations
from flask_babel import gettext as _

from workflows.catalogue.letters.prose import markdown, typeset
from workflows.use_cases.words import day_words

KILOBYTE = 1024


def install(app: Flask) -> None:
    """Give the templates their filters, and French spacing to every translated text."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda text: typeset(str(get_translations().ugettext(text))),
        lambda one, many, n: typeset(str(get_translations().ungettext(one, many, n))),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        typeset=typeset, day=day, moment=moment, size=size, markdown=markdown
    )
    app.context_processor(_installation)


def day(moment_or_day: date | datetime) -> str:
    """Write « 1er mars 2026 », in the installation's time zone."""
    return day_words(moment_or_day, _zone())


def moment(at: datetime) -> str:
    """Write « 3 mars 2026 à 14 h 05 », in the installation's time zone."""
    local = at.astimezone(_zone())
    when = {"day": day_words(at, _zone()), "hour": local.hour, "minute": local.minute}
    return str(_("%(day)s à %(hour)d\u00a0h\u00a0%(minute)02d", **when))


def size(count: int) -> str:
    """Write a number of bytes in Ko or Mo."""
    if count < KILOBYTE**2:
        return str(_("%(n)d Ko", n=max(1, round(count / KILOBYTE))))
    megabytes = f"{count / KILOBYTE**2:.1f}".removesuffix(".0").replace(".", ",")
    return str(_("%(n)s Mo", n=megabytes))


def _zone() -> ZoneInfo:
    zone: ZoneInfo = current_app.extensions["world"].settings.zone
    return zone


def _installation() -> dict[str, object]:
    settings = current_app.extensions["world"].settings
    return {"organisation": settings.organisation, "settings": settings}
