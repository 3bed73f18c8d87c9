"""Quick fixes: what each finding offers, and the files as they are once a fix is taken.

One function per fix, in the module of what it changes; none reads or writes outside `Bench`.
"""

from collections.abc import Iterable
from dataclasses import replace

from workflows.catalogue.files import Files
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.fixes import (
    card,
    documents,
    drawing,
    events,
    flows,
    letters,
    stories,
    work,
)
from workflows.catalogue.fixes.bench import Bench, Fixer, Present
from workflows.catalogue.parts import PROCESS, Parts
from workflows.errors import Invalid
from workflows.translation import _

FIXERS: tuple[Fixer, ...] = (
    *flows.FIXERS,
    *events.FIXERS,
    *card.FIXERS,
    *documents.FIXERS,
    *drawing.FIXERS,
    *letters.FIXERS,
    *work.FIXERS,
    *stories.FIXERS,
)


def with_fixes(parts: Parts, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with what each offers to make it go away."""
    return tuple(replace(finding, fixes=_offered(parts, finding)) for finding in findings)


def apply_fix(
    files: Files, finding: Finding, fix: Fix | None, present: Present
) -> dict[str, bytes]:
    """Return the files once `fix`, else the safe fix of the finding, is made.

    Raise Invalid when it cannot be made any more: the files have changed since the check.
    """
    taken = fix or finding.safe_fix
    found = [
        fixer
        for fixer in FIXERS
        if taken and fixer.finding == finding.code and fixer.code == taken.code
    ]
    if taken is None or not found:
        raise Invalid(_("Cette correction n'existe pas : vérifiez de nouveau."))
    diagram = finding.file if finding.file.endswith(".bpmn") else PROCESS
    bench = Bench(files, diagram, present)
    found[0].mend(bench, finding, taken.value)
    return bench.finished()


def _offered(parts: Parts, finding: Finding) -> tuple[Fix, ...]:
    found = (fixer for fixer in FIXERS if fixer.finding == finding.code)
    offered = (fix for fixer in found for fix in fixer.offer(parts, finding))
    return tuple(dict.fromkeys(offered))


__all__ = ["FIXERS", "Present", "apply_fix", "with_fixes"]
