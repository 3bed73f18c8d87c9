"""Folders to break: the good démarche in memory, and small changes to its texts."""

from pathlib import Path

BPMN = Path(__file__).parents[2] / "bpmn"
CODE = "permis_de_chasser"
GOOD = BPMN / CODE
PROCESS = "process.bpmn"
CARD = "demarche.toml"

Files = dict[str, bytes]


def good_files() -> Files:
    """Return the files of the good démarche."""
    return {
        path.relative_to(GOOD).as_posix(): path.read_bytes()
        for path in sorted(GOOD.rglob("*"))
        if path.is_file()
    }


def changed(name: str, *texts: str) -> Files:
    """Return the good files with texts of one of them replaced: old, new, old, new, …"""
    files = good_files()
    text = files[name].decode()
    for old, new in zip(texts[::2], texts[1::2], strict=True):
        assert old in text, f"{old!r} is not in {name}"
        text = text.replace(old, new)
    return {**files, name: text.encode()}


def without(*names: str) -> Files:
    """Return the good files less some."""
    files = good_files()
    for name in names:
        del files[name]
    return files


def adding(name: str, text: str) -> Files:
    """Return the good files and one more."""
    return {**good_files(), name: text.encode()}


def written(files: Files, folder: Path) -> Path:
    """Write files under a folder of the good code, and return it."""
    root = folder / CODE
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root
