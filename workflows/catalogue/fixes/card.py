"""Fixes of `demarche.toml`: who holds a lane, how a group is called, delays and retention."""

from collections.abc import Iterator

from workflows.catalogue.card.about import CITIZEN, FILE, SYSTEM
from workflows.catalogue.card.toml_edit import with_entry, with_value, without_entry
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.fixes.bench import Bench, Fixer, node_of
from workflows.catalogue.fixes.nodes import lane_named, put_in_lane
from workflows.catalogue.parts import Parts
from workflows.errors import Invalid
from workflows.translation import _

HOLD, UNDRAWN, GROUP, RETAIN, DELAY, LANE = (
    "donner-couloir",
    "retirer-couloir",
    "decrire-groupe",
    "conservation",
    "delai-annonce",
    "placer-dans-couloir",
)
MONTHS = (12, 24, 60)
DAYS = (15, 30, 60)
MOST_CHOICES = 8


def _offer_holders(parts: Parts, _finding: Finding) -> Iterator[Fix]:
    groups = dict(parts.about.groups) if parts.about else {}
    fixed = {CITIZEN: _("l'usager"), SYSTEM: _("le système")}
    for code, name in (fixed | dict(list(groups.items())[:MOST_CHOICES])).items():
        yield Fix(HOLD, _("Donner ce couloir à : %(name)s") % {"name": name}, False, code)


def _give_lane(bench: Bench, finding: Finding, value: str) -> None:
    _write(bench, with_entry(bench.text(FILE), "lanes", finding.element, value))


def _offer_undrawn(_parts: Parts, finding: Finding) -> Iterator[Fix]:
    label = _("Retirer « %(lane)s » de demarche.toml") % {"lane": finding.element}
    yield Fix(UNDRAWN, label, False)


def _remove_lane(bench: Bench, finding: Finding, _value: str) -> None:
    _write(bench, without_entry(bench.text(FILE), "lanes", finding.element))


def _offer_group(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer to describe the group that a lane or a task names."""
    lanes = parts.about.lanes if parts.about else {}
    known = parts.about.groups if parts.about else {}
    if finding.file == FILE:
        wanted = [lanes.get(finding.element, "")]
    else:
        node = node_of(parts, finding)
        wanted = list(node.extensions.candidate_groups) if node else []
    for code in wanted:
        if code and code not in known:
            yield Fix(GROUP, _("Décrire le groupe « %(code)s »") % {"code": code}, False, code)


def _describe_group(bench: Bench, _finding: Finding, value: str) -> None:
    label = value.replace("_", " ").capitalize()
    _write(bench, with_entry(bench.text(FILE), "groups", value, label))


def _offer_retention(_parts: Parts, _finding: Finding) -> Iterator[Fix]:
    for months in MONTHS:
        yield Fix(RETAIN, _("Conserver %(n)d mois") % {"n": months}, False, str(months))


def _offer_delay(_parts: Parts, _finding: Finding) -> Iterator[Fix]:
    for days in DAYS:
        yield Fix(DELAY, _("Annoncer %(n)d jours") % {"n": days}, False, str(days))


def _set_number(bench: Bench, finding: Finding, value: str) -> None:
    if not value.isdigit():
        raise Invalid(_("Cette durée n'est pas un nombre."))
    _write(bench, with_value(bench.text(FILE), finding.element, int(value)))


def _offer_lanes(parts: Parts, _finding: Finding) -> Iterator[Fix]:
    for lane in (parts.drawing.lanes if parts.drawing else ())[:MOST_CHOICES]:
        if lane:
            yield Fix(LANE, _("Placer dans le couloir « %(lane)s »") % {"lane": lane}, False, lane)


def _put_in_lane(bench: Bench, finding: Finding, value: str) -> None:
    lane = lane_named(bench.root, value)
    if lane is None:
        raise Invalid(_("Le couloir « %(lane)s » n'existe plus.") % {"lane": value})
    put_in_lane(bench.element(finding.element), lane)


def _write(bench: Bench, text: str) -> None:
    bench.files[FILE] = text.encode()


FIXERS = (
    Fixer("couloir-sans-groupe", HOLD, _offer_holders, _give_lane),
    Fixer("couloir-absent", UNDRAWN, _offer_undrawn, _remove_lane),
    Fixer("groupe-inconnu", GROUP, _offer_group, _describe_group),
    Fixer("conservation-absente", RETAIN, _offer_retention, _set_number),
    Fixer("delai-absent", DELAY, _offer_delay, _set_number),
    Fixer("tache-sans-couloir", LANE, _offer_lanes, _put_in_lane),
)
