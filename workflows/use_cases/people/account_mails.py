"""The mails about accounts: a link to choose a password or to sign up, and the notice after."""

from dataclasses import dataclass
from datetime import timedelta

from workflows.adapters.mail import Mail
from workflows.model import Audience, LinkPurpose
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.people.links import Recipient, address_of, make_link
from workflows.use_cases.post import post_mail

LINK_KEY = "link:"  # the worker blanks the body of these mails once they are delivered
LONG_LIFETIME = timedelta(hours=72)  # for mails that nobody asked for a minute ago


@dataclass(frozen=True, slots=True)
class _Words:
    """What a mail says; `body` names the placeholders `link`, `organisation`, `email`, …."""

    subject: str
    body: str


def mail_password_link(act: Act, recipient: Recipient) -> None:
    """Send the link to choose a password that somebody asked for."""
    _mail_link(act, recipient, LinkPurpose.PASSWORD, _password_words())


def mail_sign_up_link(act: Act, recipient: Recipient) -> None:
    """Send the link to open an account that somebody asked for."""
    _mail_link(act, recipient, LinkPurpose.SIGN_UP, _sign_up_words())


def mail_welcome(act: Act, recipient: Recipient) -> None:
    """Tell the owner of a new account how to sign in, with a link that lives three days."""
    citizen = recipient.audience is Audience.CITIZEN
    words = _citizen_welcome_words() if citizen else _agent_welcome_words()
    _mail_link(act, recipient, LinkPurpose.WELCOME, words)


def mail_password_notice(act: Act, recipient: Recipient) -> None:
    """Tell somebody that the password has just changed."""
    words = _notice_words()
    key = f"password-notice:{recipient.person_id}:{act.now.isoformat()}"
    post_mail(act, Mail(recipient.email, words.subject, words.body % _values(act, recipient), key))


def _mail_link(act: Act, recipient: Recipient, purpose: LinkPurpose, words: _Words) -> None:
    asked_for = timedelta(seconds=act.world.settings.link_lifetime)
    lifetime = LONG_LIFETIME if purpose is LinkPurpose.WELCOME else asked_for
    token = make_link(act, recipient, purpose, lifetime)
    values = _values(act, recipient) | {"link": address_of(act, recipient.audience, token)}
    key = f"{LINK_KEY}{token.digest.hex()}"
    post_mail(act, Mail(recipient.email, words.subject, words.body % values, key))


def _values(act: Act, recipient: Recipient) -> dict[str, object]:
    settings = act.world.settings
    return {
        "email": recipient.email,
        "organisation": settings.organisation,
        "minutes": settings.link_lifetime // 60,
        "hours": LONG_LIFETIME // timedelta(hours=1),
    }


def _password_words() -> _Words:
    return _Words(
        _("Choisir votre mot de passe"),
        _(
            "Bonjour,\n\n"
            "Quelqu'un, sans doute vous, a demandé à se connecter au compte %(email)s.\n\n"
            "Pour choisir votre mot de passe et vous connecter, ouvrez ce lien :\n"
            "%(link)s\n\n"
            "Il sert une seule fois, pendant %(minutes)d minutes. Jusque-là, "
            "votre mot de passe actuel reste valable.\n\n"
            "Vous n'avez rien demandé ? Ne faites rien : sans ce lien, personne ne peut changer "
            "votre mot de passe.\n\n"
            "%(organisation)s"
        ),
    )


def _sign_up_words() -> _Words:
    return _Words(
        _("Créer votre compte"),
        _(
            "Bonjour,\n\n"
            "Quelqu'un, sans doute vous, a saisi l'adresse %(email)s pour faire une démarche en "
            "ligne. Aucun compte n'existe encore à cette adresse.\n\n"
            "Pour créer le vôtre et accéder au formulaire, ouvrez ce lien :\n"
            "%(link)s\n\n"
            "Il sert une seule fois, pendant %(minutes)d minutes.\n\n"
            "Vous n'avez rien demandé ? Ne faites rien : aucun compte ne sera créé.\n\n"
            "%(organisation)s"
        ),
    )


def _citizen_welcome_words() -> _Words:
    return _Words(
        _("Votre compte : comment vous connecter"),
        _(
            "Bonjour,\n\n"
            "Votre compte est ouvert. Pour suivre vos dossiers, il vous faut :\n"
            "- votre adresse courriel : %(email)s\n"
            "- un mot de passe, que vous choisissez en ouvrant ce lien :\n"
            "%(link)s\n\n"
            "Le lien sert une seule fois, pendant %(hours)d heures. Ensuite, saisissez votre "
            "adresse sur le site : un nouveau lien vous sera envoyé.\n\n"
            "%(organisation)s"
        ),
    )


def _agent_welcome_words() -> _Words:
    return _Words(
        _("Votre accès aux démarches en ligne"),
        _(
            "Bonjour,\n\n"
            "Un accès aux démarches en ligne vous a été ouvert avec l'adresse %(email)s.\n\n"
            "Pour choisir votre mot de passe, ouvrez ce lien :\n"
            "%(link)s\n\n"
            "Il sert une seule fois, pendant %(hours)d heures. Ensuite, demandez un nouveau lien "
            "avec « Mot de passe oublié ».\n\n"
            "%(organisation)s"
        ),
    )


def _notice_words() -> _Words:
    return _Words(
        _("Votre mot de passe est enregistré"),
        _(
            "Bonjour,\n\n"
            "Un nouveau mot de passe vient d'être choisi pour le compte %(email)s. Les connexions "
            "ouvertes auparavant ont été fermées.\n\n"
            "Ce n'était pas vous ? Demandez tout de suite un nouveau lien avec « Mot de passe "
            "oublié » et signalez-le-nous.\n\n"
            "%(organisation)s"
        ),
    )
