"""Another name for a file of a démarche, in the file and wherever it is named; all or nothing."""

import json
from collections.abc import Callable, Mapping

import re2

from workflows.catalogue.files import PLACES, Files
from workflows.catalogue.references.part_uses import (
    FORMS,
    LETTER_LISTS,
    LETTERS,
    NEEDED,
    SCENARIOS,
    read_diagrams,
    stem_of,
    steps_in,
    users_of,
)
from workflows.catalogue.references.uses import Place, Use
from workflows.errors import Conflict, Invalid
from workflows.translation import _

HEADER = re2.compile(rb"<(?:[A-Za-z0-9_]+:)?header\b[^>]*>")
KEYED = re2.compile(rb"\bkey=[\"'](lettre|modele)[\"']")
LISTS = re2.compile(rb"\b(?:mails|documents)\s*=\s*\[[^\]]*\]")
TABLE = re2.compile(rb"(?m)^[ \t]*\[step\.letters\][ \t]*\n(?:[^\[\n][^\n]*\n|\n)*")
INLINE = re2.compile(rb"(?m)\bletters\s*=\s*\{[^\n]*")
FORM_ID = re2.compile(r'"id"\s*:\s*"([^"\\]*)"')
Edit = Callable[[bytes], bytes]


def rename_part(files: Files, path: str, name: str) -> dict[str, bytes]:
    """Return the files with one renamed and everything that names it following.

    Raise Invalid for a name that none can bear, Conflict for one that is taken, or when a place
    that names the file cannot be changed for sure: it is then listed, and nothing is renamed.
    """
    _refuse_blind(files, path)
    old = stem_of(path)
    new_path = _new_path(files, path, name)
    after = {each: content for each, content in files.items() if each != path}
    after[new_path] = _itself(files[path], path, old, name)
    for use in users_of(files, path):
        after[use.file] = _following(path, old, name)(after[use.file])
    _refuse_lost(files, after, path, new_path)
    return after


def refuse_removal(files: Files, path: str) -> None:
    """Raise Conflict for a file that a démarche cannot miss, or that something names."""
    if path in NEEDED:
        raise Conflict(_("« %(path)s » est indispensable à la démarche.") % {"path": path})
    _refuse_blind(files, path)
    users = users_of(files, path)
    if users:
        told = _("« %(path)s » sert encore : %(places)s. Retirez-le d'abord de là.")
        raise Conflict(told % {"path": path, "places": ", ".join(use.said for use in users)})


def _refuse_blind(files: Files, path: str) -> None:
    """Raise Conflict when nobody can tell what names a file."""
    if not path.startswith(SCENARIOS) and read_diagrams(files) is None:
        raise Conflict(_("Le diagramme ne peut pas être lu : corrigez-le d'abord."))


def _new_path(files: Files, path: str, name: str) -> str:
    folder, slash, file = path.rpartition("/")
    new_path = f"{folder}{slash}{name}.{file.rpartition('.')[2]}"
    if path in NEEDED or path not in files:
        raise Invalid(_("« %(path)s » ne se renomme pas.") % {"path": path})
    if not PLACES.fullmatch(new_path) or new_path in NEEDED:
        raise Invalid(_("Un nom est fait de minuscules sans accent, de chiffres, de tirets bas."))
    if new_path in files:
        raise Conflict(
            _("« %(path)s » existe déjà : choisissez un autre nom.") % {"path": new_path}
        )
    return new_path


def _itself(content: bytes, path: str, old: str, name: str) -> bytes:
    """Return the renamed file: a form bears its name inside."""
    if not path.startswith(FORMS):
        return content
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):
        return content
    if not isinstance(form, dict) or form.get("id") != old:
        return content
    text = content.decode("utf-8-sig")
    for found in FORM_ID.finditer(text):
        changed = text[: found.start(1)] + name + text[found.end(1) :]
        if json.loads(changed) == {**form, "id": name}:
            return changed.encode()
    return (json.dumps({**form, "id": name}, ensure_ascii=False, indent=2) + "\n").encode()


def _following(path: str, old: str, name: str) -> Edit:
    """Return how the text of a user changes; our names are simple words, safe in any quotes."""
    if path.startswith(FORMS):
        return _replacing(rb"\b(formId|formRef)=([\"'])%s([\"'])", rb"\1=\2%s\3", old, name)
    if path.startswith(LETTERS):
        return lambda text: _in_letters(text, old, name)
    if path.startswith(SCENARIOS):
        return _replacing(rb"\b(like)\s*=\s*([\"'])%s([\"'])", rb"\1 = \2%s\3", old, name)
    return lambda text: text  # a table, a diagram are called by their ids, not by their file


def _in_letters(text: bytes, old: str, name: str) -> bytes:
    if text.lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
        value = _replacing(rb"\b(value)=([\"'])\s*%s\s*([\"'])", rb"\1=\2%s\3", old, name)
        return bytes(HEADER.sub(lambda tag: _if_keyed(tag.group(), value), text))
    quoted = _replacing(rb"([\"'])%s([\"'])", rb"\1%s\2", old, name)
    keyed = _replacing(rb"(?m)(^\s*|[{,]\s*)%s(\s*=)", rb"\1%s\2", old, name)
    # an outcome or an answer may be the same word: only lists and tables of letters change
    for places, change in ((LISTS, quoted), (TABLE, keyed), (INLINE, keyed)):
        text = bytes(places.sub(lambda found, change=change: change(found.group()), text))
    return text


def _if_keyed(tag: bytes, change: Edit) -> bytes:
    return change(tag) if KEYED.search(tag) else tag


def _replacing(pattern: bytes, by: bytes, old: str, name: str) -> Edit:
    found = re2.compile(pattern % re2.escape(old).encode())
    return lambda text: bytes(found.sub(by % name.encode(), text))


def _refuse_lost(before: Files, after: Files, path: str, new_path: str) -> None:
    """Raise Conflict unless the same places name the file, and nothing else changed in them."""
    users = users_of(before, path)
    found = {(use.file, use.element) for use in users_of(after, new_path)}
    names = stem_of(path), stem_of(new_path)
    lost = [
        use
        for use in users
        if (use.file, use.element) not in found or not _is_faithful(use, before, after, names)
    ]
    lost += users_of(after, path)
    if lost:
        told = _("Ces endroits ne peuvent pas suivre, changez-les d'abord : %(places)s.")
        raise Conflict(told % {"places": ", ".join(use.said for use in lost)})


def _is_faithful(use: Use, before: Files, after: Files, names: tuple[str, str]) -> bool:
    """Tell whether a scenario says the same as before but for the name."""
    if use.place is not Place.SCENARIO or use.file not in after:
        return True
    expected = [_renamed(step, *names) for step in steps_in(before[use.file])]
    return expected == steps_in(after[use.file])


def _renamed(step: Mapping[str, object], old: str, name: str) -> dict[str, object]:
    changed = dict(step)
    if step.get("like") == old:
        changed["like"] = name
    if isinstance(expected := step.get("expect"), dict):
        changed["expect"] = {
            key: _swapped(value, old, name) if key in LETTER_LISTS else value
            for key, value in expected.items()
        }
    if isinstance(read := step.get("letters"), dict):
        changed["letters"] = {name if key == old else key: value for key, value in read.items()}
    return changed


def _swapped(names: object, old: str, name: str) -> object:
    return [name if each == old else each for each in names] if isinstance(names, list) else names
