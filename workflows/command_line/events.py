"""`signal`, `message`: what an administrator sends to the dossiers that wait for it."""

import os
from collections.abc import Iterable

import click

from workflows.feel import evaluate
from workflows.settings import read_settings
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, acting, looking, open_world
from workflows.use_cases.events.addressing import Event
from workflows.use_cases.events.send_event import asked_event, count_waiting, send_event

given = click.option(
    "--with", "pairs", multiple=True, metavar="NOM=VALEUR", help=_("Variable ; =… pour du FEEL.")
)
dry_run = click.option(
    "--dry-run", is_flag=True, help=_("Dire combien de dossiers sont concernés, sans rien envoyer.")
)


@click.command(help=_("Envoyer un signal à tous les dossiers qui l'attendent."))
@click.argument("name", metavar="NOM")
@given
@dry_run
def signal(name: str, pairs: tuple[str, ...], dry_run: bool) -> None:
    """Send a signal; the workers move the dossiers."""
    _send(asked_event("signal", name), pairs, dry_run=dry_run)


@click.command(help=_("Envoyer un message aux dossiers qui l'attendent avec cette clé."))
@click.argument("name", metavar="NOM")
@click.option("--key", required=True, help=_("La clé, ou le numéro d'un dossier."))
@given
@dry_run
def message(name: str, key: str, pairs: tuple[str, ...], dry_run: bool) -> None:
    """Send a message; nobody awaiting it, it is kept for a day."""
    _send(asked_event("message", name, key), pairs, dry_run=dry_run)


def _send(event: Event, pairs: Iterable[str], *, dry_run: bool) -> None:
    variables = dict(_variable(pair) for pair in pairs)
    world = open_world(read_settings(os.environ))
    if dry_run:
        with looking(world, SYSTEM) as act:
            click.echo(_("%(n)d dossier(s) l'attendent.") % {"n": count_waiting(act, event)})
        return
    with acting(world, SYSTEM) as act:
        count = send_event(act, event, variables)
    click.echo(_("Envoyé : %(n)d dossier(s) concerné(s).") % {"n": count})
    if not count:
        click.echo(_("Personne ne l'attend encore : le message est gardé un jour."), err=True)


def _variable(pair: str) -> tuple[str, object]:
    name, equal, text = pair.partition("=")
    if not (name and equal):
        raise click.BadParameter(_("%(pair)s : écrivez NOM=VALEUR.") % {"pair": pair})
    return name, evaluate(text, {}) if text.startswith("=") else text
