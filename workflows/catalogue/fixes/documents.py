"""Fixes about the files that the diagram points at: made when missing, linked, renamed, removed."""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import re2

from workflows.catalogue.beginnings.blank_parts import blank_fiche, blank_form, blank_table
from workflows.catalogue.beginnings.naming import code_from
from workflows.catalogue.files import PLACES
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.fixes.bench import Bench, Fixer, node_of, one
from workflows.catalogue.fixes.letters import letter_path, put_letter
from workflows.catalogue.fixes.nodes import HEADER, set_entry, set_extension
from workflows.catalogue.letters.letter import LETTER_OF
from workflows.catalogue.parts import FICHE, Parts
from workflows.catalogue.unseen import without_unseen
from workflows.engine.diagram.dialects import read_extensions
from workflows.errors import Invalid
from workflows.translation import _

MAKE_FORM, USE_FORM = "creer-formulaire", "choisir-formulaire"
MAKE_LETTER, USE_LETTER = "creer-lettre", "choisir-lettre"
MAKE_TABLE, USE_TABLE = "creer-decision", "choisir-decision"
RENAME, NAME_FORM = "renommer-formulaire", "nommer-formulaire"
DELETE, MAKE_FICHE = "supprimer-fichier", "creer-fiche"
MOST_CHOICES = 6
ID_LINE = re2.compile(r'"id"\s*:\s*')


def _stems(parts: Parts, folder: str) -> list[str]:
    return [name.removeprefix(folder).rpartition(".")[0] for name in parts.under(folder)]


def _nearest(given: str, known: Iterable[str]) -> list[str]:
    names = sorted(known)
    return [*get_close_matches(given, names, MOST_CHOICES, 0.6), *names] if given else names


def _use(code: str, names: Iterable[str]) -> Iterator[Fix]:
    for name in list(dict.fromkeys(names))[:MOST_CHOICES]:
        yield Fix(code, _("Utiliser « %(name)s »") % {"name": name}, False, name)


def _said(parts: Parts, finding: Finding) -> tuple[str, str, str]:
    """Return the form, the letter and the decision that an element names."""
    node = node_of(parts, finding)
    if node is None:
        return "", "", ""
    said = node.extensions
    return said.form_id, said.headers.get(LETTER_OF.get(said.type, ""), ""), said.decision_id


def _name_for(parts: Parts, finding: Finding, given: str, fallback: str) -> str:
    """Return a file name for what an element lacks: the one it gives, else from its own name."""
    node = node_of(parts, finding)
    return code_from(given or (node.label if node else "")) or fallback


def _offer_form(parts: Parts, finding: Finding) -> Iterator[Fix]:
    given = _said(parts, finding)[0]
    name = _name_for(parts, finding, given, "formulaire")
    if f"forms/{name}.form" not in parts.files:
        yield Fix(MAKE_FORM, _("Créer le formulaire « %(name)s »") % {"name": name}, False, name)


def _offer_forms(parts: Parts, finding: Finding) -> Iterator[Fix]:
    yield from _use(USE_FORM, _nearest(_said(parts, finding)[0], _stems(parts, "forms/")))


def _make_form(bench: Bench, finding: Finding, value: str) -> None:
    path = _checked(f"forms/{value}.form")
    title = bench.element(finding.element).get("name") or ""
    bench.files.setdefault(path, blank_form(value, title))
    _use_form(bench, finding, value)


def _use_form(bench: Bench, finding: Finding, value: str) -> None:
    set_extension(bench.element(finding.element), "formDefinition", "formId", value)


def _offer_letter(parts: Parts, finding: Finding) -> Iterator[Fix]:
    name = _name_for(parts, finding, _said(parts, finding)[1], "lettre")
    if letter_path(name) not in parts.files:
        yield Fix(MAKE_LETTER, _("Créer la lettre « %(name)s »") % {"name": name}, False, name)


def _offer_letters(parts: Parts, finding: Finding) -> Iterator[Fix]:
    yield from _use(USE_LETTER, _nearest(_said(parts, finding)[1], _stems(parts, "letters/")))


def _make_letter(bench: Bench, finding: Finding, value: str) -> None:
    _checked(letter_path(value))
    put_letter(bench, value, bench.element(finding.element).get("name") or value)
    _use_letter(bench, finding, value)


def _use_letter(bench: Bench, finding: Finding, value: str) -> None:
    node = bench.element(finding.element)
    header = LETTER_OF.get(read_extensions(node).type)
    if header is None:
        raise Invalid(_("Cet élément n'envoie plus de lettre : vérifiez de nouveau."))
    set_entry(node, HEADER, header, value)


def _offer_table(parts: Parts, finding: Finding) -> Iterator[Fix]:
    name = _name_for(parts, finding, _said(parts, finding)[2], "decision")
    if f"{name}.dmn" not in parts.files:
        yield Fix(MAKE_TABLE, _("Créer la table « %(name)s »") % {"name": name}, False, name)


