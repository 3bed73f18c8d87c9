"""Reading a form-js document: everything wrong is said at once, with its remedy."""

import json
from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType

import re2

from workflows.forms.components import Findings, read_components
from workflows.forms.order import in_order
from workflows.forms.registry import GROUP
from workflows.forms.schema import Component, Form, InvalidForm, Page, Problem
from workflows.translation import _

SIZE_CAP = 1_000_000  # bytes
IDENTIFIER = re2.compile(r"[A-Za-z0-9_.-]{1,120}")


def read_form(data: bytes) -> Form:
    """Read a `.form` file; raise InvalidForm with all its problems."""
    document = _document(data)
    findings = Findings()
    tops = read_components(document.get("components"), findings)
    form_id = document.get("id")
    if not isinstance(form_id, str) or not IDENTIFIER.fullmatch(form_id):
        findings.add(
            "id", _("donnez au formulaire un identifiant de lettres, chiffres, « _ », « - ».")
        )
    if not tops and not findings.problems:
        findings.add("components", _("le formulaire est vide : ajoutez-lui au moins un champ."))
    order = in_order(tops, findings)
    if findings.problems:
        raise InvalidForm(tuple(findings.problems))
    return Form(str(form_id), _pages(tops), order, document)


def _document(data: bytes) -> Mapping[str, object]:
    if len(data) > SIZE_CAP:
        raise InvalidForm((Problem("form", _("le fichier dépasse 1 Mo : divisez le formulaire.")),))
    try:
        document = _frozen(json.loads(data, parse_constant=_no_constant))
    except (ValueError, RecursionError) as wrong:
        text = _(
            "le fichier n’est pas du JSON lisible%(place)s : enregistrez-le à nouveau depuis "
            "l’éditeur."
        )
        raise InvalidForm((Problem("form", text % {"place": _place(wrong)}),)) from None
    if not isinstance(document, Mapping):
        raise InvalidForm((Problem("form", _("le fichier ne décrit pas un formulaire form-js.")),))
    return document


def _place(wrong: Exception) -> str:
    """Return « (ligne 12) » when the reader knows where it stopped."""
    return _(" (ligne %d)") % wrong.lineno if isinstance(wrong, json.JSONDecodeError) else ""


def _no_constant(name: str) -> None:
    """Refuse NaN and infinities, which JSON does not have and comparisons choke on."""
    raise ValueError(name)


def _frozen(value: object) -> object:
    """Return JSON made immutable, all the way down."""
    if isinstance(value, dict):
        return MappingProxyType({name: _frozen(item) for name, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value


def _pages(tops: tuple[Component, ...]) -> tuple[Page, ...]:
    """Make a page of each top-level group, and one of each run of components between them."""
    pages: list[Page] = []
    for grouped, run in groupby(tops, key=lambda top: top.type == GROUP):
        for part in ((top,) for top in run) if grouped else (tuple(run),):
            pages.append(_page(len(pages), part, part[0] if grouped else None))
    return tuple(pages)


def _page(index: int, tops: tuple[Component, ...], group: Component | None) -> Page:
    fields = tuple(component for top in tops for component in top.walk() if component.key)
    title = group.label if group else ""
    return Page(index, title, group.children if group else tops, group, fields)
