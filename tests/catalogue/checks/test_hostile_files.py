"""Damaged files of every kind: always findings, never a crash, never slow."""

import json
import random
import re
import time
from collections.abc import Iterator

import pytest

from tests.catalogue.folders import CODE, PROCESS, Files, good_files
from workflows.catalogue import Level
from workflows.catalogue.checks import check_files

ROUNDS = 12
SECONDS = 10.0  # for one check, on a loaded machine
PARTS = ('"', "{", "]", "<", ">", "=", "null", "-1", "1e999", "\\u0000", "é", "=(", '=" "')
VALUES = (None, True, -1, 1e30, "", "=", [], {}, ["a"], {"a": 1}, "=1/0", "x" * 5000)
REFERENCE = re.compile(r'(?:Ref|default|id)="([^"]+)"')


def _torn(files: Files, chance: random.Random) -> Files:
    """Cut, change, swap or repeat some text of one file."""
    name = chance.choice(sorted(files))
    lines = files[name].decode().split("\n")
    here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
    tear = chance.randrange(4)
    if tear == 0:
        lines = lines[:here]
    elif tear == 1:
        lines[here], lines[there] = lines[there], lines[here]
    elif tear == 2:
        lines.insert(there, lines[here])
    else:
        place = chance.randrange(len(lines[here]) + 1)
        lines[here] = lines[here][:place] + chance.choice(PARTS) + lines[here][place + 1 :]
    return {**files, name: "\n".join(lines).encode()}


def _misled(files: Files, chance: random.Random) -> Files:
    """Let references of the diagram point elsewhere, or ids repeat."""
    text = files[PROCESS].decode()
    ids = re.findall(r'id="([^"]+)"', text)
    for _turn in range(chance.randrange(1, 4)):
        found = chance.choice(list(REFERENCE.finditer(text)))
        text = text[: found.start(1)] + chance.choice(ids) + text[found.end(1) :]
    return {**files, PROCESS: text.encode()}


def _retyped(files: Files, chance: random.Random) -> Files:
    """Put a value of another kind somewhere in a form."""
    name = chance.choice([each for each in sorted(files) if each.endswith(".form")])
    form = json.loads(files[name])
    holder, place = chance.choice(list(_places(form)))
    holder[place] = chance.choice(VALUES)
    return {**files, name: json.dumps(form).encode()}


def _places(value: object) -> Iterator[tuple[object, object]]:
    found = value.items() if isinstance(value, dict) else ()
    found = enumerate(value) if isinstance(value, list) else found
    for place, inside in found:
        yield value, place
        yield from _places(inside)


@pytest.mark.parametrize("damage", [_torn, _misled, _retyped], ids=lambda each: each.__name__)
@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_folder_never_stops_the_check(damage, seed: int):
    chance, good = random.Random(seed), good_files()  # noqa: S311  the same damage each time

    for _round in range(ROUNDS):
        began = time.monotonic()
        found = check_files(CODE, damage(good, chance))

        assert all(each.message and each.remedy for each in found)
        assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("type_name", VALUES, ids=repr)
def test_a_component_of_no_type_is_a_finding(type_name: object):
    form = {"id": "complement", "components": [{"key": "a", "label": "A", "type": type_name}]}
    files = {**good_files(), "forms/complement.form": json.dumps(form).encode()}

    found = [each for each in check_files(CODE, files) if each.code == "formulaire-refuse"]

    assert [each.level for each in found] == [Level.ERROR] * len(found)
    assert found
