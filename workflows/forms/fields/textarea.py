"""A text of several lines."""

from workflows.forms.fields.textfield import Textfield

ROWS, ROWS_CAP = 5, 30
TEXT_CAP = 10_000  # characters


class Textarea(Textfield):
    """A longer text, which keeps its line breaks."""

    type_name = "textarea"
    template = "textarea.html"
    cap = TEXT_CAP
    lines = True

    @property
    def rows(self) -> int:
        """Return the height of the control, in lines."""
        rows = self.component.count("rows", ROWS)
        return ROWS if rows is None else min(rows, ROWS_CAP)
