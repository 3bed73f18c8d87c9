"""Two versions compared in words."""

from dataclasses import fields

import pytest

from tests.catalogue.folders import CARD, CODE, GOOD, PROCESS, Files, adding, changed, without
from workflows.catalogue import read_folder
from workflows.catalogue.card.about import About
from workflows.catalogue.differences.folders import Change, ChangeKind, compare
from workflows.catalogue.differences.words import CARD_NAMES
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts

ANSWER = "forms/complement.form"


def from_good_to(files: Files) -> tuple[Change, ...]:
    return compare(read_folder(GOOD), make_folder(read_parts(CODE, files)))


def test_a_folder_is_the_same_as_itself():
    assert from_good_to(without()) == ()


@pytest.mark.parametrize(
    ("files", "file", "element", "sentence"),
    [
        (
            changed(CARD, "delay_days = 15", "delay_days = 20"),
            CARD, "delay_days",
            "« délai de réponse, en jours », valeur : « 15 » devient « 20 ».",
        ),
        (
            changed(CARD, "delay_days", "opens_at = 2027-01-04T08:00:00+11:00\ndelay_days"),
            CARD, "opens_at",
            "« ouverture », valeur : rien devient « 4 janvier 2027 à 8 h 00 ».",
        ),
        (
            changed(CARD, '"DDDT, permis de chasser"', '"DDDT"'),
            CARD, "groups",
            "« groupes d'agents », valeur : « dddt_chasse : DDDT, permis de chasser » "
            "devient « dddt_chasse : DDDT ».",
        ),
        (
            changed("forms/instruction.form", "Refuser la demande", "Refuser"),
            "forms/instruction.form", "Champ_decision",
            "« Décision », choix : « Dossier conforme : délivrer le permis (conforme), Dossier à "
            "compléter par l'usager (a_completer), Refuser la demande (refus) » devient "
            "« Dossier conforme : délivrer le permis (conforme), Dossier à compléter par l'usager "
            "(a_completer), Refuser (refus) ».",
        ),
        (
            changed(PROCESS, ">P30D<", ">P45D<"),
            PROCESS, "Trente_jours", "« 30 jours », minuteur : « P30D » devient « P45D ».",
        ),
        (
            changed(PROCESS, '=decision = "refus"', '=decision = "non"'),
            PROCESS, "Flux_refus",
            '« refus », condition : « =decision = "refus" » devient « =decision = "non" ».',
        ),
        (
            changed("type_permis.dmn", "[16..17]", "[15..17]"),
            "type_permis.dmn", "Regle_accompagne",
            '« Regle_accompagne », règle : « [16..17] | true | "permisAccompagne" | "" » devient '
            '« [15..17] | true | "permisAccompagne" | "" ».',
        ),
        (
            changed(ANSWER, "Votre réponse au service", "Votre réponse"),
            ANSWER, "Champ_reponse",
            "« Votre réponse », libellé : « Votre réponse au service » devient « Votre réponse ».",
        ),
        (
            changed("letters/rappel.txt", "Il vous reste", "Il reste"),
            "letters/rappel.txt", "", "« letters/rappel.txt » est réécrit.",
        ),
    ],
    ids=["card", "date", "groups", "choice", "timer", "condition", "rule", "question", "letter"],
)  # fmt: skip
def test_one_change_is_one_sentence(files: Files, file: str, element: str, sentence: str):
    changes = from_good_to(files)

    assert changes == (Change(ChangeKind.CHANGED, file, element, sentence),)


def test_every_entry_of_the_card_has_a_name_for_people():
    assert set(CARD_NAMES) == {field.name for field in fields(About)}


def test_what_is_added_or_removed_is_named():
    more = adding("letters/merci.txt", "Objet : Merci\n\nMerci.\n")
    good, longer = read_folder(GOOD), make_folder(read_parts(CODE, more))

    added, removed = compare(good, longer), compare(longer, good)

    assert [(each.kind, each.sentence) for each in (*added, *removed)] == [
        (ChangeKind.ADDED, "« letters/merci.txt » est ajouté."),
        (ChangeKind.REMOVED, "« letters/merci.txt » est retiré."),
    ]


def test_moving_a_shape_changes_nothing():
    assert from_good_to(changed(PROCESS, '<dc:Bounds x="580"', '<dc:Bounds x="590"')) == ()


def test_a_new_task_and_its_flow_are_told_by_name():
    drawn = (
        '<bpmn:task id="Classer" name="Classer au dossier"/>'
        '<bpmn:sequenceFlow id="Vers" name="puis" sourceRef="Verifier" targetRef="Classer"/>'
    )

    changes = from_good_to(changed(PROCESS, "</bpmn:process>", f"{drawn}</bpmn:process>"))

    assert [each.sentence for each in changes] == [
        "« Classer au dossier » est ajouté.",
        "« puis » est ajouté.",
    ]
