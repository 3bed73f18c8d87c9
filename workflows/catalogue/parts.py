"""Reading each file of a démarche by itself: what could be read, and why the rest could not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import TypeVar

from lxml import etree

from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.card.about import About, read_about
from workflows.catalogue.card.toml_table import not_utf8
from workflows.catalogue.drawing import MAIN, Drawing, read_drawing
from workflows.catalogue.files import Files
from workflows.catalogue.findings import Finding, InvalidDemarche, error
from workflows.catalogue.letters.letter import Letter, read_letter
from workflows.catalogue.letters.prose import MOST_PROSE, too_long
from workflows.catalogue.scenarios.steps import Scenario, read_scenario
from workflows.dmn import DecisionModel, DmnError, InvalidXml, read_decisions, read_xml
from workflows.engine import InvalidProcess, ProcessDefinition, parse_process
from workflows.engine.diagram.draft import MAX_NODES, all_nodes
from workflows.errors import WorkflowError
from workflows.forms import Form, InvalidForm, read_form
from workflows.translation import _

FICHE = "fiche.md"
PROCESS = MAIN
REFUSED_PROCESS = "processus-refuse"
KEPT = 256  # files read already, by content

Part = TypeVar("Part")


@dataclass
class Parts:
    """A démarche in pieces; None or absent: that file could not be read, `findings` say why."""

    code: str
    files: Files
    findings: list[Finding] = field(default_factory=list)
    about: About | None = None
    fiche: str = ""
    drawing: Drawing | None = None
    process: ProcessDefinition | None = None
    forms: dict[str, Form] = field(default_factory=dict)
    models: dict[str, DecisionModel] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)

    @property
    def decisions(self) -> dict[str, bytes]:
        """Return the decision files by name."""
        return {name: data for name, data in self.files.items() if name.endswith(".dmn")}

    @property
    def diagrams(self) -> dict[str, bytes]:
        """Return the diagrams that the main one may call, by name."""
        others = (name for name in self.files if name.endswith(".bpmn") and name != PROCESS)
        return {name: self.files[name] for name in sorted(others)}

    def attempt(self, read: Callable[[], Part]) -> Part | None:
        """Run one reader; keep its findings when it refuses."""
        try:
            return read()
        except InvalidDemarche as refusal:
            self.findings += refusal.findings
            return None

    def each(self, names: Iterable[str], read: Callable[[str, bytes], Part]) -> dict[str, Part]:
        """Run one reader on several files; return what was read by file name without folder."""
        found = (
            (_stem(name), self.attempt(partial(read, name, self.files[name]))) for name in names
        )
        return {stem: part for stem, part in found if part is not None}

    def under(self, prefix: str) -> list[str]:
        """Return the names of the files of one sub-folder."""
        return sorted(name for name in self.files if name.startswith(prefix))


def read_parts(code: str, files: Files, *, engine: bool = True) -> Parts:
    """Read everything that can be; never raise for a bad file.

    Without `engine` the process is not prepared to run: who only looks at it need not wait.
    """
    parts = Parts(code, files)
    parts.about = parts.attempt(lambda: read_about(_required(files, ABOUT)))
    parts.fiche = parts.attempt(lambda: _prose(FICHE, _required(files, FICHE))) or ""
    parts.models = parts.each(sorted(parts.decisions), _decisions)
    _read_diagrams(parts, engine=engine)
    forms = parts.each(parts.under("forms/"), _form)
    parts.forms = {form.id: form for form in forms.values()}
    parts.findings += [
        _other_name(stem, form.id) for stem, form in forms.items() if form.id != stem
    ]
    parts.letters = parts.each(
        parts.under("letters/"),
        lambda name, data: read_letter(_stem(name), _prose(name, data).encode()),
    )
    parts.scenarios = parts.each(
        parts.under("scenarios/"), lambda name, data: read_scenario(_stem(name), data)
    )
    return parts


def _read_diagrams(parts: Parts, *, engine: bool) -> None:
    diagrams = {
        name: data
        for name, data in parts.diagrams.items()
        if parts.attempt(partial(_xml, name, data)) is not None
    }
    parts.drawing = parts.attempt(lambda: _drawing(_required(parts.files, PROCESS), diagrams))
    whole = len(diagrams) == len(parts.diagrams) and len(parts.models) == len(parts.decisions)
    if engine and parts.drawing is not None and whole:
        parts.process = parts.attempt(lambda: _process(parts))


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def _required(files: Files, name: str) -> bytes:
    if name in files:
        return files[name]
    missing = error(
        "dossier-incomplet",
        name,
        "",
        _("Ce fichier manque."),
        _("Ajoutez-le : le guide bpmn/README.md en montre un exemple."),
    )
    raise InvalidDemarche([missing])


def _prose(name: str, data: bytes) -> str:
    """Return a text to be shown as a page; raise InvalidDemarche when nobody would read it."""
    text = _text(name, data)
    if len(text) > MOST_PROSE:
        remedy = _("Gardez l'essentiel : le détail va dans un document à part.")
        raise InvalidDemarche([error("dossier-trop-lourd", name, "", too_long(), remedy)])
    return text


def _text(file: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise InvalidDemarche([not_utf8(file, wrong.start)]) from wrong


def _xml(file: str, data: bytes) -> etree._Element:
    try:
        return read_xml(data)
    except InvalidXml as refusal:
        raise InvalidDemarche([_bad_xml(file, refusal)]) from refusal


def _drawing(data: bytes, diagrams: Files) -> Drawing:
    """Read the diagrams; one over the bounds is refused before its elements are looked at."""
    for name, content in {PROCESS: data, **diagrams}.items():
        number = len(all_nodes(_xml(name, content)))
        if number > MAX_NODES:
            raise InvalidDemarche([_too_many_nodes(name, number)])
    return read_drawing(data, diagrams)


def _too_many_nodes(file: str, number: int) -> Finding:
    return error(
        "processus-trop-grand",
        file,
        "",
        _("Le diagramme a %(n)d éléments : %(most)d au plus.") % {"n": number, "most": MAX_NODES},
        _("Découpez la démarche en plusieurs, ou en diagrammes qui s'appellent."),
    )


def _process(parts: Parts) -> ProcessDefinition:
    try:
        return parse_process(parts.files[PROCESS], parts.decisions, parts.diagrams)
    except WorkflowError as refusal:
        file, element = "", ""
        if isinstance(refusal, InvalidProcess):
            file, element = refusal.file, refusal.element_id
        remedy = _("Corrigez cet élément dans le diagramme.")
        broken = error(REFUSED_PROCESS, file or PROCESS, element, refusal.message, remedy)
        raise InvalidDemarche([broken]) from refusal


@lru_cache(maxsize=KEPT)  # an analyst changes one file at a time, and all are checked each time
def _decisions(file: str, data: bytes) -> DecisionModel:
    try:
        model = read_decisions(data)
    except InvalidXml as refusal:
        raise InvalidDemarche([_bad_xml(file, refusal)]) from refusal
    except DmnError as refusal:
        raise InvalidDemarche([_bad_table(file, refusal.element_id, refusal.message)]) from refusal
    if model.problems:
        raise InvalidDemarche(
            _bad_table(file, problem.element_id, problem.message, problem.text)
            for problem in model.problems
        )
    return model


@lru_cache(maxsize=KEPT)
def _form(file: str, data: bytes) -> Form:
    try:
        return read_form(data)
    except InvalidForm as refusal:
        remedy = _("Corrigez ce champ dans l'éditeur de formulaires.")
        raise InvalidDemarche(
            error("formulaire-refuse", file, problem.field, problem.message, remedy)
            for problem in refusal.problems
        ) from refusal


def _bad_xml(file: str, refusal: InvalidXml) -> Finding:
    return error(
        "xml-illisible",
        file,
        _("ligne %(n)d") % {"n": refusal.line} if refusal.line else "",
        refusal.message,
        _("Ouvrez le fichier dans le modeleur et enregistrez-le de nouveau."),
    )


def _bad_table(file: str, element: str, message: str, text: str = "") -> Finding:
    where = _("Corrigez « %(text)s » dans la table.") % {"text": text}
    remedy = where if text else _("Corrigez la table dans l'éditeur de décisions.")
    return error("decision-refusee", file, element, message, remedy)


def _other_name(stem: str, form_id: str) -> Finding:
    return error(
        "formulaire-nom",
        f"forms/{stem}.form",
        form_id,
        _("Le formulaire s'appelle « %(id)s » et son fichier « %(stem)s ».")
        % {"id": form_id, "stem": stem},
        _("Donnez-leur le même nom : le diagramme désigne le formulaire par son identifiant."),
    )
