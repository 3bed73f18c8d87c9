"""Fixes of a kind of work that does not exist: another one, or a person in its place."""

from collections.abc import Iterator
from difflib import get_close_matches

from workflows.catalogue.connectors import CONNECTORS
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.fixes.bench import Bench, Fixer, node_of
from workflows.catalogue.fixes.nodes import drop, set_extension
from workflows.catalogue.parts import Parts
from workflows.engine.diagram.dialects import NAMESPACES, SEVENS, kind_of, tag
from workflows.errors import Invalid
from workflows.translation import _

USE, PERSON = "choisir-service", "confier-a-une-personne"
SETTINGS = ("taskDefinition", "taskHeaders")
TASKS = ("serviceTask", "sendTask")


def _offer_services(parts: Parts, finding: Finding) -> Iterator[Fix]:
    node = node_of(parts, finding)
    if node is None:
        return
    close = get_close_matches(node.extensions.type, CONNECTORS, 1, 0.6)
    for type_ in dict.fromkeys([*close, *CONNECTORS]):
        label = _("En faire « %(type)s » : %(label)s")
        yield Fix(USE, label % {"type": type_, "label": CONNECTORS[type_].label}, False, type_)


def _use_service(bench: Bench, finding: Finding, value: str) -> None:
    if value not in CONNECTORS:
        raise Invalid(_("Ce type de service n'existe pas."))
    set_extension(bench.element(finding.element), "taskDefinition", "type", value)


def _offer_person(parts: Parts, finding: Finding) -> Iterator[Fix]:
    node = node_of(parts, finding)
    if node is not None and node.kind in TASKS:
        yield Fix(PERSON, _("La confier à une personne, sans formulaire"), False)


def _give_to_person(bench: Bench, finding: Finding, _value: str) -> None:
    """Make of an automatic task a manual one; what only a machine reads goes."""
    node = bench.element(finding.element)
    if kind_of(node) not in TASKS:
        raise Invalid(_("Cet élément n'est plus une tâche automatique : vérifiez de nouveau."))
    node.tag = tag("manualTask")
    for name in SETTINGS:
        for found in node.findall(f"bpmn:extensionElements/zeebe:{name}", NAMESPACES):
            drop(found)
    holder = node.find("bpmn:extensionElements", NAMESPACES)
    if holder is not None and len(holder) == 0:
        drop(holder)
    for space in SEVENS:
        for name in ("type", "topic"):
            node.attrib.pop(f"{{{space}}}{name}", "")


FIXERS = (
    Fixer("service-inconnu", USE, _offer_services, _use_service),
    Fixer("service-inconnu", PERSON, _offer_person, _give_to_person),
)
