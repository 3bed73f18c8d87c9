"""Dossiers under way to another version: who can go, who cannot and why, go, come back."""

from collections.abc import Iterable
from dataclasses import asdict, replace

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from backoffice.auth import current_agent, looking, world
from backoffice.views.base import Screen, at
from workflows.errors import Invalid
from workflows.model import Role
from workflows.use_cases.act import ANONYMOUS
from workflows.use_cases.demarches.list_versions import show_version
from workflows.use_cases.operations.move_dossiers import Moved, apply_moves, undo_moves
from workflows.use_cases.operations.plan_moves import Order, Plan, Verdict, plan_moves

BATCH = 25  # dossiers moved between two signs of life


class Moves(Screen):
    """Reached from a version's page: the dossiers on the others may come to it."""

    roles = frozenset({Role.ANALYST, Role.ADMINISTRATOR})

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the list of versions."""
        return redirect(url_for("demarches.index"))

    @at("/<code>/<int:number>")
    def show(self, code: str, number: int) -> ResponseReturnValue:
        """Show the dry run, with the renamings chosen so far."""
        order = Order(code, number, _mapping())
        try:
            return self._page(order, _plan(order))
        except Invalid as refused:
            order = replace(order, mapping={})
            return self._page(order, _plan(order), refused.message), refused.status

    @at("/<code>/<int:number>", methods=("POST",))
    def apply(self, code: str, number: int) -> ResponseReturnValue:
        """Move every dossier that can; those that cannot stay where they are."""
        order = Order(code, number, _mapping())
        moved = list(apply_moves(world(), current_agent() or ANONYMOUS, order, _plan(order)))
        _tell(moved, _("passés à la version %(n)d", n=number))
        return redirect(url_for(".show", code=code, number=number), 303)

    @at("/<code>/<int:number>/lot", methods=("POST",))
    def some(self, code: str, number: int) -> ResponseReturnValue:
        """Move a few dossiers, for a page that shows how far it is."""
        order = Order(code, number, _mapping())
        plan = _plan(order)
        ready = [fate for fate in plan.fates if fate.verdict is Verdict.COMPATIBLE]
        few = replace(plan, fates=tuple(ready[:BATCH]))
        outcomes = list(apply_moves(world(), current_agent() or ANONYMOUS, order, few))
        failed = [asdict(each) for each in outcomes if each.failure]
        moved = len(outcomes) - len(failed)
        return jsonify(moved=moved, failed=failed, left=len(ready) - moved)

    @at("/<code>/<int:number>/annuler", methods=("POST",))
    def undo(self, code: str, number: int) -> ResponseReturnValue:
        """Take back the moves of the dossiers that took no step since."""
        moved = list(undo_moves(world(), current_agent() or ANONYMOUS, Order(code, number)))
        _tell(moved, _("revenus à leur version d'avant"))
        return redirect(url_for(".show", code=code, number=number), 303)

    def _page(self, order: Order, plan: Plan, refusal: str = "") -> str:
        with looking() as act:
            version = show_version(act, order.code, order.number)
        shown = {"plan": plan, "version": version, "verdicts": tuple(Verdict), "refusal": refusal}
        return str(self.render("backoffice/moves.html", mapping=order.mapping, **shown))


def _plan(order: Order) -> Plan:
    return plan_moves(world(), current_agent() or ANONYMOUS, order)


def _mapping() -> dict[str, str]:
    """Read the pairs of elements, the old and the new, that the form repeats."""
    pairs = zip(request.values.getlist("ancien"), request.values.getlist("nouveau"), strict=False)
    return {old: new for old, new in pairs if old and new}


def _tell(moves: Iterable[Moved], done: str) -> None:
    outcomes = list(moves)
    failed = [each for each in outcomes if each.failure]
    count = len(outcomes) - len(failed)
    flash(ngettext("%(num)d dossier : %(done)s.", "%(num)d dossiers : %(done)s.", count, done=done))
    for each in failed[:10]:
        flash(f"{each.number} : {each.failure}", "error")
