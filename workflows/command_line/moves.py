"""`migrate-dossiers`: dossiers under way to another version of their démarche, after a dry run."""

import os
from collections.abc import Iterable

import click

from workflows.settings import read_settings
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, World, open_world
from workflows.use_cases.operations.move_dossiers import Moved, apply_moves, undo_moves
from workflows.use_cases.operations.plan_moves import Order, Plan, Verdict, plan_moves

WORDS = {
    Verdict.COMPATIBLE: _("compatible(s)"),
    Verdict.NEEDS_MAPPING: _("à faire correspondre (--map ANCIEN=NOUVEAU)"),
    Verdict.BLOCKED: _("bloqué(s)"),
}


@click.command(
    "migrate-dossiers", help=_("Faire passer les dossiers en cours à une autre version.")
)
@click.argument("code")
@click.option("--to", "number", type=int, default=0, help=_("Version visée ; celle en service."))
@click.option("--map", "pairs", multiple=True, metavar="ANCIEN=NOUVEAU", help=_("Élément renommé."))
@click.option("--dry-run", is_flag=True, help=_("Dire ce qui serait fait, sans rien changer."))
@click.option("--undo", is_flag=True, help=_("Annuler, pour les dossiers qui n'ont pas avancé."))
@click.pass_context
def migrate_dossiers(
    ctx: click.Context, /, code: str, number: int, pairs: tuple[str, ...], **asked: bool
) -> None:
    """Plan, then move what can be; exit 1 when a dossier stays behind."""
    world = open_world(read_settings(os.environ))
    order = Order(code, number, _mapping(pairs))
    if asked["undo"]:
        done = _say_moves(undo_moves(world, SYSTEM, order), _("%(n)d dossier(s) remis."))
    else:
        done = _move(world, order, dry_run=asked["dry_run"])
    if not done:
        ctx.exit(1)


def _move(world: World, order: Order, *, dry_run: bool) -> bool:
    plan = plan_moves(world, SYSTEM, order)
    _say_plan(plan)
    all_can = plan.count(Verdict.COMPATIBLE) == len(plan.fates)
    if dry_run:
        return all_can
    moves = apply_moves(world, SYSTEM, order, plan)
    return _say_moves(moves, _("%(n)d dossier(s) déplacé(s).")) and all_can


def _mapping(pairs: Iterable[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        before, equal, after = pair.partition("=")
        if not (before and equal and after):
            raise click.BadParameter(_("%(pair)s : écrivez ANCIEN=NOUVEAU.") % {"pair": pair})
        mapping[before] = after
    return mapping


def _say_plan(plan: Plan) -> None:
    said = {"n": plan.target, "total": len(plan.fates)}
    click.echo(_("Vers la version %(n)d : %(total)d dossier(s) en cours sur une autre") % said)
    for verdict in Verdict:
        click.echo(f"  {plan.count(verdict)} {WORDS[verdict]}")
    for _verdict, obstacle, count in plan.reasons():
        click.echo(f"    {count} × {obstacle.element_id or '-'} : {obstacle.message}")


def _say_moves(moves: Iterable[Moved], told: str) -> bool:
    """Write the failures, then how many moved; tell whether all did."""
    moved = failed = 0
    for each in moves:
        if each.failure:
            failed += 1
            click.secho(f"  {each.number} : {each.failure}", fg="red")
        else:
            moved += 1
    click.echo(told % {"n": moved})
    return not failed
