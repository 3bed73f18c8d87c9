"""A decision tried on values: outputs, rules that matched in words, refusals in French."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.catalogue.folders import GOOD
from workflows.catalogue.tables.trial import in_words, try_decision

ZONE = ZoneInfo("Pacific/Noumea")
NOW = datetime(2026, 6, 1, 12, tzinfo=ZONE)
TABLE = (GOOD / "type_permis.dmn").read_bytes()
ADULT = {"dateNaissance": date(2000, 1, 1), "assuranceFin": date(2026, 12, 31)}


def tried(values=ADULT, content: bytes = TABLE, now: datetime = NOW):
    return try_decision(content, "typePermis", values, now)


def test_outputs_are_named_and_the_rule_is_told_cell_by_cell():
    found = tried()

    assert found.outputs == (("Résultat (type)", "permis"), ("Motif (motif)", "texte vide"))
    [rule] = found.matched
    assert (rule.index, rule.rule, rule.decision_label) == (3, "Regle_majeur", "Type de permis")
    assert [(cell.label, cell.text, cell.value) for cell in rule.inputs] == [
        ("Âge (années)", ">= 18", "26"),
        ("Assurance en cours", "true", "oui"),
    ]
    assert rule.outputs[0].text == '"permis"'
    assert rule.annotation == "Majeur et assuré : permis."


def test_the_day_of_the_trial_is_today_for_the_rules():
    early = datetime(2016, 6, 1, 12, tzinfo=ZONE)

    assert tried(now=early).matched[0].rule == "Regle_accompagne"


def test_rules_that_contradict_each_other_are_named_with_the_refusal():
    both = TABLE.replace(b"[16..17]", b"[16..99]")

    found = tried(content=both)

    assert found.outputs == ()
    assert "Les règles 2, 3 s’appliquent ensemble" in found.problem
    assert [rule.index for rule in found.matched] == [2, 3]


def test_no_rule_gives_nothing():
    found = tried({})

    assert found.outputs == (("Résultat", "rien (null)"),)
    assert found.matched == ()
    assert found.ruled


def test_a_wrong_cell_is_told_when_it_is_tried():
    found = tried(content=TABLE.replace(b"[16..17]", b"[16..17"))

    assert found.problem.startswith("« Type de permis » :")


def test_a_file_that_is_no_decision_and_one_that_costs_too_much_are_told():
    heavy = b"sum(for a in 1..9999, b in 1..9999 return a)"
    costly = TABLE.replace(b"assuranceFin &gt;= today()", heavy)

    assert "XML" in tried(content=b"<").problem
    assert tried(content=costly).problem
    assert "existe pas" in try_decision(TABLE, "autre", {}, NOW).problem


def test_values_are_written_as_people_read_them():
    assert in_words(True) == "oui"
    assert in_words(None) == "rien (null)"
    assert in_words({"a": [1, 2]}) == "{a: [1, 2]}"
    assert in_words(["a", "b"]) == "a, b"
    assert in_words(date(2026, 1, 31)) == "31 janvier 2026"
