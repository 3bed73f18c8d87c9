"""The house rules as tests: sizes, names, one commit, no text evaluated, no registry host."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("workflows", "backoffice", "citizen_portal")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "services", "service", "manager"}
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}


def sources(*folders: str) -> list[Path]:
    named = folders or (*CODE, "tests")
    return [path for folder in named for path in sorted((ROOT / folder).rglob("*.py"))]


def browser_sources() -> list[Path]:
    """Return the scripts and style sheets that we write: those built from them lie in `static`."""
    return [
        path
        for folder in CODE
        for ending in ("*.js", "*.scss")
        for path in sorted((ROOT / folder).rglob(ending))
        if "static" not in path.parts
    ]


def committed_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_no_file_and_no_function_grows_past_its_room(path: Path):
    text = path.read_text(encoding="utf-8")

    too_long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]

    assert len(text.splitlines()) <= MAX_FILE_LINES
    assert not too_long, f"functions over {MAX_FUNCTION_LINES} lines: {too_long}"


@pytest.mark.parametrize(
    "path",
    browser_sources(),
    ids=name_of,
)
def test_no_browser_script_and_no_style_sheet_grows_past_its_room(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


def test_no_module_bears_a_name_that_attracts_everything():
    crowded = [
        name_of(path)
        for path in sources(*CODE)
        if {part.removesuffix(".py") for part in path.relative_to(ROOT).parts} & BANNED_NAMES
    ]

    assert not crowded


def test_the_product_commits_in_one_place():
    commits = [
        name_of(path)
        for path in sources(*CODE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]

    assert commits == ["workflows/database.py"]


@pytest.mark.parametrize("path", sources(*CODE), ids=name_of)
def test_no_text_is_ever_evaluated_as_python(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert not called & BANNED_CALLS


def test_no_analyst_text_meets_the_backtracking_regular_expressions():
    """FEEL, DMN, forms and engine use google-re2; `re` there may only hold patterns of our own."""
    dynamic = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources(*(f"workflows/{name}" for name in ("feel", "dmn", "forms", "engine")))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in {"compile", "match", "search", "fullmatch", "sub", "split", "findall"}
        and node.args
        and not isinstance(node.args[0], ast.Constant)
    ]

    assert not dynamic


def test_no_committed_file_names_a_registry_or_this_machine():
    suspicious = re.compile(
        r"pypi\.org|files\.pythonhosted|registry\.npmjs|index-url[ =]+http|/root/|/work/|file:///(?!\$)",
        re.IGNORECASE,
    )
    own = {"tests/test_architecture.py"}

    named = [
        f"{name}: {found.group()}"
        for name in committed_files()
        if name not in own and not name.endswith((".png", ".ico", ".woff2"))
        if (found := suspicious.search((ROOT / name).read_text(encoding="utf-8", errors="replace")))
    ]

    assert not named


def test_the_lock_files_carry_hashes_for_every_package():
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8").strip())

        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_npm_lock_records_no_download_address():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
