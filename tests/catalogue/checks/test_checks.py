"""Every check is seen red: one small change to the good démarche, one finding."""

import pytest

from tests.catalogue.checks import broken
from tests.catalogue.folders import CARD, CODE, GOOD, PROCESS, Files, adding, changed, without
from workflows.catalogue import Finding, Level, check
from workflows.catalogue.checks import check_files

INSTRUCTION = "forms/instruction.form"
DEMANDE = "forms/demande.form"
RAPPEL = "letters/rappel.txt"
SCENARIO = "scenarios/g_refus_motive.toml"
ISOLATED = '<bpmn:endEvent id="Seul"/></bpmn:process>'
FORMLESS = '<bpmn:userTask id="Nue" name="Nue"/></bpmn:process>'
REFUSED = 'name="outcome" value="refuse"'
BARE = 'targetRef="DemanderComplement" />'
CONDITIONED = (
    'targetRef="DemanderComplement"><bpmn:conditionExpression>=decision = "a_completer"'
    "</bpmn:conditionExpression></bpmn:sequenceFlow>"
)
TIMER = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration>'

ERRORS = {
    # gateways, ways in and out
    "passerelle-sans-condition": (
        changed(PROCESS, ' default="Flux_a_completer"', ""), PROCESS, "Flux_a_completer",
    ),
    "element-inatteignable": (changed(PROCESS, "</bpmn:process>", ISOLATED), PROCESS, "Seul"),
    "minuteur-sans-valeur": (changed(PROCESS, TIMER, ""), PROCESS, "Trente_jours"),
    "fin-sans-issue": (changed(PROCESS, REFUSED, 'name="autre" value="x"'), PROCESS, "Fin_refuse"),
    "fin-issue-inconnue": (changed(PROCESS, REFUSED, 'name="outcome" value="rejet"'),
                           PROCESS, "Fin_refuse"),
    # who does what
    "couloir-sans-groupe": (changed(CARD, '"Agent DDDT" = "dddt_chasse"', ""), CARD, "Agent DDDT"),
    "groupe-inconnu": (changed(CARD, '"Agent DDDT" = "dddt_chasse"', '"Agent DDDT" = "chasse"'),
                       CARD, "Agent DDDT"),
    "tache-sans-couloir": (changed(PROCESS, "<bpmn:flowNodeRef>Completer</bpmn:flowNodeRef>", ""),
                           PROCESS, "Completer"),
    "tache-humaine-systeme": (changed(CARD, '"Usager" = "usager"', '"Usager" = "systeme"'),
                              PROCESS, "Deposer"),
    # what the diagram points at
    "formulaire-absent": (changed(PROCESS, "</bpmn:process>", FORMLESS), PROCESS, "Nue"),
    "formulaire-inconnu": (changed(PROCESS, 'formId="complement"', 'formId="complements"'),
                           PROCESS, "Completer"),
    "formulaire-nom": (changed("forms/complement.form", '"id": "complement"', '"id": "ajout"'),
                       "forms/complement.form", "ajout"),
    "formulaire-refuse": (changed(DEMANDE, '"type": "radio"', '"type": "carte_a_jouer"'),
                          DEMANDE, "nature"),
    "lettre-inconnue": (changed(PROCESS, 'value="refuse" />\n        </zeebe:taskHeaders>',
                                'value="refus" />\n        </zeebe:taskHeaders>'),
                        PROCESS, "NotifierRefus"),
    "lettre-absente": (changed(PROCESS, '<zeebe:header key="lettre" value="rappel" />', ""),
                       PROCESS, "Relancer"),
    "lettre-champ-inconnu": (changed(RAPPEL, "{{ prenoms }}", "{{ prenom }}"),
                             RAPPEL, "prenom"),
    "lettre-objet": (changed(RAPPEL, "Objet : ", "Sujet : "), RAPPEL, ""),
    "lettre-accolades": (changed(RAPPEL, "{{ nom }}", "{{ nom.upper() }}"),
                         RAPPEL, ""),
    "reponse-impossible": (changed(PROCESS, '=decision = "refus"', '=decision = "refuse"'),
                           PROCESS, "Flux_refus"),
    "minuteur-sans-moment": (changed(PROCESS, ">P30D<", '>=duration("30 jours")<'),
                             PROCESS, "Trente_jours"),
    "service-inconnu": (changed(PROCESS, 'type="document"', 'type="fax"'),
                        PROCESS, "EtablirPermis"),
    "decision-inconnue": (changed(PROCESS, 'decisionId="typePermis"', 'decisionId="typePermi"'),
                          PROCESS, "DeterminerType"),
    # FEEL
    "feel-erreur": (changed(PROCESS, '=decision = "conforme"', '=decision = = "conforme"'),
                    PROCESS, "Flux_conforme"),
    "variable-inconnue": (changed(PROCESS, '=decision = "conforme"', '=decisoin = "conforme"'),
                          PROCESS, "Flux_conforme"),
    "fonction-inconnue": (changed(PROCESS, '=decision = "conforme"', '=majuscules(decision) = "X"'),
                          PROCESS, "Flux_conforme"),
    "feel-type": (changed(PROCESS, '=decision = "conforme"', "=decision &gt; 3"),
                  PROCESS, "Flux_conforme"),
    "feel-arguments": (changed(PROCESS, '=decision = "conforme"', "=contains(decision)"),
                       PROCESS, "Flux_conforme"),
    # what the administration owes
    "refus-sans-motif": (changed("letters/refuse.txt", "{{ motifTexte }}", ""),
                         PROCESS, "Fin_refuse"),
    # files
    "toml-illisible": (changed(CARD, 'title = "', "title = "), CARD, ""),
    "toml-cle-absente": (changed(CARD, "theme = ", "# theme = "), CARD, "theme"),
    "toml-cle-inconnue": (changed(CARD, "delay_days", "delai"), CARD, "delai"),
    "toml-valeur": (changed(CARD, "delay_days = 15", "delay_days = -1"), CARD, "delay_days"),
    "toml-format": (changed(CARD, '"png"]', '"exe"]'), CARD, "formats"),
    "toml-dates": (
        changed(CARD, 'number_prefix = "PS"',
                'number_prefix = "PS"\nopens_at = 2027-01-02T00:00:00+11:00\n'
                'closes_at = 2027-01-01T00:00:00+11:00'),
        CARD, "closes_at",
    ),
    "texte-encodage": ({**without(CARD), CARD: b'title = "\xe9"'}, CARD, ""),
    "xml-illisible": (changed(PROCESS, "</bpmn:definitions>", ""), PROCESS, "ligne"),
    "dossier-incomplet": (without("fiche.md"), "fiche.md", ""),
    "decision-refusee": (changed("type_permis.dmn", "[16..17]", "[16.."), "type_permis.dmn", ""),
    # scenarios
    "scenario-tache-inconnue": (changed(SCENARIO, "Vérifier le dossier", "Verifier le dossier"),
                                SCENARIO, "step[2]"),
    "scenario-champ-inconnu": (changed(SCENARIO, "motifTexte =", "motifText ="),
                               SCENARIO, "step[3].motifText"),
    "scenario-etat": (changed(SCENARIO, 'outcome = "refuse"', 'outcome = "non"'),
                      SCENARIO, "step[3].expect.outcome"),
    "scenario-etape-vide": (changed(SCENARIO, 'task = "Déposer la demande"\n', ""),
                            SCENARIO, "step[1].task"),
    "scenario-etapes": (adding("scenarios/vide.toml",
                               'name = "v"\nstart = 2026-03-02T09:00:00+11:00\n'),
                        "scenarios/vide.toml", "step"),
}  # fmt: skip

