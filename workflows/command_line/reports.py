"""How findings, scenarios and failures are written in a terminal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from workflows.catalogue import (
    Change,
    ChangeKind,
    Finding,
    Fix,
    InvalidDemarche,
    Level,
    ScenarioResult,
)
from workflows.errors import WorkflowError
from workflows.translation import _

MARKS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}
COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow"}


def said_error(failure: WorkflowError) -> None:
    """Write a failure on the error stream, with every finding it carries."""
    if isinstance(failure, InvalidDemarche) and len(failure.findings) > 1:
        for finding in failure.findings:
            _say_finding(finding, err=True)
        return
    click.secho(_("Erreur : %(message)s") % {"message": failure.message}, fg="red", err=True)


def say_findings(path: Path, findings: Sequence[Finding]) -> None:
    """Write the findings about one folder, then how many there are."""
    click.secho(str(path), bold=True)
    for finding in findings:
        _say_finding(finding)
    errors = sum(1 for finding in findings if finding.level is Level.ERROR)
    counts = {"errors": errors, "warnings": len(findings) - errors}
    if findings:
        click.echo(_("  %(errors)d erreur(s), %(warnings)d avertissement(s)") % counts)
    else:
        click.secho(_("  Rien à signaler."), fg="green")


def say_fixes(path: Path, fixes: Iterable[tuple[Finding, Fix]], *, err: bool = False) -> None:
    """Write each fix made in a folder, as it is made."""
    for finding, fix in fixes:
        place = " › ".join(part for part in (finding.file, finding.element) if part)
        said = {"path": path, "place": place, "label": fix.label, "code": finding.code}
        click.echo(_("%(path)s : corrigé, %(place)s : %(label)s [%(code)s]") % said, err=err)


def say_json(found: Mapping[Path, Sequence[Finding]]) -> None:
    """Write the findings about several folders as one JSON list."""
    folders = [
        {"path": str(path), "findings": [finding.as_json() for finding in findings]}
        for path, findings in found.items()
    ]
    click.echo(json.dumps(folders, ensure_ascii=False, indent=2))


def say_scenarios(path: Path, results: Iterable[ScenarioResult]) -> None:
    """Write what each scenario of one folder did."""
    click.secho(str(path), bold=True)
    for result in results:
        mark, colour = ("✓", "green") if result.ok else ("✗", "red")
        click.echo(f"  {click.style(mark, fg=colour)} {result.stem} : {result.name}")
        if result.message:
            click.echo(f"      {result.message}")


def say_changes(changes: Iterable[Change]) -> None:
    """Write what a version changes, one line each."""
    for change in changes:
        click.echo(f"  {MARKS[change.kind]} {change.file} : {change.sentence}")


def _say_finding(finding: Finding, *, err: bool = False) -> None:
    level = _("erreur") if finding.level is Level.ERROR else _("avertissement")
    place = " › ".join(part for part in (finding.file, finding.element) if part)
    head = click.style(level, fg=COLOURS[finding.level])
    click.echo(f"  {head} {place} [{finding.code}]", err=err)
    click.echo(f"      {finding.message}", err=err)
    click.echo(f"      → {finding.remedy}", err=err)
    if finding.safe_fix is not None:
        click.echo(f"        --fix : {finding.safe_fix.label}", err=err)
