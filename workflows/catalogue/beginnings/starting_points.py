"""The démarches that a new one can begin from: folders of `templates/`, shipped with the code."""

from dataclasses import dataclass
from pathlib import Path

from workflows.catalogue.beginnings.naming import (
    title_of,
    with_process_id,
    with_process_name,
    with_title,
)
from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.files import Files, read_files
from workflows.catalogue.parts import PROCESS
from workflows.errors import NotFound
from workflows.translation import _

FOLDER = Path(__file__).with_name("templates")
BLANK = "vierge"


@dataclass(frozen=True, slots=True)
class Template:
    """A démarche to begin from; `summary` says in French what it holds."""

    name: str
    title: str
    summary: str


TEMPLATES = (
    Template(
        "simple",
        _("Démarche simple"),
        _("Deux étapes : l'usager demande, un agent accorde ou refuse. Une lettre par cas."),
    ),
    Template(
        "avec_avis",
        _("Démarche avec avis"),
        _(
            "Un autre service donne son avis dans un délai, réputé favorable ensuite. Complément "
            "avec rappel et classement sans suite."
        ),
    ),
    Template(
        "avec_commission",
        _("Démarche avec commission"),
        _(
            "Une table choisit le circuit ; la commission rend un avis ou ajourne à la séance "
            "suivante. Complément, arrêté et notification."
        ),
    ),
)


def template_files(name: str) -> Files:
    """Return the files of a template; raise NotFound."""
    if name not in {BLANK, *(each.name for each in TEMPLATES)}:
        raise NotFound(_("Ce modèle de démarche n'existe pas."))
    return read_files(FOLDER / name)[0]


def named(files: Files, process_id: str, title: str) -> dict[str, bytes]:
    """Return files under another name: title, id of the process, name of the pool that bore it."""
    changed = dict(files)
    former = title_of(files.get(ABOUT, b""))
    if ABOUT in files:
        changed[ABOUT] = with_title(files[ABOUT], title)
    if PROCESS in files:
        changed[PROCESS] = with_process_id(files[PROCESS], process_id)
        if former:
            changed[PROCESS] = with_process_name(changed[PROCESS], former, title)
    return changed
