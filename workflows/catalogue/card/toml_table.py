"""Reading TOML that analysts write: typed, with every problem told at once, in French."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import TypeGuard

import re2

from workflows.catalogue.findings import Finding, InvalidDemarche, error
from workflows.translation import _

MAX_TEXT = 500
MOST_BYTES = 300_000
DEEP_KEY = re2.compile(  # a.b.c…: reading one takes the square of its parts
    rb"(?m)(?:^|[\[{,])[ \t]*(?:[\"']?[A-Za-z0-9_-]+[\"']?[ \t]*\.[ \t]*){40}"
)
YEARS = range(1900, 9999)  # of moments that every zone can show
PLACE = re.compile(r"line (?P<line>\d+),? col(?:umn)? (?P<column>\d+)")


class TomlTable:
    """One table of a TOML file; reading a wrong value notes a finding and gives a neutral one."""

    def __init__(
        self,
        file: str,
        data: Mapping[str, object],
        path: str = "",
        findings: list[Finding] | None = None,
    ) -> None:
        self.file = file
        self.data = data
        self.path = path
        self.findings: list[Finding] = [] if findings is None else findings
        self._read: set[str] = set()

    def text(self, name: str, *, required: bool = False, most: int = MAX_TEXT) -> str:
        """Return a text of at most `most` characters, empty when absent."""
        value = self._take(name, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > most:
            self._refuse(name, _("un texte de %(n)d caractères au plus") % {"n": most})
            return ""
        if required and not value.strip():
            self._refuse(name, _("un texte qui n'est pas vide"))
        return value.strip()

    def integer(self, name: str, low: int, high: int, *, required: bool = False) -> int | None:
        """Return a whole number between two bounds."""
        value = self._take(name, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            bounds = {"low": low, "high": high}
            self._refuse(name, _("un nombre entier entre %(low)d et %(high)d") % bounds)
            return None
        return value

    def moment(self, name: str, *, required: bool = False) -> datetime | None:
        """Return a date with time and offset."""
        value = self._take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            self._refuse(
                name, _("une date avec heure et décalage, par exemple 2026-03-02T09:00:00+11:00")
            )
            return None
        if value.year not in YEARS:
            self._refuse(name, _("une année de 1900 à 9998"))
            return None
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when absent."""
        value = self._take(name)
        if value is None:
            return ()
        if not _is_texts(value):
            self._refuse(name, _("une liste de textes entre crochets"))
            return ()
        return tuple(value)

    def optional_texts(self, name: str) -> tuple[str, ...] | None:
        """Return a list of texts, or None when the file does not speak of it."""
        return self.texts(name) if name in self.data else None

    def text_map(self, name: str) -> dict[str, str]:
        """Return a table whose values are texts."""
        table = self.table(name)
        return {key: table.text(key, required=True) for key in table.data}

    def texts_map(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return a table whose values are lists of texts."""
        table = self.table(name)
        return {key: table.texts(key) for key in table.data}

    def values(self, name: str) -> dict[str, object]:
        """Return a table of free values."""
        return dict(self.table(name).data)

    def table(self, name: str) -> "TomlTable":
        """Return a table inside this one, empty when absent."""
        value = self._take(name)
        if value is not None and not isinstance(value, dict):
            self._refuse(name, _("une table, écrite [%(name)s]") % {"name": self._place(name)})
        data = value if isinstance(value, dict) else {}
        return TomlTable(self.file, data, self._place(name), self.findings)

    def tables(self, name: str) -> tuple["TomlTable", ...]:
        """Return a list of tables, empty when absent."""
        value = self._take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._refuse(name, _("des tables, écrites [[%(name)s]]") % {"name": self._place(name)})
            return ()
        return tuple(
            TomlTable(self.file, each, f"{self._place(name)}[{rank}]", self.findings)
            for rank, each in enumerate(value, start=1)
        )

    def refuse_unknown(self) -> None:
        """Note a finding for each key that nothing has read: most are misspelt."""
        for name in self.data:
            if name not in self._read:
                self.note(
                    "toml-cle-inconnue",
                    name,
                    _("La clé « %(name)s » n'existe pas.") % {"name": self._place(name)},
                    _("Clés admises ici : %(names)s.") % {"names": ", ".join(sorted(self._read))},
                )

    def note(self, code: str, name: str, message: str, remedy: str) -> None:
        """Add a finding about the key `name` of this table."""
        self.findings.append(error(code, self.file, self._place(name), message, remedy))

    def _take(self, name: str, *, required: bool = False) -> object:
        self._read.add(name)
        if required and name not in self.data:
            self.note(
                "toml-cle-absente",
                name,
                _("« %(name)s » manque.") % {"name": self._place(name)},
                _("Ajoutez une ligne « %(name)s = … ».") % {"name": name},
            )
        return self.data.get(name)

    def _refuse(self, name: str, expected: str) -> None:
        self.note(
            "toml-valeur",
            name,
            _("« %(name)s » n'a pas une valeur admise.") % {"name": self._place(name)},
            _("Écrivez %(expected)s.") % {"expected": expected},
        )

    def _place(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def read_toml(file: str, data: bytes) -> TomlTable:
    """Read a TOML file; raise InvalidDemarche with the line when it is not TOML."""
    if len(data) > MOST_BYTES or DEEP_KEY.search(data):
        raise InvalidDemarche([_too_much(file)])
    try:
        return TomlTable(file, tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError as wrong:
        raise InvalidDemarche([not_utf8(file, wrong.start)]) from wrong
    except (ValueError, RecursionError) as wrong:  # also a number of thousands of digits
        broken = error(
            "toml-illisible",
            file,
            "",
            _("Le fichier n'est pas du TOML lisible%(place)s.") % {"place": place_in(wrong)},
            _("Corrigez la ligne indiquée : un texte s'écrit entre guillemets droits."),
        )
        raise InvalidDemarche([broken]) from wrong


def _too_much(file: str) -> Finding:
    return error(
        "toml-illisible",
        file,
        "",
        _("Le fichier dépasse 300 ko, ou une clé compte plus de 40 parties."),
        _("Réduisez-le : ses textes longs vont dans la fiche ou les lettres."),
    )


def place_in(wrong: Exception) -> str:
    """Return « (ligne 5, caractère 9) »; the parser's own words are English."""
    found = PLACE.search(str(wrong))
    return _(" (ligne %(line)s, caractère %(column)s)") % found.groupdict() if found else ""


def not_utf8(file: str, position: int) -> Finding:
    """Say that a text file has another encoding."""
    return error(
        "texte-encodage",
        file,
        "",
        _("Le fichier n'est pas en UTF-8 (octet %(n)d).") % {"n": position},
        _("Enregistrez-le en UTF-8 avec votre éditeur."),
    )


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
