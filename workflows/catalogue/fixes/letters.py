"""Fixes of what is told to the citizen: the mail before a decision, the reason of a refusal."""

import json
from collections.abc import Iterator
from difflib import get_close_matches

from lxml import etree

from workflows.catalogue.beginnings.blank_parts import blank_letter
from workflows.catalogue.card.about import FILE, SYSTEM
from workflows.catalogue.card.toml_table import read_toml
from workflows.catalogue.diagram_text import settle
from workflows.catalogue.files import PLACES
from workflows.catalogue.findings import Finding, Fix, InvalidDemarche
from workflows.catalogue.fixes.bench import Bench, Fixer, node_of
from workflows.catalogue.fixes.nodes import (
    HEADER,
    add_flow,
    add_node,
    lane_named,
    lane_of,
    put_in_lane,
    set_entry,
    set_extension,
)
from workflows.catalogue.parts import PROCESS, Parts
from workflows.catalogue.refusals import agents_forms, letters_before, reasons_in
from workflows.engine.diagram.draft import arriving
from workflows.errors import Invalid
from workflows.translation import _

MAIL, REASON = "ecrire-avant-la-fin", "motiver-le-refus"
NAMES = {"accepte": "accord", "refuse": "refus", "sans_suite": "classement"}
SENDING = {
    "accepte": _("Annoncer l'accord"),
    "refuse": _("Annoncer le refus"),
    "sans_suite": _("Annoncer le classement"),
}
KEY = "motif"  # of the question that is added
MOST_CHOICES = 3


def letter_path(stem: str) -> str:
    """Return the file of a letter."""
    return f"letters/{stem}.txt"


def put_letter(bench: Bench, stem: str, subject: str) -> None:
    """Write a letter to begin with, unless there is one of that name."""
    bench.files.setdefault(letter_path(stem), blank_letter(subject))


def system_lane(bench: Bench) -> etree._Element | None:
    """Return the lane that the card gives to the system, if it is drawn."""
    try:
        holders = read_toml(FILE, bench.files.get(FILE, b"")).values("lanes")
    except InvalidDemarche:
        return None
    names = [name for name, holder in holders.items() if holder == SYSTEM]
    return lane_named(bench.root, names[0]) if names else None


def _offer_mail(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer the letter whose name is like the outcome, one to write, then the others."""
    outcome = _outcome(parts, finding)
    if not outcome:
        return
    written = [name.removeprefix("letters/")[:-4] for name in parts.under("letters/")]
    near = get_close_matches(outcome, written, MOST_CHOICES, 0.5)
    for stem in dict.fromkeys([*near, NAMES[outcome], *written[:MOST_CHOICES]]):
        made = _("« %(name)s », à écrire") if stem not in written else "« %(name)s »"
        label = _("Envoyer avant cette fin la lettre %(letter)s")
        yield Fix(MAIL, label % {"letter": made % {"name": stem}}, False, f"{outcome} {stem}")


def _send_before(bench: Bench, finding: Finding, value: str) -> None:
    outcome, _space, stem = value.partition(" ")
    if outcome not in NAMES:
        raise Invalid(_("Cette issue n'existe pas."))
    _put_mail(bench, bench.element(finding.element), stem, SENDING[outcome])


def _put_mail(bench: Bench, end: etree._Element, stem: str, name: str) -> None:
    """Draw before an end the task that writes a letter."""
    scope = end.getparent()
    if scope is None or not PLACES.fullmatch(letter_path(stem)):
        raise Invalid(_("« %(path)s » n'est pas un nom de fichier admis.") % {"path": stem})
    put_letter(bench, stem, name)
    send = add_node(scope, "sendTask", f"{end.get('id')}_courriel", name)
    set_extension(send, "taskDefinition", "type", "mail")
    set_entry(send, HEADER, "lettre", stem)
    for flow in arriving(end):
        flow.set("targetRef", send.get("id", ""))
        _move_reference(end, send, flow.get("id", ""))
    add_flow(send, end)
    lane = system_lane(bench)
    put_in_lane(send, lane_of(end) if lane is None else lane)


def _move_reference(end: etree._Element, send: etree._Element, flow_id: str) -> None:
    for reference in list(end.iterchildren("{*}incoming")):
        if (reference.text or "").strip() == flow_id:
            send.append(reference)
            settle(reference)


def _offer_reason(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer each text that agents must write, else a question to add, in each letter."""
    if parts.drawing is None or not _outcome(parts, finding):
        return
    forms = agents_forms(parts)
    asked = [(form.id, key) for form in forms for key in reasons_in(form)]
    asked.sort(key=lambda each: KEY not in each[1].lower())  # what is called a reason first
    added = [] if asked else [(form.id, KEY) for form in forms if KEY not in form.keys]
    letters = list(dict.fromkeys(letters_before(parts.drawing, finding.element)))
    known = [stem for stem in letters if letter_path(stem) in parts.files]
    for stem in (known or [NAMES["refuse"]])[:MOST_CHOICES]:
        for _form, key in asked[:MOST_CHOICES]:
            label = _("Écrire « %(key)s » dans la lettre « %(letter)s »")
            value = f"{stem if known else '+' + stem} {key}"
            yield Fix(REASON, label % {"key": key, "letter": stem}, False, value)
        for form, key in added[:MOST_CHOICES]:
            label = _("Demander le motif dans « %(form)s », l'écrire dans la lettre « %(letter)s »")
            value = f"{stem if known else '+' + stem} {key} {form}"
            yield Fix(REASON, label % {"form": form, "letter": stem}, False, value)


def _give_reason(bench: Bench, finding: Finding, value: str) -> None:
    stem, key, *forms = value.split()
    if stem.startswith("+"):  # no letter is sent yet
        stem = stem[1:]
        _put_mail(bench, bench.element(finding.element), stem, SENDING["refuse"])
    path = letter_path(stem)
    if not PLACES.fullmatch(path) or not key.isidentifier():
        raise Invalid(_("« %(path)s » n'est pas un nom de fichier admis.") % {"path": path})
    for form in forms[:1]:
        _ask_reason(bench, f"forms/{form}.form")
    bench.files[path] = _with_reason(bench.text(path), key).encode()


def _with_reason(letter: str, key: str) -> str:
    """Return a letter that gives the reason after its greeting, its first paragraph."""
    said = _("Motif : %(reason)s") % {"reason": f"{{{{ {key} }}}}"}
    head, greeting, rest = [*letter.rstrip("\n").split("\n\n", 2), "", ""][:3]
    return "\n\n".join(part for part in (head, greeting, said, rest) if part) + "\n"


def _ask_reason(bench: Bench, path: str) -> None:
    """Add at the end of a form the question that a refusal answers."""
    form = json.loads(bench.text(path))
    question = {
        "type": "textarea",
        "id": "Champ_motif",
        "key": KEY,
        "label": _("Motif de la décision"),
        "validate": {"required": True, "maxLength": 2000},
    }
    pages = [each for each in form["components"] if each.get("type") == "group"]
    held = pages[-1]["components"] if pages else form["components"]
    held.append(question)
    bench.files[path] = (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


def _outcome(parts: Parts, finding: Finding) -> str:
    """Return the outcome of an end of the main process; nothing for one that is elsewhere."""
    node = node_of(parts, finding)
    if node is None or finding.file != PROCESS:
        return ""
    outcome = node.extensions.properties.get("outcome", "")
    return outcome if outcome in NAMES else ""


FIXERS = (
    Fixer("fin-sans-courriel", MAIL, _offer_mail, _send_before),
    Fixer("refus-sans-motif", REASON, _offer_reason, _give_reason),
)
