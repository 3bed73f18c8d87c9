"""What templates may hold: no inline code, no unescaped text, French only through gettext."""

import re
from pathlib import Path

import pytest

import backoffice

ROOT = Path(backoffice.__file__).parent
INLINE = re.compile(
    r"""\son[a-z]+\s*=\s*["']|javascript:|<style[\s>]|\sstyle\s*=\s*["']|<script(?![^>]*\ssrc=)""",
    re.IGNORECASE,
)
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\((?!\)|\s*['\"]<a)")
WORDS_OUTSIDE = re.compile(r">[^<{]*[A-Za-zÀ-ÿ]{3,}[^<{]*<")


def loadable(app):
    """Return every template that this application can load, ours or a library's."""
    return sorted(app.jinja_env.list_templates())


def test_no_template_that_can_be_loaded_holds_inline_code(app):
    guilty = {
        name: found.group()
        for name in loadable(app)
        if (found := INLINE.search(app.jinja_env.loader.get_source(app.jinja_env, name)[0]))
    }

    assert guilty == {}


def test_no_template_of_flask_admin_can_be_loaded(app):
    """Its lists carry `onclick`; without them a click on its bin would remove without asking."""
    assert [name for name in loadable(app) if not name.startswith("backoffice/")] == []


def test_the_search_for_inline_code_finds_what_flask_admin_ships():
    import flask_admin  # noqa: PLC0415  only to look at its files

    shipped = Path(flask_admin.__file__).parent / "templates"
    guilty = [path for path in shipped.rglob("*.html") if INLINE.search(path.read_text())]

    assert len(guilty) >= 8


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_writes_no_unescaped_text(path):
    assert not UNESCAPED.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.name)
def test_no_module_marks_foreign_text_as_safe(path):
    assert not UNESCAPED.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.html")), ids=lambda path: path.name)
def test_every_word_of_a_template_can_be_translated(path):
    text = re.sub(r"\{#.*?#\}|<(?:title|svg).*?</(?:title|svg)>", "", path.read_text(), flags=re.S)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.S)

    assert [found.group() for found in WORDS_OUTSIDE.finditer(text)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "views").glob("*.py")), ids=lambda path: path.name)
def test_views_ask_use_cases_and_no_table(path):
    text = path.read_text(encoding="utf-8")

    assert "sqlalchemy" not in text
    assert ".session" not in text