def _offer_tables(parts: Parts, finding: Finding) -> Iterator[Fix]:
    known = [name for model in parts.models.values() for name in model.decisions]
    yield from _use(USE_TABLE, _nearest(_said(parts, finding)[2], known))


def _make_table(bench: Bench, finding: Finding, value: str) -> None:
    path = _checked(f"{value}.dmn")
    node = bench.element(finding.element)
    decision = read_extensions(node).decision_id or value
    bench.files.setdefault(path, blank_table(decision, node.get("name") or ""))
    _use_table(bench, finding, decision)


def _use_table(bench: Bench, finding: Finding, value: str) -> None:
    node = bench.element(finding.element)
    set_extension(node, "calledDecision", "decisionId", value)
    if not read_extensions(node).result_variable:
        set_extension(node, "calledDecision", "resultVariable", "resultat")


def _delete(bench: Bench, finding: Finding, _value: str) -> None:
    bench.files.pop(finding.file, None)


def _offer_names(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer the two ways to give a form and its file one name; safe is the one the tasks use."""
    stem = finding.file.removeprefix("forms/").removesuffix(".form")
    nodes = parts.drawing.nodes.values() if parts.drawing else ()
    used = {node.extensions.form_id for node in nodes}
    path = f"forms/{finding.element}.form"
    if PLACES.fullmatch(path) and path not in parts.files:
        label = _("Renommer le fichier en « %(name)s »") % {"name": path}
        yield Fix(RENAME, label, finding.element in used and stem not in used)
    label = _("Donner au formulaire le nom de son fichier, « %(name)s »") % {"name": stem}
    yield Fix(NAME_FORM, label, stem in used and finding.element not in used)


def _rename(bench: Bench, finding: Finding, _value: str) -> None:
    path = _checked(f"forms/{finding.element}.form")
    bench.files[path] = bench.text(finding.file).encode()
    del bench.files[finding.file]


def _name_form(bench: Bench, finding: Finding, _value: str) -> None:
    """Change the id of the form where it is written, the rest of its text kept."""
    stem, text = finding.file.removeprefix("forms/").removesuffix(".form"), bench.text(finding.file)
    wanted = json.loads(text) | {"id": stem}
    old, new = json.dumps(finding.element), json.dumps(stem)
    for found in ID_LINE.finditer(text):
        changed = text[: found.end()] + text[found.end() :].replace(old, new, 1)
        if json.loads(changed) == wanted:
            bench.files[finding.file] = changed.encode()
            return
    raise Invalid(_("Ce formulaire est écrit d'une façon que la correction ne sait pas changer."))


def _offer_fiche(_parts: Parts, finding: Finding) -> Iterator[Fix]:
    if finding.file == FICHE:
        yield Fix(MAKE_FICHE, _("Créer une fiche à compléter"), False)


def _make_fiche(bench: Bench, _finding: Finding, _value: str) -> None:
    bench.files.setdefault(FICHE, blank_fiche())


def _show_all(bench: Bench, finding: Finding, _value: str) -> None:
    bench.files[finding.file] = without_unseen(bench.text(finding.file)).encode()


def _checked(path: str) -> str:
    if not PLACES.fullmatch(path):
        raise Invalid(_("« %(path)s » n'est pas un nom de fichier admis.") % {"path": path})
    return path


FIXERS = (
    Fixer("formulaire-absent", MAKE_FORM, _offer_form, _make_form),
    Fixer("formulaire-absent", USE_FORM, _offer_forms, _use_form),
    Fixer("formulaire-inconnu", USE_FORM, _offer_forms, _use_form),
    Fixer("formulaire-inconnu", MAKE_FORM, _offer_form, _make_form),
    Fixer("lettre-inconnue", USE_LETTER, _offer_letters, _use_letter),
    Fixer("lettre-inconnue", MAKE_LETTER, _offer_letter, _make_letter),
    Fixer("lettre-absente", MAKE_LETTER, _offer_letter, _make_letter),
    Fixer("lettre-absente", USE_LETTER, _offer_letters, _use_letter),
    Fixer("decision-inconnue", USE_TABLE, _offer_tables, _use_table),
    Fixer("decision-inconnue", MAKE_TABLE, _offer_table, _make_table),
    Fixer("fichier-inutilise", DELETE, one(DELETE, _("Supprimer ce fichier"), safe=False), _delete),
    Fixer(
        "caractere-invisible",
        "retirer-invisibles",
        one("retirer-invisibles", _("Retirer ceux de ce fichier"), safe=False),
        _show_all,
    ),
    Fixer("formulaire-nom", RENAME, _offer_names, _rename),
    Fixer("formulaire-nom", NAME_FORM, _offer_names, _name_form),
    Fixer("dossier-incomplet", MAKE_FICHE, _offer_fiche, _make_fiche),
)
