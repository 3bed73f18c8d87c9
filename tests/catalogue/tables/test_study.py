"""What an editor of tables is told: what each decision reads, and who takes it."""

from zoneinfo import ZoneInfo

import pytest

from tests.catalogue.folders import CODE, GOOD, good_files
from workflows.catalogue.files import read_files
from workflows.catalogue.parts import read_parts
from workflows.catalogue.tables.inputs import TableInput
from workflows.catalogue.tables.rows import table_rows
from workflows.catalogue.tables.study import study_table
from workflows.errors import Invalid

ZONE = ZoneInfo("Pacific/Noumea")
GRAPH = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="g" name="G"
    namespace="n">
  <inputData id="revenu" name="revenu"><variable name="revenu" typeRef="number"/></inputData>
  <decision id="quotient" name="Quotient">
    <variable name="quotient" typeRef="number"/>
    <informationRequirement><requiredInput href="#revenu"/></informationRequirement>
    <literalExpression><text>revenu / parts</text></literalExpression>
  </decision>
  <decision id="bareme" name="Bar\xc3\xa8me">
    <variable name="bareme" typeRef="string"/>
    <informationRequirement><requiredDecision href="#quotient"/></informationRequirement>
    <decisionTable id="t" hitPolicy="COLLECT" aggregation="SUM">
      <input id="i" label="Commune"><inputExpression typeRef="string"><text>commune</text>
        </inputExpression><inputValues><text>"Noum\xc3\xa9a","Dumb\xc3\xa9a"</text></inputValues></input>
      <input id="j"><inputExpression><text>quotient</text></inputExpression></input>
      <output id="o" name="x" typeRef="number"/>
      <rule id="r1"><inputEntry><text>-</text></inputEntry><inputEntry><text>&lt; 100</text>
        </inputEntry><outputEntry><text>5</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def study(content: bytes):
    files = {**good_files(), "bareme.dmn": content}
    return study_table(read_parts(CODE, files), "bareme.dmn", ZONE)


def permit():
    files, _findings = read_files(GOOD)
    return files


def inputs(found, decision: str) -> dict[str, TableInput]:
    return {each.name: each for one in found.decisions if one.id == decision for each in one.inputs}


def test_inputs_are_those_of_the_decision_and_of_what_it_requires():
    found = study(GRAPH)

    assert set(inputs(found, "quotient")) == {"revenu", "parts"}
    assert set(inputs(found, "bareme")) == {"revenu", "parts", "commune"}


def test_types_and_closed_lists_come_from_the_file():
    read = inputs(study(GRAPH), "bareme")

    assert read["revenu"].type == "number"
    assert read["parts"].type == ""
    assert (read["commune"].type, read["commune"].label) == ("string", "Commune")
    assert read["commune"].options == (("Nouméa", "Nouméa"), ("Dumbéa", "Dumbéa"))


def test_types_and_labels_come_from_the_forms():
    found = study_table(read_parts("permis_de_chasser", permit()), "type_permis.dmn", ZONE)

    read = inputs(found, "typePermis")
    assert read["dateNaissance"].type == "date"
    assert read["dateNaissance"].label == "Date de naissance"
    assert read["dateNaissance"].source == "formulaire « demande »"


def test_scenarios_fill_what_the_decision_reads():
    found = study_table(read_parts("permis_de_chasser", permit()), "type_permis.dmn", ZONE)

    first = found.scenarios[0]
    assert set(first.values) == {"dateNaissance", "assuranceFin"}
    assert all(len(each) == len("2026-01-31") for each in first.values.values())


def test_tasks_and_decisions_that_take_a_decision_are_named():
    permits = {one.id: one for row in table_rows(permit()) for one in row.decisions}
    graph = {one.id: one for one in study(GRAPH).decisions}

    [task] = permits["typePermis"].users
    assert task.said == "diagramme, « Déterminer le type de permis »"
    assert [use.said for use in graph["quotient"].users] == ["table « Barème »"]
    assert graph["bareme"].users == ()


def test_the_list_tells_policies_and_rules():
    rows = table_rows({**good_files(), "bareme.dmn": GRAPH, "casse.dmn": b"<"})

    told = {row.stem: row for row in rows}
    assert [(one.policy, one.rules) for one in told["bareme"].decisions] == [
        ("", 0),
        ("somme (C+)", 1),
    ]
    assert not told["casse"].readable


@pytest.mark.parametrize("content", [b"<", b"<a/>", GRAPH.replace(b"#revenu", b"#bareme")])
def test_what_cannot_be_read_is_told(content):
    found = study(content)

    assert found.problem
    assert found.decisions == ()


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("number", "1 200,5", "1200.5"),
        ("boolean", "true", "True"),
        ("string", " oui ", "oui"),
        ("date", "2026-01-31", "2026-01-31"),
        ("time", "08:30", "08:30:00"),
        ("date and time", "2026-01-31T08:30", "2026-01-31 08:30:00+11:00"),
        ("", '["a", 2]', "['a', Decimal('2')]"),
        ("number", "  ", "None"),
        ("", None, "None"),
    ],
)
def test_a_typed_value_is_read_by_its_type(kind, raw, value):
    assert str(TableInput("x", "X", kind).read(raw, ZONE)) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("number", "douze"),
        ("number", "NaN"),
        ("boolean", "oui"),
        ("date", "31/01/2026"),
        ("", "x +"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(kind, raw):
    with pytest.raises(Invalid) as refused:
        TableInput("x", "X", kind).read(raw, ZONE)

    assert refused.value.message.startswith(("Écrivez", "Choisissez", "Donnez"))


def test_several_choices_are_a_list():
    several = TableInput("x", "X", "list", (("a", "A"), ("b", "B")))

    assert several.read(["a", "b"], ZONE) == ["a", "b"]
    assert several.read([], ZONE) is None
    assert several.write(["b"]) == ["b"]


def test_a_finding_quotes_the_cell_that_is_wrong():
    wrong = GRAPH.replace(b"&lt; 100", b"&lt; (100")

    parts = read_parts(CODE, {**good_files(), "bareme.dmn": wrong})

    [told] = [each for each in parts.findings if each.file == "bareme.dmn"]
    assert (told.element, told.remedy) == ("bareme", "Corrigez « < (100 » dans la table.")
