"""Diagrams as each modeller writes them: prefixes, encodings, extensions, any script."""

import pytest

from tests.engine.case import Case
from tests.engine.test_normalise import codes, drawn, flow
from workflows.engine import InvalidProcess, find_flaws, parse_process

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
# one diagram: a task, a choice, an event; {p} is the prefix, {m} what the modeller adds anywhere
COMMON = (
    '<{p}process id="P" isExecutable="true" {a}>{m}<{p}startEvent id="s" {a}>{m}</{p}startEvent>'
    '<{p}userTask id="t" name="Vérifier &amp; &#10;signer" {a}>{m}<{p}incoming>f1</{p}incoming>'
    "</{p}userTask>"
    '<{p}exclusiveGateway id="g" gatewayDirection="Diverging" default="f4" {a}>{m}'
    "</{p}exclusiveGateway>"
    '<{p}userTask id="u" {a}>{m}</{p}userTask><{p}endEvent id="e" {a}>{m}</{p}endEvent>'
    '<{p}sequenceFlow id="f1" sourceRef="s" targetRef="t" {a}>{m}</{p}sequenceFlow>'
    '<{p}sequenceFlow id="f2" sourceRef="t" targetRef="g"/>'
    '<{p}sequenceFlow id="f3" sourceRef="g" targetRef="u">{m}<{p}conditionExpression'
    ' xsi:type="{p}tFormalExpression"><![CDATA[=n > 1 and n < 5]]></{p}conditionExpression>'
    "</{p}sequenceFlow>"
    '<{p}sequenceFlow id="f4" sourceRef="g" targetRef="e"/>'
    '<{p}sequenceFlow id="f5" sourceRef="u" targetRef="e"/></{p}process>'
)


def written(prefix: str = "", vendor: str = "", attributes: str = "", around: str = "") -> str:
    """Return the common diagram with a prefix, and what a vendor writes on every element."""
    p = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    extensions = f"<{p}extensionElements>{vendor}</{p}extensionElements>" if vendor else ""
    body = COMMON.format(p=p, m=extensions, a=attributes)
    return (
        f'<{p}definitions {declared}="{MODEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:v="urn:vendor" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
        ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:x">'
        f"{around.format(p=p)}{body}</{p}definitions>"
    )


def run(data: bytes) -> Case:
    """Do the first task so that the condition is true."""
    case = Case(parse_process(data)).do("t", n=2)
    assert case.ready == ["u"]
    return case.do("u")


@pytest.mark.parametrize(
    "prefix", ["", "bpmn", "bpmn2", "semantic", "model", "ns0", "b-p.m_n", "Übung"]
)
def test_any_prefix_or_none_is_read(prefix):
    assert run(written(prefix).encode()).advance.finished


ENCODINGS = {
    "UTF-8 with its mark": ("utf-8-sig", "UTF-8"),
    "UTF-16": ("utf-16", "UTF-16"),
    "UTF-16, little end, no mark": ("utf-16-le", "UTF-16"),
    "Latin 1": ("iso-8859-1", "ISO-8859-1"),
    "Windows": ("windows-1252", "windows-1252"),
    "ASCII": ("ascii", "US-ASCII"),
}


@pytest.mark.parametrize(("codec", "name"), ENCODINGS.values(), ids=ENCODINGS)
def test_any_encoding_is_read(codec, name):
    text = f'<?xml version="1.0" encoding="{name}" standalone="yes"?>\r\n{written("bpmn")}'

    case = run(text.encode(codec, "xmlcharrefreplace"))

    assert case.definition.tasks["t"].name == "Vérifier & signer"


@pytest.mark.parametrize(
    "before",
    ["\n\n  ", "\ufeff", "<!-- exporté -->", "<?outil progid='Visio'?>"],
    ids=repr,
)
def test_what_tools_put_before_the_diagram_does_not_matter(before):
    declaration = '<?xml version="1.0" encoding="UTF-8"?>' if before.isspace() else ""

    assert run((before + declaration + written()).encode()).advance.finished


def test_comments_and_instructions_may_stand_anywhere():
    text = written("bpmn").replace("><", "><!-- é --><?outil x?>\n<")
    text = text.replace("<![CDATA[=n > 1 and n < 5]]>", "=n &gt;<!-- plus -->1 <?x?>and n &lt; 5")

    assert run(text.encode()).advance.finished


