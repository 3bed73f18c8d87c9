"""Small démarches for tests, written as folders: a process is given as elements and flows."""

import json
from pathlib import Path

from workflows.catalogue.layout import lay_out

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="D" targetNamespace="http://bpmn.io/schema/bpmn">'
)
GROUP = "bureau"
OTHER_GROUP = "conseil"
ABOUT = f"""
title = "Aide de test"
theme = "Essais"
service = "Bureau des essais"
summary = "Une démarche pour les tests."
number_prefix = "AT"
delay_days = 15
formats = ["pdf", "jpg", "png"]

[lanes]
"Usager" = "usager"
"Bureau" = "{GROUP}"
"Conseil" = "{OTHER_GROUP}"
"Système" = "systeme"

[groups]
{GROUP} = "Bureau des essais"
{OTHER_GROUP} = "Conseil"
"""
DEMANDE = [
    {
        "type": "textfield",
        "key": "nom",
        "id": "f1",
        "label": "Nom",
        "validate": {"required": True, "maxLength": 80},
    },
    {"type": "textfield", "key": "prenoms", "id": "f2", "label": "Prénoms"},
    {
        "type": "filepicker",
        "key": "justificatif",
        "id": "f3",
        "label": "Justificatif",
        "multiple": True,
        "properties": {"maxFiles": "2"},
    },
]
INSTRUCTION = [
    {
        "type": "radio",
        "key": "decision",
        "id": "g1",
        "label": "Décision",
        "validate": {"required": True},
        "values": [
            {"label": "Conforme", "value": "conforme"},
            {"label": "À compléter", "value": "a_completer"},
            {"label": "Refus", "value": "refus"},
        ],
    },
    {"type": "textarea", "key": "motif", "id": "g2", "label": "Motif"},
]
COMPLEMENT = [
    {"type": "textarea", "key": "reponse", "id": "h1", "label": "Votre réponse"},
    {"type": "filepicker", "key": "complement", "id": "h2", "label": "Autre pièce"},
]
LETTERS = {
    "a_completer": "Objet : Dossier {{ numero }} à compléter\n\nBonjour {{ nom }} : {{ motif }}\n",
    "accepte": "Objet : Dossier {{ numero }} accepté\n\nBonjour {{ prenoms }} {{ nom }}.\n",
    "refuse": "Objet : Dossier {{ numero }} refusé\n\nMotif : {{ motif }}\n{{ lien }}\n",
    "rappel": "Objet : Rappel pour {{ numero }}\n\nNous attendons votre réponse.\n",
    "sans_suite": "Objet : Dossier {{ numero }} classé sans suite\n\nLe {{ date }}.\n",
    "titre": "Objet : titre\n\nTitulaire : {{ prenoms }} {{ nom }}\n\n{{ service }}\n",
}

AIDE_FLOWS: list[tuple[str, ...]] = [
    ("Debut", "Deposer"),
    ("Deposer", "Examiner"),
    ("Examiner", "Choix"),
    ("Choix", "DireCompleter", "f_completer"),
    ("Choix", "Etablir", "f_conforme", '=decision = "conforme"'),
    ("Choix", "DireRefuse", "f_refus", '=decision = "refus"'),
    ("DireCompleter", "Completer"),
    ("Completer", "Examiner"),
    ("Quinze", "Rappeler"),
    ("Rappeler", "Fin_rappel"),
    ("Trente", "DireSansSuite"),
    ("DireSansSuite", "Fin_sans_suite"),
    ("Etablir", "DireAccepte"),
    ("DireAccepte", "Fin_accepte"),
    ("DireRefuse", "Fin_refuse"),
]


def write_aide(folder: Path, title: str = "Aide de test") -> Path:
    """File, examine, ask for more with a reminder and an end without answer, decide."""
    lanes = {
        "Usager": ["Debut", "Deposer", "Completer", "Quinze", "Trente"],
        "Bureau": ["Examiner", "Choix"],
    }
    return write_folder(folder, bpmn(lanes, _aide_elements(), AIDE_FLOWS), title)


