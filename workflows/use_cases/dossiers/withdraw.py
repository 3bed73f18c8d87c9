"""Withdrawing a dossier: the citizen's right until a decision."""

from uuid import UUID

from workflows.errors import IllegalTransition
from workflows.model import CLOSED
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import case_of_dossier
from workflows.use_cases.dossiers.moving.progress import close_withdrawn
from workflows.use_cases.journal import Line, note

REASON = 200


def withdraw(act: Act, dossier_id: UUID, reason: str = "") -> None:
    """End a dossier at its citizen's wish; raise NotFound, Forbidden, IllegalTransition."""
    case = case_of_dossier(act, dossier_id, lock=True)
    require(act.actor, Verb.WITHDRAW, case.dossier)
    if case.dossier.state in CLOSED:
        raise IllegalTransition(_("Ce dossier est déjà terminé : il ne peut plus être retiré."))
    told = " ".join(reason.split())[:REASON]
    label = _("Demande retirée : %(reason)s") % {"reason": told} if told else _("Demande retirée")
    note(act, dossier_id, Line("withdrawn", label))
    close_withdrawn(act, case)
