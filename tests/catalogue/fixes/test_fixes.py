"""Every fix that is offered makes its finding go away, and leaves the rest of the files alone."""

import json
from difflib import unified_diff

import pytest

from tests.catalogue.checks import broken
from tests.catalogue.checks import test_checks as known
from tests.catalogue.fixes.present import MORNING, fixed
from tests.catalogue.folders import CARD, CODE, PROCESS, Files, changed, good_files
from workflows.catalogue import Finding, Fix, Level, run_scenarios
from workflows.catalogue.checks import check_files
from workflows.catalogue.fixes import FIXERS
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.errors import Invalid

CASES = {
    **known.ERRORS,
    **known.WARNINGS,
    **broken.ERRORS,
    **broken.WARNINGS,
    **broken.MISSING,
}


def findings(code: str, files: Files) -> list[Finding]:
    return [each for each in check_files(CODE, files) if each.code == code]


def offers():
    """Yield every fix that the broken folders offer, with its name."""
    for name, (files, _file, _element) in CASES.items():
        for finding in findings(name.split()[0], files):
            for fix in finding.fixes:
                yield pytest.param(files, finding, fix, id=f"{name}/{fix.code}/{fix.value}")


OFFERS = list(offers())


def changed_lines(before: bytes, after: bytes) -> list[str]:
    old, new = (text.decode().splitlines() for text in (before, after))
    lines = list(unified_diff(old, new, n=0, lineterm=""))[2:]
    return [line for line in lines if line.startswith("-")]


@pytest.mark.parametrize(("files", "finding", "fix"), OFFERS)
def test_a_fix_makes_its_finding_go_away(files: Files, finding: Finding, fix):
    mended = fixed(files, finding, fix)

    left = {(each.code, each.file, each.element) for each in check_files(CODE, mended)}
    assert (finding.code, finding.file, finding.element) not in left


@pytest.mark.parametrize(("files", "finding", "fix"), [o for o in OFFERS if o.values[2].safe])
def test_a_safe_fix_brings_no_new_error(files: Files, finding: Finding, fix):
    before = {(e.code, e.element) for e in check_files(CODE, files) if e.level is Level.ERROR}

    after = check_files(CODE, fixed(files, finding, fix))

    assert {(e.code, e.element) for e in after if e.level is Level.ERROR} <= before


@pytest.mark.parametrize(("files", "finding", "fix"), OFFERS)
def test_a_fix_rewrites_a_few_lines_and_no_other_file(files: Files, finding: Finding, fix):
    mended = fixed(files, finding, fix)

    removing = ("retirer", "supprimer", "renommer")
    inserting = 20 if fix.code == "ecrire-avant-la-fin" else 8  # the flows around move
    most = 60 if fix.code.startswith(removing) else inserting
    kept = [name for name in files if name in mended]
    assert len(kept) >= len(files) - 1
    assert sum(len(changed_lines(files[name], mended[name])) for name in kept) <= most
    assert finding.code == "dessin-absent" or mended != files


def test_every_kind_of_fix_is_offered_by_some_broken_folder():
    seen = {(offer.values[1].code, offer.values[2].code) for offer in OFFERS}

    assert {(fixer.finding, fixer.code) for fixer in FIXERS} - seen == set()


@pytest.mark.parametrize(("files", "finding", "fix"), OFFERS[::4])
def test_a_fix_is_described_in_french_and_only_once(files: Files, finding: Finding, fix):
    assert fix.label[0].isupper()
    assert len({(each.code, each.value) for each in finding.fixes}) == len(finding.fixes)


def test_a_fix_of_files_that_changed_meanwhile_is_refused_in_words():
    files, _file, _element = known.ERRORS["fin-sans-issue"]
    [finding] = findings("fin-sans-issue", files)

    with pytest.raises(Invalid, match="n'existe plus"):
        fixed(changed(PROCESS, "Fin_refuse", "Autre_fin"), finding, finding.fixes[0])


@pytest.mark.parametrize("value", ["", "oui", 'x" onload="', "rejet"])
def test_a_value_that_was_not_offered_is_refused(value: str):
    files, _file, _element = known.ERRORS["fin-sans-issue"]
    [finding] = findings("fin-sans-issue", files)
    fix = finding.fixes[0]

    with pytest.raises(Invalid):
        fixed(files, finding, type(fix)(fix.code, fix.label, fix.safe, value))


def test_unknown_extensions_comments_and_namespaces_stay_as_they_are():
    strange = (
        '<!-- à garder --><bpmn:extensionElements><autre:reglage xmlns:autre="urn:autre" '
        "a='1'/></bpmn:extensionElements><bpmn:flowNodeRef>Disparu</bpmn:flowNodeRef>"
    )
    lane = '<bpmn:lane id="Lane_Usager" name="Usager">'
    files = changed(PROCESS, lane, lane + strange)
    [finding] = findings("reference-perdue", files)

    after = fixed(files, finding)[PROCESS].decode()

    assert strange.partition("<bpmn:flowNodeRef>")[0].replace("'1'/>", '"1" />') in after
    assert "Disparu" not in after


