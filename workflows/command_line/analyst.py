"""`check`, `test`, `publish`: what an analyst does with a folder, from a terminal."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from workflows.adapters.clock import SystemClock
from workflows.adapters.webhooks import open_webhooks
from workflows.catalogue import (
    Finding,
    Level,
    Present,
    check_folder_within_limits,
    read_folder,
    run_scenarios_within_limits,
)
from workflows.catalogue.connectors import unknown_targets
from workflows.catalogue.files import read_files
from workflows.catalogue.findings import errors_of
from workflows.command_line.mending import fix_folder
from workflows.command_line.reports import (
    say_changes,
    say_findings,
    say_fixes,
    say_json,
    say_scenarios,
)
from workflows.settings import Mode, Settings, read_settings
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, acting, open_world
from workflows.use_cases.demarches.publish_demarche import publish as publish_folder

CARD = "demarche.toml"
SHORT = 12  # characters of a digest that people read

folders = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DOSSIER…"
)


@click.command(
    help=_("Contrôler des dossiers de démarche : chaque problème, sa place, son remède.")
)
@folders
@click.option("--json", "as_json", is_flag=True, help=_("Écrire les résultats en JSON."))
@click.option("--fix", "mend", is_flag=True, help=_("Faire d'abord les corrections sans risque."))
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], as_json: bool, mend: bool) -> None:
    """Write the findings about folders; exit 1 when one is an error."""
    seconds, present = _check_seconds(), Present(SystemClock().now(), Settings().zone)
    for path in _expanded(paths) if mend else ():
        say_fixes(path, fix_folder(path, present, seconds), err=as_json)
    found = {path: _findings(path, seconds) for path in _expanded(paths)}
    if as_json:
        say_json(found)
    else:
        for path, findings in found.items():
            say_findings(path, findings)
    if any(finding.level is Level.ERROR for each in found.values() for finding in each):
        ctx.exit(1)


@click.command(help=_("Jouer les scénarios des dossiers sur une horloge simulée."))
@folders
@click.pass_context
def test(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Play the scenarios of folders, bounded as a check is; exit 1 when one fails."""
    failed, seconds = 0, _check_seconds()
    for path in _expanded(paths):
        files, _asides = read_files(path)
        results = run_scenarios_within_limits(path.resolve().name, files, seconds=seconds)
        say_scenarios(path, results)
        failed += sum(1 for result in results if not result.ok)
    if failed:
        click.secho(_("%(n)d scénario(s) en échec") % {"n": failed}, fg="red", err=True)
        ctx.exit(1)


@click.command(help=_("Publier un dossier : une nouvelle version pour les demandes à venir."))
@click.argument("path", type=click.Path(path_type=Path), metavar="DOSSIER")
def publish(path: Path) -> None:
    """Publish a folder and write what it changes."""
    world = open_world(read_settings(os.environ))
    with acting(world, SYSTEM) as act:
        version = publish_folder(act, path)
    said = {"code": version.code, "n": version.number, "digest": version.digest[:SHORT]}
    if version.created:
        click.echo(_("%(code)s : version %(n)d publiée (%(digest)s).") % said)
    else:
        click.echo(_("%(code)s : la version %(n)d, déjà connue, est publiée.") % said)
    say_changes(version.changes)


def _check_seconds() -> int:
    """Return the setting alone: an analyst's machine has no secrets to give."""
    said = {name: os.environ[name] for name in ("CHECK_SECONDS",) if name in os.environ}
    return read_settings({"DEMARCHES_MODE": Mode.TEST, **said}).check_seconds


def _findings(path: Path, seconds: int) -> tuple[Finding, ...]:
    """Check a folder; what is called elsewhere too, when this terminal knows the targets."""
    findings = check_folder_within_limits(path, seconds)
    targets = os.environ.get("WEBHOOKS", "")
    if not targets or errors_of(findings):
        return findings
    effects = read_folder(path).process.effects
    return (*findings, *unknown_targets(effects, open_webhooks(targets).names))


def _expanded(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield each folder, or the démarches inside a folder that is none itself."""
    for path in paths:
        inside = sorted(card.parent for card in path.glob(f"*/{CARD}"))
        if inside and not (path / CARD).exists():
            yield from inside
        else:
            yield path
