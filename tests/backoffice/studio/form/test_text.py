"""A form's text edited in place: only that place changes, whatever its layout; in a browser."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import backoffice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SOURCE = Path(backoffice.__file__).with_name("studio") / "form" / "text" / "json_text.js"
CALL = "([name, args]) => window.jsonText[name](...args)"
LEAVES = st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=8)
NAMES = st.text(alphabet='abK"\\é{[, :', min_size=1, max_size=4)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.fixed_dictionaries(
    {"a": VALUES, "list": st.lists(VALUES, min_size=1, max_size=4), "b": VALUES}
)
LAYOUTS = st.sampled_from((1, 2, 4, "\t"))
RANDOM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def script(chromium_of_the_run):
    page = chromium_of_the_run.new_page()
    source = SOURCE.read_text(encoding="utf-8")
    names = "{ locate, rawAt, setAt, insertAt, insertRaw, removeAt }"
    page.add_script_tag(content=f"{source}\nwindow.jsonText = {names};", type="module")
    page.wait_for_function("window.jsonText")
    yield lambda name, *args: page.evaluate(CALL, [name, args])
    page.close()


def written(value: object, layout: object, end: str = "\n") -> str:
    return json.dumps(value, ensure_ascii=False, indent=layout) + end


@RANDOM
@given(DOCUMENTS, VALUES, LAYOUTS)
def test_a_value_put_in_place_is_all_that_changes(script, document, value, layout):
    text = written(document, layout)

    for path in (["a"], ["list", 0], ["new"]):
        wanted = json.loads(text)
        if path == ["list", 0]:
            wanted["list"][0] = value
        else:
            wanted[path[0]] = value

        assert script("setAt", text, path, value) == written(wanted, layout)


@RANDOM
@given(DOCUMENTS, VALUES, LAYOUTS, st.integers(0, 5))
def test_an_item_is_inserted_and_removed_in_place(script, document, value, layout, rank):
    text = written(document, layout)
    wanted = json.loads(text)
    wanted["list"].insert(rank, value)

    added = script("insertAt", text, ["list"], rank, value)

    assert added == written(wanted, layout)
    at = min(rank, len(document["list"]))
    assert script("removeAt", added, ["list", at], {"prune": False}) == text


@RANDOM
@given(DOCUMENTS, LAYOUTS)
def test_what_is_moved_keeps_its_own_words_under_another_margin(script, document, layout):
    text = written(document, layout)
    wanted = json.loads(text)
    wanted["list"].append(wanted["a"])

    raw = script("rawAt", text, ["a"])

    assert script("insertRaw", text, ["list"], 99, raw) == written(wanted, layout)


@pytest.mark.parametrize(
    ("text", "path", "value", "wanted"),
    [
        ('{"n": 1.0, "big": 12345678901234567890}', ["x"], 2,
         '{"n": 1.0, "big": 12345678901234567890, "x": 2}'),
        ('{ "v": { "min": 1.50 } }', ["v", "max"], 3, '{ "v": { "min": 1.50, "max": 3 } }'),
        ('{\r\n\t"1": "\\u00e9",\r\n\t"0": 2\r\n}', ["0"], 3,
         '{\r\n\t"1": "\\u00e9",\r\n\t"0": 3\r\n}'),
        ('{"a": 1, "a": 2}', ["a"], 3, '{"a": 1, "a": 3}'),
        ("{}", ["a", "b"], "x", '{"a": {"b":"x"}}'),
    ],
    ids=["numbers", "inline", "escapes and order", "twice", "from nothing"],
)  # fmt: skip
def test_odd_texts_keep_everything_else(script, text, path, value, wanted):
    assert script("setAt", text, path, value) == wanted


def test_an_object_left_empty_goes_with_its_last_member(script):
    text = '{"components": [{"id": "a", "conditional": {"hide": "=x"}}]}'

    removed = script("removeAt", text, ["components", 0, "conditional", "hide"])

    assert removed == '{"components": [{"id": "a"}]}'