def test_the_comments_of_the_card_stay_beside_their_lines():
    files = known.ERRORS["couloir-sans-groupe"][0]
    [finding] = findings("couloir-sans-groupe", files)
    fix = next(each for each in finding.fixes if each.value == "dddt_chasse")

    mended = fixed(files, finding, fix)

    assert mended[CARD].decode().count("#") == files[CARD].decode().count("#")
    assert '"Agent DDDT" = "dddt_chasse"' in mended[CARD].decode()


def of(files: Files, code: str, fix: str, value: str = "") -> tuple[Finding, Fix]:
    """Return the first finding of a code with one of its fixes, of that value if given."""
    finding = findings(code, files)[0]
    return finding, next(f for f in finding.fixes if f.code == fix and value in {"", f.value})


def test_the_first_scenario_that_is_proposed_holds_and_comes_to_a_decision():
    files = known.WARNINGS["scenario-absent"][0]

    mended = fixed(files, *of(files, "scenario-absent", "proposer-un-scenario"))

    [result] = run_scenarios(make_folder(read_parts(CODE, mended)))
    assert (result.ok, result.message) == (True, "")
    assert b'outcome = "accepte"' in mended["scenarios/premier_parcours.toml"]
    assert MORNING in mended["scenarios/premier_parcours.toml"]


def test_a_task_that_was_renamed_is_named_again_in_every_scenario_at_once():
    files = changed(PROCESS, 'name="Vérifier le dossier"', 'name="Instruire le dossier"')
    assert len({each.file for each in findings("scenario-tache-inconnue", files)}) > 1

    named = of(files, "scenario-tache-inconnue", "choisir-tache")
    mended = fixed(files, *named)

    assert named[1].value == "Instruire le dossier"
    assert findings("scenario-tache-inconnue", mended) == []
    assert all(result.ok for result in run_scenarios(make_folder(read_parts(CODE, mended))))


def test_a_scenario_that_cannot_be_read_is_named_when_a_task_is_renamed_everywhere():
    files = changed(PROCESS, 'name="Vérifier le dossier"', 'name="Instruire le dossier"')
    files["scenarios/casse.toml"] = b"name = "

    with pytest.raises(Invalid, match=r"^scenarios/casse\.toml ne se lit pas"):
        fixed(files, *of(files, "scenario-tache-inconnue", "choisir-tache"))


def test_a_file_in_another_encoding_is_refused_in_words():
    hidden = "Objet : Été\n\n&#x200b;".encode("latin-1")
    files = {**good_files(), "letters/rappel.txt": hidden}

    with pytest.raises(Invalid, match=r"« letters/rappel\.txt » en UTF-8"):
        fixed(files, *of(files, "caractere-invisible", "retirer-invisibles"))


def test_the_text_asked_of_agents_as_a_reason_is_the_first_one_offered():
    files = known.ERRORS["refus-sans-motif"][0]

    assert findings("refus-sans-motif", files)[0].fixes[0].value == "refuse motifTexte"


def test_a_refusal_without_letter_nor_reason_is_given_both():
    files = changed(PROCESS, '<zeebe:header key="lettre" value="refuse" />', "")
    form = json.loads(files["forms/instruction.form"])
    text = json.dumps(form).replace('"textarea"', '"number"').replace('"textfield"', '"number"')
    files["forms/instruction.form"] = text.encode()
    finding, fix = of(files, "refus-sans-motif", "motiver-le-refus")

    mended = fixed(files, finding, fix)

    assert fix.value == "+refus motif instruction"
    assert "{{ motif }}" in mended["letters/refus.txt"].decode()
    assert findings("refus-sans-motif", mended) == []


def test_an_unknown_work_given_to_a_person_needs_no_setting():
    files = known.ERRORS["service-inconnu"][0]

    mended = fixed(files, *of(files, "service-inconnu", "confier-a-une-personne"))

    assert '<bpmn:manualTask id="EtablirPermis"' in mended[PROCESS].decode()
    assert mended[PROCESS].decode().count("taskHeaders") < files[PROCESS].decode().count(
        "taskHeaders"
    )


def test_the_good_demarche_offers_nothing():
    assert [each for each in check_files(CODE, good_files()) if each.fixes] == []


def test_no_scenario_is_proposed_for_a_process_that_stops_as_it_begins():
    never = (
        '<bpmn:intermediateCatchEvent id="Jamais" name="Jamais"><bpmn:conditionalEventDefinition>'
        "<bpmn:condition>=1 = 2</bpmn:condition></bpmn:conditionalEventDefinition>"
        '</bpmn:intermediateCatchEvent><bpmn:sequenceFlow id="Puis" sourceRef="Jamais" '
        'targetRef="Deposer"/></bpmn:process>'
    )
    drawn = changed(
        PROCESS,
        'sourceRef="Debut" targetRef="Deposer"',
        'sourceRef="Debut" targetRef="Jamais"',
        "</bpmn:process>",
        never,
    )
    files = {name: text for name, text in drawn.items() if not name.startswith("scenarios/")}

    with pytest.raises(Invalid, match="bloqué à « Jamais »"):
        fixed(files, *of(files, "scenario-absent", "proposer-un-scenario"))
