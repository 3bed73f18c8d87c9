"""The scenarios of a draft: run within limits, what they cover, kept, copied, removed."""

from dataclasses import dataclass, replace

import re2

from workflows.catalogue import Coverage, Finding, InvalidDemarche, ScenarioResult, measure_coverage
from workflows.catalogue.apart import INTERRUPTED, run_scenarios_within_limits
from workflows.catalogue.files import Files, digest_of
from workflows.catalogue.folder import Folder, make_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.scenarios.recording import observed
from workflows.catalogue.scenarios.steps import Scenario, Step, read_scenario
from workflows.catalogue.scenarios.text import write_scenario
from workflows.errors import Invalid
from workflows.settings import Settings
from workflows.translation import _
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.shelf import Shelf
from workflows.use_cases.studio.files import (
    DraftText,
    delete_draft_file,
    draft_files,
    read_draft_file,
    save_draft_file,
)
from workflows.use_cases.studio.parts import PartKind, free_name, this_morning
from workflows.use_cases.studio.play.record import record_play
from workflows.use_cases.studio.play.sandbox import Sandbox

KEPT = 32
STEM = re2.compile(r"[a-z][a-z0-9_]{0,59}")
PLACE, ENDING = "scenarios/", ".toml"
MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """What all scenarios of a draft do; `findings` are why they could not be run, if they were not.

    `coverage` is None then.
    """

    digest: str
    results: tuple[ScenarioResult, ...] = ()
    coverage: Coverage | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_green(self) -> bool:
        """Tell whether every scenario was run and keeps its promises."""
        return not self.findings and all(result.ok for result in self.results)

    @property
    def failed(self) -> tuple[ScenarioResult, ...]:
        """Return the results of the scenarios that fail."""
        return tuple(result for result in self.results if not result.ok)


_SHELF = Shelf[ScenarioReport](KEPT)  # by content: what is run again would say the same


def scenario_report(act: Act, code: str) -> ScenarioReport:
    """Run every scenario of the draft, once for one content; raise Forbidden or NotFound."""
    return report_of(code, draft_files(act, code), act.world.settings)


def report_of(code: str, files: Files, settings: Settings) -> ScenarioReport:
    """Run every scenario of these files, unless the same were run already in this process."""
    digest = f"{digest_of(code, files)} {settings.timezone}"
    report = _SHELF.take(digest)
    if report is None:
        report = _run(code, files, settings, digest)
        if not any(finding.code == INTERRUPTED for finding in report.findings):
            _SHELF.keep(digest, report)  # a busy machine may cut short what passes later
    return report


def editing_folder(act: Act, code: str) -> Folder | None:
    """Return the draft with its readable scenarios; None while it is no démarche yet."""
    files = draft_files(act, code)
    others = {path: data for path, data in files.items() if not path.startswith(PLACE)}
    if report_of(code, others, act.world.settings).findings:
        return None
    return replace(make_folder(read_parts(code, others)), scenarios=_readable(files))


def create_scenario(act: Act, code: str, name: str) -> str:
    """Add a scenario that files a demand, and return its stem; raise Invalid without a name."""
    name = clean_name(name)
    if not name:
        raise Invalid(_("Donnez un nom à ce scénario : ce qui s'y passe, en une phrase."))
    folder = editing_folder(act, code)
    first = folder.process.start_task if folder else None
    task = (first.name or first.element_id) if first else _("Déposer la demande")
    return add_scenario(act, code, Scenario("", name, this_morning(act), (Step(task=task),)))


def observe_scenario(act: Act, code: str, scenario: Scenario) -> Scenario:
    """Return a scenario with what really follows its steps; raise Invalid or InvalidDemarche."""
    settings, files = act.world.settings, draft_files(act, code)
    tried = {**files, path_of(scenario.stem): write_scenario(scenario)}
    # first where time is counted: what ends there ends here
    run_scenarios_within_limits(code, tried, settings.zone, settings.check_seconds)
    folder = make_folder(read_parts(code, tried))
    return observed(folder, scenario, settings.zone, {each.stem: each for each in folder.scenarios})


def save_scenario(act: Act, code: str, scenario: Scenario, revision: int) -> DraftText:
    """Write a scenario; raise StaleDraftFile when a colleague did meanwhile."""
    content = write_scenario(scenario)
    return save_draft_file(act, code, path_of(scenario.stem), content, revision)


def open_scenario(act: Act, code: str, stem: str) -> DraftText:
    """Return the file of a scenario; raise NotFound."""
    return read_draft_file(act, code, path_of(stem))


def keep_recorded(act: Act, sandbox: Sandbox, name: str) -> str:
    """Add what was done in a play to the scenarios of its draft, and return its stem.

    Raise Invalid when there is nothing to keep.
    """
    code = sandbox.card.code
    name = clean_name(name) or _("Essai du %(day)s") % {
        "day": act.now.astimezone(act.world.settings.zone).strftime("%d/%m/%Y %H:%M")
    }
    recorded = record_play(sandbox, "essai", name)
    if not recorded.result.ok:
        told = _("Ce qui a été enregistré ne se rejoue pas à l'identique : %(why)s")
        raise Invalid(told % {"why": recorded.result.message})
    return add_scenario(act, code, recorded.scenario)


def add_scenario(act: Act, code: str, scenario: Scenario) -> str:
    """Add a scenario to the draft under a free name made of its title, and return its stem."""
    stem = free_name(draft_files(act, code), PartKind.SCENARIO, scenario.name)
    content = write_scenario(replace(scenario, stem=stem))
    save_draft_file(act, code, path_of(stem), content, 0)
    return stem


def copy_scenario(act: Act, code: str, stem: str) -> str:
    """Add a copy of a scenario, and return its stem; raise InvalidDemarche if it is unreadable."""
    scenario = read_scenario(stem, open_scenario(act, code, stem).content)
    name = _("%(name)s (copie)") % {"name": scenario.name}
    return add_scenario(act, code, replace(scenario, name=name[:MOST_NAME]))


def remove_scenario(act: Act, code: str, stem: str, revision: int) -> None:
    """Remove a scenario from the draft; raise NotFound, or Conflict when it changed meanwhile."""
    delete_draft_file(act, code, path_of(stem), revision)


def path_of(stem: str) -> str:
    """Return the path of a scenario; raise NotFound for what cannot be its name."""
    if not STEM.fullmatch(stem):
        raise not_found()
    return f"{PLACE}{stem}{ENDING}"


def stems_of(files: Files) -> tuple[str, ...]:
    """Return the stems of the scenarios, readable or not, in their order."""
    return tuple(
        path.removeprefix(PLACE).removesuffix(ENDING)
        for path in sorted(files)
        if path.startswith(PLACE)
    )


def clean_name(name: str) -> str:
    """Return a name on one line, not too long."""
    return " ".join(name.split())[:MOST_NAME]


def _readable(files: Files) -> tuple[Scenario, ...]:
    found = []
    for stem in stems_of(files):
        try:
            found.append(read_scenario(stem, files[f"{PLACE}{stem}{ENDING}"]))
        except InvalidDemarche:
            continue
    return tuple(found)


def _run(code: str, files: Files, settings: Settings, digest: str) -> ScenarioReport:
    try:
        results = run_scenarios_within_limits(code, files, settings.zone, settings.check_seconds)
        # read here only after the bounded process could: the drawing is all that is needed
        folder = make_folder(read_parts(code, files))
    except InvalidDemarche as refused:
        return ScenarioReport(digest, findings=tuple(refused.findings))
    return ScenarioReport(digest, results, measure_coverage(folder, results))
