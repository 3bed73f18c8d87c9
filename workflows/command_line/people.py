"""`user`: the agents' accounts, when nobody can sign in to the back office yet."""

import os

import click

from workflows.errors import NotFound
from workflows.model import Role
from workflows.settings import read_settings
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, World, acting, looking, open_world
from workflows.use_cases.people.manage_people import (
    AgentChange,
    AgentView,
    NewAgent,
    change_agent,
    create_agent,
    list_agents,
    set_password,
)

ROLES = click.Choice([role.value for role in Role])


@click.group(help=_("Gérer les comptes des agents."))
def user() -> None:
    """Hold the sub-commands about agents."""


@user.command(help=_("Créer un compte ; un courriel donne le lien pour choisir le mot de passe."))
@click.argument("email")
@click.option("--name", required=True, help=_("Nom affiché."))
@click.option("--role", type=ROLES, default=Role.INSTRUCTOR.value, show_default=True)
@click.option("--group", "groups", multiple=True, help=_("Code d'un groupe ; répétable."))
def add(email: str, name: str, role: str, groups: tuple[str, ...]) -> None:
    """Open an agent's account."""
    with acting(_world(), SYSTEM) as act:
        create_agent(act, NewAgent(email, name, Role(role), groups))
    click.echo(_("Compte créé : %(email)s. Un lien lui est envoyé.") % {"email": email})


@user.command(help=_("Donner un mot de passe à un agent ; ses sessions ouvertes se ferment."))
@click.argument("email")
@click.password_option(prompt=_("Mot de passe"), confirmation_prompt=_("Encore une fois"))
def password(email: str, password: str) -> None:
    """Set an agent's password."""
    with acting(_world(), SYSTEM) as act:
        set_password(act, email, password)
    click.echo(_("Mot de passe changé : %(email)s.") % {"email": email})


@user.command(help=_("Fermer un compte ; ses tâches reviennent à son groupe."))
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an agent's account."""
    with acting(_world(), SYSTEM) as act:
        agent = _find(act, email)
        change_agent(act, agent.id, AgentChange(agent.name, agent.role, agent.groups, active=False))
    click.echo(_("Compte fermé : %(email)s.") % {"email": email})


@user.command("list", help=_("Lister les comptes des agents."))
def list_() -> None:
    """Write one line per agent."""
    with looking(_world(), SYSTEM) as act:
        for agent in list_agents(act):
            state = "" if agent.active else _(" (fermé)")
            groups = ", ".join(agent.groups)
            click.echo(f"{agent.email}  {agent.name}  {agent.role.value}  {groups}{state}")


def _world() -> World:
    return open_world(read_settings(os.environ))


def _find(act: Act, email: str) -> AgentView:
    found = [agent for agent in list_agents(act) if agent.email == email.strip().lower()]
    if not found:
        raise NotFound(_("Aucun agent n'a l'adresse %(email)s.") % {"email": email})
    return found[0]
