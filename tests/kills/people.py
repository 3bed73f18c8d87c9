"""Citizens who file and agents who decide, over HTTP, noting only what was acknowledged."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from uuid import UUID

from tests.kills.browsing import Answer, Browser, Stopped
from tests.use_cases.files import jpg, pdf

DEMARCHE = "permis_de_chasser"
PIECES_PAGE = 6


@dataclass
class Acknowledged:
    """What the server said yes to; nothing of it may ever be missing."""

    drafts: dict[UUID, dict[str, str]] = field(default_factory=dict)  # task -> typed values
    pieces: dict[UUID, set[str]] = field(default_factory=dict)  # task -> SHA-256 of files
    filed: set[UUID] = field(default_factory=set)  # dossiers
    decided: set[UUID] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


def pages_of(number: int) -> dict[int, dict[str, str]]:
    """What one citizen types, page by page; the third page is for minors."""
    end = date.today() + timedelta(days=200)  # noqa: DTZ011  the server's own clock is real
    return {
        1: {"nature": "premiere"},
        2: {
            "civilite": "Madame",
            "nom": "Wéa",
            "prenoms": "Marie-Ange",
            "dateNaissance-day": "7",
            "dateNaissance-month": "4",
            "dateNaissance-year": "1990",
        },
        4: {
            "adresse": f"BP {number}",
            "commune": "Bourail",
            "codePostal": "98870",
            "telephone": "123456",
            "courriel": "marie@exemple.nc",
        },
        5: {
            "assureur": "Assurances du Lagon",
            "policeNumero": f"AL-{number}",
            "assuranceDebut-day": "1",
            "assuranceDebut-month": "1",
            "assuranceDebut-year": "2026",
            "assuranceFin-day": str(end.day),
            "assuranceFin-month": str(end.month),
            "assuranceFin-year": str(end.year),
        },
        PIECES_PAGE: {},
        7: {"lieuRetrait": "Bourail", "declarationHonneur": "oui"},
    }


def files_of(number: int) -> dict[str, tuple[str, bytes]]:
    """Three files that nobody else has, so that their hashes name them."""
    mark = f"% {number}\n".encode()
    return {
        "pieceIdentite": ("identite.pdf", pdf() + mark),
        "photoIdentite": ("photo.jpg", jpg(comment=mark)),
        "attestationAssurance": ("assurance.pdf", pdf() + mark + mark),
    }


class Person:
    """Somebody who does the same thing until the run stops; a fault is noted, not hidden."""

    def __init__(self, browser: Browser, noted: Acknowledged) -> None:
        self.browser = browser
        self.noted = noted

    def keep_on(self, deed: Callable[[], None]) -> None:
        try:
            while not self.browser.stop.is_set():
                deed()
        except Stopped:
            return
        except AssertionError as fault:
            self.noted.faults.append(str(fault))

    def expect(self, answer: Answer, *statuses: int) -> Answer:
        detail = re.findall(r'error-message"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
        assert answer.status in statuses, f"{answer.status}: {detail or answer.text[:600]}"
        return answer


class Citizen(Person):
    """Files one application after the other."""

    def __init__(self, browser: Browser, noted: Acknowledged, first_number: int) -> None:
        super().__init__(browser, noted)
        self.number = first_number

    def file_one(self) -> None:
        self.number += 1
        if not self.browser.token:
            self.browser.take_token("/mot-de-passe-oublie")
        begun = self.expect(self.browser.post(f"/demarches/{DEMARCHE}/commencer", {}), 303)
        task_id = UUID(begun.location.split("/taches/")[1][:36])
        for page, typed in pages_of(self.number).items():
            self._save(task_id, page, typed)
        self._send(task_id)

    def _save(self, task_id: UUID, page: int, typed: dict[str, str]) -> None:
        path, files = f"/taches/{task_id}/pages/{page}", {}
        if page == PIECES_PAGE:
            files = files_of(self.number)
        answer = self.browser.post(path, {**typed, "save": "next"}, files)
        if answer.status == 422 and files:
            # The first try was kept though its answer was lost: the single photo is there already.
            answer, files = self.browser.post(path, {"save": "next"}), {}
        self.expect(answer, 303)
        with self.noted.lock:
            self.noted.drafts.setdefault(task_id, {}).update(typed)
            sent = {hashlib.sha256(content).hexdigest() for _name, content in files.values()}
            self.noted.pieces.setdefault(task_id, set()).update(sent)

    def _send(self, task_id: UUID) -> None:
        review = self.browser.get(f"/taches/{task_id}/recapitulatif")
        found = re.search(r'name="dossier" value="([^"]+)"', self.expect(review, 200).text)
        assert found is not None
        answer = self.browser.post(f"/taches/{task_id}/envoi", {"dossier": found[1]})
        self.expect(answer, 303)
        with self.noted.lock:
            self.noted.filed.add(UUID(found[1]))


class Agent(Person):
    """Takes the oldest free task and grants what it asks for."""

    def decide_one(self) -> None:
        if not self.browser.token:
            self.browser.take_token("/backoffice/mot-de-passe-oublie")
        found = self._first("mine") or self._first("group")
        if found is None:
            self.browser.stop.wait(0.2)
            return
        dossier_id, task_id = found[1], found[2]
        place = {"dossier": dossier_id}
        # 404 and 409: the first try was kept though its answer was lost.
        taken = self.browser.post(f"/backoffice/taches/{task_id}/prendre", place)
        self.expect(taken, 303, 404, 409)
        typed = {**place, "page": "0", "decision": "conforme"}
        answer = self.browser.post(f"/backoffice/taches/{task_id}", typed)
        if self.expect(answer, 303, 404, 409).status == 303:
            with self.noted.lock:
                self.noted.decided.add(UUID(dossier_id))

    def _first(self, view: str) -> re.Match[str] | None:
        inbox = self.expect(self.browser.get(f"/backoffice/corbeille/?vue={view}"), 200)
        return re.search(r"/dossiers/([0-9a-f-]{36})\?tache=([0-9a-f-]{36})", inbox.text)
