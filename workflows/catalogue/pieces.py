"""The pièces that a form asks for, told to the citizen before he begins."""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.forms import Component, Form
from workflows.translation import _

FILE = "filepicker"
SAME_FORMAT = {"jpeg": "jpg"}


class PieceWanted(NamedTuple):
    """A pièce of the fiche: `condition` says in French who must give it, empty for everybody."""

    label: str
    required: bool
    condition: str
    formats: tuple[str, ...]


def pieces_wanted(form: Form, formats: tuple[str, ...]) -> tuple[PieceWanted, ...]:
    """Return the pièces of a form in reading order; `formats` are those of the démarche."""
    return tuple(
        PieceWanted(
            component.label,
            component.rules.get("required") is True,
            _condition(form, component),
            _formats(component, formats),
        )
        for component in form.fields
        if component.type == FILE
    )


def _condition(form: Form, component: Component) -> str:
    """Return the analyst's own words, else a general sentence when something can hide the field."""
    chain = tuple(_with_parents(form, component))
    said = next(
        (each.properties["condition"] for each in chain if "condition" in each.properties), ""
    )
    if said or not any(each.hide for each in chain):
        return said
    return _("Selon votre situation")


def _with_parents(form: Form, component: Component) -> Iterator[Component]:
    here: Component | None = component
    while here is not None:
        yield here
        here = form.parents.get(here.id)


def _formats(component: Component, formats: tuple[str, ...]) -> tuple[str, ...]:
    accepted = [part.strip().lstrip(".").lower() for part in component.text("accept").split(",")]
    names = [SAME_FORMAT.get(name, name) for name in accepted if name]
    kept = tuple(dict.fromkeys(name for name in names if name in formats))
    return kept or formats
