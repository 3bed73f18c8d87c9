"""Link events are a way like any other: what comes after them is reached, and nothing is amiss."""

from tests.catalogue.folders import CODE, PROCESS, changed, good_files
from workflows.catalogue.checks import check_files

OUT = (
    '<bpmn:intermediateThrowEvent id="Renvoi" name="Page 2"><bpmn:linkEventDefinition '
    'name="Page 2"/></bpmn:intermediateThrowEvent>'
)
IN = (
    '<bpmn:intermediateCatchEvent id="Reprise" name="Page 2"><bpmn:linkEventDefinition '
    'name="{name}"/></bpmn:intermediateCatchEvent><bpmn:sequenceFlow id="Apres" '
    'sourceRef="Reprise" targetRef="Fin_refuse"/>'
)


def linked(name: str):
    """Return the good files whose refusal goes through a link caught under `name`."""
    return changed(
        PROCESS,
        'targetRef="Fin_refuse" />',
        'targetRef="Renvoi" />',
        "</bpmn:process>",
        f"{OUT}{IN.format(name=name)}</bpmn:process>",
    )


def told(files) -> set[tuple[str, str]]:
    return {(each.code, each.element) for each in check_files(CODE, files)}


def test_what_follows_a_link_is_reached():
    added = told(linked("Page 2")) - told(good_files())

    assert {code for code, _element in added} == {"dessin-absent"}


def test_a_link_that_leads_nowhere_is_told_where_it_is_sent():
    added = told(linked("Page 3")) - told(good_files())

    assert ("processus-refuse", "Renvoi") in added
    assert ("element-inatteignable", "Reprise") in added
    assert ("element-sans-suite", "Renvoi") not in added
