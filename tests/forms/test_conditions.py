"""Hidden fields count nowhere: not on the page, not among the errors, not in what is stored."""

from decimal import Decimal

import pytest
from lxml import html

from tests.forms.factories import (
    YES_NO,
    component,
    context,
    errors_of,
    form,
    group,
    piece,
    sent,
)
from workflows.forms import read_answers, render_page, summary, visible_pages

NATURE = component(
    "radio",
    "nature",
    values=[{"label": "Première", "value": "premiere"}, {"label": "Autre", "value": "autre"}],
    validate={"required": True},
)
NUMBER = component(
    "textfield",
    "numero",
    conditional={"hide": '=nature != "autre"'},
    validate={"required": True},
)
PERMIT = form(NATURE, NUMBER)

CHAIN = form(
    component("radio", "a", values=YES_NO),
    component("radio", "b", values=YES_NO, conditional={"hide": '=a != "oui"'}),
    component("textfield", "c", conditional={"hide": '=b != "oui"'}, validate={"required": True}),
)


def names(a_form, values, **given) -> set[str]:
    page = render_page(a_form, 0, values, {}, context(), **given)
    return set(html.fromstring(f"<form>{page}</form>").xpath("//*[@name != 'shown']/@name"))


def test_a_hidden_field_is_not_rendered():
    assert names(PERMIT, {"nature": "premiere"}) == {"nature"}
    assert names(PERMIT, {"nature": "autre"}) == {"nature", "numero"}


def test_a_hidden_field_is_not_required():
    assert errors_of(PERMIT, {"nature": "premiere"}) == {}
    assert errors_of(PERMIT, {"nature": "autre"}).keys() == {"numero"}


def test_a_hidden_field_cannot_be_written():
    answers = sent(PERMIT, {"nature": "premiere", "numero": "pirate", "shown": "id_numero"})

    assert answers.values == {"nature": "premiere", "numero": None}
    assert answers.complete


def test_a_hidden_field_that_has_been_filled_in_is_not_transmitted():
    draft = {"nature": "premiere", "numero": "PS-1"}

    accepted = read_answers(PERMIT, draft, context())

    assert accepted.values == {"nature": "premiere"}
    assert accepted.variables == {"nature": "premiere"}


def test_hiding_is_transitive():
    draft = {"a": "non", "b": "oui", "c": ""}

    assert errors_of(CHAIN, draft) == {}
    assert read_answers(CHAIN, draft, context()).values == {"a": "non"}


def test_conditions_do_not_depend_on_the_order_of_the_fields():
    backwards = form(
        component("textfield", "c", conditional={"hide": '=b != "oui"'}),
        component("radio", "b", values=YES_NO, conditional={"hide": '=a != "oui"'}),
        component("radio", "a", values=YES_NO),
    )

    assert read_answers(backwards, {"a": "non", "b": "oui", "c": "x"}, context()).values == {
        "a": "non"
    }


def test_a_hidden_group_hides_what_it_holds_and_its_page():
    pages = form(
        group("Un", component("checkbox", "mineur")),
        group(
            "Représentant légal",
            component("textfield", "representant", validate={"required": True}),
            conditional={"hide": "=not(mineur)"},
        ),
        group("Trois", component("textfield", "fin")),
    )

    assert visible_pages(pages, {"mineur": False}, context()) == (0, 2)
    assert visible_pages(pages, {"mineur": True}, context()) == (0, 1, 2)
    assert errors_of(pages, {"mineur": False}) == {}
    assert errors_of(pages, {"mineur": True}).keys() == {"representant"}
    titles = [section.title for section in summary(pages, {"mineur": False}, context())]
    assert titles == ["Un", "Trois"]


def test_a_condition_reads_computed_values_earlier_forms_and_pieces():
    several = form(
        component("number", "age"),
        component("expression", "mineur", expression="=age < majorite"),
        component("filepicker", "attestation", conditional={"hide": "=not(mineur)"}),
        component(
            "textfield",
            "suite",
            conditional={"hide": "=attestation = null"},
        ),
    )
    young = context({"majorite": Decimal(18)}, {"attestation": [piece()]})

    assert read_answers(several, {"age": 16, "suite": "x"}, young).values.keys() == {
        "age", "mineur", "attestation", "suite",
    }  # fmt: skip
    assert read_answers(several, {"age": 40, "suite": "x"}, young).values == {
        "age": 40,
        "mineur": False,
    }


def test_an_earlier_answer_of_the_same_name_does_not_stand_in_for_a_hidden_one():
    earlier = context({"b": "oui"})

    assert read_answers(CHAIN, {"a": "non", "c": "x"}, earlier).values == {"a": "non"}


def test_a_field_that_the_answers_lock_is_not_taken_from_the_same_request():
    locking = form(
        component("checkbox", "certifie"),
        component("textfield", "nom", readonly="=certifie"),
    )

    answers = sent(locking, {"certifie": "oui", "nom": "pirate"}, {"nom": "Kaori"})

    assert answers.values == {"certifie": True, "nom": "Kaori"}


