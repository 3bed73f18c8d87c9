"""Turning what a process asks for into parcels: the text is written now, delivered later."""

from collections.abc import Iterable

from workflows.adapters.mail import Mail
from workflows.catalogue import letter_values, write_letter
from workflows.engine import Effect
from workflows.errors import ProcessFailure
from workflows.model import EffectKind
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import Case
from workflows.use_cases.dossiers.moving.calls import call_parcel
from workflows.use_cases.dossiers.moving.event_parcels import event_parcel
from workflows.use_cases.dossiers.surroundings import context_of, given_answers
from workflows.use_cases.pieces.piece_content import clean_name
from workflows.use_cases.post import Parcel, mail_parcel

SENT = frozenset({"message", "signal"})


def parcels_of(act: Act, case: Case, effects: Iterable[Effect]) -> list[Parcel]:
    """Write the mails and documents of one move; raise ProcessFailure for what we cannot do."""
    return [_parcel(act, case, effect) for effect in effects]


def always_known(act: Act, case: Case) -> dict[str, str]:
    """Return the values that every letter of a dossier may name."""
    settings = act.world.settings
    return {
        "numero": case.dossier.number,
        "organisation": settings.organisation,
        "lien": f"{settings.public_url}/dossiers/{case.dossier.id}",
    }


def key_of(case: Case, key: str) -> str:
    """Return the outbox key of something that a dossier asks for once."""
    return f"{case.dossier.id}:{key}"


def _parcel(act: Act, case: Case, effect: Effect) -> Parcel:
    if effect.type == "mail":
        subject, body = _written(act, case, effect, "lettre")
        return mail_parcel(Mail(case.email, subject, body, key_of(case, effect.key)))
    if effect.type == "document":
        subject, body = _written(act, case, effect, "modele")
        name = clean_name(str(effect.parameters.get("nom") or f"{effect.name}.pdf"))
        content = {"name": name, "title": subject, "body": body, "number": case.dossier.number}
        return Parcel(key_of(case, effect.key), EffectKind.DOCUMENT, content)
    if effect.type in SENT:
        return event_parcel(act, key_of(case, effect.key), effect)
    if effect.type == "webhook":
        return call_parcel(act, case, key_of(case, effect.key), effect)
    raise ProcessFailure(
        _("Le type de service « %(type)s » n'est pas connu.") % {"type": effect.type},
        effect.element_id,
    )


def _written(act: Act, case: Case, effect: Effect, parameter: str) -> tuple[str, str]:
    stem = str(effect.parameters.get(parameter, ""))
    letter = case.folder.letters.get(stem)
    if letter is None:
        raise ProcessFailure(
            _("La lettre « %(name)s » n'existe pas.") % {"name": stem}, effect.element_id
        )
    context = context_of(act, case, {})
    values = letter_values(case.folder, letter, given_answers(case), effect.parameters, context)
    return write_letter(letter, values | always_known(act, case))