WARNINGS = {
    "condition-constante": (
        changed(PROCESS, '=decision = "conforme"', '=decision = "conforme" or "a" = "a"'),
        PROCESS, "Flux_conforme",
    ),
    "passerelle-sans-defaut": (
        changed(PROCESS, ' default="Flux_a_completer"', "", BARE, CONDITIONED), PROCESS, "Decision",
    ),
    "element-sans-suite": (
        changed(PROCESS, "</bpmn:process>", '<bpmn:task id="Perdue"/></bpmn:process>'),
        PROCESS, "Perdue",
    ),
    "couloir-absent": (changed(CARD, "[lanes]", '[lanes]\n"Agents DDDT" = "dddt_chasse"'),
                       CARD, "Agents DDDT"),
    "fichier-inutilise": (adding("letters/vieille.txt", "Objet : Vieille\n\nBonjour\n"),
                          "letters/vieille.txt", ""),
    "refus-absent": (changed(PROCESS, REFUSED, 'name="outcome" value="accepte"'), PROCESS, ""),
    "usager-sans-delai": (
        changed(PROCESS, 'name="30 jours" attachedToRef', 'name="30 jours" cancelActivity="false" '
                'attachedToRef'),
        PROCESS, "Completer",
    ),
    "champ-jamais-lu": (
        changed(INSTRUCTION, '"components": [',
                '"components": [{"id": "Note", "type": "number", "key": "note", "label": "Note"},'),
        INSTRUCTION, "note",
    ),
    "conservation-absente": (changed(CARD, "retention_months", "# retention_months"),
                             CARD, "retention_months"),
    "delai-absent": (changed(CARD, "delay_days", "# delay_days"), CARD, "delay_days"),
    "scenario-absent": (
        {name: data for name, data in without().items() if not name.startswith("scenarios/")},
        "scenarios/", "",
    ),
}  # fmt: skip


