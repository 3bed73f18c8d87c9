"""`demarche.toml` changed from a page: comments, order and what the page does not know stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import tomlkit
from tomlkit.items import AoT

from workflows.catalogue.beginnings.naming import code_from
from workflows.catalogue.card.about import CITIZEN, FILE, SYSTEM, read_about
from workflows.catalogue.card.toml_edit import (
    parse_card,
    remove_entries,
    set_entries,
    set_value,
)
from workflows.catalogue.findings import InvalidDemarche
from workflows.errors import InvalidAnswers
from workflows.translation import _

TEXTS = (
    "title", "theme", "service", "summary", "audience", "number_prefix", "calendar", "legal_basis",
)  # fmt: skip
NUMBERS = ("delay_days", "retention_months")
MOMENTS = ("opens_at", "closes_at")
SOURCE = ("title", "url", "dated")
LISTS = ("formats", "lanes", "groups", "sources")


@dataclass(frozen=True, slots=True)
class AboutText:
    """What the page shows and gets back, as typed; a moment is local, like 2027-01-04T08:00.

    `groups` are (code, label) and `sources` (title, url, date in words), in their order.
    """

    plain: Mapping[str, str]
    formats: tuple[str, ...] = ()
    lanes: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str, str], ...] = ()


def as_typed(text: str, zone: ZoneInfo) -> AboutText:
    """Return what the page shows of a file; raise Invalid when it is no TOML."""
    known = parse_card(text).unwrap()
    plain = {name: str(known.get(name, "")) for name in (*TEXTS, *NUMBERS)}
    plain |= {name: _local(known.get(name), zone) for name in MOMENTS}
    return AboutText(
        plain=plain,
        formats=tuple(map(str, _list(known.get("formats")))),
        lanes={name: str(value) for name, value in _mapping(known.get("lanes")).items()},
        groups=tuple((code, str(label)) for code, label in _mapping(known.get("groups")).items()),
        sources=tuple(
            (str(each.get("title", "")), str(each.get("url", "")), str(each.get("dated", "")))
            for each in map(_mapping, _list(known.get("sources")))
        ),
    )


def edit_about(text: str, typed: AboutText, zone: ZoneInfo) -> str:
    """Return the file that says what was typed; only what differs is written anew.

    Raise InvalidAnswers with a message for each wrong field, Invalid when the file is no TOML.
    """
    document, before = parse_card(text), as_typed(text, zone)
    errors: dict[str, str] = {}
    for name in (*TEXTS, *NUMBERS, *MOMENTS):
        said = typed.plain.get(name, "").strip()
        if said != before.plain[name]:
            set_value(document, name, _read(name, said, zone, errors))
    if typed.formats != before.formats:
        set_value(document, "formats", list(typed.formats) or None)
    groups = _named(typed.groups, errors)
    _merge(document, "groups", groups, dict(before.groups))
    lanes = {lane: held for lane, held in typed.lanes.items() if held}
    _hold(lanes, groups, errors)
    _merge(document, "lanes", lanes, before.lanes)
    sources = tuple(each for each in typed.sources if any(each))
    if sources != before.sources:
        set_value(document, "sources", _sources(sources))
    written = tomlkit.dumps(document)
    _check(written, errors)
    return written


def _local(moment: object, zone: ZoneInfo) -> str:
    if not isinstance(moment, datetime):
        return ""
    here = moment.astimezone(zone) if moment.tzinfo else moment
    return here.strftime("%Y-%m-%dT%H:%M")


def _read(name: str, said: str, zone: ZoneInfo, errors: dict[str, str]) -> object:
    """Return what `said` is worth in the file, None for nothing; note why it cannot be read."""
    if not said or name in TEXTS:
        return said or None
    try:
        if name in NUMBERS:
            return int(said)
        return datetime.fromisoformat(said).replace(tzinfo=zone)
    except ValueError:
        whole = _("Écrivez un nombre entier.")
        errors[name] = whole if name in NUMBERS else _("Choisissez un jour et une heure.")
        return None


def _merge(
    document: tomlkit.TOMLDocument, name: str, wanted: Mapping[str, str], before: Mapping[str, str]
) -> None:
    remove_entries(document, name, before.keys() - wanted.keys())
    changed = {key: value for key, value in wanted.items() if before.get(key) != value}
    if changed:
        set_entries(document, name, changed)


def _named(groups: Sequence[tuple[str, str]], errors: dict[str, str]) -> dict[str, str]:
    """Return code -> label; a group without a code gets it from its label."""
    named: dict[str, str] = {}
    for code, label in groups:
        if not label.strip() and not code:
            continue
        made = code or code_from(label)
        if not label.strip() or not made or made in named or made in {CITIZEN, SYSTEM}:
            errors["groups"] = _("Donnez à chaque groupe un nom à lui, avec des lettres.")
            continue
        named[made] = label.strip()
    return named


def _hold(lanes: Mapping[str, str], groups: Mapping[str, str], errors: dict[str, str]) -> None:
    for lane, held in lanes.items():
        if held not in {CITIZEN, SYSTEM, *groups}:
            told = _("Le couloir « %(lane)s » est tenu par un groupe supprimé : choisissez qui.")
            errors["lanes"] = told % {"lane": lane}


def _sources(sources: Sequence[tuple[str, str, str]]) -> AoT | None:
    if not sources:
        return None
    written = tomlkit.aot()
    for source in sources:
        table = tomlkit.table()
        for name, said in zip(SOURCE, source, strict=True):
            if said:
                table.add(name, said)
        written.append(table)
    return written


def _check(written: str, errors: dict[str, str]) -> None:
    """Raise InvalidAnswers for what the file itself refuses, each beside its field."""
    try:
        read_about(written.encode())
    except InvalidDemarche as refusal:
        for finding in refusal.findings:
            name = finding.element.split("[", 1)[0].split(".", 1)[0]
            known = name in (*TEXTS, *NUMBERS, *MOMENTS, *LISTS)
            place = name if known else ("sources" if finding.element else "title")
            errors.setdefault(place, f"{finding.message} {finding.remedy}")
    if errors:
        told = _("Rien n'est enregistré : corrigez les champs signalés.")
        raise InvalidAnswers(told, errors)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


__all__ = ["FILE", "AboutText", "as_typed", "edit_about"]
