"""The values that letters are written with: what was answered, computed, and is always known."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from workflows.catalogue.folder import Folder
from workflows.forms import FormContext, summary
from workflows.forms.french import day, written

INSTRUCTIONS = frozenset({"lettre", "modele", "nom"})  # what to write and where, not text: a
# field may well be called `nom`


def letter_values(
    folder: Folder,
    answers: Iterable[tuple[str, Mapping[str, object]]],
    parameters: Mapping[str, object],
    context: FormContext,
    always: Mapping[str, str],
) -> dict[str, str]:
    """Return placeholder -> French text.

    `answers` are (form id, stored values) in the order in which they were given: the last one
    wins. `parameters` are those of the effect. `always` gives `numero`, `lien`, `organisation`.
    """
    values: dict[str, str] = {}
    for form_id, given in answers:
        form = folder.forms.get(form_id)
        if form is not None:
            for section in summary(form, given, context):
                values |= {row.key: row.text for row in section.rows if row.key}
    values |= {
        name: written(value) for name, value in parameters.items() if name not in INSTRUCTIONS
    }
    return values | _standing(folder, context.now.astimezone(context.zone)) | dict(always)


def _standing(folder: Folder, now: datetime) -> dict[str, str]:
    about = folder.about
    return {"demarche": about.title, "service": about.service, "date": day(now.date())}
