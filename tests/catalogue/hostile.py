"""Hostile démarches: the engine's corpus in a folder, code or bombs in every expression slot."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from tests.catalogue.folders import PROCESS, Files, good_files
from tests.engine import test_hostile as engine
from tests.use_cases import sample_demarches as samples

CODE = "aide_test"
ATTACKS = {
    "import": '__import__("os").system("touch /tmp/owned")',
    "subclasses": "().__class__.__base__.__subclasses__()",
    "open": 'open("/tmp/owned", "w").write("x")',
    "eval": "eval(\"__import__('os').getcwd()\")",
    "exec": 'exec("x = 1")',
    "java": '${T(java.lang.Runtime).getRuntime().exec("touch /tmp/owned")}',
    "template": "{{7*191}}",
    "lambda": "(lambda: 1)()",
}
BOMBS = {
    "million": "count(for i in 1..1000000 return i) > 0",
    "product": "count(for a in 1..999, b in 1..999, c in 1..999 return a) > 0",
    "doubling": 'string length(string join(for i in 1..99999 return "xxxxxxxxxx")) > 0',
    "backtracking": 'matches("' + "a" * 60 + '!", "(a+)+$")',
    "deep": "(" * 3000 + "1" + ")" * 3000 + " = 1",
}


@cache
def small() -> Files:
    """Return a publishable démarche: a citizen asks, an agent looks, it is accepted."""
    with TemporaryDirectory() as place:
        folder = samples.write_folder(Path(place) / CODE, process())
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


def process(element: str = "", inside: str = "", condition: str = "") -> bytes:
    """Return its diagram, with one more element on the way, or more inside the agent's task."""
    human = samples.human("Examiner", "Examiner", "complement")
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        samples.human("Deposer", "Déposer", "demande"),
        human.replace("</bpmn:userTask>", f"{inside}</bpmn:userTask>"),
        samples.gateway("Choix", default="f_non"),
        samples.end("Fin", "accepte"),
        samples.end("Autre", "sans_suite"),
        element,
    ]
    way = ["Deposer", "Piege", "Examiner"] if element else ["Deposer", "Examiner"]
    flows = [
        ("Debut", "Deposer"),
        *pairwise(way),
        ("Examiner", "Choix"),
        ("Choix", "Fin", "f_oui", escape(condition or '=reponse = "oui"')),
        ("Choix", "Autre", "f_non"),
    ]
    lanes = {"Usager": ["Debut", "Deposer"], "Bureau": ["Examiner", "Choix", "Piege"]}
    return samples.bpmn(lanes, elements, flows)


def with_process(**changes: str) -> Files:
    return {**small(), PROCESS: process(**changes)}


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _held(kind: str, inside: str) -> Files:
    """Return the démarche with an element of a kind on its way, and its extensions."""
    held = f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"
    return with_process(element=f'<bpmn:{kind} id="Piege" name="Piège">{held}</bpmn:{kind}>')


def _script(text: str) -> Files:
    said = f'<zeebe:script expression="={_attribute(text)}" resultVariable="x"/>'
    return _held("scriptTask", said)


def _mapping(text: str) -> Files:
    mail = (
        '<zeebe:taskDefinition type="mail"/><zeebe:taskHeaders>'
        '<zeebe:header key="lettre" value="rappel"/></zeebe:taskHeaders>'
    )
    source = f'<zeebe:input source="={_attribute(text)}" target="nom"/>'
    return _held("sendTask", f"{mail}<zeebe:ioMapping>{source}</zeebe:ioMapping>")


def _event(definition: str) -> Files:
    head = '<bpmn:intermediateCatchEvent id="Piege" name="Attendre">'
    return with_process(element=f"{head}{definition}</bpmn:intermediateCatchEvent>")


def _timer(kind: str) -> Callable[[str], Files]:
    return lambda text: _event(
        f"<bpmn:timerEventDefinition><bpmn:{kind}>={escape(text)}</bpmn:{kind}>"
        "</bpmn:timerEventDefinition>"
    )


def _conditional(text: str) -> Files:
    return _event(
        f"<bpmn:conditionalEventDefinition><bpmn:condition>={escape(text)}</bpmn:condition>"
        "</bpmn:conditionalEventDefinition>"
    )


def _loop(name: str, holder: str) -> Callable[[str], Files]:
    return lambda text: with_process(
        inside=f"<bpmn:{holder}><bpmn:{name}>={escape(text)}</bpmn:{name}></bpmn:{holder}>"
    )


def _collection(text: str) -> Files:
    said = f'<zeebe:loopCharacteristics inputCollection="={_attribute(text)}" inputElement="e"/>'
    return with_process(
        inside="<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        f"{said}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )


def _due_date(text: str) -> Files:
    due = samples.human("Examiner", "Examiner", "complement")
    said = f'<zeebe:taskSchedule dueDate="={_attribute(text)}"/></bpmn:extensionElements>'
    bpmn = process().decode().replace(due, due.replace("</bpmn:extensionElements>", said))
    return {**small(), PROCESS: bpmn.encode()}


def _field(**settings: object) -> Files:
    field = {"type": "textarea", "key": "reponse", "id": "h1", "label": "Votre réponse", **settings}
    form = {"id": "complement", "type": "default", "schemaVersion": 19, "components": [field]}
    return {**small(), "forms/complement.form": json.dumps(form).encode()}


def _table(text: str) -> Files:
    """Return a démarche that decides by a table of the good one, one cell changed."""
    table = good_files()["type_permis.dmn"].decode().replace("[16..17]", escape(text))
    return {**good_files(), "type_permis.dmn": table.encode()}


SLOTS: dict[str, Callable[[str], Files]] = {
    "condition": lambda text: with_process(condition=f"={text}"),
    "script": _script,
    "input": _mapping,
    "duration": _timer("timeDuration"),
    "date": _timer("timeDate"),
    "cycle": _timer("timeCycle"),
    "conditional event": _conditional,
    "loop": _loop("loopCondition", "standardLoopCharacteristics"),
    "cardinality": _loop("loopCardinality", "multiInstanceLoopCharacteristics"),
    "collection": _collection,
    "due date": _due_date,
    "hidden": lambda text: _field(conditional={"hide": f"={text}"}),
    "valid": lambda text: _field(properties={"valid": f"={text}", "validMessage": "Non"}),
    "computed": lambda text: _field(type="expression", expression=f"={text}"),
    "options": lambda text: _field(type="select", valuesExpression=f"={text}"),
    "cell": _table,
}


def cases() -> Iterator[tuple[str, str, Files]]:
    """Yield name, code and files of every hostile démarche."""
    for name, bpmn in (engine.REFUSED | engine.FAILING).items():
        yield name, "permis_de_chasser", {**good_files(), PROCESS: bpmn}
    for kind in ("exclusiveGateway", "inclusiveGateway", "parallelGateway"):
        yield f"tangled {kind}", CODE, {**small(), PROCESS: engine.meshed(kind)}
    for slot, put in SLOTS.items():
        code = "permis_de_chasser" if slot == "cell" else CODE
        for name, text in (ATTACKS | BOMBS).items():
            yield f"{slot}/{name}", code, put(text)


CASES = {name: (code, files) for name, code, files in cases()}
