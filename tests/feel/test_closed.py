"""FEEL is closed: no expression reaches Python, its evaluator, its modules or the machine."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workflows.feel import evaluate

ROOT = Path(__file__).resolve().parents[2]


def test_evaluating_never_compiles_executes_or_leaves_the_process():
    done = subprocess.run(
        [sys.executable, "-m", "tests.feel.audited"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=240,
    )

    assert done.stdout.split()[1] == "nothing"


@pytest.mark.parametrize(
    "expression",
    [
        "a.__class__",
        "a.__class__.__base__.__subclasses__()",
        '__import__("os")',
        'eval("1")',
        "a.real",
        "texte.upper()",
        "contexte.keys()",
        "f.__globals__",
    ],
)
def test_attributes_and_functions_of_python_do_not_exist(expression):
    assert evaluate(expression, {"a": 1, "texte": "x", "contexte": {"k": 1}}) is None


@pytest.mark.parametrize(
    "path", sorted((ROOT / "workflows/feel").rglob("*.py")), ids=lambda path: path.stem
)
def test_the_sources_neither_import_re_nor_reach_attributes_by_name(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert not imported & {"re", "importlib", "subprocess", "os", "pickle"}
    assert not called & {"getattr", "setattr", "vars", "globals", "locals"}


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/localtime", "tzdata", "", "os", "a\0b"])
def test_a_time_zone_is_a_name_of_the_known_list_and_no_path(zone):
    assert evaluate("time(texte)", {"texte": f"10:00:00@{zone}"}) is None
