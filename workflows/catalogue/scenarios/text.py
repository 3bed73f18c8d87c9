"""A scenario as the TOML text that analysts read; `read_scenario` gives the same scenario back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import re2

from workflows.catalogue.scenarios.steps import Expected, Scenario, Step

BARE = re2.compile(r"[A-Za-z0-9_-]+")
WIDTH = 100
SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
FIRST_PRINTABLE, DELETE = 0x20, 0x7F


def write_scenario(scenario: Scenario) -> bytes:
    """Return the file of a scenario: one block per step, short tables on one line."""
    head = [f"name = {_text(scenario.name)}", f"start = {_moment(scenario.start)}"]
    blocks = ["\n".join(head), *("\n".join(_step(step)) for step in scenario.steps)]
    return ("\n\n".join(blocks) + "\n").encode()


def _step(step: Step) -> Iterator[str]:
    yield "[[step]]"
    for name in ("task", "like", "message", "signal", "key", "after"):
        if text := getattr(step, name):
            yield f"{name} = {_text(text)}"
    if step.until:
        yield f"until = {_moment(step.until)}"
    tables = {
        "answers": {key: value for key, value in step.answers.items() if value is not None},
        "pieces": step.pieces,
        "expect": _expected(step.expected),
        "letters": step.expected.letters,
    }
    inline = {name: f"{name} = {_value(table)}" for name, table in tables.items() if table}
    long = {name for name, line in inline.items() if len(line) > WIDTH}
    yield from (line for name, line in inline.items() if name not in long)
    for name in sorted(long, key=list(tables).index):
        yield f"\n[step.{name}]"
        yield from (f"{_key(key)} = {_value(value)}" for key, value in tables[name].items())


def _expected(expected: Expected) -> dict[str, object]:
    """Return what the step says of what follows; an empty list is said, silence is not."""
    lists = {
        "blocked": expected.blocked or None,
        "ready": expected.ready,
        "mails": expected.mails,
        "documents": expected.documents,
        "sent": expected.sent,
    }
    said: dict[str, object] = {name: value for name, value in lists.items() if value is not None}
    texts = {"state": expected.state, "outcome": expected.outcome}
    return said | {name: text for name, text in texts.items() if text}


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    if isinstance(value, Mapping):
        given = ((key, item) for key, item in value.items() if item is not None)
        inside = ", ".join(f"{_key(str(key))} = {_value(item)}" for key, item in given)
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_value(item) for item in value if item is not None)}]"
    return _text(str(value))


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds")


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    """Write a basic string: all that is not printable is escaped, so a label is only text."""
    return f'"{"".join(_character(each) for each in text)}"'


def _character(each: str) -> str:
    if each in SHORT:
        return SHORT[each]
    plain = ord(each) >= FIRST_PRINTABLE and ord(each) != DELETE
    return each if plain else f"\\u{ord(each):04x}"
