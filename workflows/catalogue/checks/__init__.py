"""Everything that can be said of a démarche without running it: one small function per check."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from workflows.catalogue.checks import (
    bounds,
    domain,
    drawn,
    expressions,
    invisible,
    labels,
    lanes,
    links,
    stories,
    structure,
    work,
)
from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.drawing import placed
from workflows.catalogue.files import Files, read_files
from workflows.catalogue.findings import Finding, InvalidDemarche, Level, error, warning
from workflows.catalogue.fixes import with_fixes
from workflows.catalogue.parts import PROCESS, REFUSED_PROCESS, Parts, read_parts
from workflows.engine import find_flaws
from workflows.translation import _

Check = Callable[[Subject], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    structure.no_start,
    structure.unreachable,
    structure.dead_end,
    structure.gateway_without_condition,
    structure.gateway_without_default,
    structure.timer_without_value,
    structure.end_without_outcome,
    structure.unknown_outcome,
    lanes.lane_without_holder,
    lanes.lane_not_drawn,
    lanes.unknown_group,
    lanes.task_without_lane,
    lanes.human_task_of_the_system,
    links.task_without_form,
    links.unknown_form,
    links.work_without_letter,
    links.unknown_letter,
    work.unknown_service,
    work.missing_header,
    work.unknown_header,
    work.wrong_header,
    links.unknown_decision,
    links.unknown_called,
    links.uncalled_diagram,
    links.unused_file,
    expressions.bad_feel,
    expressions.moment_of_nothing,
    bounds.loop_without_wait,
    bounds.timer_too_short,
    bounds.too_many_instances,
    drawn.nameless,
    drawn.twice_named,
    drawn.lost_reference,
    drawn.not_drawn,
    labels.unnamed,
    labels.in_english,
    labels.headings,
    invisible.invisible_signs,
    domain.no_refusal,
    domain.citizen_without_deadline,
    domain.field_nobody_reads,
    domain.data_kept_for_ever,
    domain.delay_not_told,
    domain.delay_not_watched,
    domain.final_state_without_mail,
    domain.piece_asked_twice,
    stories.no_scenario,
    stories.unknown_task,
)
# These compare names with the forms' keys: over a form that cannot be read they would cry wolf.
NAME_CHECKS: tuple[Check, ...] = (
    links.unknown_placeholder,
    expressions.doubtful,
    expressions.unknown_table_input,
    expressions.wrong_table_input,
    expressions.impossible_answer,
    domain.refusal_without_reason,
    stories.unknown_field,
)

# What the engine had to change so much that the drawing no longer says what will happen.
LOST_MEANING = frozenset({"called_process_missing", "event_without_value"})
DOUBTS = frozenset({"done_twice", "never_done"})


def check(folder: Path) -> tuple[Finding, ...]:
    """Return every finding about a folder, sorted by file; never raise for what it holds."""
    try:
        files, findings = read_files(folder)
    except InvalidDemarche as refusal:
        return refusal.findings
    return tuple(sorted((*findings, *check_files(folder.resolve().name, files))))


def check_files(code: str, files: Files) -> tuple[Finding, ...]:
    """Return every finding about these files: what cannot be read, then what the checks see."""
    parts = read_parts(code, files)
    seen: list[Finding] = []
    if parts.about is not None and parts.drawing is not None:
        subject = Subject(parts, parts.about, parts.drawing)
        checks = (*CHECKS, *NAME_CHECKS) if subject.all_forms_read else CHECKS
        seen = [_placed(finding) for run in checks for finding in run(subject)]
    found = (*_without_echo(parts, seen), *seen, *_adjustments(parts, seen), *_flaws(parts, seen))
    return with_fixes(parts, found)


def _placed(finding: Finding) -> Finding:
    """Tell of an element of a called diagram in its own file."""
    if finding.file != PROCESS:
        return finding
    file, element = placed(finding.element)
    return replace(finding, file=file, element=element)


def _without_echo(parts: Parts, seen: list[Finding]) -> Iterator[Finding]:
    """Yield the reading's findings but the engine's refusal of what a check explains better."""
    explained = {finding.element for finding in seen if finding.level is Level.ERROR}
    for finding in parts.findings:
        if finding.code != REFUSED_PROCESS or finding.element not in explained:
            yield finding


def _adjustments(parts: Parts, seen: list[Finding]) -> Iterator[Finding]:
    """Yield what the engine changes in the diagram to run it, unless a check says more."""
    explained = {(finding.file, finding.element) for finding in seen}
    for change in parts.process.adjustments if parts.process else ():
        file = change.file or PROCESS
        if (file, change.element_id) not in explained:
            tell = error if change.code in LOST_MEANING else warning
            remedy = _adjustment_remedy(change.code)
            yield tell(_engine_code(change.code), file, change.element_id, change.message, remedy)


def _adjustment_remedy(code: str) -> str:
    remedies = {
        "start_by_person": _(
            "Retirez ce déclencheur. Un autre dossier agit sur celui-ci, une fois commencé, par un "
            "message attendu après le début ou dans un sous-processus événementiel."
        ),
        "start_form": _("Mettez ce formulaire sur une tâche, la première après le début."),
        "catch_bare": _("Donnez-lui un message, un signal ou un minuteur."),
    }
    return remedies.get(code, _("Corrigez le dessin si ce n'est pas ce que vous voulez."))


def _flaws(parts: Parts, seen: list[Finding]) -> Iterator[Finding]:
    """Yield the ways in which a dossier would be stuck, doubled or run in circles.

    What nothing leads to is never done either: that is told once.
    """
    apart = {(each.file, each.element) for each in seen if each.code == structure.UNREACHABLE}
    for flaw in find_flaws(parts.process) if parts.process else ():
        file = flaw.file or PROCESS
        if (file, flaw.element_id) in apart:
            continue
        tell = warning if flaw.code in DOUBTS else error
        yield tell(
            _engine_code(flaw.code), file, flaw.element_id, flaw.message, _flaw_remedy(flaw.code)
        )


def _flaw_remedy(code: str) -> str:
    """Return what to do about a way for a dossier to go wrong."""
    remedies = {
        "deadlock": _(
            "Si on ne passe pas par toutes les branches, réunissez-les par une passerelle "
            "inclusive, qui attend celles qui ont été ouvertes."
        ),
        "endless": _("Donnez à ce tour une sortie : une condition, un minuteur, une fin."),
    }
    told = _("Revoyez les passerelles qui séparent et réunissent les chemins ici.")
    return remedies.get(code, told)


def _engine_code(code: str) -> str:
    return f"moteur-{code.replace('_', '-')}"
