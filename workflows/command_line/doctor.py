"""`doctor`: is all as it must be? For an administrator to read, or a monitor with --json."""

import json
import os

import click

from workflows.settings import read_settings
from workflows.translation import _
from workflows.use_cases.act import open_world
from workflows.use_cases.operations.doctor import Checkup, check_up
from workflows.use_cases.operations.examine import Trouble

SHOWN = 200  # lines of a report that people read


@click.command(
    help=_(
        "Examiner l'installation : dossiers, envois, worker, fichiers ; code 1 si un mal existe."
    )
)
@click.option("--files", is_flag=True, help=_("Relire aussi chaque fichier déposé (long)."))
@click.option("--json", "as_json", is_flag=True, help=_("Écrire le rapport en JSON."))
@click.pass_context
def doctor(ctx: click.Context, files: bool, as_json: bool) -> None:
    """Write the report; exit 1 when something is wrong."""
    found = check_up(open_world(read_settings(os.environ)), files=files)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        _say(found, files=files)
    if not found.sound:
        ctx.exit(1)


def _say(found: Checkup, *, files: bool) -> None:
    click.echo(_("%(n)d dossier(s) examiné(s)") % {"n": found.dossiers})
    if files:
        click.echo(_("%(n)d fichier(s) relu(s)") % {"n": found.files})
    if found.worker_age is not None:
        click.echo(_("Dernier signe d'un worker : il y a %(n)d s") % {"n": found.worker_age})
    if found.incidents:
        told = _("%(n)d incident(s) ouvert(s), à résoudre dans le back-office")
        click.secho(told % {"n": found.incidents}, fg="yellow")
    for trouble in found.troubles[:SHOWN]:
        _say_trouble(trouble)
    if found.sound:
        click.secho(_("Rien d'anormal."), fg="green")
    else:
        click.secho(_("%(n)d anomalie(s)") % {"n": len(found.troubles)}, fg="red")


def _say_trouble(trouble: Trouble) -> None:
    place = " › ".join(part for part in (trouble.number, trouble.element_id) if part)
    head = click.style(place or _("installation"), bold=True)
    click.echo(f"  {head} [{trouble.code}] {trouble.message}")
