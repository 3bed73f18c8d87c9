"""A form-js document as immutable data: components, pages, and the problems that a reader found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from workflows.errors import Invalid

FIGURES = 9  # of a whole number: Python itself refuses to read thousands


class Problem(NamedTuple):
    """What is wrong in a form; `field` is a key, or the id or rank of what has none."""

    field: str
    message: str


class InvalidForm(Invalid):
    """A form cannot be used; `problems` says everything that is wrong, each with its remedy."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{place} : {text}" for place, text in problems))
        self.problems = problems


class Expression(NamedTuple):
    """One FEEL text of a form: the field that carries it, the property it stands in."""

    field: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Component:
    """One form-js component; `source` is its JSON, with what we do not know kept as it is."""

    type: str
    id: str
    key: str = ""
    label: str = ""
    source: Mapping[str, object] = field(default_factory=dict)
    rules: Mapping[str, object] = field(default_factory=dict)  # form-js `validate`
    properties: Mapping[str, str] = field(default_factory=dict)
    hide: str = ""
    children: tuple["Component", ...] = ()
    columns: tuple["Component", ...] = ()  # the questions of each row of a list
    expressions: tuple[Expression, ...] = ()
    reads: frozenset[str] = frozenset()  # root names that its expressions read

    def text(self, name: str) -> str:
        """Return a property of the JSON when it is a text, else an empty one."""
        value = self.source.get(name)
        return value if isinstance(value, str) else ""

    def text_rule(self, name: str) -> str:
        """Return a rule of `validate` when it is a text, else an empty one."""
        value = self.rules.get(name)
        return value if isinstance(value, str) else ""

    def count(self, name: str, default: int) -> int | None:
        """Return a property that is a whole number; None for another text, or an endless one."""
        text = self.properties.get(name, str(default))
        return int(text) if text.isascii() and text.isdigit() and len(text) <= FIGURES else None

    def adorner(self, name: str) -> str:
        """Return `prefixAdorner` or `suffixAdorner`."""
        appearance = self.source.get("appearance")
        value = appearance.get(name) if isinstance(appearance, Mapping) else None
        return value if isinstance(value, str) else ""

    def walk(self) -> Iterator["Component"]:
        """Yield this component and all those inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Page:
    """One screen of a form; `group` is the top-level group it comes from, if it comes from one."""

    index: int
    title: str
    components: tuple[Component, ...]
    group: Component | None = None
    fields: tuple[Component, ...] = ()  # flat, those with a key

    def walk(self) -> Iterator[Component]:
        """Yield the components of the page, in reading order."""
        for component in self.components:
            yield from component.walk()


@dataclass(frozen=True)
class Form:
    """A form ready to be shown, read and checked; `order` ranks fields after those they read."""

    id: str
    pages: tuple[Page, ...]
    order: tuple[Component, ...]
    source: Mapping[str, object] = field(repr=False, default_factory=dict)

    @cached_property
    def fields(self) -> tuple[Component, ...]:
        """Return every component that holds an answer, in reading order."""
        return tuple(component for page in self.pages for component in page.fields)

    @cached_property
    def by_key(self) -> Mapping[str, Component]:
        """Return the fields by their key."""
        return MappingProxyType({component.key: component for component in self.fields})

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of all fields."""
        return frozenset(self.by_key)

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Return every FEEL text of the form, in reading order."""
        return tuple(expression for item in self.components for expression in item.expressions)

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Return every component, groups and texts included, in reading order."""
        tops = (top for page in self.pages for top in _tops(page))
        return tuple(component for top in tops for component in top.walk())

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Return the names that the form reads and does not ask for."""
        return frozenset().union(*(each.reads for each in self.components)) - self.keys

    @cached_property
    def parents(self) -> Mapping[str, Component]:
        """Return the group around each component, by the component's id."""
        return {child.id: group for group in self.components for child in group.children}

    def told_by(self, keys: frozenset[str]) -> tuple[Component, ...]:
        """Return, in `order`, the components without which these answers cannot be written."""
        if keys not in self._told:
            self._told[keys] = self._closure(keys)
        return self._told[keys]

    @cached_property
    def _told(self) -> dict[frozenset[str], tuple[Component, ...]]:
        return {}

    def _closure(self, keys: frozenset[str]) -> tuple[Component, ...]:
        found: set[str] = set()
        waiting = [self.by_key[key] for key in keys if key in self.by_key]
        while waiting:
            component = waiting.pop()
            if component.id not in found:
                found.add(component.id)
                waiting += [self.by_key[name] for name in component.reads if name in self.by_key]
                waiting += [self.parents[component.id]] if component.id in self.parents else []
        return tuple(component for component in self.order if component.id in found)

    def conditions_over(self, component: Component) -> frozenset[str]:
        """Return the ids of the component and of the groups around it that have a condition."""
        chain = [component]
        while (parent := self.parents.get(chain[-1].id)) is not None:
            chain.append(parent)
        return frozenset(item.id for item in chain if item.hide)

    def page_of(self, key: str) -> int:
        """Return the index of the page that asks for `key`; raise KeyError for an unknown key."""
        for page in self.pages:
            if any(component.key == key for component in page.fields):
                return page.index
        raise KeyError(key)


def _tops(page: Page) -> tuple[Component, ...]:
    return (page.group,) if page.group else page.components
