"""Translation of messages for people: French is the source language, gettext adds the others."""

import gettext
from pathlib import Path

LOCALES = Path(__file__).with_name("locale")
_CATALOGUE = gettext.translation("demarches", LOCALES, fallback=True)
_ = _CATALOGUE.gettext
ngettext = _CATALOGUE.ngettext
