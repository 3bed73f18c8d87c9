"""Forms: a form-js document read, shown, answered and checked; pure, on the server alone.

`read_form` gives a `Form`; `render_page` shows one page of it; `read_page` reads what was sent
into a draft; `read_answers` turns a whole draft into answers the process may trust, `read_sent` a
form sent whole; `summary` writes them in words. Fields hidden by a condition count nowhere. A
field type is one file of `fields`, listed in `registry`.

A page sent back can reveal fields that nobody was asked for yet (« Continuer » without
JavaScript): `PageAnswers.revealed` names them. They have no error; the page is shown again, now
with them, and only then are they required. `read_answers` never has that patience.
"""

from workflows.forms.answers import (
    PAGE_BUTTONS,
    Answers,
    PageAnswers,
    read_answers,
    read_page,
    read_sent,
    typed,
)
from workflows.forms.choices import written_values
from workflows.forms.conditions import visible_pages
from workflows.forms.context import FormContext, PieceRef
from workflows.forms.feel_types import feel_type
from workflows.forms.fields.filepicker import accepted, max_files
from workflows.forms.reader import read_form
from workflows.forms.rendering import error_links, error_summary, introduction, render_page
from workflows.forms.schema import Component, Expression, Form, InvalidForm, Page, Problem
from workflows.forms.summary import SummaryRow, SummarySection, answers_in_words, summary

__all__ = [
    "PAGE_BUTTONS",
    "Answers",
    "Component",
    "Expression",
    "Form",
    "FormContext",
    "InvalidForm",
    "Page",
    "PageAnswers",
    "PieceRef",
    "Problem",
    "SummaryRow",
    "SummarySection",
    "accepted",
    "answers_in_words",
    "error_links",
    "error_summary",
    "feel_type",
    "introduction",
    "max_files",
    "read_answers",
    "read_form",
    "read_page",
    "read_sent",
    "render_page",
    "summary",
    "typed",
    "visible_pages",
    "written_values",
]
