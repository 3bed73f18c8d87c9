"""Checks of the diagram as a file: identifiers, references to nothing, elements with no place."""

from collections.abc import Iterator

from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.findings import Finding, error, warning
from workflows.catalogue.layout import undrawn
from workflows.catalogue.references.dangling import lost_defaults, lost_references
from workflows.engine.diagram.dialects import kind_of
from workflows.engine.diagram.draft import NODES, twice_given
from workflows.translation import _


def nameless(subject: Subject) -> Iterator[Finding]:
    """Find the elements without identifier: no finding, task or journal can speak of them."""
    kinds = NODES | {"sequenceFlow"}
    for file, tree in subject.trees.items():
        number = sum(1 for n in tree.iter() if kind_of(n) in kinds and not n.get("id"))
        if number:
            yield warning(
                "identifiant-absent",
                file,
                "",
                _("%(n)d élément(s) du diagramme n'ont pas d'identifiant.") % {"n": number},
                _("Donnez-leur un identifiant : les dossiers en cours s'y rattachent."),
            )


def twice_named(subject: Subject) -> Iterator[Finding]:
    """Find the identifiers that two elements share: flows would not know which to follow."""
    for file, tree in subject.trees.items():
        for id_ in twice_given(tree):
            yield error(
                "identifiant-double",
                file,
                id_,
                _("L'identifiant « %(id)s » est donné à deux éléments.") % {"id": id_},
                _("Donnez-en un autre à l'un des deux."),
            )


def lost_reference(subject: Subject) -> Iterator[Finding]:
    """Find the references to elements that the diagram does not hold."""
    for file, tree in subject.trees.items():
        number = len(lost_references(tree)) + len(lost_defaults(tree))
        if number:
            yield warning(
                "reference-perdue",
                file,
                "",
                _("Le diagramme désigne %(n)d fois un élément qui n'existe pas.") % {"n": number},
                _("Supprimez ces références : elles restent d'un élément effacé."),
            )


def not_drawn(subject: Subject) -> Iterator[Finding]:
    """Find the elements that an editor would not show."""
    told = _("%(n)d élément(s) n'ont pas de place dans le dessin : l'éditeur ne les montre pas.")
    for file, tree in subject.trees.items():
        missing = undrawn(tree)
        if missing:
            yield warning(
                "dessin-absent",
                file,
                "",
                told % {"n": len(missing)},
                _("Faites dessiner ce qui manque, puis arrangez-le dans l'éditeur."),
            )
