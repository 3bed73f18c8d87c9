"""Agents and groups, for administrators."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.views.base import Screen, at
from workflows.errors import InvalidAnswers
from workflows.model import Role
from workflows.use_cases.people.manage_people import (
    AgentChange,
    NewAgent,
    change_agent,
    create_agent,
    create_group,
    list_agents,
    list_groups,
    show_agent,
)


class People(Screen):
    """Who may sign in, with which role, in which groups."""

    roles = frozenset({Role.ADMINISTRATOR})

    @at()
    def index(self) -> ResponseReturnValue:
        """List agents and groups, with the forms to add one."""
        return self._page({}, {})

    @at("/", methods=("POST",))
    def create(self) -> ResponseReturnValue:
        """Open an agent's account; the agent is mailed a link to choose a password."""
        try:
            with acting() as act:
                create_agent(act, NewAgent(request.form.get("email", ""), *_read_agent()))
        except InvalidAnswers as refused:
            return self._page(refused.errors, request.form), 422
        flash(_("Le compte est ouvert ; un lien vient de partir à cette adresse."), "success")
        return redirect(url_for(".index"), 303)

    @at("/<uuid:agent_id>")
    def show(self, agent_id: UUID) -> ResponseReturnValue:
        """Show one agent's form."""
        return self._agent_page(agent_id, {})

    @at("/<uuid:agent_id>", methods=("POST",))
    def change(self, agent_id: UUID) -> ResponseReturnValue:
        """Change name, role, groups or activity; sessions end when rights change."""
        try:
            with acting() as act:
                change = AgentChange(*_read_agent(), active="active" in request.form)
                change_agent(act, agent_id, change)
        except InvalidAnswers as refused:
            return self._agent_page(agent_id, refused.errors), 422
        flash(_("Les changements sont enregistrés."), "success")
        return redirect(url_for(".index"), 303)

    @at("/groupes", methods=("POST",))
    def add_group(self) -> ResponseReturnValue:
        """Make a group that lanes can lead to."""
        try:
            with acting() as act:
                create_group(act, request.form.get("code", ""), request.form.get("label", ""))
        except InvalidAnswers as refused:
            errors = {f"group-{key}": message for key, message in refused.errors.items()}
            return self._page(errors, request.form), 422
        flash(_("Le groupe est créé."), "success")
        return redirect(url_for(".index"), 303)

    def _page(self, errors: Mapping[str, str], typed: Mapping[str, str]) -> str:
        with looking() as act:
            agents, groups = list_agents(act), list_groups(act)
        return str(
            self.render(
                "backoffice/people.html",
                agents=agents,
                groups=groups,
                all_roles=tuple(Role),
                errors=errors,
                typed=typed,
                chosen=request.form.getlist("groups"),
            )
        )

    def _agent_page(self, agent_id: UUID, errors: Mapping[str, str]) -> str:
        with looking() as act:
            person = show_agent(act, agent_id)
            groups = list_groups(act)
        return str(
            self.render(
                "backoffice/person.html",
                person=person,
                groups=groups,
                all_roles=tuple(Role),
                errors=errors,
            )
        )


def _read_agent() -> tuple[str, Role, tuple[str, ...]]:
    """Read name, role and groups as sent; an unknown role is refused like an empty one."""
    sent = request.form.get("role", "")
    if sent not in set(Role):
        chosen = _("Choisissez un rôle.")
        raise InvalidAnswers(chosen, {"role": chosen})
    return request.form.get("name", ""), Role(sent), tuple(request.form.getlist("groups"))
