"""The graph of decisions and the boxed expressions."""

from decimal import Decimal

import pytest

from tests.dmn.tables import decisions, file, literal
from workflows.dmn import DmnError, InvalidXml, decide, read_decisions
from workflows.feel.semantics.values import Function

GRAPH = file(
    '<inputData id="i" name="montant"><variable name="montant" typeRef="number"/></inputData>'
    '<decision id="base" name="base"><variable name="base"/>'
    '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
    + literal("montant * 2")
    + '</decision><decision id="total" name="total"><variable name="total"/>'
    '<informationRequirement><requiredDecision href="#base"/></informationRequirement>'
    '<knowledgeRequirement><requiredKnowledge href="#taxe"/></knowledgeRequirement>'
    + literal("taxe(base)")
    + '</decision><businessKnowledgeModel id="taxe" name="taxe"><variable name="taxe"/>'
    '<encapsulatedLogic><formalParameter name="hors taxe" typeRef="number"/>'
    + literal("hors taxe * 1.11")
    + "</encapsulatedLogic></businessKnowledgeModel>"
)


def test_a_decision_computes_what_it_requires_first():
    model = read_decisions(GRAPH)

    assert decide(model, "total", {"montant": 100}).value == Decimal("222.00")
    assert model.inputs_read("total") == {"montant"}


def test_an_input_of_another_type_is_refused_by_name():
    with pytest.raises(DmnError, match="montant") as refused:
        decide(read_decisions(GRAPH), "total", {"montant": "cent"})

    assert refused.value.element_id == "i"


def test_decisions_that_turn_in_circles_are_refused_when_read():
    circle = "".join(
        f'<decision id="{one}" name="{one}"><informationRequirement>'
        f'<requiredDecision href="#{other}"/></informationRequirement>{literal("1")}</decision>'
        for one, other in (("a", "b"), ("b", "a"))
    )

    with pytest.raises(DmnError, match="a → b → a"):
        read_decisions(file(circle))


def test_a_requirement_that_designates_nothing_is_refused_when_read():
    lost = (
        '<decision id="a" name="a"><informationRequirement><requiredInput href="#z"/>'
        f"</informationRequirement>{literal('1')}</decision>"
    )

    with pytest.raises(DmnError, match="z"):
        read_decisions(file(lost))


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        pytest.param(
            "<context><contextEntry><variable name='a'/>" + literal("1") + "</contextEntry>"
            "<contextEntry><variable name='b'/>" + literal("a + 1") + "</contextEntry></context>",
            {"a": 1, "b": 2},
            id="context",
        ),
        pytest.param(
            "<context><contextEntry><variable name='a'/>" + literal("1") + "</contextEntry>"
            "<contextEntry>" + literal("a + 1") + "</contextEntry></context>",
            2,
            id="context with a result",
        ),
        pytest.param("<list>" + literal("1") + literal("n") + "</list>", [1, 7], id="list"),
        pytest.param(
            "<relation><column name='x'/><column name='y'/><row>"
            + literal("1")
            + literal("2")
            + "</row></relation>",
            [{"x": 1, "y": 2}],
            id="relation",
        ),
        pytest.param(
            "<conditional><if>"
            + literal("n > 5")
            + "</if><then>"
            + literal("1")
            + "</then><else>"
            + literal("2")
            + "</else></conditional>",
            1,
            id="conditional",
        ),
        pytest.param(
            "<for iteratorVariable='x'><in>"
            + literal("1..3").replace("1..3", "[1,2,3]")
            + "</in><return>"
            + literal("x * n")
            + "</return></for>",
            [7, 14, 21],
            id="for",
        ),
        pytest.param(
            "<filter><in>"
            + literal("[1, 9]")
            + "</in><match>"
            + literal("item > n")
            + "</match></filter>",
            [9],
            id="filter",
        ),
        pytest.param(
            "<invocation>"
            + literal("substring")
            + "<binding><parameter name='string'/>"
            + literal('"abcd"')
            + "</binding>"
            "<binding><parameter name='start position'/>"
            + literal("2")
            + "</binding></invocation>",
            "bcd",
            id="invocation",
        ),
    ],
)
def test_each_boxed_expression_has_its_value(logic, expected):
    assert decide(read_decisions(decisions(logic)), "d", {"n": 7}).value == expected