def test_a_documentation_as_long_as_a_book_is_carried_along():
    book = "<![CDATA[" + "<p>Règlement</p>" * 60_000 + "]]>"
    text = written().replace(
        "<incoming>f1", f'<documentation textFormat="text/html">{book}</documentation><incoming>f1'
    )

    case = run(text.encode())

    assert len(case.definition.tasks["t"].documentation) > 900_000
    assert len(case.advance.state) < 2_000


VENDORS = {
    "Signavio": (
        '<v:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/><v:signavioLabel/>',
        'startQuantity="1" completionQuantity="1" implementation="##unspecified" v:x="1"',
        '<{p}collaboration id="sid-c"><{p}participant id="sid-p" name="Mairie" processRef="P"/>'
        '<{p}participant id="sid-q" name="Usager"/></{p}collaboration>',
    ),
    "Bizagi": (
        '<v:BizagiExtensions><v:BizagiProperties><v:BizagiProperty name="bgColor" value="White"/>'
        "</v:BizagiProperties></v:BizagiExtensions>",
        "",
        '<{p}category id="cat"><{p}categoryValue id="cv" value="Jalon"/></{p}category>'
        '<{p}collaboration id="Id_c"><{p}participant id="Id_p" processRef="P"/>'
        '<{p}messageFlow id="mf" sourceRef="Id_p" targetRef="t"/></{p}collaboration>',
    ),
    "Camunda Modeler 7": (
        '<camunda:executionListener class="org.acme.L" event="start"/><camunda:inputOutput>'
        '<camunda:inputParameter name="x">${{y}}</camunda:inputParameter></camunda:inputOutput>',
        'camunda:asyncBefore="true" camunda:assignee="${{initiator}}" camunda:priority="5"',
        '<{p}signal id="S" name="S-${{x}}"/><{p}error id="E"/>',
    ),
    "Camunda Modeler 8": (
        '<zeebe:userTask/><zeebe:executionListeners><zeebe:executionListener eventType="start"'
        ' type="x"/></zeebe:executionListeners><zeebe:versionTag value="1"/>',
        "",
        '<{p}escalation id="Es" name="x" escalationCode="1"/>',
    ),
    "Visio, Trisotech": (
        '<v:extension><v:modelElement v:kind="x"><v:deep><v:deeper/></v:deep></v:modelElement>'
        "</v:extension>",
        'v:guid="{{A-B}}"',
        '<{p}itemDefinition id="i" structureRef="xsd:string" isCollection="false"/>'
        '<{p}dataStore id="ds" name="Registre"/><{p}resource id="r" name="Agent"/>',
    ),
    "jBPM, Eclipse": (
        '<v:metaData name="elementname"><v:metaValue><![CDATA[x]]></v:metaValue></v:metaData>',
        'v:packageName="org.acme" v:version="1.0"',
        '<{p}import importType="x" location="y" namespace="z"/><{p}interface id="I" name="I">'
        '<{p}operation id="O" name="o"><{p}inMessageRef>M</{p}inMessageRef></{p}operation>'
        '</{p}interface><{p}message id="M" itemRef="i"/><{p}globalUserTask id="G" name="G"/>',
    ),
}


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("prefix", ["", "bpmn2"])
def test_what_a_vendor_writes_on_every_element_does_not_matter(vendor, prefix):
    extensions, attributes, around = VENDORS[vendor]
    braces = ("{{", "{"), ("}}", "}")
    for double, single in braces:
        extensions, attributes = (t.replace(double, single) for t in (extensions, attributes))

    case = run(written(prefix, extensions, attributes, around).encode())

    assert case.advance.finished
    assert case.definition.adjustments == ()


def test_references_may_carry_the_prefix_of_their_namespace():
    definition = drawn(
        '<startEvent id="s"/><task id="t"/><boundaryEvent id="b" attachedToRef="tns:t">'
        '<messageEventDefinition messageRef="tns:m"/></boundaryEvent><task id="u"/>'
        + flow("s", "t")
        + flow("b", "u"),
        '<message id="m" name="retrait"/>',
    )

    assert Case(definition).receive("retrait").ready == ["u"]


