"""How things read on screen: French dates, sizes and typography, and the fiche's Markdown."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import nh3
from flask import Flask, current_app
from flask_babel import get_translations
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markupsafe import Markup

from workflows.use_cases.words import day_words

THIN, FIXED = "\u202f", "\u00a0"  # French no-break spaces, narrow and full
KILOBYTE = 1024
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
TAGS = {
    "a", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip

ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"https", "http", "mailto"}


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


def typeset(text: str) -> str:
    """Write what French typography asks: no line break before « : ; ! ? », curved apostrophes."""
    for mark in ";!?":
        text = text.replace(f" {mark}", f"{THIN}{mark}")
    for mark in ":»":
        text = text.replace(f" {mark}", f"{FIXED}{mark}")
    return APOSTROPHE.sub("’", text.replace("« ", f"«{FIXED}"))


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


def markdown(text: str) -> Markup:
    """Render an analyst's Markdown: no raw HTML, closed list of tags, headings from h2 down."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        token.tag = "h2" if token.tag == "h1" else token.tag
        for part in token.children or ():
            part.content = typeset(part.content) if part.type == "text" else part.content
    rendered = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
    return Markup(clean)  # noqa: S704  nh3 kept only the tags above


def _zone() -> ZoneInfo:
    zone: ZoneInfo = current_app.extensions["world"].settings.zone
    return zone


def _installation() -> dict[str, object]:
    settings = current_app.extensions["world"].settings
    return {"organisation": settings.organisation, "settings": settings}


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
