"""Changing `demarche.toml` as text: comments, order and all that was not meant to change stay."""

import tomllib
from collections.abc import Mapping

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable, AoT, Item, Table

from workflows.catalogue.card.about import FILE
from workflows.catalogue.card.toml_table import DEEP_KEY, place_in
from workflows.errors import Invalid
from workflows.translation import _

MOST_CHARACTERS = 100_000  # tomlkit takes a second for as many


def with_value(text: str, key: str, value: str | int) -> str:
    """Return `text` where `key`, outside every table, has this value; raise Invalid."""
    document = parse_card(text)
    set_value(document, key, value)
    return _proved(document, _read(text) | {key: value}, key)


def with_entry(text: str, table: str, key: str, value: str) -> str:
    """Return `text` where `[table]` gives `key` this value; raise Invalid when it cannot."""
    document = parse_card(text)
    entries = _read(text).get(table, {})
    if not isinstance(entries, dict):
        raise _not_from_here(table)
    set_entries(document, table, {key: value})
    return _proved(document, _read(text) | {table: {**entries, key: value}}, table)


def without_entry(text: str, table: str, key: str) -> str:
    """Return `text` where `[table]` does not speak of `key`."""
    document = parse_card(text)
    remove_entries(document, table, {key})
    return tomlkit.dumps(document)


def with_key(text: str, table: str, former: str, key: str) -> str:
    """Return `text` where the entry `former` of `[table]` is called `key`, at the same place."""
    document = parse_card(text)
    entries = _read(text).get(table)
    if not isinstance(entries, dict) or former not in entries:
        return text
    _rename(document, table, former, key)
    renamed = {key if name == former else name: value for name, value in entries.items()}
    return _proved(document, _read(text) | {table: renamed}, table)


def with_table(text: str, table: str, entries: Mapping[str, str]) -> str:
    """Return `text` where `[table]` has these entries and no other."""
    document = parse_card(text)
    document.pop(table, None)
    document[table] = tomlkit.table()
    set_entries(document, table, entries)
    return _proved(document, _read(text) | {table: dict(entries)}, table)


def parse_card(text: str, file: str = FILE) -> tomlkit.TOMLDocument:
    """Read the text to be changed; raise Invalid when it is no TOML, or too much of it."""
    if len(text) > MOST_CHARACTERS or DEEP_KEY.search(text.encode()):
        raise Invalid(_("Ce fichier est trop long pour être changé d'ici : ouvrez son texte."))
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, ValueError, RecursionError) as wrong:
        told = _("%(file)s ne se lit pas%(place)s. Corrigez son texte.")
        raise Invalid(told % {"file": file, "place": place_in(wrong)}) from wrong


def set_value(document: tomlkit.TOMLDocument, key: str, value: object) -> None:
    """Set a key outside every table, or take it away for None."""
    if value is None:
        document.pop(key, None)
    elif key in document or isinstance(value, AoT):
        document[key] = value
    else:
        _add_before_tables(document, key, value)


def set_entries(document: tomlkit.TOMLDocument, table: str, entries: Mapping[str, str]) -> None:
    """Give entries of `[table]` their values; the table is added when it is not there."""
    if table not in document:
        document[table] = tomlkit.table()
    held = _table(document, table)
    for key, value in entries.items():
        held[key] = value


def remove_entries(document: tomlkit.TOMLDocument, table: str, keys: set[str]) -> None:
    """Take entries away from `[table]`, those that are there."""
    if isinstance(document.get(table), Mapping):
        held = _table(document, table)
        for key in keys:
            held.pop(key, None)


def _add_before_tables(document: tomlkit.TOMLDocument, key: str, value: object) -> None:
    """Write a new key under the last plain one: after a table's header it would be the table's."""
    last = [name for name, item in document.items() if not isinstance(item, Table | AoT)]
    if not last:
        document.add(key, value)
        return
    index = max(i for i, (name, _item) in enumerate(document.body) if name and name.key == last[-1])
    document._insert_at(index + 1, tomlkit.key(key), tomlkit.item(value))


def _rename(document: tomlkit.TOMLDocument, table: str, former: str, key: str) -> None:
    held = _table(document, table)
    entries = held if isinstance(held, Container) else held.value
    value = entries.item(former)
    if not isinstance(value, Item):
        raise _not_from_here(table)
    entries._replace(former, tomlkit.key(key), value)  # nothing public keeps the place


def _table(document: tomlkit.TOMLDocument, table: str) -> AbstractTable | Container:
    held = document[table]
    if not isinstance(held, AbstractTable | Container):
        raise _not_from_here(table)
    return held


def _proved(document: tomlkit.TOMLDocument, wanted: Mapping[str, object], place: str) -> str:
    """Return the document as text; raise Invalid unless it says just what was wanted."""
    after = tomlkit.dumps(document)
    try:
        if tomllib.loads(after) == wanted:
            return after
    except tomllib.TOMLDecodeError as unreadable:
        raise _not_from_here(place) from unreadable
    raise _not_from_here(place)


def _read(text: str) -> dict[str, object]:
    return tomllib.loads(text)


def _not_from_here(place: str) -> Invalid:
    told = _("« %(place)s » de demarche.toml ne peut pas être changé d'ici : ouvrez le fichier.")
    return Invalid(told % {"place": place})
