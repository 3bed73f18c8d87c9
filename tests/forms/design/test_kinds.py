"""The editor offers every kind of field, with every setting that the renderer honours."""

import json
import re
from pathlib import Path

import pytest

import workflows.forms
from tests.forms.factories import document
from workflows.forms import read_form
from workflows.forms.design.kinds import BY_TYPE, KINDS, kinds_as_json
from workflows.forms.registry import ANSWERS, DECORATIONS, GROUP

FORMS = Path(workflows.forms.__file__).parent
CALLS = re.compile(
    r"(?:\.text|text_rule|\.rule|\.count|adorner|(?:properties|rules|source)\.get)\(\s*[\"'](\w+)[\"']"
)
# What names and nests components is not a setting: the editor's list shows it.
STRUCTURE = {"components", "id", "type", "key", "path"}
ELSEWHERE = {"filepicker": {"condition"}}  # read by the fiche, that lists the pièces
# Read by the base of every field, and offered by each kind that asks something.
EVERYWHERE = {
    "required", "requiredMessage", "valid", "validMessage", "readonly", "disabled",
    "description", "hide",
}  # fmt: skip


def names_read(*files: str) -> set[str]:
    texts = [(FORMS / name).read_text(encoding="utf-8") for name in files]
    return {name for text in texts for name in CALLS.findall(text)} - STRUCTURE


def offered(type_name: str) -> set[str]:
    return {setting.path[-1] for setting in BY_TYPE[type_name].settings}


def test_every_type_of_the_registry_has_a_french_name_and_a_hint():
    known = {*ANSWERS, *DECORATIONS, GROUP}

    assert {kind.type for kind in KINDS} == known
    assert all(kind.name and kind.hint and kind.family for kind in KINDS)
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
def test_what_the_menu_adds_is_a_form_that_can_be_read(kind):
    named = {kind.key_name: "champ"} if kind.type in ANSWERS else {}
    titled = {kind.label_name: kind.name} if kind.label_name else {}
    added = {"type": kind.type, "id": "Champ_1", **named, **titled, **kind.starter}
    if kind.type in ("group", "dynamiclist"):
        added["components"] = [{"type": "textfield", "id": "a", "key": "a", "label": "A"}]

    read = read_form(document(json.loads(json.dumps(added))))

    assert read.components[0].type == kind.type


@pytest.mark.parametrize("type_name", sorted(ANSWERS))
def test_the_panel_offers_every_property_that_the_type_reads(type_name):
    parents = {"select": ["radio"], "taglist": ["checklist"], "textarea": ["textfield"]}
    listed = ["choices.py"] if type_name in ("radio", "select", "checklist", "taglist") else []
    files = [f"fields/{name}.py" for name in (type_name, *parents.get(type_name, ()))]

    missing = (
        (names_read(*files, *listed) | {"hide"} | ELSEWHERE.get(type_name, set()))
        - {"label"}
        - offered(type_name)
    )

    assert not missing


def test_every_question_offers_what_the_base_of_all_fields_reads():
    read = names_read("field.py", "components.py")
    asked = [name for name, field in ANSWERS.items() if field.asked]

    assert read >= EVERYWHERE - {"hide"}
    assert {name: EVERYWHERE - offered(name) for name in asked if EVERYWHERE - offered(name)} == {}


def test_a_setting_lies_in_one_place_only_and_the_whole_is_json():
    for kind in KINDS:
        paths = [setting.path for setting in kind.settings]

        assert len(paths) == len(set(paths))

    assert json.loads(json.dumps(kinds_as_json()))["kinds"][0]["type"] == "textfield"
