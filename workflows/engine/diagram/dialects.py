"""What modellers write beyond BPMN (Camunda 8, Camunda 7 and its kin, SpiffWorkflow), as one."""

from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from workflows.engine.diagram.items import ItemNames, item_names
from workflows.feel import FeelError, to_feel

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
SEVENS = (  # Camunda 7, what it came from and what came from it: one vocabulary
    CAMUNDA,
    "http://flowable.org/bpmn",
    "http://activiti.org/bpmn",
    "http://operaton.org/schema/1.0/bpmn",
)
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
NAMESPACES = {"bpmn": BPMN, "zeebe": ZEEBE, "camunda": CAMUNDA, "spiff": SPIFF}
EXTERNAL_TASK = "external"
CAMUNDA_FORMS = "camunda-forms:"
ASKED = frozenset({"numero"})  # types of work whose result the process needs at once
SENT = frozenset({"message", "signal"})  # types of work that are events sent by the process
JUEL = frozenset({"${", "#{"})
PROPERTIES = ("properties", "property")
OWNER = "bpmn:potentialOwner/bpmn:resourceAssignmentExpression/bpmn:formalExpression"


@dataclass(frozen=True, slots=True)
class Binding:
    """A value computed on the way in or out: FEEL `source` goes to the variable `target`."""

    target: str
    source: str


@dataclass(frozen=True, slots=True)
class Extensions:
    """What an element says beyond standard BPMN; empty strings mean « not said »."""

    form_id: str = ""
    candidate_groups: tuple[str, ...] = ()
    due_date: str = ""
    type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    inputs: tuple[Binding, ...] = ()
    outputs: tuple[Binding, ...] = ()
    decision_id: str = ""
    result_variable: str = ""
    script: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    collection: str = ""
    element_variable: str = ""
    output_collection: str = ""
    output_element: str = ""
    called_process: str = ""
    gives_all: bool = True  # a call: every variable is known inside
    takes_all: bool = True  # a call: every variable comes back


def tag(name: str) -> str:
    """Return the full name of the BPMN element `name`."""
    return f"{{{BPMN}}}{name}"


def kind_of(node: etree._Element) -> str:
    """Return the BPMN tag of `node` without its namespace, empty for a foreign element."""
    return _kind(node.tag)


@lru_cache(maxsize=4096)  # asked hundreds of times of each element
def _kind(full: object) -> str:
    prefix = f"{{{BPMN}}}"
    name = str(full)
    return name.removeprefix(prefix) if name.startswith(prefix) else ""


def read_extensions(node: etree._Element) -> Extensions:
    """Return what the extension elements and attributes of `node` say, whatever the modeller."""
    loop = _first(node, "bpmn:multiInstanceLoopCharacteristics")
    loop_extension = _extension(loop, "zeebe:loopCharacteristics") if loop is not None else None
    each = ItemNames() if loop is None else item_names(node, loop)
    form = _extension(node, "zeebe:formDefinition")
    assignment = _extension(node, "zeebe:assignmentDefinition")
    decision = _extension(node, "zeebe:calledDecision")
    script = _extension(node, "zeebe:script")
    definition = _extension(node, "zeebe:taskDefinition")
    called = _extension(node, "zeebe:calledElement")
    return Extensions(
        form_id=_form_named(form, _camunda(node, "formRef", "formKey")),
        candidate_groups=_groups(node, assignment),
        due_date=_said(_extension(node, "zeebe:taskSchedule"), "dueDate") or _juel(node, "dueDate"),
        type=_said(definition, "type") or _external_topic(node),
        headers=_pairs(node, "zeebe:taskHeaders/zeebe:header", "key"),
        inputs=_bindings(node, "zeebe:ioMapping/zeebe:input") + _passed(node, "in"),
        outputs=_bindings(node, "zeebe:ioMapping/zeebe:output") + _passed(node, "out"),
        decision_id=_said(decision, "decisionId")
        or _camunda(node, "decisionRef")
        or _spiff_text(node, "calledDecisionId"),
        result_variable=_said(decision, "resultVariable")
        or _said(script, "resultVariable")
        or _camunda(node, "resultVariable"),
        script=_said(script, "expression"),
        properties=_properties(node),
        collection=_said(loop_extension, "inputCollection") or _collection(loop) or each.items,
        element_variable=_said(loop_extension, "inputElement")
        or _camunda(loop, "elementVariable")
        or each.item,
        output_collection=_said(loop_extension, "outputCollection") or each.results,
        output_element=_said(loop_extension, "outputElement") or each.result,
        called_process=_said(called, "processId") or node.get("calledElement", ""),
        gives_all=_said(called, "propagateAllParentVariables") != "false"
        and _passes_all(node, "in"),
        takes_all=_said(called, "propagateAllChildVariables") != "false"
        and _passes_all(node, "out"),
    )


def embedded_name(id_: str) -> str:
    """Return the name, among ours, of a form that a modeller keeps under `id_`."""
    plain = (sign if sign.isascii() and sign.isalnum() else "_" for sign in id_.lower())
    return "".join(plain).strip("_")


def write_items(root: etree._Element) -> None:
    """Write what standard BPMN says by data inputs as Camunda 8 does: the inputs are taken away."""
    for loop in root.iter(tag("multiInstanceLoopCharacteristics")):
        activity = loop.getparent()
        names = ItemNames() if activity is None else item_names(activity, loop)
        if not names.items or _extension(loop, "zeebe:loopCharacteristics") is not None:
            continue
        holder = _first(loop, "bpmn:extensionElements")
        if holder is None:
            holder = etree.SubElement(loop, tag("extensionElements"))
        said = etree.SubElement(holder, f"{{{ZEEBE}}}loopCharacteristics")
        said.set("inputCollection", names.items)
        said.set("inputElement", names.item)
        said.set("outputCollection", names.results)
        said.set("outputElement", names.result)


