"""Démarches that speak to each other: an offer and its applications, and a campaign that closes."""

from itertools import pairwise
from pathlib import Path

from tests.use_cases.sample_demarches import bpmn, end, gateway, human, write_folder

LANES = {"Usager": ["Debut", "Deposer"], "Bureau": ["Examiner", "Deliberer"]}


def write_offer(folder: Path, **headers: str) -> Path:
    """The bureau decides on an offer, and tells those who applied for it: their key is its number.

    `headers` replace those of the message.
    """
    said = {"cle": "=numero", **headers}
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        human("Examiner", "Examiner", "instruction"),
        throw("Annoncer", "message", "Sort", said, {"sort": "=decision"}),
        end("Fin", "accepte"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Examiner"),
        ("Examiner", "Annoncer"),
        ("Annoncer", "Fin"),
    ]
    return write_folder(folder, with_events(bpmn(LANES, elements, flows)))


def write_application(folder: Path, otherwise: str = "", taken: str = "conforme") -> Path:
    """An application for the offer whose number is given as the name: taken, or not.

    With `otherwise`, the refusal has a condition of its own: some news let nobody through.
    """
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        catch("Attendre", "Sort de l’offre", "message", "Sort"),
        gateway("Retenue", default="" if otherwise else "f_non"),
        human("Deliberer", "Délibérer", "complement"),
        end("Fin", "accepte"),
        end("Fin_non", "refuse"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Attendre"),
        ("Attendre", "Retenue"),
        ("Retenue", "Deliberer", "f_oui", f'=sort = "{taken}" or prenoms = "Repris"'),
        ("Retenue", "Fin_non", "f_non", otherwise),
        ("Deliberer", "Fin"),
    ]
    return write_folder(folder, with_events(bpmn(LANES, elements, flows)))


def write_question(folder: Path) -> Path:
    """An application that waits a month for a message for its own number."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        '<bpmn:eventBasedGateway id="Ou"/>',
        catch("Attendre", "Question", "message", "Question"),
        '<bpmn:intermediateCatchEvent id="Mois"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>P30D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
        human("Deliberer", "Délibérer", "complement"),
        end("Fin", "accepte"),
        end("Fin_mois", "sans_suite"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Ou"),
        ("Ou", "Attendre"),
        ("Ou", "Mois"),
        ("Attendre", "Deliberer"),
        ("Mois", "Fin_mois"),
        ("Deliberer", "Fin"),
    ]
    return write_folder(folder, with_events(bpmn(LANES, elements, flows)))


def write_help(folder: Path) -> Path:
    """A citizen who fills in a form can be helped: a message for the draft's number."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        '<bpmn:boundaryEvent id="Aide" attachedToRef="Deposer" cancelActivity="false">'
        '<bpmn:messageEventDefinition messageRef="Question"/></bpmn:boundaryEvent>',
        human("Deliberer", "Aider", "complement"),
        end("Fin", "accepte"),
        end("Fin_aide"),
    ]
    flows = [*_line("Debut", "Deposer", "Fin"), *_line("Aide", "Deliberer", "Fin_aide")]
    return write_folder(folder, with_events(bpmn(LANES, elements, flows)))


def write_campaign(folder: Path, *, closing: bool = False) -> Path:
    """An application that waits for the end of a campaign, each time again; or what closes it."""
    listening = [
        catch("Attendre", "Fin de campagne", "signal", "Cloture"),
        human("Deliberer", "Délibérer", "complement"),
    ]
    telling = [
        human("Deliberer", "Clore", "complement"),
        throw("Clore", "signal", "Cloture", {}, {"sort": '="clos"'}),
        catch("Attendre", "Fin de campagne", "signal", "Cloture"),
    ]
    path = ["Deliberer", "Clore", "Attendre"] if closing else ["Attendre", "Deliberer"]
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        *(telling if closing else listening),
        end("Fin", "accepte"),
    ]
    after = [] if closing else [("Deliberer", "Attendre")]
    flows = [*_line("Debut", "Deposer", *path), *after]
    flows += [("Attendre", "Fin")] if closing else []
    return write_folder(folder, with_events(bpmn(LANES, elements, flows)))


def throw(
    element_id: str, kind: str, event: str, headers: dict[str, str], inputs: dict[str, str]
) -> str:
    written = "".join(f"<zeebe:header key='{k}' value='{v}'/>" for k, v in headers.items())
    given = "".join(f"<zeebe:input target='{k}' source='{v}'/>" for k, v in inputs.items())
    return (
        f'<bpmn:intermediateThrowEvent id="{element_id}" name="{element_id}">'
        f'<bpmn:extensionElements><zeebe:taskDefinition type="{kind}"/>'
        f"<zeebe:taskHeaders>{written}</zeebe:taskHeaders>"
        f"<zeebe:ioMapping>{given}</zeebe:ioMapping></bpmn:extensionElements>"
        f'<bpmn:{kind}EventDefinition {kind}Ref="{event}"/></bpmn:intermediateThrowEvent>'
    )


def catch(element_id: str, name: str, kind: str, event: str) -> str:
    return (
        f'<bpmn:intermediateCatchEvent id="{element_id}" name="{name}">'
        f'<bpmn:{kind}EventDefinition {kind}Ref="{event}"/></bpmn:intermediateCatchEvent>'
    )


def with_events(process: bytes) -> bytes:
    """Add what the events refer to: a message with a key, one without, a signal."""
    events = (
        '<bpmn:message id="Sort" name="sort_de_l_offre"><bpmn:extensionElements>'
        '<zeebe:subscription correlationKey="=nom"/></bpmn:extensionElements></bpmn:message>'
        '<bpmn:message id="Question" name="question"/>'
        '<bpmn:signal id="Cloture" name="cloture"/></bpmn:definitions>'
    )
    return process.replace(b"</bpmn:definitions>", events.encode())


def _line(*elements: str) -> list[tuple[str, ...]]:
    return list(pairwise(elements))
