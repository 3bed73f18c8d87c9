"""Every kind of work that a diagram may ask for, with the headers that it wants."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflows.catalogue.findings import Finding, error
from workflows.catalogue.parts import PROCESS
from workflows.engine import ServiceElement
from workflows.translation import _

LETTER, TARGET = "letter", "target"


@dataclass(frozen=True, slots=True)
class Header:
    """A named setting; `kind` is `letter` when its value names one."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Connector:
    """A kind of work; `open` when other headers are allowed: they travel as variables."""

    type: str
    label: str
    headers: tuple[Header, ...]
    open: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """Return the names of its headers."""
        return frozenset(header.key for header in self.headers)


_KEPT = Header("timeToLive", _("Gardé pendant"), hint=_("P1D par défaut"), required=False)
CONNECTORS: Mapping[str, Connector] = {
    each.type: each
    for each in (
        Connector(
            "mail", _("Envoyer un courriel à l'usager"), (Header("lettre", _("Lettre"), LETTER),)
        ),
        Connector(
            "document",
            _("Établir un document"),
            (
                Header("modele", _("Lettre"), LETTER),
                Header(
                    "nom",
                    _("Nom du fichier remis"),
                    hint=_("Par exemple Permis.pdf"),
                    required=False,
                ),
            ),
        ),
        Connector(
            "numero",
            _("Attribuer un numéro"),
            (
                Header("serie", _("Série"), hint=_("Par exemple PERMIS")),
                Header("variable", _("Variable qui reçoit le numéro")),
                Header(
                    "format",
                    _("Format"),
                    hint=_("{serie}-{annee}-{numero:5} par défaut"),
                    required=False,
                ),
            ),
        ),
        Connector(
            "webhook",
            _("Prévenir un autre logiciel"),
            (
                Header("cible", _("Cible"), TARGET, hint=_("Un nom donné par l'administrateur")),
                Header("evenement", _("Événement"), hint=_("Le nom de l'élément"), required=False),
            ),
        ),
        Connector(
            "message",
            _("Envoyer un message à d'autres dossiers"),
            (
                Header("message", _("Nom du message")),
                Header("cle", _("Clé : à qui il va"), hint=_("Par exemple =numeroOffre")),
                _KEPT,
            ),
            open=True,
        ),
        Connector(
            "signal",
            _("Envoyer un signal à tous les dossiers"),
            (Header("signal", _("Nom du signal")),),
            open=True,
        ),
    )
}


def unknown_targets(effects: Iterable[ServiceElement], targets: Iterable[str]) -> Iterator[Finding]:
    """Find the webhooks whose target this installation does not know."""
    known = sorted(targets)
    for effect in effects:
        target = effect.headers.get("cible", "")
        if effect.type == "webhook" and target and target not in known:
            listed = ", ".join(f"« {name} »" for name in known) or _("aucune pour l'instant")
            yield error(
                "cible-inconnue",
                PROCESS,
                effect.element_id,
                _("La cible « %(target)s » n'est pas déclarée ici.") % {"target": target},
                _("L'administrateur la déclare dans WEBHOOKS. Cibles connues : %(names)s.")
                % {"names": listed},
            )