ERRORS |= broken.ERRORS
WARNINGS |= broken.WARNINGS


def test_the_good_demarche_has_nothing_to_say_against_it():
    findings = check(GOOD)

    assert findings == ()


@pytest.mark.parametrize("code", ERRORS, ids=str)
def test_an_error_is_found_at_its_place(code: str):
    files, file, element = ERRORS[code]

    found = _of(code, files)

    assert [each.level for each in found] == [Level.ERROR] * len(found)
    assert any(each.file == file and each.element.startswith(element) for each in found)


@pytest.mark.parametrize("code", WARNINGS, ids=str)
def test_a_warning_is_found_at_its_place(code: str):
    files, file, element = WARNINGS[code]

    found = _of(code, files)

    assert [each.level for each in found] == [Level.WARNING] * len(found)
    assert any(each.file == file and each.element.startswith(element) for each in found)


@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_every_finding_says_what_to_do_in_french(code: str):
    files, _file, _element = (ERRORS | WARNINGS)[code]

    found = _of(code, files)

    assert found
    for each in found:
        assert each.message
        assert each.remedy[-1] in ".?"
        assert "%(" not in each.message + each.remedy


def test_an_unknown_name_suggests_the_closest_one():
    found = _of("variable-inconnue", changed(PROCESS, '=decision = "refus"', '=decison = "refus"'))

    assert "Vouliez-vous écrire « decision » ?" in found[0].message
    assert found[0].remedy == "Corrigez vers le caractère 2 : « =decison =  »."


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("=dateNaissance = 3", "feel-type"),
        ('=declarationHonneur = "oui"', "feel-type"),
        ("=nom + 1 = 2", "feel-type"),
        ('=nom < "M" and declarationHonneur = true', None),
        ("=dateNaissance < today()", None),
        ("=typePermis = 3", None),
    ],
)
def test_what_a_field_is_answered_with_decides_what_it_compares_with(expression, code):
    written = expression.replace("<", "&lt;")

    found = check_files(CODE, changed(PROCESS, '=decision = "conforme"', written))

    assert {each.code for each in found if each.element == "Flux_conforme"} == (
        {code} if code else set()
    )


def test_a_table_that_awaits_another_type_than_the_answer_is_told():
    typed = '<variable id="v" name="dateNaissance" typeRef="%s" /></inputData>'
    given = '<inputData id="dateNaissance" name="dateNaissance" />'
    start = '<inputData id="dateNaissance" name="dateNaissance">'

    right = _of("feel-type", changed("type_permis.dmn", given, start + typed % "date"))
    wrong = _of("feel-type", changed("type_permis.dmn", given, start + typed % "number"))

    assert right == []
    assert [(each.file, each.element) for each in wrong] == [("type_permis.dmn", "dateNaissance")]


def test_a_feel_error_says_where_in_the_text():
    found = _of("feel-erreur", changed(PROCESS, '=decision = "refus"', "=decision = )"))

    assert "caractère" in found[0].remedy


def test_a_form_that_cannot_be_read_does_not_make_its_names_unknown():
    files = changed(DEMANDE, '"type": "radio"', '"type": "carte_a_jouer"')

    codes = {each.code for each in check_files(CODE, files)}

    assert codes == {"formulaire-refuse"}


def test_what_the_engine_refuses_is_told_once():
    files = changed(PROCESS, '=decision = "refus"', "=decision = )")

    found = [each for each in check_files(CODE, files) if each.element == "Flux_refus"]

    assert [each.code for each in found] == ["feel-erreur"]


def test_what_nothing_leads_to_is_told_once():
    found = check_files(CODE, changed(PROCESS, "</bpmn:process>", ISOLATED))

    assert [each.code for each in found if each.element == "Seul"] == ["element-inatteignable"]


@pytest.mark.parametrize("duration", ["15 jours", "P15J", "P30", "PT", "P"])
def test_a_duration_that_no_calendar_knows_is_refused(duration: str):
    found = _of("processus-refuse", changed(PROCESS, ">P30D<", f">{duration}<"))

    assert [each.element for each in found] == ["Trente_jours"]