@pytest.mark.parametrize(
    "version",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_of_dmn_is_read(version):
    written = decisions(literal("1 + 1")).decode()
    xml = written.replace("https://www.omg.org/spec/DMN/20191111/MODEL/", version).encode()

    assert decide(read_decisions(xml), "d", {}).value == 2


def test_a_file_that_is_no_decision_is_refused():
    with pytest.raises(DmnError, match="DMN"):
        read_decisions(b"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>")
    with pytest.raises(InvalidXml):
        read_decisions(b"<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>")


def test_a_decision_service_takes_its_inputs_by_name():
    xml = file(
        '<decisionService id="s" name="service"><variable name="service"/>'
        '<outputDecision href="#o"/><inputData href="#i"/></decisionService>'
        '<inputData id="i" name="n"><variable name="n" typeRef="number"/></inputData>'
        '<decision id="o" name="o"><variable name="o"/>'
        '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        f"{literal('n + 1')}</decision>"
    )

    assert decide(read_decisions(xml), "s", {"n": 1}).value == 2


def test_a_variable_that_no_decision_reads_may_be_of_any_kind():
    assert (
        decide(read_decisions(decisions(literal("n + 1"))), "d", {"n": 1, "x": object()}).value == 2
    )


@pytest.mark.parametrize(
    "logic",
    [
        pytest.param(
            "<context>" * 60 + literal("1") + "</context>" * 60, id="contexts without an entry"
        ),
        pytest.param(
            "<context><contextEntry><variable name='a'/>" * 60
            + literal("1")
            + "</contextEntry></context>" * 60,
            id="contexts in one another",
        ),
        pytest.param(literal("for x in 1..999999999 return x"), id="endless loop"),
        pytest.param(literal("(" * 500 + "1" + ")" * 500), id="deep expression"),
        pytest.param("<decisionTable hitPolicy='MAGIQUE'/>", id="unknown policy"),
        pytest.param("<functionDefinition kind='Java'/>", id="function of Java"),
    ],
)
def test_a_hostile_decision_gives_nothing_or_a_dmn_error(logic):
    value, message = None, "sans objet"

    try:
        value = decide(read_decisions(decisions(logic)), "d", {}).value
    except DmnError as error:
        message = error.message

    assert message
    assert value is None or isinstance(value, dict | Function)


def test_types_that_name_each_other_are_no_endless_loop():
    xml = file(
        '<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition>'
        '<itemDefinition name="b"><typeRef>a</typeRef></itemDefinition>'
        '<inputData id="i" name="n"><variable name="n" typeRef="a"/></inputData>'
        '<decision id="d" name="d"><informationRequirement><requiredInput href="#i"/>'
        f"</informationRequirement>{literal('n')}</decision>"
    )

    with pytest.raises(DmnError):
        decide(read_decisions(xml), "d", {"n": 1})


def test_a_list_of_allowed_values_refuses_the_others():
    xml = file(
        '<itemDefinition name="nature"><typeRef>string</typeRef>'
        '<allowedValues><text>"neuf", "ancien"</text></allowedValues></itemDefinition>'
        '<inputData id="i" name="n"><variable name="n" typeRef="nature"/></inputData>'
        '<decision id="d" name="d"><informationRequirement><requiredInput href="#i"/>'
        f"</informationRequirement>{literal('n')}</decision>"
    )

    assert decide(read_decisions(xml), "d", {"n": "neuf"}).value == "neuf"
    with pytest.raises(DmnError):
        decide(read_decisions(xml), "d", {"n": "autre"})


@pytest.mark.parametrize("name", ["number", "integer", "long", "double", "feel:number"])
def test_a_number_may_bear_the_name_that_other_tools_give_it(name):
    xml = file(
        f'<inputData id="i" name="n"><variable name="n" typeRef="{name}"/></inputData>'
        '<decision id="d" name="d"><informationRequirement><requiredInput href="#i"/>'
        f"</informationRequirement>{literal('n + 1')}</decision>"
    )

    assert decide(read_decisions(xml), "d", {"n": 1}).value == 2


def test_a_type_that_is_defined_nowhere_is_a_problem():
    xml = file(
        f'<decision id="d" name="d"><variable name="d" typeRef="tPerdu"/>{literal("1")}</decision>'
    )

    assert "tPerdu" in read_decisions(xml).problems[0].message


def test_an_expression_in_another_language_is_refused():
    juel = "<literalExpression expressionLanguage='juel'><text>${a}</text></literalExpression>"

    assert "juel" in read_decisions(decisions(juel)).problems[0].message
