"""What changed between two states of a démarche's files, be they readable or not."""

from collections.abc import Iterator, Mapping

from workflows.catalogue.differences.folders import Change, ChangeKind, compare
from workflows.catalogue.files import Files
from workflows.catalogue.findings import InvalidDemarche
from workflows.catalogue.folder import Folder, make_folder
from workflows.catalogue.parts import read_parts
from workflows.translation import _


def compare_files(code: str, before: Files, after: Files) -> tuple[Change, ...]:
    """Return the differences in detail, or file by file when one side cannot be read."""
    old, new = _folder(code, before), _folder(code, after)
    if old is None or new is None:
        return tuple(_by_file(before, after))
    told = compare(old, new)
    # what a comparison of meanings leaves out (a layout, a comment) is still a change
    silent = set(_changed(before, after)) - {change.file for change in told}
    return (*told, *_by_file(_only(before, silent), _only(after, silent)))


def _folder(code: str, files: Files) -> Folder | None:
    try:
        return make_folder(read_parts(code, files))
    except InvalidDemarche:
        return None


def _by_file(before: Files, after: Files) -> Iterator[Change]:
    for name in _changed(before, after):
        if name not in before:
            yield Change(ChangeKind.ADDED, name, "", _("« %s » est ajouté.") % name)
        elif name not in after:
            yield Change(ChangeKind.REMOVED, name, "", _("« %s » est retiré.") % name)
        else:
            yield Change(ChangeKind.CHANGED, name, "", _("« %s » est modifié.") % name)


def _changed(before: Files, after: Files) -> list[str]:
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _only(files: Files, names: set[str]) -> Mapping[str, bytes]:
    return {name: content for name, content in files.items() if name in names}
