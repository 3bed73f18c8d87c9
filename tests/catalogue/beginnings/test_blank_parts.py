"""What a démarche is added, as the editors of bpmn.io want it."""

from collections import Counter

import pytest

from workflows.catalogue.beginnings.blank_parts import blank_diagram, blank_table
from workflows.dmn import read_xml


@pytest.mark.parametrize("write", [blank_table, blank_diagram])
@pytest.mark.parametrize("name", ["bareme", "table", "definitions", "schema"])
def test_no_two_elements_of_a_blank_part_bear_one_id(write, name):
    ids = Counter(each.get("id") for each in read_xml(write(name)).iter() if each.get("id"))

    assert ids[name] == 1
    assert [id_ for id_, count in ids.items() if count > 1] == []
