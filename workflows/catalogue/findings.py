"""What is wrong in a démarche's folder: findings that an analyst can act on."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from workflows.errors import Invalid
from workflows.translation import _


class Level(StrEnum):
    """An error forbids publishing; a warning asks to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A change of the files that makes a finding go away; a safe one changes no dossier's course.

    `value` is what the analyst chooses by taking this fix and no other of the same finding.
    """

    code: str
    label: str
    safe: bool
    value: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem; `code` is stable, `file` relative to the folder, `element` an id inside it."""

    file: str
    element: str
    code: str
    level: Level
    message: str
    remedy: str
    fixes: tuple[Fix, ...] = ()

    @property
    def safe_fix(self) -> Fix | None:
        """Return the fix that may be made without asking, if there is one."""
        return next((fix for fix in self.fixes if fix.safe), None)

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain texts and objects."""
        return asdict(self) | {"level": str(self.level)}


class InvalidDemarche(Invalid):
    """A folder that cannot be read as a démarche; `findings` says everything that is wrong."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(_sentence(self.findings))


def error(code: str, file: str, element: str, message: str, remedy: str) -> Finding:
    """Make a finding that forbids publishing."""
    return Finding(file, element, code, Level.ERROR, message, remedy)


def warning(code: str, file: str, element: str, message: str, remedy: str) -> Finding:
    """Make a finding that only asks to look."""
    return Finding(file, element, code, Level.WARNING, message, remedy)


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that forbid publishing."""
    return tuple(each for each in findings if each.level is Level.ERROR)


def _sentence(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return _("Le dossier de la démarche n'est pas lisible.")
    first = findings[0]
    others = len(findings) - 1
    said = f"{first.file} : {first.message} {first.remedy}"
    if not others:
        return said
    return said + " " + _("(et %(n)d autre(s) problème(s))") % {"n": others}
