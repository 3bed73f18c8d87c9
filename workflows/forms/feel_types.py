"""What FEEL type an answer has, for checks made before any answer exists."""

from collections.abc import Mapping

from workflows.forms.schema import Component

TYPES: Mapping[str, str] = {
    "number": "number",
    "checkbox": "boolean",
    "checklist": "list",
    "taglist": "list",
    "dynamiclist": "list",
    **dict.fromkeys(("textfield", "textarea", "radio", "select"), "string"),
}
MOMENTS: Mapping[str, str] = {"date": "date", "time": "time", "datetime": "date and time"}


def feel_type(component: Component) -> str:
    """Return the FEEL type of a field's answer, empty when only its value tells."""
    if component.type == "datetime":
        return MOMENTS.get(component.text("subtype") or "date", "")
    return TYPES.get(component.type, "")
