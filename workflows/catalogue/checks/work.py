"""Checks of what the automatic tasks ask for: its kind, the headers that this kind wants."""

from collections.abc import Iterator

from workflows.catalogue.checks.subject import PROCESS, WORK, Subject, near
from workflows.catalogue.connectors import CONNECTORS, LETTER
from workflows.catalogue.drawing import Node
from workflows.catalogue.findings import Finding, error, warning
from workflows.catalogue.series import read_series
from workflows.errors import Invalid
from workflows.feel import evaluate
from workflows.translation import _


def unknown_service(subject: Subject) -> Iterator[Finding]:
    """Find the automatic tasks whose kind of work does not exist.

    One without any kind is done by a person: the engine says so.
    """
    for node in subject.drawing.of_kind(*WORK):
        given = node.extensions.type
        if given and given not in CONNECTORS:
            yield error(
                "service-inconnu",
                PROCESS,
                node.id,
                _("Le type « %(type)s » n'existe pas.") % {"type": given},
                near(given, CONNECTORS),
            )


def missing_header(subject: Subject) -> Iterator[Finding]:
    """Find the automatic tasks without a header that their kind of work needs."""
    for node in subject.drawing.of_kind(*WORK):
        kind = _kind(node)
        headers = CONNECTORS[kind].headers if kind in CONNECTORS else ()
        for header in headers:
            if header.required and header.kind != LETTER and not _gives(node, header.key):
                yield error(
                    "entete-absent",
                    PROCESS,
                    node.id,
                    _("« %(node)s » (type %(type)s) n'a pas d'en-tête « %(header)s ».")
                    % {"node": node.label, "type": kind, "header": header.key},
                    _("Ajoutez-le : %(label)s.") % {"label": _lowered(header.label)},
                )


def unknown_header(subject: Subject) -> Iterator[Finding]:
    """Find the headers that their kind of work does not read."""
    for node in subject.drawing.of_kind(*WORK):
        connector = CONNECTORS.get(node.extensions.type)
        if connector is None or connector.open:
            continue
        for key in sorted(node.extensions.headers.keys() - connector.keys):
            yield warning(
                "entete-inconnu",
                PROCESS,
                node.id,
                _("Le type « %(type)s » ne lit pas l'en-tête « %(header)s ».")
                % {"type": connector.type, "header": key},
                near(key, connector.keys),
            )


def wrong_header(subject: Subject) -> Iterator[Finding]:
    """Find the headers whose text cannot be what it must: a series, a format, a duration."""
    for node in subject.drawing.of_kind(*WORK):
        headers = node.extensions.headers
        kept = headers.get("timeToLive", "P1D")
        if _kind(node) == "message" and not kept.startswith("=") and _lasts_nothing(kept):
            yield error(
                "duree-illisible",
                PROCESS,
                node.id,
                _("« timeToLive » attend une durée, pas « %(text)s ».") % {"text": kept},
                _("Écrivez par exemple P1D (un jour), PT2H (deux heures), ou =… en FEEL."),
            )
        if node.extensions.type == "numero" and _gives(node, "serie"):
            yield from _wrong_series(node)


def _wrong_series(node: Node) -> Iterator[Finding]:
    computed = {binding.target for binding in node.extensions.inputs}
    written = {k: v for k, v in node.extensions.headers.items() if k not in computed}
    if "serie" in computed:
        written["serie"] = "X"
    try:
        read_series(written)
    except Invalid as wrong:
        remedy = _("Par exemple : serie = PERMIS, format = {serie}-{annee}-{numero:5}.")
        yield error("serie-illisible", PROCESS, node.id, wrong.message, remedy)


def _kind(node: Node) -> str:
    """Return the kind of work of a node: an event sent needs no type."""
    return node.extensions.type or node.sends


def _gives(node: Node, key: str) -> bool:
    """Tell whether a node says something, by a header or an input; an event has its own name."""
    inputs = {binding.target for binding in node.extensions.inputs}
    return key == node.sends or key in inputs or bool(node.extensions.headers.get(key, "").strip())


def _lasts_nothing(text: str) -> bool:
    return evaluate("duration(text)", {"text": text}) is None


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
