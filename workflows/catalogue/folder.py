"""A démarche's folder as one object: everything a version is made of, read and cross-linked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from workflows.catalogue.card.about import CITIZEN, SYSTEM, About
from workflows.catalogue.drawing import Drawing, key_of, read_drawing
from workflows.catalogue.files import Files, digest_of, pack_files, read_files, unpack
from workflows.catalogue.findings import Finding, InvalidDemarche, errors_of
from workflows.catalogue.letters.letter import Letter
from workflows.catalogue.parts import Parts, read_parts
from workflows.catalogue.pieces import PieceWanted, pieces_wanted
from workflows.catalogue.scenarios.steps import Scenario
from workflows.engine import ProcessDefinition
from workflows.forms import Form

CACHED_VERSIONS = 128


@dataclass(frozen=True)
class Folder:
    """One version of a démarche; immutable, shared by every request."""

    code: str
    digest: str
    about: About
    fiche: str
    process: ProcessDefinition
    forms: Mapping[str, Form]
    decisions: Mapping[str, bytes]
    letters: Mapping[str, Letter]
    scenarios: tuple[Scenario, ...]
    files: Files = field(repr=False)

    def group_of(self, lane: str, candidate_groups: tuple[str, ...] = ()) -> str | None:
        """Return the group whose agents do a task; None when it is the citizen's."""
        return holder_of(self.about, lane, candidate_groups)

    @cached_property
    def drawing(self) -> Drawing:
        """Return the diagrams as drawn: nodes, flows, what a token may come to."""
        return read_drawing(self.process.bpmn, self.process.diagrams)

    def drawn(self, element_id: str) -> str:
        """Return the key in the drawing of an element of the process, as the engine names it."""
        origin = self.process.origins.get(element_id)
        return key_of(origin.file, origin.element_id) if origin else element_id

    def shown(self, element_ids: Iterable[str]) -> tuple[str, ...]:
        """Return where the main diagram shows elements of the process, each place once.

        What another diagram draws is shown by the call activity that runs it.
        """
        origins = ((id_, self.process.origins.get(id_)) for id_ in element_ids)
        places = (
            id_ if each is None else each.caller if each.file else each.element_id
            for id_, each in origins
        )
        return tuple(dict.fromkeys(places))

    def pieces(self) -> tuple[PieceWanted, ...]:
        """Return the pièces that the first form asks for, in its order."""
        first = self.process.start_task
        form = self.forms.get(first.form_id) if first else None
        return pieces_wanted(form, self.about.formats) if form else ()


def holder_of(about: About, lane: str, candidate_groups: tuple[str, ...] = ()) -> str | None:
    """Return the group that `candidate_groups`, else the lane, gives a task to; None: a citizen."""
    if candidate_groups:
        return candidate_groups[0]
    holder = about.lanes.get(lane, CITIZEN)
    return None if holder in {CITIZEN, SYSTEM} else holder


def read_folder(path: Path) -> Folder:
    """Read a folder; raise InvalidDemarche with everything that forbids using it."""
    files, findings = read_files(path)
    return make_folder(read_parts(path.resolve().name, files), findings)


@lru_cache(maxsize=CACHED_VERSIONS)
def read_package(data: bytes) -> Folder:
    """Read a published package, once per content; raise InvalidDemarche when it is unusable."""
    return make_folder(read_parts(*unpack(data)))


def pack(folder: Folder) -> bytes:
    """Return the folder as a zip: the same bytes for the same content."""
    return pack_files(folder.code, folder.files)


def make_folder(parts: Parts, findings: list[Finding] | None = None) -> Folder:
    """Join what was read; raise InvalidDemarche when an error forbids it."""
    errors = errors_of([*(findings or ()), *parts.findings])
    if errors or parts.about is None or parts.process is None:
        raise InvalidDemarche(errors)
    return Folder(
        code=parts.code,
        digest=digest_of(parts.code, parts.files),
        about=parts.about,
        fiche=parts.fiche,
        process=replace(parts.process, calendar=parts.about.calendar),
        forms=parts.forms,
        decisions=parts.decisions,
        letters=parts.letters,
        scenarios=tuple(parts.scenarios.values()),
        files=dict(parts.files),
    )
