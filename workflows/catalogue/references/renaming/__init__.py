"""A field's key renamed wherever a démarche reads it; every other byte stays as it is.

Each kind of file is changed as a text, then read again: unless it says the same under the new
name, and nothing else, the whole renaming is refused.
"""

from collections.abc import Callable, Mapping
from functools import partial

from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.parts import Parts
from workflows.catalogue.references.renaming.in_feel import CannotRename, Names
from workflows.catalogue.references.renaming.in_forms import rename_in_form
from workflows.catalogue.references.renaming.in_letters import rename_in_letter
from workflows.catalogue.references.renaming.in_scenarios import rename_in_scenario
from workflows.catalogue.references.renaming.in_xml import rename_in_diagram, rename_in_table
from workflows.forms.components import KEY, RESERVED
from workflows.translation import _

Rename = Callable[[bytes, Names], bytes]
KINDS: tuple[tuple[str, Rename], ...] = (
    (".form", rename_in_form),
    (".bpmn", rename_in_diagram),
    (".dmn", rename_in_table),
    (".txt", rename_in_letter),
    (".toml", rename_in_scenario),
)

__all__ = ["CannotRename", "Names", "rename_column", "rename_key"]


def rename_key(parts: Parts, old: str, new: str) -> dict[str, bytes]:
    """Return the files that change; raise CannotRename, with the reason in French."""
    _refuse(parts, old, new)
    names = Names(old, new)
    found: dict[str, bytes] = {}
    for path, content in parts.files.items():
        changed = _renamed(path, content, names)
        if changed != content:
            found[path] = changed
    return found


def rename_column(parts: Parts, path: str, rows: str, names: Names) -> dict[str, bytes]:
    """Rename a column of the list `rows` of one form, when nothing else reads that list."""
    _refuse_name(names.new)
    content = parts.files[path]
    readers = [
        name
        for name, other in parts.files.items()
        if name != path and not name.startswith("forms/") and rows.encode() in other
    ]
    if readers:
        raise CannotRename(
            _("La liste « %(rows)s » est lue par %(files)s : renommez-y d'abord la colonne.")
            % {"rows": rows, "files": ", ".join(readers)}
        )
    return {path: rename_in_form(content, names, rows=rows)}


def _renamed(path: str, content: bytes, names: Names) -> bytes:
    if names.old.encode() not in content or path == "demarche.toml":
        return content
    rename = next((each for suffix, each in KINDS if path.endswith(suffix)), None)
    if rename is None:
        return content
    return _explained(path, partial(rename, content, names))


def _explained(path: str, change: Callable[[], bytes]) -> bytes:
    try:
        return change()
    except CannotRename as refusal:
        told = _("%(path)s ne peut pas être mis à jour : %(reason)s")
        raise CannotRename(told % {"path": path, "reason": refusal.message}) from refusal


def _refuse(parts: Parts, old: str, new: str) -> None:
    _refuse_name(new)
    known: Mapping[str, object] = {key: None for form in parts.forms.values() for key in form.keys}
    computed: frozenset[str] = frozenset()
    if parts.about is not None and parts.drawing is not None:
        computed = Subject(parts, parts.about, parts.drawing).computed
    if new in known or new in computed:
        raise CannotRename(_("« %s » sert déjà : choisissez une autre clé.") % new)
    if old in computed:
        raise CannotRename(
            _("Le processus écrit aussi « %s » : renommez-y la variable d'abord.") % old
        )


def _refuse_name(new: str) -> None:
    if not KEY.fullmatch(new) or new in RESERVED:
        raise CannotRename(
            _("« %s » ne peut pas être une clé : lettres sans accent, chiffres et « _ ».") % new
        )
