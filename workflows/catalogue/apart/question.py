"""What is asked of a checking process, as it travels: a JSON header, then the files as they are."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.catalogue.apart.wire import Line


@dataclass(frozen=True, slots=True)
class Question:
    """A verb, a folder, the seconds that the answer may take, and what the verb needs besides."""

    verb: str
    code: str
    files: Mapping[str, bytes]
    seconds: int
    details: Mapping[str, str] = field(default_factory=dict)


def send_question(line: Line, question: Question, deadline: float) -> None:
    """Write a question; raise TimeoutError, or OSError when nobody reads."""
    header = {
        "verb": question.verb,
        "code": question.code,
        "seconds": question.seconds,
        "details": dict(question.details),
        "sizes": [(name, len(content)) for name, content in question.files.items()],
    }
    line.send(json.dumps(header).encode(), deadline)
    line.send(b"".join(question.files.values()), deadline)


def receive_question(line: Line) -> Question:
    """Read a question; raise EOFError when nobody asks any more."""
    header = json.loads(line.receive())
    contents = line.receive()
    return Question(
        verb=header["verb"],
        code=header["code"],
        files=dict(_cut(header["sizes"], contents)),
        seconds=header["seconds"],
        details=header["details"],
    )


def _cut(sizes: list[tuple[str, int]], contents: bytes) -> Iterator[tuple[str, bytes]]:
    start = 0
    for name, size in sizes:
        yield name, contents[start : start + size]
        start += size
