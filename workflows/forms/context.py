"""What a form is filled in with: earlier answers, the moment, the pieces; and FEEL seen from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import TypeGuard
from uuid import UUID
from zoneinfo import ZoneInfo

import re2

from workflows.feel import DEFAULT_CALENDAR, evaluate
from workflows.forms.french import weight, written

TEMPLATE = re2.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class PieceRef:
    """A file already attached to a field; `size` in bytes, `url` opens it."""

    id: UUID
    name: str
    media_type: str
    size: int
    url: str = ""
    thumbnail_url: str | None = None

    @property
    def extension(self) -> str:
        """Return what stands for the file when it has no image: `PDF`, `DWG`."""
        return PurePath(self.name).suffix.removeprefix(".").upper()[:4]

    @property
    def weight(self) -> str:
        """Return the size in words: `340 Ko`, `1,2 Mo`."""
        return weight(self.size)


@dataclass(frozen=True, slots=True)
class FormContext:
    """What surrounds a form; `variables` are the FEEL values of the dossier's earlier forms."""

    variables: Mapping[str, object]
    now: datetime
    pieces: Mapping[str, Sequence[PieceRef]]
    zone: ZoneInfo
    calendar: str = DEFAULT_CALENDAR  # of the working days that its expressions count

    def addressed(
        self, opened: Callable[[UUID], str], thumbnail: Callable[[UUID], str]
    ) -> "FormContext":
        """Return the same with the pieces at these addresses, wherever their pages are mounted."""
        pieces = {
            key: tuple(
                replace(
                    ref,
                    url=opened(ref.id),
                    thumbnail_url=ref.thumbnail_url and thumbnail(ref.id),
                )
                for ref in refs
            )
            for key, refs in self.pieces.items()
        }
        return replace(self, pieces=pieces)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression of the form can read at one moment."""

    variables: Mapping[str, object]
    context: FormContext

    def value(self, expression: str) -> object:
        """Evaluate a FEEL text; raise FeelError when it breaks its budget."""
        now, zone = self.context.now, self.context.zone
        now = now if now.tzinfo is zone else now.astimezone(zone)
        return evaluate(expression, self.variables, now=now, calendar=self.context.calendar)

    def setting(self, given: object) -> object:
        """Return a property as it is, or computed when it is a FEEL text (`=…`)."""
        return self.value(given) if is_feel(given) else given

    def flag(self, given: object) -> bool:
        """Tell whether a property, literal or computed, is true."""
        return self.setting(given) is True

    def words(self, text: str, quote: Callable[[str], str] = str) -> str:
        """Return a text with its FEEL computed: wholly (`=…`) or in places (`… {{age}} …`).

        `quote` protects what the computed places bring into the markup around them.
        """
        if is_feel(text):
            return quote(written(self.value(text)))
        if "{{" not in text:
            return text  # nearly every label
        parts = TEMPLATE.split(text)  # text, expression, text, expression, … text
        parts[1::2] = [quote(written(self.value(part))) for part in parts[1::2]]
        return "".join(parts)


def is_feel(given: object) -> TypeGuard[str]:
    """Tell whether a property holds an expression: form-js marks it with a leading `=`."""
    return isinstance(given, str) and given.startswith("=")


def feel_in(text: str) -> tuple[str, ...]:
    """Return the expressions of a text: itself after `=`, or those between double braces."""
    return (text,) if is_feel(text) else tuple(TEMPLATE.findall(text))