# --- without JavaScript: « Continuer » reveals fields ------------------------------------------


def test_a_field_that_the_answers_reveal_is_shown_without_reproach():
    answers = sent(PERMIT, {"nature": "autre"})

    assert answers.errors == {}
    assert answers.revealed == ("numero",)
    assert not answers.complete


def test_a_revealed_field_is_required_once_it_has_been_shown():
    first = sent(PERMIT, {"nature": "autre"})

    second = sent(PERMIT, {"nature": "autre", "numero": "", "shown": "id_numero"}, first.values)

    assert second.errors.keys() == {"numero"}
    assert second.revealed == ()


def test_the_page_itself_says_what_it_showed_so_nothing_need_be_saved_in_between():
    boxes = form(
        component("checkbox", "a"),
        component(
            "radio", "b", values=YES_NO, conditional={"hide": "=not(a)"},
            validate={"required": True},
        ),
    )  # fmt: skip
    page = html.fromstring(f"<form>{render_page(boxes, 0, {'a': True}, {}, context())}</form>")
    marks = page.xpath("//input[@type='hidden' and @name='shown']/@value")

    answers = sent(boxes, {"a": "oui", "shown": marks})

    assert answers.errors.keys() == {"b"}


def test_a_revealed_text_is_shown_before_going_on():
    warned = form(
        component("number", "age"),
        {
            "type": "text",
            "id": "trop_jeune",
            "text": "Trop jeune",
            "conditional": {"hide": "=age >= 16"},
        },
    )

    assert sent(warned, {"age": "40", "shown": "trop_jeune"}).revealed == ()
    assert sent(warned, {"age": "15"}, {"age": 40}).revealed == ("trop_jeune",)


def test_other_errors_are_told_at_the_same_time():
    answers = sent(
        form(NATURE, NUMBER, component("number", "age")), {"nature": "autre", "age": "x"}
    )

    assert answers.errors.keys() == {"age"}
    assert answers.revealed == ("numero",)


def test_the_final_reading_has_no_such_patience():
    assert errors_of(PERMIT, {"nature": "autre"}).keys() == {"numero"}


# --- with JavaScript: the script asks the server -------------------------------------------------


def test_a_live_page_says_which_controls_call_for_a_new_reading():
    page = html.fromstring(f"<form>{render_page(PERMIT, 0, {}, {}, context(), live=True)}</form>")

    assert page.xpath("//div[@data-depends='nature' and @hidden]")


def test_a_dependency_is_followed_through_computed_values():
    through = form(
        component("number", "age"),
        component("expression", "mineur", expression="=age < 18"),
        component("textfield", "tuteur", conditional={"hide": "=not(mineur)"}),
    )

    page = html.fromstring(str(render_page(through, 0, {"age": 12}, {}, context(), live=True)))

    [depends] = page.xpath("//div[@data-depends][.//input[@id='tuteur']]/@data-depends")
    assert "age" in depends.split()


def test_no_expression_ever_reaches_the_browser():
    page = str(render_page(PERMIT, 0, {"nature": "autre"}, {}, context(), live=True))

    assert "!=" not in page
    assert "hide" not in page


# --- rules between fields ------------------------------------------------------------------------

PERIOD = form(
    component("datetime", "debut", subtype="date"),
    component(
        "datetime", "fin", subtype="date",
        properties={"valid": "=fin > debut", "validMessage": "La fin suit le début."},
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "errors"),
    [
        ("2026-01-01", "2026-12-31", {}),
        ("2026-01-01", "2026-01-01", {"fin": "La fin suit le début."}),
        (None, "2026-01-01", {}),
        ("2026-01-01", None, {}),
    ],
)
def test_a_rule_between_fields_waits_for_both(start, end, errors):
    assert errors_of(PERIOD, {"debut": start, "fin": end}) == errors


def test_a_rule_that_gives_no_answer_though_all_is_known_refuses():
    odd = form(component("textfield", "x", properties={"valid": "=x > 3", "validMessage": "Non."}))

    assert errors_of(odd, {"x": "texte"}) == {"x": "Non."}


@pytest.mark.parametrize(
    ("birth", "refused"),
    [("2010-03-12", False), ("2010-03-13", True), ("1980-01-01", False)],
    ids=["16 today", "16 tomorrow", "adult"],
)
def test_the_age_is_counted_on_the_day_of_the_applicant(birth, refused):
    hunter = form(
        component(
            "datetime", "naissance", subtype="date",
            properties={"valid": '=naissance + duration("P16Y") <= today()'},
        )
    )  # fmt: skip

    assert ("naissance" in errors_of(hunter, {"naissance": birth})) is refused


def test_a_condition_on_whether_an_answer_is_required():
    either = form(
        component("textfield", "email"),
        component("textfield", "telephone", validate={"required": "=email = null"}),
    )

    assert errors_of(either, {}).keys() == {"telephone"}
    assert errors_of(either, {"email": "a@b.nc"}) == {}