def write_parallel(folder: Path) -> Path:
    """Two groups work side by side, then the bureau ends it."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        '<bpmn:parallelGateway id="Fourche"/>',
        human("Avis", "Donner un avis", "complement"),
        human("Controle", "Contrôler", "complement"),
        '<bpmn:parallelGateway id="Jonction"/>',
        human("Conclure", "Conclure", "complement"),
        end("Fin", "accepte"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Fourche"),
        ("Fourche", "Avis"),
        ("Fourche", "Controle"),
        ("Avis", "Jonction"),
        ("Controle", "Jonction"),
        ("Jonction", "Conclure"),
        ("Conclure", "Fin"),
    ]
    lanes = {
        "Usager": ["Debut", "Deposer"],
        "Conseil": ["Avis"],
        "Bureau": ["Controle", "Conclure", "Fourche", "Jonction"],
    }
    return write_folder(folder, bpmn(lanes, elements, flows))


def write_choice(folder: Path) -> Path:
    """The bureau decides by the way out of a gateway that has no condition."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        human("Examiner", "Examiner", "complement"),
        gateway("Choix"),
        end("Fin_oui", "accepte"),
        end("Fin_non", "refuse"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Examiner"),
        ("Examiner", "Choix"),
        ("Choix", "Fin_oui", "f_oui"),
        ("Choix", "Fin_non", "f_non"),
    ]
    lanes = {"Usager": ["Debut", "Deposer"], "Bureau": ["Examiner", "Choix"]}
    return write_folder(folder, bpmn(lanes, elements, flows))


