"""Whatever is sent: no exception, no unknown key, nothing that JSON or a database refuses."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.forms.factories import YES_NO, component, context, form, group
from workflows.errors import InvalidAnswers
from workflows.forms import (
    error_summary,
    read_answers,
    read_page,
    read_sent,
    render_page,
    summary,
)

FORM = form(
    group(
        "Un",
        component("textfield", "s", validate={"required": True, "maxLength": 20}),
        component("textarea", "l", conditional={"hide": "=b"}),
        component("number", "n", validate={"min": 0}, decimalDigits=2),
        component("checkbox", "b"),
        component("radio", "r", values=YES_NO, validate={"required": "=n > 3"}),
        component("checklist", "c", values=YES_NO),
        component("datetime", "d", subtype="date", properties={"valid": "=d <= today()"}),
        component("datetime", "m", subtype="datetime", conditional={"hide": '=r = "oui"'}),
        component("filepicker", "f"),
        component("expression", "e", expression="=n * 2"),
        component("textfield", "locked", disabled=True, defaultValue="fixe"),
        component("textfield", "__class__"),
        component(
            "dynamiclist", "g",
            components=[
                component("textfield", "a", validate={"required": True}),
                component("number", "v", properties={"valid": "=v > n"}),
            ],
        ),
    ),
)  # fmt: skip
NAMES = [
    *sorted(FORM.keys), "d-day", "d-month", "d-year", "m-day", "m-month", "m-year", "m-time",
    "shown", "inconnu", "g-rows", "g-1-a", "g-1-v", "g-3-a", "g-x-a", "add_row", "remove_row",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "oui", "non", "12", "-1,5", "2026", "3", "mars", "31", "14h30", "\x00"]),
)
REQUESTS = st.dictionaries(st.sampled_from(NAMES), st.lists(TEXTS, max_size=3))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
GOOD_REQUESTS = st.fixed_dictionaries(
    {"s": st.just(["Kaori"]), "r": st.sampled_from([["oui"], ["non"]])},
    optional={
        "l": st.sampled_from([[""], ["deux\nlignes"]]),
        "n": st.sampled_from([[""], ["0"], ["1 234,5"]]),
        "b": st.just(["oui"]),
        "c": st.lists(st.sampled_from(["oui", "non"])),
        "d-day": st.just([""]),
        "inconnu": st.lists(TEXTS),
    },
)
DRAFTS = st.dictionaries(st.sampled_from(NAMES), JSON)


@settings(deadline=None)
@given(raw=REQUESTS, known=DRAFTS)
def test_any_request_over_any_draft_gives_a_storable_page(raw, known):
    answers = read_page(FORM, 0, raw, known, context())

    assert answers.values.keys() == FORM.keys
    assert answers.errors.keys() <= FORM.keys
    assert set(answers.revealed).isdisjoint(answers.errors)
    stored = json.dumps(answers.values, allow_nan=False, ensure_ascii=False)
    assert stored.encode()
    assert "\\u0000" not in stored


@settings(deadline=None)
@given(raw=GOOD_REQUESTS, known=DRAFTS)
def test_a_page_read_without_error_is_accepted_as_it_was_read(raw, known):
    known.pop("locked", None)  # nobody could mend a wrong one from this page
    known.pop("g", None)

    page = read_page(FORM, 0, raw | {"shown": ["id_l", "id_m"]}, known, context())
    accepted = read_answers(FORM, page.values, context())

    assert page.complete
    assert accepted.values.items() <= page.values.items()


def verdict(read, *given: object) -> tuple[object, object]:
    try:
        answers = read(FORM, *given, context())
    except InvalidAnswers as refused:
        return refused.errors.keys(), None
    ticked = sorted(answers.variables.get("c") or ())  # in the order of the list once judged
    return answers.values, answers.variables | {"c": ticked}


@settings(deadline=None)
@given(raw=REQUESTS | GOOD_REQUESTS, known=DRAFTS)
@example(raw={}, known={"__class__": None, "locked": 0.0})
def test_a_form_sent_whole_is_judged_as_the_draft_that_its_page_makes(raw, known):
    draft = read_page(FORM, 0, raw, known, context()).values

    assert verdict(read_sent, raw, known) == verdict(read_answers, {**known, **draft})


@settings(deadline=None)
@given(draft=DRAFTS)
def test_any_draft_can_be_shown_and_summed_up(draft):
    errors = {"s": "Erreur", "d": "Erreur", "ailleurs": "Erreur"}

    assert render_page(FORM, 0, draft, errors, context(), live=True)
    assert error_summary(FORM, 0, errors)
    assert summary(FORM, draft, context())


@settings(deadline=None)
@given(written=st.sampled_from(["fixe", "autre"]), known=DRAFTS)
def test_a_locked_field_is_never_taken_from_the_request(written, known):
    before = read_page(FORM, 0, {}, known, context()).values["locked"]

    assert read_page(FORM, 0, {"locked": [written]}, known, context()).values["locked"] == before