def test_flows_and_nodes_without_ids_are_given_some_and_still_ask_a_person():
    bare = (
        '<startEvent id="s"/><task id="t"/><exclusiveGateway id="g"/><task id="a"/><task id="b"/>'
        '<sequenceFlow sourceRef="s" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="g"/>'
        '<sequenceFlow name="oui" sourceRef="g" targetRef="a"/>'
        '<sequenceFlow name="non" sourceRef="g" targetRef="b"/>'
    )
    definition = drawn(bare)

    (yes, no) = definition.tasks["t"].choices
    variable = definition.tasks["t"].choice_variable

    assert (yes.label, no.label) == ("oui", "non")
    assert Case(definition).do("t", **{variable: no.value}).ready == ["b"]


def test_two_tasks_whose_ids_look_alike_each_have_their_own_choice():
    def choice(task: str) -> str:
        ways = "".join(
            f'<task id="{task}_{way}"/>' + flow(f"g{task}", f"{task}_{way}", id=f"{task}{way}")
            for way in ("x", "y")
        )
        return (
            f'<task id="{task}"/><exclusiveGateway id="g{task}"/>'
            + flow("s", task)
            + flow(task, f"g{task}")
            + ways
        )

    definition = drawn('<startEvent id="s"/>' + choice("a-b") + choice("a_b"))

    names = {definition.tasks[id_].choice_variable for id_ in ("a-b", "a_b")}
    assert names == {"choix_a_b", "choix_a_b_2"}


SCRIPTS = {
    "French": ("étape_été", "Instruire à l’Île-d’Yeu", "montant_été", "Guichet n° 1"),
    "Chinese": ("任务", "审查申请", "数量", "市政厅"),
    "Arabic": ("مهمة", "مراجعة الطلب", "عدد", "مصلحة الرخص"),
    "Hebrew": ("משימה", "בדיקה", "כמות", "עירייה"),
    "Greek": ("έργο", "Έλεγχος", "ποσό", "Δήμος"),
    "Cyrillic": ("задача", "Проверка", "сумма", "Мэрия"),
    "Devanagari": ("कार्य", "जाँच", "मात्रा", "नगर"),
    "emoji": ("t-1.b", "Signer 📝 puis 🏛️", "n", "Mairie 🏛️"),
}


@pytest.mark.parametrize(("id_", "name", "variable", "lane"), SCRIPTS.values(), ids=SCRIPTS)
def test_ids_names_lanes_and_variables_may_be_of_any_script(id_, name, variable, lane):
    definition = drawn(
        f'<laneSet id="L"><lane id="l" name="{lane}"><flowNodeRef>{id_}</flowNodeRef></lane>'
        f'</laneSet><userTask id="{id_}" name="{name}"/><exclusiveGateway id="g" default="g_n"/>'
        '<task id="y"/><task id="n"/>'
        + flow(id_, "g")
        + flow("g", "y", condition=f"={variable} &gt; 1")
        + flow("g", "n")
    )
    task = definition.tasks[id_]

    case = Case(definition).do(id_, **{variable: 2})

    assert (task.name, task.lane, definition.lanes) == (name, lane, (lane,))
    assert definition.routing_variables == {variable}
    assert case.ready == ["y"]
    assert find_flaws(definition) == ()


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        (f'<task id="{"a" * 300}"/>', ""),
        ('<task id="a"/>' + flow("a", "a", id="f" * 300), ""),
        ('<task id="a"/>', f'<message id="m" name="{"m" * 300}"/>'),
    ],
    ids=["a node", "a flow", "a message"],
)
def test_an_id_or_a_message_too_long_to_remember_is_refused(inside, after):
    with pytest.raises(InvalidProcess, match="dépasse 120 caractères"):
        drawn(inside, after)


def test_groovy_java_and_forms_of_camunda_7_are_done_by_people():
    definition = drawn(
        '<startEvent id="s"/><scriptTask id="c" scriptFormat="groovy"><script>System.exit(1)'
        '</script></scriptTask><serviceTask id="j" camunda:class="org.acme.Java"/>'
        '<userTask id="t" camunda:formKey="demande"><extensionElements><camunda:formData>'
        '<camunda:formField id="a" type="string"/></camunda:formData></extensionElements>'
        "</userTask>" + flow("s", "c") + flow("c", "j") + flow("j", "t")
    )

    assert Case(definition).do("c").do("j").do("t").advance.finished
    assert codes(definition)["done_by_person"] == ["j", "c"]
