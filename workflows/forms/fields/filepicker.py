"""Files to attach. The request never says which: pieces are attached one by one, apart."""

from collections.abc import Mapping, Sequence

from wtforms import ValidationError

from workflows.forms.context import FormContext, PieceRef, Scope, is_feel
from workflows.forms.field import AnswerField
from workflows.forms.french import quoted
from workflows.forms.schema import Component
from workflows.forms.typed_text import Sent
from workflows.translation import _, ngettext

MANY = 10  # files of a field that takes several, when the form gives no limit
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".heic": "image/heic",
    ".dwg": "image/vnd.dwg",
    ".dxf": "image/vnd.dxf",
    ".zip": "application/zip",
}


class Filepicker(AnswerField):
    """The pieces of one kind; the value is the list of their ids, taken from the dossier."""

    type_name = "filepicker"
    template = "filepicker.html"

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Refuse formats or a number of files that cannot be read."""
        found = []
        if is_feel(component.source.get("accept")):
            found.append(
                _("les formats acceptés (accept) doivent être écrits, par exemple .pdf,.jpg,.png.")
            )
        if not component.count("maxFiles", 1):
            found.append(_("maxFiles doit être un nombre entier d’au moins 1."))
        return tuple(found)

    @classmethod
    def stored(
        cls, component: Component, values: Mapping[str, object], context: FormContext
    ) -> object:
        """Return the ids of the pieces attached, whatever the draft says."""
        return [str(piece.id) for piece in context.pieces.get(component.key, ())] or None

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return a list of ids."""
        return [str(item) for item in draft] if isinstance(draft, list | tuple) else None

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write the names of the files."""
        return ", ".join(piece.name for piece in scope.context.pieces.get(component.key, ()))

    def read(self, sent: Sent) -> object:
        """Return the pieces of the dossier: a request cannot claim any."""
        return self.stored(self.component, {}, self.scope.context)

    @classmethod
    def in_request(cls, component: Component, sent: Sent) -> bool:
        """Tell whether the field was on the page: only its marker can say so."""
        return False

    def missing(self) -> str:
        """Ask for the file."""
        return _("Joignez %(field)s.") % {"field": quoted(self.label.text)}

    def check(self) -> None:
        """Refuse too many files."""
        count = len(self.pieces)
        if count > self.most:
            text = ngettext(
                "%(most)d fichier au plus, vous en avez joint %(count)d. Retirez-en.",
                "%(most)d fichiers au plus, vous en avez joint %(count)d. Retirez-en.",
                self.most,
            )
            raise ValidationError(self.about(text % {"most": self.most, "count": count}))

    @property
    def most(self) -> int:
        """Return how many files are taken."""
        return max_files(self.component)

    @property
    def full(self) -> bool:
        """Tell whether no other file is taken."""
        return len(self.pieces) >= self.most

    @property
    def pieces(self) -> Sequence[PieceRef]:
        """Return the files already attached."""
        return self.scope.context.pieces.get(self.component.key, ())

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the extensions accepted, with their dot."""
        return accepted(self.component)

    @property
    def hint(self) -> str:
        """Return the help text, then the formats taken: known before a file is chosen."""
        names = ", ".join(ext.removeprefix(".") for ext in self.formats)
        known = _("Formats acceptés : %(formats)s.") % {"formats": names} if names else ""
        return " ".join(part for part in (super().hint, known) if part)

    @property
    def accept(self) -> str:
        """Return the `accept` attribute; media types make phones offer their camera."""
        types = dict.fromkeys(MEDIA_TYPES[ext] for ext in self.formats if ext in MEDIA_TYPES)
        return ",".join((*self.formats, *types))

    @property
    def capture(self) -> str:
        """Return `user` or `environment` when the form wants a photograph taken on the spot."""
        return self.component.properties.get("capture", "")


def accepted(component: Component) -> tuple[str, ...]:
    """Return the extensions that a field accepts, in lower case with their dot; none means any."""
    given = (item.strip().lower() for item in component.text("accept").split(","))
    return tuple(item if item.startswith(".") else f".{item}" for item in given if item)


def max_files(component: Component) -> int:
    """Return how many files a field takes: `maxFiles`, else 1, or 10 when `multiple`."""
    default = str(MANY if component.source.get("multiple") is True else 1)
    return int(component.properties.get("maxFiles", default))