def write_stuck(folder: Path) -> Path:
    """After a day of waiting for the citizen, the process meets a gateway with no way out."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        human("Examiner", "Examiner", "instruction"),
        timer("Un_jour", "Examiner", "P1D", name="1 jour"),
        gateway("Impasse"),
        end("Fin", "accepte"),
        end("Fin_impossible", "refuse"),
        end("Autre_fin", "refuse"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Examiner"),
        ("Examiner", "Fin"),
        ("Un_jour", "Impasse"),
        ("Impasse", "Fin_impossible", "f_non", '=decision = "jamais"'),
        ("Impasse", "Autre_fin", "f_non_plus", '=decision = "non plus"'),
    ]
    lanes = {"Usager": ["Debut", "Deposer"], "Bureau": ["Examiner", "Un_jour", "Impasse"]}
    return write_folder(folder, bpmn(lanes, elements, flows))


def write_folder(folder: Path, process: bytes, title: str = "Aide de test") -> Path:
    (folder / "forms").mkdir(parents=True)
    (folder / "letters").mkdir()
    (folder / "demarche.toml").write_text(ABOUT.replace("Aide de test", title), encoding="utf-8")
    (folder / "fiche.md").write_text("# Objet\n\nUne aide.\n", encoding="utf-8")
    (folder / "process.bpmn").write_bytes(process)
    for name, components in (
        ("demande", DEMANDE),
        ("instruction", INSTRUCTION),
        ("complement", COMPLEMENT),
    ):
        form = {"id": name, "type": "default", "schemaVersion": 19, "components": components}
        path = folder / "forms" / f"{name}.form"
        path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    for stem, text in LETTERS.items():
        (folder / "letters" / f"{stem}.txt").write_text(text, encoding="utf-8")
    return folder


def bpmn(lanes: dict[str, list[str]], elements: list[str], flows: list[tuple[str, ...]]) -> bytes:
    held = "".join(
        f'<bpmn:lane id="L{rank}" name="{name}">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes)
        + "</bpmn:lane>"
        for rank, (name, nodes) in enumerate(lanes.items())
    )
    drawn = "".join(_flow(rank, *flow) for rank, flow in enumerate(flows))
    body = f'<bpmn:laneSet id="LS">{held}</bpmn:laneSet>{"".join(elements)}{drawn}'
    process = f'<bpmn:process id="essai" name="Essai" isExecutable="true">{body}</bpmn:process>'
    return f"{HEAD}{process}</bpmn:definitions>".encode()


def human(element_id: str, name: str, form_id: str, due: str = "") -> str:
    schedule = f"<zeebe:taskSchedule dueDate='{due}'/>" if due else ""
    return (
        f'<bpmn:userTask id="{element_id}" name="{name}"><bpmn:extensionElements>'
        f'<zeebe:userTask/><zeebe:formDefinition formId="{form_id}"/>{schedule}'
        "</bpmn:extensionElements></bpmn:userTask>"
    )


def service(element_id: str, kind: str, **headers: str) -> str:
    written = "".join(f'<zeebe:header key="{k}" value="{v}"/>' for k, v in headers.items())
    return (
        f'<bpmn:serviceTask id="{element_id}" name="{element_id}"><bpmn:extensionElements>'
        f'<zeebe:taskDefinition type="{kind}"/><zeebe:taskHeaders>{written}</zeebe:taskHeaders>'
        "</bpmn:extensionElements></bpmn:serviceTask>"
    )


def gateway(element_id: str, default: str = "") -> str:
    named = f' default="{default}"' if default else ""
    return f'<bpmn:exclusiveGateway id="{element_id}" name="{element_id}"{named}/>'


def timer(element_id: str, task: str, after: str, name: str, *, interrupting: bool = True) -> str:
    cancels = "" if interrupting else ' cancelActivity="false"'
    return (
        f'<bpmn:boundaryEvent id="{element_id}" name="{name}" attachedToRef="{task}"{cancels}>'
        f'<bpmn:timerEventDefinition id="T{element_id}">'
        f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{after}</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )


def end(element_id: str, outcome: str = "") -> str:
    inside = (
        "<bpmn:extensionElements><zeebe:properties>"
        f'<zeebe:property name="outcome" value="{outcome}"/>'
        "</zeebe:properties></bpmn:extensionElements>"
        if outcome
        else ""
    )
    return f'<bpmn:endEvent id="{element_id}" name="{element_id}">{inside}</bpmn:endEvent>'


def _flow(rank: int, source: str, target: str, flow_id: str = "", condition: str = "") -> str:
    inside = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}'
        "</bpmn:conditionExpression>"
        if condition
        else ""
    )
    return (
        f'<bpmn:sequenceFlow id="{flow_id or f"s{rank}"}" sourceRef="{source}"'
        f' targetRef="{target}">{inside}</bpmn:sequenceFlow>'
    )


def _aide_elements() -> list[str]:
    return [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        human("Examiner", "Examiner la demande", "instruction", due='=now() + duration("P15D")'),
        gateway("Choix", default="f_completer"),
        service("DireCompleter", "mail", lettre="a_completer"),
        human("Completer", "Compléter la demande", "complement"),
        timer("Quinze", "Completer", "P15D", name="15 jours", interrupting=False),
        timer("Trente", "Completer", "P30D", name="30 jours"),
        service("Rappeler", "mail", lettre="rappel"),
        end("Fin_rappel"),
        service("DireSansSuite", "mail", lettre="sans_suite"),
        end("Fin_sans_suite", "sans_suite"),
        service("Etablir", "document", modele="titre", nom="Titre.pdf"),
        service("DireAccepte", "mail", lettre="accepte"),
        end("Fin_accepte", "accepte"),
        service("DireRefuse", "mail", lettre="refuse"),
        end("Fin_refuse", "refuse"),
    ]


def write_calling(folder: Path) -> Path:
    """File, then an opinion that another diagram of the folder gives; both are drawn."""
    call = (
        '<bpmn:callActivity id="Consulter" name="Consulter un service"><bpmn:extensionElements>'
        '<zeebe:calledElement processId="avis"/></bpmn:extensionElements></bpmn:callActivity>'
    )
    main = bpmn(
        {"Usager": ["Debut", "Deposer"], "Bureau": ["Consulter"]},
        ['<bpmn:startEvent id="Debut"/>', human("Deposer", "Déposer", "demande"), call,
         end("Fin", "accepte")],
        [("Debut", "Deposer"), ("Deposer", "Consulter"), ("Consulter", "Fin")],
    )  # fmt: skip
    called = bpmn(
        {"Bureau": ["Ouvrir", "Rendre"]},
        ['<bpmn:startEvent id="Ouvrir"/>', human("Rendre", "Rendre un avis", ""), end("Clore")],
        [("Ouvrir", "Rendre"), ("Rendre", "Clore")],
    )
    written = write_folder(folder, lay_out(main))
    named = lay_out(called.replace(b'id="essai"', b'id="avis"'))
    (written / "avis.bpmn").write_bytes(named)
    return written
