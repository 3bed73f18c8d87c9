"""Files that come from elsewhere, as a démarche: each put in its place, in UTF-8, or told aside."""

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import re2

from workflows.catalogue.beginnings.kinds import WORDS, kind_of_file, stem_of
from workflows.catalogue.beginnings.naming import calls_of, code_from, process_ids_of
from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.files import CODE, MAX_FILES, PLACES, refuse_beyond, unzip
from workflows.catalogue.findings import Finding, InvalidDemarche, error
from workflows.catalogue.parts import FICHE, PROCESS
from workflows.translation import _

PACKAGES = (".demarche", ".zip")
OWN_FOLDERS = frozenset({"forms", "letters", "scenarios"})
LEFT_BY_MACHINES = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
XML = (".bpmn", ".dmn")
DECLARED = re2.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")
OLD_ENCODINGS = frozenset({"iso-8859-1", "iso-8859-15", "windows-1252", "latin1", "cp1252"})
MAX_STEM = 60


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came: files in their places; `code` is the folder's name, empty without one.

    `moved` are (name as it came, place); `ignored` are the names that have no place. A `whole`
    démarche has its card and its diagram: what it lacks was taken away, not forgotten.
    """

    code: str
    files: Mapping[str, bytes]
    moved: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Tell whether this is a démarche by itself, not some files of one."""
        return ABOUT in self.files and PROCESS in self.files


def arrive(named: Iterable[tuple[str, bytes]]) -> Arrival:
    """Arrange a package, a folder or loose files; raise InvalidDemarche for what cannot be one."""
    given = [(name, content) for name, content in named if not _is_noise(name)]
    if len(given) == 1 and given[0][0].lower().endswith(PACKAGES):
        given = [pair for pair in unzip(given[0][1]).items() if not _is_noise(pair[0])]
    refuse_beyond([(name, len(content)) for name, content in given])
    root = _common_root([name for name, _content in given])
    return _arrange(_code_of(root), {_below(name, root): content for name, content in given})


def _arrange(code: str, given: Mapping[str, bytes]) -> Arrival:
    files: dict[str, bytes] = {}
    origins: dict[str, str] = {}
    ignored = []
    for name, content in sorted(given.items()):
        place = name if PLACES.fullmatch(name) else _place(name, content, files)
        if not place:
            ignored.append(name)
        elif place in files:
            raise InvalidDemarche([_same_place(place, origins[place], name)])
        else:
            files[place], origins[place] = _in_utf8(place, content), name
    if not files:
        raise InvalidDemarche([_nothing()])
    main = _main_diagram({path: files[path] for path in files if path.endswith(".bpmn")})
    if main and main != PROCESS:
        files[PROCESS], origins[PROCESS] = files.pop(main), origins.pop(main)
    moved = tuple((name, place) for place, name in origins.items() if name != place)
    return Arrival(code, files, moved, tuple(ignored))


def _place(name: str, content: bytes, taken: Container[str]) -> str:
    """Return where a file goes by its kind; nothing for one that is none of ours."""
    kind = kind_of_file(name, content)
    stem = code_from(stem_of(name))[:MAX_STEM]
    if stem or kind not in WORDS:
        return _placed(kind, stem, content)
    numbered = (WORDS[kind], *(f"{WORDS[kind]}_{n}" for n in range(2, MAX_FILES + 2)))
    places = (_placed(kind, each, content) for each in numbered)
    return next((each for each in places if each not in taken), _placed(kind, WORDS[kind], content))


def _placed(kind: str, stem: str, content: bytes) -> str:
    places = {
        ".bpmn": f"{stem}.bpmn",
        ".dmn": f"{stem}.dmn",
        ".form": f"forms/{_form_id(content) or stem}.form",
        ".txt": f"letters/{stem}.txt",
        ".toml": ABOUT if stem == "demarche" else f"scenarios/{stem}.toml",
        ".md": FICHE if stem == "fiche" else "",
    }
    place = places.get(kind, "")
    return place if PLACES.fullmatch(place) else ""


def _main_diagram(diagrams: Mapping[str, bytes]) -> str:
    """Return the diagram that the others are called from; raise InvalidDemarche when unclear."""
    if PROCESS in diagrams or len(diagrams) <= 1:
        return next((path for path in diagrams if path == PROCESS), next(iter(diagrams), ""))
    called = {called for bpmn in diagrams.values() for called in calls_of(bpmn)}
    mains = [path for path, bpmn in diagrams.items() if not called & process_ids_of(bpmn)]
    if len(mains) != 1:
        raise InvalidDemarche([_which_main(diagrams)])
    return mains[0]


def _form_id(content: bytes) -> str:
    """Return the id that a form gives itself: the diagram names it so."""
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    given = form.get("id") if isinstance(form, dict) else None
    return given if isinstance(given, str) and CODE.fullmatch(given) else ""


def _in_utf8(place: str, content: bytes) -> bytes:
    """Return a text in UTF-8 without mark, whatever it was saved in; others as they are."""
    try:
        return content.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        return _from_old(place, content)


def _from_old(place: str, content: bytes) -> bytes:
    if not place.endswith(XML):
        return content.decode("cp1252", errors="replace").encode()
    declared = DECLARED.search(content)
    if declared is None or declared.group(1).decode().lower() not in OLD_ENCODINGS:
        return content  # its reading says what is wrong
    encoding = declared.group(1).decode()
    start, end = declared.span(1)
    text = content[:start] + b"UTF-8" + content[end:]
    return text.decode(encoding, errors="replace").encode()


def _is_noise(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or any(
        part.startswith(".") or part.lower() in LEFT_BY_MACHINES for part in parts
    )


def _common_root(names: list[str]) -> str:
    """Return the folder that holds everything, empty without one."""
    roots = {PurePosixPath(name).parts[0] for name in names if "/" in name.strip("/")}
    alone = len(roots) == 1 and all("/" in name for name in names)
    root = roots.pop() if alone else ""
    return "" if root in OWN_FOLDERS else root


def _below(name: str, root: str) -> str:
    return name.removeprefix(f"{root}/") if root else name


def _code_of(root: str) -> str:
    if CODE.fullmatch(root):
        return root
    return code_from(root)


def _same_place(place: str, one: str, other: str) -> Finding:
    return error(
        "import-deux-fichiers",
        place,
        "",
        _("« %(one)s » et « %(other)s » prendraient la même place.") % {"one": one, "other": other},
        _("Gardez-en un seul, ou renommez l'autre, puis recommencez."),
    )


def _which_main(names: Iterable[str]) -> Finding:
    return error(
        "import-diagramme-principal",
        PROCESS,
        "",
        _("On ne sait pas par lequel de ces diagrammes la démarche commence : %(names)s.")
        % {"names": ", ".join(sorted(names))},
        _("Nommez process.bpmn le diagramme principal, puis recommencez."),
    )


def _nothing() -> Finding:
    return error(
        "import-vide",
        "",
        "",
        _("Aucun de ces fichiers n'appartient à une démarche."),
        _(
            "Attendus : .bpmn (ou .bpmn2, .bpmn20.xml), .dmn, .form, .txt, .toml, fiche.md, "
            "ou un paquet .demarche."
        ),
    )
