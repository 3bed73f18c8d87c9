"""Every code that a finding can have, read from the source: what the guide must explain."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3] / "workflows"
TELLING = {"error", "warning", "note", "tell"}  # functions whose first argument is the code
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
REMARK = {"type": "feel-type", "arguments": "feel-arguments"}
SYNTAX = "syntaxe"  # told as feel-erreur


def codes() -> set[str]:
    """Return the codes of the catalogue, of the engine and of FEEL."""
    told = set(_told("catalogue"))
    engine = {f"moteur-{code.replace('_', '-')}" for code in _engine()}
    feel = {REMARK.get(code, code) for code in _remarks()} - {SYNTAX}
    return told | engine | feel


def _told(folder: str) -> Iterator[str]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            first = call.args[0]
            value = first.value if isinstance(first, ast.Constant) else None
            if isinstance(first, ast.Name):
                value = constants.get(first.id)
            if _named(call) in TELLING and isinstance(value, str) and CODE.fullmatch(value):
                yield value


def _engine() -> Iterator[str]:
    for path in sorted((ROOT / "engine").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _named(call) in {"adjust", "_flaw"}:
                code = call.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value


def _remarks() -> Iterator[str]:
    for path in sorted((ROOT / "feel").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _named(call) in {"Remark", "note"}:
                code = call.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value


def _named(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.IfExp):
        return "tell"
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
