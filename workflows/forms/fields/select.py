"""One answer in a long list, folded."""

from workflows.forms.fields.radio import Radio


class Select(Radio):
    """A closed list shown as a drop-down."""

    type_name = "select"
    template = "select.html"
