"""Decision files as other tools write them: read as they mean, or refused with the reason."""

from decimal import Decimal

import pytest

from workflows.dmn import DmnError, decide, read_decisions

SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def written(body: str, attributes: str = "") -> bytes:
    head = f'<definitions xmlns="{SPACE}" namespace="urn:x" name="n" id="d" {attributes}>'
    return f"{head}{body}</definitions>".encode()


def table(expression: str, cell: str, outputs: str, results: str) -> str:
    """Return a decision `d` of one input and one rule."""
    return (
        '<decision id="d" name="D"><decisionTable id="t"><input id="i"><inputExpression>'
        f"<text>{expression}</text></inputExpression></input>{outputs}<rule><inputEntry>"
        f"<text>{cell}</text></inputEntry>{results}</rule></decisionTable></decision>"
    )


ONE = '<output name="r"/>', "<outputEntry><text>1</text></outputEntry>"
TWO = "<outputEntry><text>1</text></outputEntry><outputEntry><text>2</text></outputEntry>"


def test_a_type_may_bear_the_prefix_of_the_files_own_namespace():
    drools = (
        '<itemDefinition name="tAge"><typeRef>number</typeRef></itemDefinition>'
        '<inputData id="i" name="Âge"><variable name="Âge" typeRef="tns:tAge"/></inputData>'
        '<decision id="d" name="Majeur ?"><variable name="Majeur ?" typeRef="boolean"/>'
        '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        "<literalExpression><text>Âge &gt;= 18</text></literalExpression></decision>"
    )
    model = read_decisions(written(drools, 'xmlns:tns="urn:x"'))

    assert model.problems == ()
    assert decide(model, "d", {"Âge": 20}).value is True


def test_the_prefix_of_another_namespace_is_no_type_of_this_file():
    drools = '<inputData id="i" name="a"><variable name="a" typeRef="o:tAge"/></inputData>'

    [problem] = read_decisions(written(drools, 'xmlns:o="urn:other"')).problems

    assert "« o:tAge » n’est défini nulle part" in problem.message


@pytest.mark.parametrize(
    ("expression", "cell"),
    [("${montant}", "&gt; 5"), ("#{montant * 2}", "14"), ("montant", "${cellInput &gt; 5}")],
    ids=["an input", "a computed one", "a cell"],
)
def test_the_expressions_of_camunda_7_are_read_as_feel(expression, cell):
    model = read_decisions(written(table(expression, cell, *ONE)))

    assert decide(model, "d", {"montant": 7}).value == Decimal(1)
    assert model.inputs_read("d") == {"montant"}


def test_two_elements_of_one_id_are_refused_instead_of_the_last_one_winning():
    twice = '<decision id="d" name="A"/><inputData id="d" name="B"/>'

    with pytest.raises(DmnError, match="« d » est donné à deux éléments"):
        read_decisions(written(twice))


@pytest.mark.parametrize(
    "outputs",
    ["<output/><output/>", '<output name="a"/><output/>', '<output name="a"/><output name="a"/>'],
    ids=["no name", "one name", "one name twice"],
)
def test_several_outputs_need_a_name_each(outputs):
    [problem] = read_decisions(written(table("x", "-", outputs, TWO))).problems

    assert "chacune un nom" in problem.message
