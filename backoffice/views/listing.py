"""Read-only lists: Flask-Admin's list page over a use case that reads, with nothing that writes."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_admin.form import SecureForm
from flask_admin.model import BaseModelView
from flask_admin.model.base import ViewArgs
from flask_admin.model.filters import BaseFilter

from backoffice.auth import looking
from backoffice.views.base import Screen
from workflows.use_cases.act import Act
from workflows.use_cases.operations.read_records import Asked

LAST_PAGE = 2_000  # OFFSET reads all it skips


class Only(BaseFilter):  # type: ignore[misc]  # Flask-Admin ships no types
    """Keeps the rows with one value; with `options`, any other value is left out as forged."""

    def validate(self, value: str) -> bool:
        """Tell whether the value is one of the options, when there are some."""
        return not self.options or value in {known for known, _label in self.options}

    def operation(self) -> str:
        """Return the word between the filter and its value: none."""
        return ""


class ReadOnlyList(Screen, BaseModelView):  # type: ignore[misc]  # Flask-Admin ships no types
    """A list that nobody can change: a subclass gives `read`, its only way to the data."""

    can_create = can_edit = can_delete = can_export = can_view_details = False
    can_set_page_size = False
    page_size = 50
    searchable = True
    form_base_class = SecureForm
    list_template = "backoffice/listing.html"

    def __init__(self, model: type, **named: Any) -> None:
        super().__init__(model, **named)
        # no address at all for creating, changing, removing, exporting
        self._urls = [("/", "index_view", ("GET",))]

    def read(self, act: Act, asked: Asked) -> Sequence[Any]:
        """Return the rows of one page."""
        raise NotImplementedError

    def get_list(self, *asked: Any, **named: Any) -> tuple[None, Sequence[Any]]:
        """Return one page and no total: counting a million rows helps nobody."""
        page, sort, descending, text, filters = asked
        with looking() as act:
            return None, self.read(
                act,
                Asked(
                    text=text or "",
                    only=self._get_filters(filters),
                    sort=sort or "",
                    descending=bool(descending) if sort else True,
                    page=page or 0,
                    size=named["page_size"],
                ),
            )

    def get_one(self, _id: str) -> None:
        """Return nothing: a row has no page of its own."""

    def get_pk_value(self, row: Any) -> Any:
        """Return the identifier of a row."""
        return row.id

    def scaffold_form(self) -> Any:
        """Return an empty form: nothing is typed here."""
        return SecureForm

    def init_search(self) -> bool:
        """Tell that the list can be searched."""
        return self.searchable

    def is_valid_filter(self, candidate: Any) -> bool:
        """Tell whether something is a filter of ours."""
        return isinstance(candidate, Only)

    def _get_list_extra_args(self) -> ViewArgs:
        """Read page, sort and search; unknown arguments must not reach `url_for` (`_scheme`)."""
        asked: ViewArgs = super()._get_list_extra_args()
        page = min(max(asked.page or 0, 0), LAST_PAGE)
        return asked.clone(page=page, page_size=self.page_size, extra_args={})

    def _get_list_filter_args(self) -> list[tuple[int, str, str]]:
        """Read the filters that have a value; a forged one is left out, never an error."""
        read = []
        for index, chosen in enumerate(self._filters or ()):
            value = request.args.get(chosen.key_name, "")
            if value and chosen.validate(value):
                read.append((index, str(chosen.name), value))
        return read

    def _get_filters(self, filters: Sequence[tuple[int, str, str]] | None) -> dict[str, str]:
        """Write the filters back into an address, under their own names."""
        return {self._filters[index].key_name: value for index, _name, value in filters or ()}
