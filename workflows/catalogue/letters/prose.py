"""An analyst's prose as French readers expect it: typography, and Markdown made safe HTML."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from workflows.errors import Invalid
from workflows.translation import _

MOST_PROSE = 40_000  # twenty pages
THIN, FIXED = "\u202f", "\u00a0"  # French no-break spaces, narrow and full
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
TAGS = {
    "a", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip

ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"https", "http", "mailto"}


def typeset(text: str) -> str:
    """Write what French typography asks: no line break before « : ; ! ? », curved apostrophes."""
    for mark in ";!?":
        text = text.replace(f" {mark}", f"{THIN}{mark}")
    for mark in ":»":
        text = text.replace(f" {mark}", f"{FIXED}{mark}")
    return APOSTROPHE.sub("’", text.replace("« ", f"«{FIXED}"))


def markdown(text: str) -> Markup:
    """Render an analyst's Markdown: no raw HTML, closed list of tags, headings from h2 down.

    Raise Invalid for more than a fiche holds: some texts take seconds for each 100,000 signs.
    """
    if len(text) > MOST_PROSE:
        raise Invalid(too_long())
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        token.tag = "h2" if token.tag == "h1" else token.tag
        for part in token.children or ():
            part.content = typeset(part.content) if part.type == "text" else part.content
    rendered = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
    return Markup(clean)  # noqa: S704  nh3 kept only the tags above


def too_long() -> str:
    """Say that a text is longer than anybody reads."""
    return _("Ce texte dépasse %d caractères : raccourcissez-le.") % MOST_PROSE


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
