"""A passage of markdown between the questions, cleaned before it reaches a page."""

import string
from collections.abc import Callable
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from workflows.forms.context import Scope
from workflows.forms.schema import Component

ALLOWED = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
LOWEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Decoration:
    """Something shown that asks nothing; `content` turns the component into safe HTML."""

    template: str
    content: Callable[[Component, Scope], Markup]


def markdown(source: str) -> Markup:
    """Return clean HTML: no raw HTML, no script, headings one level below the page's own."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(source)
    for token in tokens:
        if token.tag.startswith("h") and token.tag[1:].isdigit():
            token.tag = f"h{min(int(token.tag[1:]) + 1, LOWEST_HEADING)}"
    html = parser.renderer.render(tokens, parser.options, {})
    return Markup(nh3.clean(html, tags=ALLOWED, url_schemes={"http", "https", "mailto", "tel"}))  # noqa: S704  cleaned just here


def _content(component: Component, scope: Scope) -> Markup:
    return markdown(scope.words(component.text("text"), quote=_literally))


def _literally(text: str) -> str:
    """Escape markdown, so that an answer shown in a text is only ever a text."""
    return "".join(f"\\{char}" if char in string.punctuation else char for char in text)


TEXT = Decoration("text.html", _content)
