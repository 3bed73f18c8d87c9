"""Series of numbers: how one is named, counted and written; a format is not a template language."""

from collections.abc import Mapping
from dataclasses import dataclass

import re2

from workflows.errors import Invalid
from workflows.translation import _

NAME = re2.compile(r"[A-Za-z0-9_-]{1,40}")
PLACE = re2.compile(r"\{(serie|annee|numero)(?::([1-9]))?\}")
DEFAULT = "{serie}-{annee}-{numero:5}"
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Series:
    """A named series; one whose format says the year begins again at 1 each year."""

    name: str
    format: str

    def counter(self, year: int) -> str:
        """Return the name of what counts its numbers that year."""
        yearly = any(found[0] == "annee" for found in PLACE.findall(self.format))
        return f"serie:{self.name}-{year}" if yearly else f"serie:{self.name}"

    def written(self, year: int, number: int) -> str:
        """Return a number as people read it: `PERMIS-2026-00001`."""
        values = {"serie": self.name, "annee": str(year), "numero": str(number)}
        text: str = PLACE.sub(
            lambda place: values[place.group(1)].rjust(int(place.group(2) or 1), "0"), self.format
        )
        return text


def read_series(parameters: Mapping[str, object]) -> Series:
    """Read the headers of a `numero`; raise Invalid for a name or a format that is none."""
    name = str(parameters.get("serie") or "").strip()
    if not NAME.fullmatch(name):
        raise Invalid(
            _("La série « %(name)s » s'écrit avec des lettres sans accent, des chiffres, - et _.")
            % {"name": name}
        )
    text = str(parameters.get("format") or DEFAULT).strip()
    places = [found[0] for found in PLACE.findall(text)]
    stray = "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text)
    if "numero" not in places or stray or len(text) > LONGEST:
        raise Invalid(
            _("Le format « %(text)s » attend {numero}, et connaît {serie}, {annee} et {numero:5}.")
            % {"text": text}
        )
    return Series(name, text)
