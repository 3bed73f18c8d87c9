"""`serve`, `worker`, `migrate`, `seed`: what an installation runs."""

import os
from pathlib import Path

import click

from workflows.command_line.server import BACKOFFICE, Listening, Server, refuse_taken_port
from workflows.command_line.supervision import WorkerChild, stop_with_parent
from workflows.model.migrations import migrate as migrate_database
from workflows.settings import Mode, read_settings, var_folder
from workflows.translation import _
from workflows.use_cases.act import open_world
from workflows.use_cases.demonstration.seed import seed_demo
from workflows.use_cases.worker.send_outbox import count_failing
from workflows.use_cases.worker.work import stop_on_signals, work_forever, work_once

DEMARCHES = Path(__file__).parents[2] / "bpmn"


@click.command(help=_("Servir le portail (/) et le back-office (/backoffice/)."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Adresse d'écoute."))
@click.option("--port", envvar="PORT", default=8000, show_default=True, help=_("Port d'écoute."))
@click.option("--with-worker", is_flag=True, help=_("Démarrer un worker à côté, et le surveiller."))
@click.option("--processes", envvar="WEB_CONCURRENCY", default=1, show_default=True)
@click.option(
    "--proxies",
    envvar="TRUSTED_PROXIES",
    default=0,
    show_default=True,
    help=_("Nombre de mandataires inverses de confiance devant le serveur."),
)
@click.option("--reload", is_flag=True, help=_("Redémarrer quand le code change."))
def serve(with_worker: bool, **listening: object) -> None:
    """Serve both web applications until a signal stops the process."""
    settings = read_settings(os.environ)
    # an address that cannot be opened is told here, once, not by each process of the server
    open_world(settings).database.dispose()
    place = Listening(**listening)  # type: ignore[arg-type]  # click gave each option its type
    refuse_taken_port(place)
    address = f"http://{place.host}:{place.port}"
    click.echo(_("Portail : %(url)s/") % {"url": address})
    click.echo(_("Back-office : %(url)s/") % {"url": address + BACKOFFICE})
    if settings.mode is Mode.DEMO:
        click.echo(_("Courriels de démonstration : %(url)s/demo/courriels") % {"url": address})
    Server(settings, place, WorkerChild() if with_worker else None).run()


@click.command(help=_("Envoyer les courriels et réveiller les minuteurs."))
@click.option("--once", is_flag=True, help=_("Faire ce qui attend, puis s'arrêter."))
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(once: bool, with_parent: bool) -> None:
    """Deliver and wake until a signal, or the end of the parent, stops the process."""
    world = open_world(read_settings(os.environ))
    if once:
        click.echo(_("%(n)d action(s) tentée(s).") % {"n": work_once(world)})
        if failing := count_failing(world):
            told = _("%(n)d envoi(s) en échec : un nouvel essai est prévu.") % {"n": failing}
            click.echo(told, err=True)
        return
    stop = stop_on_signals()
    if with_parent:
        stop_with_parent(stop.set)
    work_forever(world, stop)


@click.command(help=_("Mettre la base de données à jour."))
def migrate() -> None:
    """Bring the database to the present schema."""
    settings = read_settings(os.environ)
    var_folder(settings)
    migrate_database(settings.database_url)
    click.echo(_("La base de données est à jour."))


@click.command(help=_("Créer les comptes de démonstration et publier les démarches d'exemple."))
@click.option("--demo", is_flag=True, help=_("Comptes et démarches d'exemple."))
def seed(demo: bool) -> None:
    """Make the demonstration and write its accounts."""
    if not demo:
        raise click.UsageError(
            _("Ajoutez --demo : les seules données à semer sont celles d'exemple.")
        )
    folders = sorted(card.parent for card in DEMARCHES.glob("*/demarche.toml"))
    for account in seed_demo(open_world(read_settings(os.environ)), folders):
        click.echo(f"  {account.email}  {account.password}  {account.title}")
