"""Tasks that got another name in a diagram: the scenarios that name them follow, by their ids."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping

import re2

from workflows.catalogue.files import Files
from workflows.catalogue.references.part_uses import SCENARIOS, read_diagrams
from workflows.engine.diagram.draft import HUMAN

TEXT = re2.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
TASK = re2.compile(r"(?m)^[ \t]*task[ \t]*=[^\n]*")
READY = re2.compile(r"\bready[ \t]*=[ \t]*\[(?:[^\]\"']|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')*\]")


def followed_scenarios(before: Files, after: Files) -> dict[str, bytes]:
    """Return the scenarios of `after` under the names that the same tasks have there, if changed.

    One that cannot follow for sure stays as it is: the checks tell it.
    """
    names = renamed_tasks(before, after)
    if not names:
        return {}
    paths = [path for path in after if path.startswith(SCENARIOS)]
    followed = {path: _following(after[path], names) for path in paths}
    return {path: content for path, content in followed.items() if content != after[path]}


def renamed_tasks(before: Files, after: Files) -> dict[str, str]:
    """Return the former names that no task bears alone any more -> the name that took over."""
    old, new = _labels(before), _labels(after)
    heirs: defaultdict[str, set[str]] = defaultdict(set)
    for task, label in old.items():
        heirs[label].add(new.get(task, label))
    return {
        label: found.pop() for label, found in heirs.items() if found != {label} and len(found) == 1
    }


def _labels(files: Files) -> dict[tuple[str, str], str]:
    drawn = read_diagrams(files) or {}
    return {
        (path, node.id): node.label
        for path, drawing in drawn.items()
        for node in drawing.of_kind(*HUMAN)
    }


def _following(scenario: bytes, names: Mapping[str, str]) -> bytes:
    try:
        text = scenario.decode()
        wanted = _renamed(tomllib.loads(text), names)
        for place in (TASK, READY):
            text = place.sub(lambda found: _texts_renamed(found.group(), names), text)
        followed = tomllib.loads(text) == wanted
    except (ValueError, RecursionError):
        return scenario
    return text.encode() if followed else scenario


def _texts_renamed(text: str, names: Mapping[str, str]) -> str:
    return str(TEXT.sub(lambda found: _text_renamed(found.group(), names), text))


def _text_renamed(quoted: str, names: Mapping[str, str]) -> str:
    said = tomllib.loads(f"text = {quoted}")["text"]
    return json.dumps(names[said], ensure_ascii=False) if said in names else quoted


def _renamed(story: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    steps = story.get("step")
    if not isinstance(steps, list):
        return dict(story)
    return {**story, "step": [_step(each, names) for each in steps]}


def _step(step: object, names: Mapping[str, str]) -> object:
    if not isinstance(step, Mapping):
        return step
    changed = dict(step)
    if isinstance(task := step.get("task"), str):
        changed["task"] = names.get(task, task)
    if isinstance(expected := step.get("expect"), Mapping):
        changed["expect"] = {**expected}
        if isinstance(ready := expected.get("ready"), list):
            changed["expect"]["ready"] = [names.get(each, each) for each in ready]
    return changed
