"""From the bytes of a diagram and its decision tables to a ProcessDefinition, cached."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent

from workflows.dmn import DecisionModel, DmnError, InvalidXml, read_decisions, read_xml
from workflows.engine.definition import HumanTask, InvalidProcess, ProcessDefinition
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, read_extensions
from workflows.engine.diagram.draft import Draft
from workflows.engine.diagram.normalise import normalise
from workflows.engine.reading import Tables, read_tables
from workflows.engine.spiff.events import Message, Signal
from workflows.engine.spiff.parser import read_specs
from workflows.translation import _

CACHE_SIZE = 256  # process versions in use at one time


def parse_process(
    bpmn: bytes,
    decisions: Mapping[str, bytes] = MappingProxyType({}),
    diagrams: Mapping[str, bytes] = MappingProxyType({}),
) -> ProcessDefinition:
    """Return the definition of the diagram `bpmn`; `decisions` maps file name to DMN bytes.

    `diagrams` are the BPMN files, by name, whose processes it may call. Raise InvalidProcess, or
    InvalidXml for a file that is not acceptable XML.
    """
    return _parsed(bpmn, tuple(sorted(decisions.items())), tuple(sorted(diagrams.items())))


def normalised(bpmn: bytes, diagrams: Mapping[str, bytes]) -> Draft:
    """Return the diagram `bpmn` as it will be run, with what it calls in `diagrams`."""
    others = {}
    for name, data in diagrams.items():
        try:
            others[name] = read_xml(data)
        except InvalidXml as error:
            raise InvalidProcess(error.message, file=name) from error
    return normalise(read_xml(bpmn), others)


@lru_cache(maxsize=CACHE_SIZE)
def _parsed(
    bpmn: bytes, decisions: tuple[tuple[str, bytes], ...], diagrams: tuple[tuple[str, bytes], ...]
) -> ProcessDefinition:
    done = normalised(bpmn, dict(diagrams))
    try:
        return _read(done, bpmn, decisions, diagrams)
    except InvalidProcess as refusal:
        refusal.file, refusal.element_id = done.place(refusal.element_id)
        raise


def _read(
    done: Draft,
    bpmn: bytes,
    decisions: tuple[tuple[str, bytes], ...],
    diagrams: tuple[tuple[str, bytes], ...],
) -> ProcessDefinition:
    models = _models(decisions)
    _refuse_unknown_decisions(done.process, models)
    tables = read_tables(done.process, models)
    process_id = done.process.get("id", "")
    specs = _specs(done.root, process_id, models)
    return ProcessDefinition(
        digest=_digest(bpmn, (*decisions, *diagrams)),
        process_id=process_id,
        name=done.process.get("name") or process_id,
        lanes=tuple(tables.lanes),
        tasks=MappingProxyType(tables.tasks),
        routing_variables=frozenset(tables.variables),
        outcomes=MappingProxyType(tables.outcomes),
        effects=tuple(tables.effects),
        bpmn=bpmn,
        diagrams=MappingProxyType(dict(diagrams)),
        origins=MappingProxyType(done.origins),
        expressions=tuple(tables.expressions),
        elements=MappingProxyType(tables.elements),
        start_task=_first_task(done.process, tables),
        messages=_awaited(specs, Message),
        signals=_awaited(specs, Signal),
        adjustments=done.drawn_adjustments(),
        specs=MappingProxyType(specs),
        models=MappingProxyType(models),
    )


def _digest(bpmn: bytes, others: tuple[tuple[str, bytes], ...]) -> str:
    whole = hashlib.sha256(hashlib.sha256(bpmn).digest())
    for name, data in others:
        whole.update(name.encode())
        whole.update(hashlib.sha256(data).digest())
    return whole.hexdigest()


def _models(decisions: tuple[tuple[str, bytes], ...]) -> dict[str, DecisionModel]:
    """Return the model that holds each decision, by decision id."""
    found: dict[str, DecisionModel] = {}
    for name, data in decisions:
        others = {other: bytes_ for other, bytes_ in decisions if other != name}
        try:
            model = read_decisions(data, others)
        except (DmnError, InvalidXml) as error:
            raise InvalidProcess(f"{name} : {error.message}") from error
        found |= dict.fromkeys(model.decisions, model)
    return found


def _refuse_unknown_decisions(process: etree._Element, models: Mapping[str, DecisionModel]) -> None:
    for node in process.iter("{*}businessRuleTask"):
        said = read_extensions(node)
        decision_id = said.decision_id
        if not said.type and decision_id not in models:
            raise InvalidProcess(
                _("La décision « %s » n’est dans aucune table de la démarche.") % decision_id,
                node.get("id", ""),
            )


def _specs(
    root: etree._Element, process_id: str, models: dict[str, DecisionModel]
) -> dict[str, object]:
    try:
        return read_specs(root, process_id, models)
    except ValidationException as error:
        raise InvalidProcess(
            _("SpiffWorkflow refuse le diagramme : %s") % error, str(error.id or "")
        ) from error
    except KeyError as error:  # two specs of one name
        raise InvalidProcess(
            _("Un identifiant est réservé au moteur : changez %s.") % error.args[0]
        ) from error


def _awaited(specs: Mapping[str, Any], kind: type[Message | Signal]) -> frozenset[str]:
    """Return the names of the messages, or signals, that some event of the process waits for."""
    return frozenset(
        task_spec.event_definition.name
        for spec in specs.values()
        for task_spec in spec.task_specs.values()
        if isinstance(task_spec, CatchingEvent) and isinstance(task_spec.event_definition, kind)
    )


def _first_task(process: etree._Element, tables: Tables) -> HumanTask | None:
    """Return the first human task met from the start, following every flow."""
    following: dict[str, list[str]] = {}
    for flow in process.iterfind(".//bpmn:sequenceFlow", NAMESPACES):
        following.setdefault(flow.get("sourceRef", ""), []).append(flow.get("targetRef", ""))
    for sub in process.iter("{*}subProcess"):
        starts = [node.get("id", "") for node in sub if kind_of(node) == "startEvent"]
        following.setdefault(sub.get("id", ""), [])[:0] = starts
    waiting = [node.get("id", "") for node in process if kind_of(node) == "startEvent"]
    seen = set(waiting)
    for each in waiting:
        if each in tables.tasks:
            return tables.tasks[each]
        waiting += [next_ for next_ in following.get(each, ()) if next_ not in seen]
        seen.update(following.get(each, ()))
    return None
