"""The mails that the product writes itself, when a démarche has no letter for a change of state."""

from collections.abc import Mapping

from workflows.adapters.mail import Mail
from workflows.model import DossierState
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import Case
from workflows.use_cases.dossiers.moving.effects import always_known, key_of
from workflows.use_cases.post import Parcel, mail_parcel

SENTENCES: Mapping[DossierState, str] = {
    DossierState.DEPOSE: _(
        "Nous avons bien reçu votre demande. Conservez son numéro : %(numero)s.\n\n"
        "Un agent va l'examiner. Vous n'avez rien à faire pour le moment."
    ),
    DossierState.EN_INSTRUCTION: _(
        "Votre dossier est en cours d'instruction : votre demande a été prise en compte et un "
        "agent l'examine. Vous n'avez rien à faire pour le moment."
    ),
    DossierState.A_COMPLETER: _(
        "Il manque quelque chose à votre dossier. Connectez-vous pour lire ce qui vous est "
        "demandé et le compléter."
    ),
    DossierState.ACCEPTE: _("Votre demande est acceptée."),
    DossierState.REFUSE: _(
        "Votre demande est refusée. Le motif et les recours possibles sont dans votre dossier."
    ),
    DossierState.SANS_SUITE: _(
        "Votre demande est classée sans suite. Vous pouvez en déposer une nouvelle à tout moment."
    ),
    DossierState.RETIRE: _("Votre demande est retirée, comme vous l'avez voulu."),
}
SUBJECTS: Mapping[DossierState, str] = {
    DossierState.DEPOSE: _("Votre demande %(numero)s est bien arrivée"),
    DossierState.EN_INSTRUCTION: _("Votre dossier %(numero)s est en cours d'instruction"),
    DossierState.A_COMPLETER: _("Votre dossier %(numero)s est à compléter"),
    DossierState.ACCEPTE: _("Votre demande %(numero)s est acceptée"),
    DossierState.REFUSE: _("Votre demande %(numero)s est refusée"),
    DossierState.SANS_SUITE: _("Votre demande %(numero)s est classée sans suite"),
    DossierState.RETIRE: _("Votre demande %(numero)s est retirée"),
}
FRAME = _(
    "Bonjour,\n\n%(sentence)s\n\nDémarche : %(demarche)s\nDossier : %(numero)s\n\n"
    "Suivez votre dossier :\n%(lien)s\n\n%(service)s\n%(organisation)s\n"
)


def state_mail(act: Act, case: Case) -> Parcel:
    """Write to the citizen that the dossier has come to its present state."""
    dossier = case.dossier
    values = {
        **always_known(act, case),
        "demarche": case.title,
        "service": case.folder.about.service,
    }
    values["sentence"] = SENTENCES[dossier.state] % values
    key = key_of(case, f"state:{dossier.state}:{dossier.revision}")
    subject = SUBJECTS[dossier.state] % values
    return mail_parcel(Mail(case.email, subject, FRAME % values, key))
