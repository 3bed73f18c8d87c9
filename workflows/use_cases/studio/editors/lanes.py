"""Who holds a lane: written in `demarche.toml`, whose comments and order stay."""

from collections.abc import Container
from dataclasses import dataclass

from workflows.catalogue.beginnings.naming import code_from
from workflows.catalogue.card.about import CITIZEN, FILE, SYSTEM
from workflows.catalogue.card.toml_edit import with_entry, with_key, without_entry
from workflows.catalogue.card.toml_table import read_toml
from workflows.catalogue.files import Files
from workflows.catalogue.references.part_uses import read_diagrams
from workflows.errors import Invalid
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.studio.files import draft_files, read_draft_file, save_draft_file

LANES = "lanes"
GROUPS = "groups"
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class LaneChange:
    """What the analyst says of a lane: its holder, a new group's label, its former name."""

    lane: str
    holder: str = ""
    group: str = ""
    former: str = ""


def hold_lane(act: Act, code: str, change: LaneChange) -> None:
    """Give a lane to the citizen, to the system, to a group, or to nobody.

    A new group gets its code from its label, and takes the place of one that is then of no use; a
    renamed lane keeps its holder. Raise Invalid.
    """
    lane = _clean(change.lane)
    present = read_draft_file(act, code, FILE)
    text = present.content.decode("utf-8")
    if change.former:
        changed = _renamed(text, _clean(change.former), lane)
    elif change.group:
        former = read_toml(FILE, present.content).values(LANES).get(lane)
        changed = _with_group(text, lane, _clean(change.group))
        changed = _without_unused(changed, former, _named_in_diagrams(draft_files(act, code)))
    else:
        changed = _held(text, lane, change.holder)
    if changed != text:
        save_draft_file(act, code, FILE, changed.encode(), present.revision)


def _held(text: str, lane: str, holder: str) -> str:
    if not holder:
        return without_entry(text, LANES, lane)
    if holder not in {CITIZEN, SYSTEM, *_groups(text)}:
        told = _("Le groupe « %(group)s » n'est pas décrit.") % {"group": holder}
        raise Invalid(told)
    return with_entry(text, LANES, lane, holder)


def _with_group(text: str, lane: str, label: str) -> str:
    """Give the lane to a group, described if it is not yet."""
    groups = _groups(text)
    known = next((code for code, name in groups.items() if name == label), "")
    if known:
        return with_entry(text, LANES, lane, known)
    code = code_from(label)
    if not code:
        raise Invalid(_("Donnez au groupe un nom qui contient des lettres."))
    while code in {CITIZEN, SYSTEM, *groups}:
        code += "_2"
    return with_entry(with_entry(text, GROUPS, code, label), LANES, lane, code)


def _without_unused(text: str, former: object, named: Container[str] | None) -> str:
    """Take away the group that held the lane before, once nothing speaks of it any more."""
    held = read_toml(FILE, text.encode()).values(LANES).values()
    if named is None or former in held or former in named or former not in _groups(text):
        return text
    return without_entry(text, GROUPS, str(former))


def _named_in_diagrams(files: Files) -> frozenset[str] | None:
    """Return the groups that tasks name themselves; None when a diagram cannot be read."""
    drawn = read_diagrams(files)
    if drawn is None:
        return None
    nodes = (node for drawing in drawn.values() for node in drawing.nodes.values())
    return frozenset(group for node in nodes for group in node.extensions.candidate_groups)


def _renamed(text: str, former: str, lane: str) -> str:
    """Keep the holder of a renamed lane, unless the new name has one already."""
    if lane in read_toml(FILE, text.encode()).values(LANES):
        return text
    return with_key(text, LANES, former, lane)


def _groups(text: str) -> dict[str, str]:
    return read_toml(FILE, text.encode()).text_map(GROUPS)


def _clean(name: str) -> str:
    words = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    if not words or len(words) > MAX_NAME:
        raise Invalid(_("Donnez un nom de %(n)d caractères au plus.") % {"n": MAX_NAME})
    return words
