"""One checking process as its server sees it: started, asked, killed when it takes too long."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from time import monotonic

from workflows.catalogue.apart.question import Question, send_question
from workflows.catalogue.apart.wire import Line
from workflows.errors import Invalid
from workflows.translation import _

COMMAND = (sys.executable, "-m", "workflows.catalogue.apart.child")  # then the pid of who asks
KEPT_VARIABLES = ("LANG", "LANGUAGE", "LC_ALL", "PATH", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
MOST_LAST_WORDS = 4096
START_SECONDS = 60  # to import and warm up, on a loaded machine
MOST_QUESTIONS = 500  # then another process takes over: a slow leak never lasts

LOG = logging.getLogger(__name__)

Answer = Mapping[str, object]


class Interrupted(Invalid):
    """A check that was cut short; `file` is the one being read then, empty when unknown."""

    def __init__(self, message: str, file: str = "") -> None:
        super().__init__(message)
        self.file = file


class Unread(Interrupted):
    """A check that did not begin: its process died before it had the question."""


class Checker:
    """A child process that answers one question at a time; it holds no secret of ours."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        known = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603  our own command
            (*command, str(os.getpid())),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=known,
        )
        self._line = _line(self._process)
        self._ready = False
        self._asked = 0
        self.worn = False

    def ask(self, question: Question) -> Answer:
        """Return the answer; raise Interrupted when none comes in time, Unread if never begun."""
        reading: str | None = None  # until the process says that it has the question
        try:
            self._await_ready()
            deadline = monotonic() + question.seconds
            send_question(self._line, question, deadline)
            while "reading" in (answer := self._receive(deadline)):
                reading = str(answer["reading"])
        except TimeoutError as late:
            raise Interrupted(_too_long(question.seconds), reading or "") from late
        except (EOFError, OSError, ValueError) as gone:
            LOG.warning("A checking process died: %s", self._last_words() or gone)
            if reading is None:
                raise Unread(_dead()) from gone
            raise Interrupted(_dead(), reading) from gone
        self._asked += 1
        self.worn = bool(answer.get("worn")) or self._asked >= MOST_QUESTIONS
        return answer

    @property
    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Kill the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        self.forget()

    def forget(self) -> None:
        """Close our ends of the pipes, and let the process be: somebody else's, or already dead."""
        self._process.returncode = self._process.returncode or 0  # nothing to wait for
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _last_words(self) -> str:
        """Return what a process that died wrote on its error stream."""
        if self._process.stderr is None:
            return ""
        os.set_blocking(self._process.stderr.fileno(), False)
        return (self._process.stderr.read(MOST_LAST_WORDS) or b"").decode(errors="replace").strip()

    def _await_ready(self) -> None:
        if not self._ready:
            self._receive(monotonic() + START_SECONDS)
            self._ready = True

    def _receive(self, deadline: float) -> Answer:
        answer = json.loads(self._line.receive(deadline))
        if not isinstance(answer, dict):
            raise ValueError("an answer that is no object")
        return answer


def _line(process: "subprocess.Popen[bytes]") -> Line:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a checking process without pipes")
    return Line(process.stdout.fileno(), process.stdin.fileno())


def _too_long(seconds: int) -> str:
    return _("La vérification a dépassé %(n)d secondes : elle a été interrompue.") % {"n": seconds}


def _dead() -> str:
    return _("La vérification demande trop de calcul ou de mémoire : elle a été interrompue.")
