"""Fixes of the diagram as a file: a place for everything, an identifier for every element."""

from workflows.catalogue.findings import Finding
from workflows.catalogue.fixes.bench import Bench, Fixer, one
from workflows.catalogue.fixes.nodes import free_id
from workflows.catalogue.layout import lay_out_tree
from workflows.engine.diagram.dialects import kind_of, tag
from workflows.engine.diagram.draft import NODES
from workflows.translation import _

LAY_OUT, NAME = "dessiner", "donner-identifiants"


def _lay_out(bench: Bench, _finding: Finding, _value: str) -> None:
    lay_out_tree(bench.root)


def _give_ids(bench: Bench, _finding: Finding, _value: str) -> None:
    for node in bench.root.iter(*(tag(kind) for kind in sorted(NODES | {"sequenceFlow"}))):
        if not node.get("id"):
            kind = kind_of(node)
            node.set("id", free_id(bench.root, f"{kind[0].upper()}{kind[1:]}_1"))


FIXERS = (
    Fixer("dessin-absent", LAY_OUT, one(LAY_OUT, _("Dessiner ce qui manque"), safe=True), _lay_out),
    Fixer(
        "identifiant-absent",
        NAME,
        one(NAME, _("Donner un identifiant à ces éléments"), safe=True),
        _give_ids,
    ),
)
