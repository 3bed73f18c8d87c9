"""The files of a démarche, from a folder or a package: bounded, named simply, never a link."""

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import re2

from workflows.catalogue.findings import Finding, InvalidDemarche, error, warning
from workflows.translation import _

Files = Mapping[str, bytes]  # path inside the folder -> content

MAX_FILES = 200
MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_TOTAL_BYTES = 10 * 1024 * 1024
CODE = re2.compile(r"[a-z][a-z0-9_]{0,59}")
PLACES = re2.compile(
    r"demarche\.toml|fiche\.md|[a-z][a-z0-9_]*\.(bpmn|dmn)"
    r"|forms/[a-z][a-z0-9_]*\.form|letters/[a-z][a-z0-9_]*\.txt|scenarios/[a-z][a-z0-9_]*\.toml"
)
# what zipfile lets out of a damaged, encrypted or strangely compressed archive
BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError),
    *(zlib.error, lzma.LZMAError, struct.error, IndexError, MemoryError),
)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date of a zip entry: same content, same bytes
READABLE = 0o644 << 16


def read_files(folder: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the démarche's files and the findings about the others.

    Hidden files are left aside. Raise InvalidDemarche when the folder is missing, badly named or
    over bounds.
    """
    if not folder.is_dir():
        raise InvalidDemarche([_no_folder(folder)])
    _refuse_code(folder.resolve().name)
    names = [path for path in sorted(folder.rglob("*")) if not _is_hidden(path, folder)]
    entries = [path for path in names if path.is_symlink() or path.is_file()]
    _refuse_number(len(entries))
    findings = [_misplaced(_inside(path, folder)) for path in entries if not _fits(path, folder)]
    kept = [path for path in entries if _fits(path, folder)]
    _refuse_sizes((_inside(path, folder), path.stat().st_size) for path in kept)
    return {_inside(path, folder): path.read_bytes() for path in kept}, findings


def unpack(package: bytes) -> tuple[str, dict[str, bytes]]:
    """Return the code and the files of a package; raise InvalidDemarche when it is none of ours."""
    contents = unzip(package)
    code = _common_code(contents)
    return code, {_place_of(name): content for name, content in contents.items()}


def unzip(package: bytes) -> dict[str, bytes]:
    """Return the files of any zip within our bounds: name -> content; raise InvalidDemarche.

    Sizes are judged as announced, and nothing longer than announced is ever unpacked.
    """
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive:
            entries = [each for each in archive.infolist() if each.filename and not each.is_dir()]
            refuse_beyond([(entry.filename, entry.file_size) for entry in entries])
            return {entry.filename: archive.read(entry) for entry in entries}
    except BROKEN as wrong:
        # the library's own words are English and technical
        raise InvalidDemarche([_bad_package(_("l'archive est abîmée ou protégée"))]) from wrong


def refuse_beyond(sizes: Sequence[tuple[str, int]]) -> None:
    """Raise InvalidDemarche when files, as (name, bytes), are too many or too heavy."""
    _refuse_number(len(sizes))
    _refuse_sizes(sizes)


def pack_files(code: str, files: Files) -> bytes:
    """Return the same zip for the same files, whatever the machine and the moment."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{code}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE
            entry.create_system = 3  # Unix on every machine
            archive.writestr(entry, files[name])
    return target.getvalue()


def digest_of(code: str, files: Files) -> str:
    """Return the SHA-256 of names and contents: the identity of a version."""
    total = hashlib.sha256(code.encode())
    for name in sorted(files):
        total.update(f"\0{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()


def _inside(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _fits(path: Path, folder: Path) -> bool:
    return not path.is_symlink() and PLACES.fullmatch(_inside(path, folder)) is not None


def _refuse_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise InvalidDemarche(
            [
                error(
                    "dossier-nom",
                    "",
                    "",
                    _("« %(code)s » ne peut pas être le code d'une démarche.") % {"code": code},
                    _("Renommez le dossier : minuscules sans accent, chiffres et tirets bas."),
                )
            ]
        )


def _refuse_number(number: int) -> None:
    if number > MAX_FILES:
        raise InvalidDemarche(
            [
                error(
                    "dossier-trop-de-fichiers",
                    "",
                    "",
                    _("%(n)d fichiers : %(most)d au plus.") % {"n": number, "most": MAX_FILES},
                    _("Retirez les fichiers qui ne servent pas à la démarche."),
                )
            ]
        )


def _refuse_sizes(sizes: Iterable[tuple[str, int]]) -> None:
    total = 0
    for name, size in sizes:
        total += size
        if size > MAX_FILE_BYTES or total > MAX_TOTAL_BYTES:
            raise InvalidDemarche([_too_large(name)])


def _too_large(name: str) -> Finding:
    return error(
        "dossier-trop-lourd",
        name,
        "",
        _("Un fichier dépasse 2 Mo, ou l'ensemble 10 Mo."),
        _("Allégez ce fichier : il ne doit contenir ni image ni historique."),
    )


def _common_code(names: Iterable[str]) -> str:
    codes = {name.partition("/")[0] for name in names}
    if len(codes) != 1:
        raise InvalidDemarche([_bad_package(_("les fichiers ne sont pas dans un seul dossier"))])
    code = codes.pop()
    _refuse_code(code)
    return code


def _place_of(name: str) -> str:
    """Return the path inside the folder; only our own simple names pass, so no `..` can."""
    _code, _slash, place = name.partition("/")
    if not PLACES.fullmatch(place):
        raise InvalidDemarche([_misplaced(name, fatal=True)])
    return place


def _misplaced(name: str, *, fatal: bool = False) -> Finding:
    return (error if fatal else warning)(
        "dossier-fichier-inattendu",
        name,
        "",
        _("Ce fichier n'a pas sa place dans une démarche : il est ignoré."),
        _(
            "Attendus : demarche.toml, fiche.md, process.bpmn, *.bpmn, *.dmn, forms/*.form, "
            "letters/*.txt, scenarios/*.toml ; noms en minuscules sans accent."
        ),
    )


def _no_folder(folder: Path) -> Finding:
    return error(
        "dossier-absent",
        str(folder),
        "",
        _("Ce dossier n'existe pas."),
        _("Indiquez le dossier d'une démarche, par exemple bpmn/permis_de_chasser."),
    )


def _bad_package(reason: str) -> Finding:
    return error(
        "paquet-illisible",
        "",
        "",
        _("Ce n'est pas un paquet de démarche : %(reason)s.") % {"reason": reason},
        _("Exportez de nouveau la démarche, puis recommencez."),
    )
