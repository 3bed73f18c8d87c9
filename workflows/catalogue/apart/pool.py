"""A few checking processes kept warm, shared by the threads of one server process."""

import atexit
import os
from threading import BoundedSemaphore, Lock

from workflows.catalogue.apart.checker import Answer, Checker, Interrupted, Unread
from workflows.catalogue.apart.question import Question
from workflows.translation import _

PROCESSES = 2
PATIENCE = 3  # checks that others may have before us, in times of our own limit


class Pool:
    """At most PROCESSES checkers; a forked server process begins with none of its parent's."""

    def __init__(self) -> None:
        self._idle: list[Checker] = []
        self._begin()
        os.register_at_fork(after_in_child=self._abandon)
        atexit.register(self.close)

    def ask(self, question: Question) -> Answer:
        """Ask a free checker; one that was cut short is replaced. Raise Interrupted."""
        if not self._free.acquire(timeout=PATIENCE * question.seconds):
            raise Interrupted(_("Le serveur vérifie déjà d'autres démarches."))
        try:
            return self._answer(question)
        except Unread:  # killed from outside: the question has nothing to do with it
            return self._answer(question)
        finally:
            self._free.release()

    def close(self) -> None:
        """Stop every checker that waits; the pool can still be asked."""
        with self._lock:
            idle, self._idle = self._idle, []
        for checker in idle:
            checker.stop()

    def _answer(self, question: Question) -> Answer:
        checker = self._take()
        kept = False
        try:
            answer = checker.ask(question)
            kept = not checker.worn
        finally:
            if not kept:
                checker.stop()
            self._give_back(checker if kept else Checker())  # another one warms up meanwhile
        return answer

    def _take(self) -> Checker:
        with self._lock:
            while self._idle:
                checker = self._idle.pop()
                if checker.is_alive:
                    return checker
                checker.forget()
        return Checker()

    def _give_back(self, checker: Checker) -> None:
        with self._lock:
            self._idle.append(checker)

    def _abandon(self) -> None:
        """Close our copies of the parent's pipes: its children are not ours to ask or to kill."""
        for checker in self._idle:
            checker.forget()
        self._begin()

    def _begin(self) -> None:
        self._lock = Lock()
        self._free = BoundedSemaphore(PROCESSES)
        self._idle.clear()
