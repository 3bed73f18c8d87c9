"""Folders with one fault each, beyond those of test_checks: what the newer checks look for."""

from tests.catalogue.folders import CARD, PROCESS, Files, changed, good_files, without

COMPLEMENT = "forms/complement.form"
TIMER = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration>'
CYCLE = '<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R/PT10S</bpmn:timeCycle>'
MANY = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>=50 * 3"
    "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
)
SPIN = (
    '<bpmn:exclusiveGateway id="Tour" default="Encore"/>'
    '<bpmn:sequenceFlow id="Encore" sourceRef="Tour" targetRef="EnvoyerAccuse"/>'
    '<bpmn:sequenceFlow id="Assez" name="assez" sourceRef="Tour" targetRef="AVerifier">'
    "<bpmn:conditionExpression>=decision = null</bpmn:conditionExpression></bpmn:sequenceFlow>"
    "</bpmn:process>"
)
LOST = '<bpmn:lane id="Lane_Usager" name="Usager">'
NOT_DRAWN = '<bpmn:textAnnotation id="Note"><bpmn:text>À relire</bpmn:text></bpmn:textAnnotation>'


def _cut(text: str, start: str, end: str) -> str:
    first = text.index(start)
    return text[:first] + text[text.index(end, first) + len(end) :]


def without_mail() -> Files:
    """Return the good files whose refusal is decided without a word."""
    return changed(
        PROCESS,
        'sourceRef="Decision" targetRef="NotifierRefus"',
        'sourceRef="Decision" targetRef="Fin_refuse"',
    )


def without_due_dates() -> Files:
    """Return the good files whose agent has no deadline."""
    text = good_files()[PROCESS].decode()
    while "<zeebe:taskSchedule" in text:
        text = _cut(text, "<zeebe:taskSchedule", "/>")
    return {**good_files(), PROCESS: text.encode()}


def _spinning() -> Files:
    return changed(
        PROCESS,
        'sourceRef="EnvoyerAccuse" targetRef="AVerifier"',
        'sourceRef="EnvoyerAccuse" targetRef="Tour"',
        "</bpmn:process>",
        SPIN,
    )


def _undrawn() -> Files:
    text = good_files()[PROCESS].decode()
    cut = _cut(text, "<bpmndi:BPMNDiagram", "</bpmndi:BPMNDiagram>")
    return {**good_files(), PROCESS: cut.encode()}


STUCK = changed(
    PROCESS,
    '<bpmn:exclusiveGateway id="AVerifier">',
    '<bpmn:parallelGateway id="AVerifier">',
    "Flux_a_verifier</bpmn:outgoing>\n    </bpmn:exclusiveGateway>",
    "Flux_a_verifier</bpmn:outgoing>\n    </bpmn:parallelGateway>",
)
ERRORS = {
    "moteur-deadlock": (STUCK, PROCESS, "AVerifier"),
    "identifiant-double": (changed(PROCESS, '"Flux_refuse"', '"Flux_conforme"'),
                           PROCESS, "Flux_conforme"),
    "identifiant-double noeud": (changed(PROCESS, '"Fin_refuse"', '"Fin_delivre"'),
                                 PROCESS, "Fin_delivre"),
    "minuteur-trop-court": (changed(PROCESS, TIMER, CYCLE), PROCESS, "Trente_jours"),
    "instances-trop-nombreuses": (
        changed(PROCESS, "</bpmn:userTask>", MANY), PROCESS, "Deposer",
    ),
}  # fmt: skip
WARNINGS = {
    "boucle-sans-attente": (_spinning(), PROCESS, ""),
    "identifiant-absent": (
        changed(PROCESS, '<bpmn:sequenceFlow id="Flux_refuse" ', "<bpmn:sequenceFlow "),
        PROCESS, "",
    ),
    "reference-perdue": (
        changed(PROCESS, LOST, f"{LOST}<bpmn:flowNodeRef>Parti</bpmn:flowNodeRef>"), PROCESS, "",
    ),
    "dessin-absent": (changed(PROCESS, "</bpmn:process>", f"{NOT_DRAWN}</bpmn:process>"),
                      PROCESS, ""),
    "dessin-absent tout": (_undrawn(), PROCESS, ""),
    "libelle-absent": (changed(PROCESS, 'name="Vérifier le dossier"', ""), PROCESS, "Verifier"),
    "libelle-anglais": (changed(COMPLEMENT, '"label": "Photo d\'identité"',
                                '"label": "File picker"'), COMPLEMENT, "photoIdentite"),
    "titres-desordonnes": (changed("fiche.md", "## Conditions", "#### Conditions"),
                           "fiche.md", "Conditions"),
    "fin-sans-courriel": (without_mail(), PROCESS, "Fin_refuse"),
    "delai-sans-minuteur": (without_due_dates(), CARD, "delay_days"),
    "piece-demandee-deux-fois": (
        changed(COMPLEMENT, '"key": "photoIdentite"', '"key": "photo"'), COMPLEMENT, "photo",
    ),
    "moteur-flow-dangling": (
        changed(PROCESS, "</bpmn:process>",
                '<bpmn:sequenceFlow id="Vain" sourceRef="Verifier" targetRef="Nulle_part"/>'
                "</bpmn:process>"),
        PROCESS, "Vain",
    ),
    "moteur-start-form": (
        changed(PROCESS, "</bpmn:startEvent>",
                '<bpmn:extensionElements><zeebe:formDefinition formId="demande"/>'
                "</bpmn:extensionElements></bpmn:startEvent>"),
        PROCESS, "Debut",
    ),
    "moteur-start-by-person": (
        changed(PROCESS, "</bpmn:startEvent>",
                '<bpmn:messageEventDefinition id="Recu"/></bpmn:startEvent>'),
        PROCESS, "Debut",
    ),
    "moteur-not-executable": (changed(PROCESS, 'isExecutable="true"', 'isExecutable="false"'),
                              PROCESS, "permis_de_chasser"),
    "moteur-condition-ignored": (
        changed(PROCESS, 'sourceRef="Suite" targetRef="Fin_delivre" />',
                'sourceRef="Suite" targetRef="Fin_delivre"><bpmn:conditionExpression>=true'
                "</bpmn:conditionExpression></bpmn:sequenceFlow>"),
        PROCESS, "",
    ),
    "moteur-start-added": (
        changed(PROCESS, 'targetRef="Fin_refuse" />',
                'targetRef="Bloc" /><bpmn:sequenceFlow id="Apres" sourceRef="Bloc" '
                'targetRef="Fin_refuse"/>',
                "</bpmn:process>",
                '<bpmn:subProcess id="Bloc" name="Bloc"><bpmn:manualTask id="Dedans" '
                'name="Ranger"/></bpmn:subProcess></bpmn:process>'),
        PROCESS, "Bloc",
    ),
    "caractere-invisible": (
        changed(PROCESS, 'name="Vérifier le dossier"', 'name="Vérifier\u200b le\u202e dossier"'),
        PROCESS, "",
    ),
    "caractere-invisible numéro": (
        changed(COMPLEMENT, '"label": "Photo', '"label": "\\u202EPhoto'), COMPLEMENT, "",
    ),
    "caractere-invisible entité": (
        changed(PROCESS, 'name="Vérifier le dossier"', 'name="Vérifier&#x200B; le dossier"'),
        PROCESS, "",
    ),
    "debut-absent": (changed(PROCESS, "bpmn:startEvent", "bpmn:intermediateThrowEvent"),
                     PROCESS, ""),
}  # fmt: skip
MISSING = {
    "dossier-incomplet": (without("fiche.md"), "fiche.md", ""),
}
