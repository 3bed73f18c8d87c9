"""The values that letters are written with: what was answered, computed, and is always known."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from workflows.catalogue.folder import Folder
from workflows.catalogue.letters.letter import Letter, placeholders
from workflows.forms import FormContext, answers_in_words
from workflows.forms.french import day, written

INSTRUCTIONS = frozenset({"lettre", "modele", "nom"})  # what to write and where, not text: a
# field may well be called `nom`


def letter_values(
    folder: Folder,
    letter: Letter,
    answers: Iterable[tuple[str, Mapping[str, object]]],
    parameters: Mapping[str, object],
    context: FormContext,
) -> dict[str, str]:
    """Return placeholder -> French text, but for `numero`, `lien` and `organisation`.

    `answers` are (form id, stored values) in the order in which they were given: the last one
    wins. `parameters` are those of the effect.
    """
    given_to_it = {name: parameters[name] for name in parameters.keys() - INSTRUCTIONS}
    named = placeholders(letter).difference(given_to_it)
    values: dict[str, str] = {}
    for form_id, given in answers:
        form = folder.forms.get(form_id)
        if form is not None and named & form.keys:
            values |= answers_in_words(form, given, named, context)
    values |= {name: written(value) for name, value in given_to_it.items()}
    return values | _standing(folder, context.now.astimezone(context.zone))


def _standing(folder: Folder, now: datetime) -> dict[str, str]:
    about = folder.about
    return {"demarche": about.title, "service": about.service, "date": day(now.date())}
