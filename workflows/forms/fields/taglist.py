"""Several answers of a long closed list; shown as boxes, which need no script."""

from workflows.forms.fields.checklist import Checklist


class Taglist(Checklist):
    """A checklist under another name in the editors."""

    type_name = "taglist"
