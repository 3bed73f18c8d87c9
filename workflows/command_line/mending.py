"""`demarches check --fix`: the safe fixes of a folder, made one by one and written."""

from collections.abc import Iterator
from pathlib import Path

from workflows.catalogue import (
    Finding,
    Fix,
    Present,
    apply_fix_within_limits,
    check_within_limits,
)
from workflows.catalogue.files import Files, read_files

MOST_FIXES = 100


def fix_folder(folder: Path, present: Present, seconds: int) -> Iterator[tuple[Finding, Fix]]:
    """Make and write the safe fixes of a folder, and yield each; raise InvalidDemarche."""
    files, _asides = read_files(folder)
    done: set[tuple[str, str, str]] = set()
    for _turn in range(MOST_FIXES):
        found = check_within_limits(folder.resolve().name, files, seconds)
        finding = next((each for each in found if each.safe_fix and _key(each) not in done), None)
        if finding is None or finding.safe_fix is None:
            return
        done.add(_key(finding))  # one that comes back is left to the analyst
        mended = apply_fix_within_limits(files, finding, finding.safe_fix, present, seconds)
        _write(folder, files, mended)
        files = mended
        yield finding, finding.safe_fix


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.file, finding.element


def _write(folder: Path, before: Files, after: Files) -> None:
    for name, content in after.items():
        if before.get(name) != content:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for name in before.keys() - after.keys():
        (folder / name).unlink()
