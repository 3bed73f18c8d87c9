"""The checking process itself: warm up, close the cage, then answer until nobody asks."""

import json
import os
import sys
from collections.abc import Callable, ItemsView, Iterator, Mapping
from datetime import datetime
from types import TracebackType
from zoneinfo import ZoneInfo

from workflows.catalogue.apart.cage import close, grant, is_worn, leave_with, warm_up
from workflows.catalogue.apart.question import Question, receive_question
from workflows.catalogue.apart.shapes import (
    AFTER,
    BEFORE,
    changes_as_plain,
    files_as_plain,
    finding_from,
    findings_as_plain,
    fix_from,
    refusal_as_plain,
    results_as_plain,
)
from workflows.catalogue.apart.wire import Line
from workflows.catalogue.checks import check_files
from workflows.catalogue.differences.files import compare_files
from workflows.catalogue.files import Files
from workflows.catalogue.findings import InvalidDemarche
from workflows.catalogue.fixes import Present, apply_fix
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.scenarios.scenario import run_scenarios
from workflows.errors import Invalid

STDIN, STDOUT, STDERR = 0, 1, 2
Answer = dict[str, object]


class Watched(Mapping[str, bytes]):
    """The files of a question; tells the server which one is being read."""

    def __init__(self, files: Files, line: Line) -> None:
        self._files = files
        self._line = line

    def __getitem__(self, name: str) -> bytes:
        """Return a content, and say that its reading begins."""
        content = self._files[name]
        self._line.send(json.dumps({"reading": name}).encode())
        return content

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self._files)

    def items(self) -> ItemsView[str, bytes]:
        """Return names and contents silently: who lists them all reads none yet."""
        return self._files.items()


def _check(code: str, files: Files, _details: Mapping[str, str]) -> Answer:
    return findings_as_plain(check_files(code, files))


def _scenarios(code: str, files: Files, details: Mapping[str, str]) -> Answer:
    try:
        folder = make_folder(read_parts(code, files))
    except InvalidDemarche as refusal:
        return refusal_as_plain(refusal.findings)
    return results_as_plain(run_scenarios(folder, ZoneInfo(details["zone"])))


def _compare(code: str, files: Files, _details: Mapping[str, str]) -> Answer:
    """Compare the files below `before/` with those below `after/`."""
    before, after = (
        {name[len(side) :]: files[name] for name in files if name.startswith(side)}
        for side in (BEFORE, AFTER)
    )
    return changes_as_plain(compare_files(code, before, after))


def _fix(_code: str, files: Files, details: Mapping[str, str]) -> Answer:
    finding = finding_from(json.loads(details["finding"]))
    fix = fix_from(json.loads(details["fix"])) if details["fix"] else None
    present = Present(datetime.fromisoformat(details["now"]), ZoneInfo(details["zone"]))
    try:
        return files_as_plain(apply_fix(files, finding, fix, present))
    except Invalid as refusal:
        return {"refused": refusal.message}


VERBS: Mapping[str, Callable[[str, Files, Mapping[str, str]], Answer]] = {
    "check": _check,
    "fix": _fix,
    "scenarios": _scenarios,
    "compare": _compare,
}


def main() -> None:
    """Answer the questions that come on the standard input; the argument is who asks."""
    leave_with(int(sys.argv[1]))
    line = Line(STDIN, os.dup(STDOUT))
    os.dup2(STDERR, STDOUT)  # a library that prints must not speak in our place
    warm_up()
    sys.excepthook = _last_words
    close()
    line.send(b"{}")
    while (question := _next(line)) is not None:
        line.send(json.dumps(_answer(question, line)).encode())
    os._exit(0)  # an orderly end would open files


def _next(line: Line) -> Question | None:
    try:
        return receive_question(line)
    except EOFError:
        return None


def _answer(question: Question, line: Line) -> Answer:
    line.send(json.dumps({"reading": ""}).encode())  # the question is here, no file is read yet
    grant(question.seconds)
    files = Watched(question.files, line)
    answer = VERBS[question.verb](question.code, files, question.details)
    return answer | {"worn": is_worn()}


def _last_words(kind: type[BaseException], value: BaseException, at: TracebackType | None) -> None:
    """Write an error without opening its source files: the cage would refuse."""
    place = ""
    while at is not None:
        place = f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}"
        at = at.tb_next
    os.write(STDERR, f"checking process: {kind.__name__} {value} at {place}\n".encode())


if __name__ == "__main__":
    main()