def feel_of(text: str) -> str:
    """Return `text` with Camunda 7's `${…}` written as FEEL introduced by `=`.

    What has no twin in FEEL (a method call) is left as it is, for the reading to refuse.
    """
    text = text.strip()
    if text[:2] not in JUEL:
        return text
    try:
        return f"={to_feel(text)}"
    except FeelError:
        return f"={text}"


def correlation_key(node: etree._Element) -> str:
    """Return the key declared by the message to which `node` refers, as FEEL or as a text."""
    reference = node.get("messageRef")
    messages = node.getroottree().getroot().iterfind("bpmn:message", NAMESPACES)
    message = next((each for each in messages if reference and each.get("id") == reference), None)
    if message is None:
        return ""
    return feel_of(_said(_extension(message, "zeebe:subscription"), "correlationKey"))


def _first(node: etree._Element, path: str) -> etree._Element | None:
    return node.find(path, NAMESPACES)


def _extension(node: etree._Element, path: str) -> etree._Element | None:
    return node.find(f"bpmn:extensionElements/{path}", NAMESPACES)


def _extensions(node: etree._Element, path: str) -> list[etree._Element]:
    return node.findall(f"bpmn:extensionElements/{path}", NAMESPACES)


def _said(node: etree._Element | None, attribute: str) -> str:
    return (node.get(attribute) or "").strip() if node is not None else ""


def _form_named(form: etree._Element | None, other: str) -> str:
    """Return the form that a task names, be it by where Camunda keeps it: `camunda-forms:bpmn:F`.

    Other keys of Camunda 8 lead to applications of one's own, that we do not have.
    """
    key = _said(form, "formKey")
    name = _said(form, "formId") or (key if key.startswith(CAMUNDA_FORMS) else "") or other
    if not name.startswith(CAMUNDA_FORMS):
        return name
    return embedded_name(name.rpartition(":")[2].rpartition("/")[2].removesuffix(".form"))


def _camunda(node: etree._Element | None, *attributes: str) -> str:
    if node is None or not any(str(name).startswith("{") for name in node.attrib):
        return ""
    names = (name for attribute in attributes for name in _in_sevens(attribute))
    return next((value for name in names if (value := _said(node, name))), "")


@lru_cache(maxsize=64)
def _in_sevens(name: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{name}" for space in SEVENS)


def _sevens(node: etree._Element, *path: str) -> list[etree._Element]:
    """Return the extension elements at `path` in any of the vocabularies like Camunda 7's."""
    found = node.findall("bpmn:extensionElements", NAMESPACES)
    for name in path:
        found = [child for each in found for child in each.iterchildren(*_in_sevens(name))]
    return found


def _juel(node: etree._Element | None, attribute: str) -> str:
    return feel_of(_camunda(node, attribute))


def _collection(loop: etree._Element | None) -> str:
    """Return the list that Camunda 7 goes through: an expression, or the name of a variable."""
    text = _juel(loop, "collection")
    return f"={text}" if text.isidentifier() else text


def _spiff_text(node: etree._Element, name: str) -> str:
    found = _extension(node, f"spiff:{name}")
    return (found.text or "").strip() if found is not None else ""


def _external_topic(node: etree._Element) -> str:
    return _camunda(node, "topic") if _camunda(node, "type") == EXTERNAL_TASK else ""


def _groups(node: etree._Element, assignment: etree._Element | None) -> tuple[str, ...]:
    """Return the groups named, without what only an expression would give."""
    text = _said(assignment, "candidateGroups") or _camunda(node, "candidateGroups")
    names = text.split(",") if text else _potential_owners(node)
    said = (name.strip() for name in names)
    return tuple(name for name in said if name and name[:2] not in JUEL)


def _potential_owners(node: etree._Element) -> list[str]:
    """Return the groups that standard BPMN assigns a task to: `accountancy`, `group(sales)`."""
    found = node.iterfind(OWNER, NAMESPACES)
    names = [name.strip() for each in found for name in (each.text or "").split(",")]
    groups = (name.removeprefix("group(").removesuffix(")") for name in names)
    return [group for group in groups if not group.startswith("user(")]


def _pairs(node: etree._Element, path: str, key: str) -> dict[str, str]:
    return {_said(pair, key): pair.get("value") or "" for pair in _extensions(node, path)}


def _bindings(node: etree._Element, path: str) -> tuple[Binding, ...]:
    found = _extensions(node, path)
    return tuple(Binding(_said(each, "target"), _said(each, "source")) for each in found)


def _passed(node: etree._Element, way: str) -> tuple[Binding, ...]:
    """Return the variables that a call of Camunda 7 gives, or takes back, one by one."""
    return tuple(
        Binding(
            _said(each, "target"),
            f"={_said(each, 'source')}"
            if each.get("source")
            else feel_of(_said(each, "sourceExpression")),
        )
        for each in _sevens(node, way)
        if each.get("target")
    )


def _passes_all(node: etree._Element, way: str) -> bool:
    """Tell whether a call of Camunda 7 gives, or takes back, every variable, or says nothing."""
    said = _sevens(node, way)
    return not said or any(each.get("variables") == "all" for each in said)


def _properties(node: etree._Element) -> dict[str, str]:
    return (
        _pairs(node, "spiff:properties/spiff:property", "name")
        | {_said(each, "name"): each.get("value") or "" for each in _sevens(node, *PROPERTIES)}
        | _pairs(node, "zeebe:properties/zeebe:property", "name")
    )
