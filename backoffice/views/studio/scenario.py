"""One scenario: its steps as a form, or its text; saved, run at once, explained step by step."""

from dataclasses import dataclass, replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.scenario_form.reading import RANK, read_form
from backoffice.scenario_form.rows import lists_of, rows_of
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.catalogue import Folder, InvalidDemarche, ScenarioResult
from workflows.catalogue.scenarios.steps import MAX_STEPS, Scenario, Step, read_scenario
from workflows.errors import Invalid
from workflows.use_cases.act import Act
from workflows.use_cases.studio.files import StaleDraftFile, save_draft_file
from workflows.use_cases.studio.scenarios import (
    editing_folder,
    observe_scenario,
    open_scenario,
    path_of,
    save_scenario,
    scenario_report,
)

PLACE = "/<code>/scenarios/<stem>"
FORM = "backoffice/studio/scenario.html"
TEXT = "backoffice/studio/scenario_text.html"


class OneScenario(StudioScreen):
    """The editor of one scenario; without script too, each button sends the whole form."""

    @at(PLACE)
    def show(self, code: str, stem: str) -> ResponseReturnValue:
        """Show the steps of a scenario, or its text when it cannot be read."""
        with looking() as act:
            text = open_scenario(act, code, stem)
            result = _result(act, code, stem)
            folder = editing_folder(act, code)
        try:
            scenario = read_scenario(stem, text.content)
        except InvalidDemarche:
            return redirect(url_for(".raw", code=code, stem=stem))
        return self._form(_Shown(code, folder, scenario, text.revision), result=result)

    @at(PLACE, methods=("POST",))
    def change(self, code: str, stem: str) -> ResponseReturnValue:
        """Save the steps, or change the form and show it again without saving."""
        revision = request.form.get("revision", 0, type=int)
        with looking() as act:
            zone, folder = act.world.settings.zone, editing_folder(act, code)
        scenario, problems = read_form(request.form, folder, stem, zone)
        wanted = request.form.get("do", "refresh")
        shown = _Shown(code, folder, scenario, revision)
        if wanted in {"save", "observe"} and problems:
            return self._form(shown, told=" ".join(problems), unsaved=True), 422
        if wanted == "save":
            return self._save(shown)
        try:
            changed = _changed(code, scenario, wanted)
        except (Invalid, InvalidDemarche) as refused:
            return self._form(shown, told=_told(refused), unsaved=True), 422
        return self._form(replace(shown, scenario=changed), unsaved=True)

    @at(f"{PLACE}/texte")
    def raw(self, code: str, stem: str) -> ResponseReturnValue:
        """Show the scenario as its TOML text."""
        with looking() as act:
            text = open_scenario(act, code, stem)
        return self._raw(code, stem, text.content.decode(errors="replace"), text.revision)

    @at(f"{PLACE}/texte", methods=("POST",))
    def write(self, code: str, stem: str) -> ResponseReturnValue:
        """Save the text as it is, once it can be read."""
        content = request.form.get("content", "").replace("\r\n", "\n")
        revision = request.form.get("revision", 0, type=int)
        try:
            read_scenario(stem, content.encode())
            with acting() as act:
                save_draft_file(act, code, path_of(stem), content.encode(), revision)
        except InvalidDemarche as refused:
            shown = self._raw(code, stem, content, revision, findings=refused.findings)
            return shown, refused.status
        except StaleDraftFile as stale:
            shown = self._raw(code, stem, content, stale.present.revision, told=stale.message)
            return shown, stale.status
        flash(_("Le scénario est enregistré."), "success")
        return redirect(url_for(".show", code=code, stem=stem), 303)

    def _save(self, shown: "_Shown") -> ResponseReturnValue:
        scenario = shown.scenario
        try:
            with acting() as act:
                save_scenario(act, shown.code, scenario, shown.revision)
        except StaleDraftFile as stale:
            told = _("%(told)s Enregistrez de nouveau pour garder la vôtre.", told=stale.message)
            present = replace(shown, revision=stale.present.revision)
            return self._form(present, told=told, unsaved=True), stale.status
        flash(_("Le scénario est enregistré."), "success")
        return redirect(url_for(".show", code=shown.code, stem=scenario.stem), 303)

    def _form(self, shown: "_Shown", **more: object) -> str:
        return self.page(
            shown.code,
            FORM,
            scenario=shown.scenario,
            rows=rows_of(shown.folder, shown.scenario),
            lists=lists_of(shown.folder, shown.scenario.stem),
            revision=shown.revision,
            **{"result": None, "told": "", "unsaved": False, **more},
        )

    def _raw(self, code: str, stem: str, content: str, revision: int, **more: object) -> str:
        shown = {"findings": (), "told": "", **more}
        return self.page(code, TEXT, stem=stem, content=content, revision=revision, **shown)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the form shows: a scenario, the démarche that explains it, the revision it is."""

    code: str
    folder: Folder | None
    scenario: Scenario
    revision: int


def _told(refused: Invalid | InvalidDemarche) -> str:
    """Return why, with each finding in words when there are some."""
    if isinstance(refused, InvalidDemarche):
        return " ".join(finding.message for finding in refused.findings)
    return refused.message


def _result(act: Act, code: str, stem: str) -> ScenarioResult | None:
    """Return what the scenario does now; None when the draft cannot be run."""
    results = scenario_report(act, code).results
    return next((result for result in results if result.stem == stem), None)


def _changed(code: str, scenario: Scenario, wanted: str) -> Scenario:
    """Return the scenario after one button of its form."""
    if wanted == "observe":
        with looking() as act:
            return observe_scenario(act, code, scenario)
    verb, _dash, number = wanted.partition("-")
    steps = list(scenario.steps)
    place = int(number) - 1 if RANK.fullmatch(number) else len(steps)
    if verb == "add" and len(steps) < MAX_STEPS:
        steps.insert(place + 1, Step())
    elif verb == "remove" and len(steps) > 1 and place < len(steps):
        del steps[place]
    elif verb in {"up", "down"}:
        other = place - 1 if verb == "up" else place + 1
        if 0 <= place < len(steps) and 0 <= other < len(steps):
            steps[place], steps[other] = steps[other], steps[place]
    return replace(scenario, steps=tuple(steps))
