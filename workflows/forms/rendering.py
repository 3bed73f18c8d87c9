"""The HTML of a page of questions: GOV.UK patterns in our words, complete without JavaScript."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workflows.forms.conditions import Situation, settle
from workflows.forms.context import FormContext
from workflows.forms.field import AnswerField
from workflows.forms.fields.text import TEXT
from workflows.forms.page_form import bind
from workflows.forms.registry import ANSWERS, DECORATIONS, GROUP
from workflows.forms.schema import Component, Form
from workflows.translation import _ as gettext

FRAGMENTS = Environment(
    loader=PackageLoader("workflows.forms"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary; no `href` when the message belongs to no control."""

    message: str
    href: str


@dataclass(frozen=True, slots=True)
class _Screen:
    """What every fragment of one page needs."""

    form: Form
    fields: Mapping[str, AnswerField]
    situation: Situation
    depends: Mapping[str, str]
    translate: Translate

    def write(self, component: Component) -> Markup:
        """Return the HTML of one component, or the empty place of a hidden one."""
        if component.key and not ANSWERS[component.type].asked:
            return Markup()
        depends = self.depends.get(component.id, "")
        if not self.situation.shows(component):
            return self._fragment("hidden.html", depends=depends) if depends else Markup()
        return self._fragment(
            "component.html",
            body=self._body(component),
            depends=depends,
            mark=component.id if component.hide else "",
        )

    def mark(self, group: Component | None) -> Iterator[Markup]:
        """Yield the marker of the page's own condition, when it has one."""
        if group is not None and group.hide:
            yield self._fragment("component.html", body="", depends="", mark=group.id)

    def _body(self, component: Component) -> Markup:
        if component.type == GROUP:
            inside = Markup().join(self.write(child) for child in component.children)
            legend = self.situation.scope.words(component.label)
            return self._fragment("group.html", legend=legend, inside=inside, id=component.id)
        if component.key in self.fields:
            field = self.fields[component.key]
            return self._fragment(field.template, field=field)
        decoration = DECORATIONS.get(component.type)
        if decoration is None:
            return Markup()
        content = decoration.content(component, self.situation.scope)
        return self._fragment(decoration.template, content=content)

    def _fragment(self, name: str, **values: object) -> Markup:
        template = FRAGMENTS.get_template(f"forms/{name}")
        return Markup(template.render(_=self.translate, **values))  # noqa: S704  autoescaped


def render_page(  # noqa: PLR0913  the contract shared with both web apps
    form: Form,
    page_index: int,
    values: Mapping[str, object],
    errors: Mapping[str, str],
    context: FormContext,
    *,
    translate: Translate = gettext,
    live: bool = False,
) -> Markup:
    """Return the fields of one page, without form tag, token or button.

    With `live`, `data-depends` names the controls of this page whose change calls for a new
    reading by the server; hidden fields then leave an empty place that carries it.
    """
    page = form.pages[page_index]
    situation = settle(form, values, context)
    fields = bind((item for item in page.fields if situation.shows(item)), situation.scope)
    for key, field in fields.items():
        field.process(None, situation.values.get(key))
        field.errors = [errors[key]] if key in errors else []
    depends = _depends(form, page_index) if live else {}
    screen = _Screen(form, fields, situation, depends, translate)
    parts = [screen.write(component) for component in page.components]
    return Markup("\n").join([*screen.mark(page.group), *parts])


def introduction(form: Form, values: Mapping[str, object], context: FormContext) -> Markup:
    """Return the texts at the head of a form, before its first question: what is asked, and why."""
    situation = settle(form, values, context)
    first = form.pages[0].components if form.pages else ()
    head = takewhile(lambda item: DECORATIONS.get(item.type) is TEXT, first)
    shown = (item for item in head if situation.shows(item))
    return Markup("\n").join(TEXT.content(item, situation.scope) for item in shown)


def error_links(
    form: Form, page_index: int | None, errors: Mapping[str, str]
) -> tuple[ErrorLink, ...]:
    """Return the errors in the order of the fields, each with its first control."""
    fields = form.fields if page_index is None else form.pages[page_index].fields
    known = {item.key: ANSWERS[item.type].first_control(item) for item in fields}
    placed = [ErrorLink(errors[key], f"#{known[key]}") for key in known if key in errors]
    elsewhere = [ErrorLink(text, "") for key, text in errors.items() if key not in known]
    return (*placed, *elsewhere)


def error_summary(
    form: Form,
    page_index: int,
    errors: Mapping[str, str],
    *,
    translate: Translate = gettext,
) -> Markup:
    """Return « Il y a un problème » with a link to each field, or nothing without errors."""
    if not errors:
        return Markup()
    template = FRAGMENTS.get_template("forms/error_summary.html")
    links = error_links(form, page_index, errors)
    return Markup(template.render(_=translate, links=links))  # noqa: S704  autoescaped


def _depends(form: Form, page_index: int) -> dict[str, str]:
    """Return, by component id, the keys of this page that decide what it shows."""
    here = {component.key for component in form.pages[page_index].fields}
    return {
        component.id: " ".join(sorted(_roots(form, component) & here))
        for component in form.pages[page_index].walk()
    }


def _roots(form: Form, component: Component) -> frozenset[str]:
    """Return the asked fields that a component reads, through the computed ones."""
    pending, seen = set(component.reads), set[str]()
    while pending:
        name = pending.pop()
        seen.add(name)
        field = form.by_key.get(name)
        if field is not None and not ANSWERS[field.type].asked:
            pending |= field.reads - seen
    return frozenset(seen)