@pytest.mark.parametrize(
    "condition",
    [
        'decision in ("refuse", "conforme")',
        'decision != "refuse"',
        'not("refuse" = decision)',
        'list contains(aCompleter, "photo")',
    ],
)
def test_an_answer_that_the_question_does_not_offer_is_found_however_it_is_written(condition: str):
    files = changed(PROCESS, 'decision = "refus"', condition.replace('"', "&quot;"))

    assert _of("reponse-impossible", files)


@pytest.mark.parametrize(
    "condition",
    [
        'decision = ""',  # nothing answered
        'nom = "Wéa"',  # an open question
        'droit.type = "refuse"',  # computed by a table
        'some d in ["x"] satisfies d = "refuse"',
    ],
)
def test_other_comparisons_are_the_analysts_affair(condition: str):
    files = changed(PROCESS, 'decision = "refus"', condition.replace('"', "&quot;"))

    assert not _of("reponse-impossible", files)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (changed(CARD, 'theme = "Environnement"', "theme = Environnement"), "(ligne 5, "),
        (changed(INSTRUCTION, '"key": "decision",', '"key": "decision"'), "(ligne 20)"),
        (changed(PROCESS, "</bpmn:laneSet>", ""), "(ligne "),
        ({**without(), PROCESS: b""}, "(ligne 1, "),
    ],
)
def test_what_cannot_be_read_is_told_in_french_with_its_place(files: Files, said: str):
    messages = [each.message for each in check_files(CODE, files)]

    assert any(said in message for message in messages), messages
    english = (" line ", "Invalid", "expected", "empty", "delimiter")
    assert not [message for message in messages if any(word in message for word in english)]


def test_what_the_engine_changes_is_told_unless_a_check_said_it():
    files = changed(
        PROCESS, '<zeebe:taskDefinition type="document" />', "", 'isExecutable="true"', ""
    )

    found = {(each.code, each.element) for each in check_files(CODE, files)}

    assert ("moteur-not-executable", "permis_de_chasser") in found
    assert ("tache-humaine-systeme", "EtablirPermis") in found
    assert ("moteur-done-by-person", "EtablirPermis") not in found


@pytest.mark.parametrize(
    ("code", "files", "element", "level"),
    [
        ("moteur-deadlock", changed(PROCESS, "<bpmn:exclusiveGateway id=\"AVerifier\">",
                                    "<bpmn:parallelGateway id=\"AVerifier\">",
                                    "Flux_a_verifier</bpmn:outgoing>\n    </bpmn:exclusiveGateway>",
                                    "Flux_a_verifier</bpmn:outgoing>\n    </bpmn:parallelGateway>"),
         "AVerifier", Level.ERROR),
        ("moteur-endless", changed(PROCESS, 'sourceRef="EnvoyerAccuse" targetRef="AVerifier"',
                                   'sourceRef="EnvoyerAccuse" targetRef="EnvoyerAccuse"'),
         "EnvoyerAccuse", Level.ERROR),
    ],
)  # fmt: skip
def test_what_the_engine_foresees_is_told(code: str, files: Files, element: str, level: Level):
    found = _of(code, files)

    assert (element, level) in {(each.element, each.level) for each in found}


def test_named_ways_after_a_person_are_that_persons_choice():
    text = changed(PROCESS, ' default="Flux_a_completer"', "")[PROCESS].decode()
    start, condition = 0, "<bpmn:conditionExpression"
    while (start := text.find(condition)) >= 0:
        end = text.index("</bpmn:conditionExpression>", start) + len("</bpmn:conditionExpression>")
        text = text[:start] + text[end:]

    codes = {each.code for each in check_files(CODE, {**without(), PROCESS: text.encode()})}

    assert "passerelle-sans-condition" not in codes


def test_a_diagram_over_bounds_is_refused():
    many = "".join(f'<bpmn:task id="T{n}"/>' for n in range(301))
    files = changed(PROCESS, "</bpmn:process>", f"{many}</bpmn:process>")

    codes = {each.code for each in check_files(CODE, files)}

    assert "processus-trop-grand" in codes


def test_a_process_that_nothing_begins_is_told():
    text = changed(PROCESS, "bpmn:startEvent", "bpmn:intermediateThrowEvent")

    assert _of("debut-absent", text)


def test_an_analysts_python_is_only_a_feel_error():
    attack = "=__import__('os').system('touch /tmp/owned')"

    found = check_files(CODE, changed(PROCESS, '=decision = "refus"', attack))

    assert {each.code for each in found} >= {"feel-erreur"}


def _of(code: str, files: Files) -> list[Finding]:
    """Return the findings of a code; a case is named by its code, and a word when it has two."""
    return [each for each in check_files(CODE, files) if each.code == code.split(maxsplit=1)[0]]
