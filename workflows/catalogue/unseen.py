"""Characters that nobody sees: of no width, or turning the direction of a text."""

import re2

# joiners and marks that Arabic, Hebrew and emoji need are left alone
SIGNS = "\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CODES = "200b|2060|feff|202[a-e]|206[6-9]"
UNSEEN = re2.compile(f"[{SIGNS}]|\\\\u(?i:{CODES})|&#x0*(?i:{CODES});")
BOM = "\ufeff"


def first_unseen(text: str) -> tuple[int, str]:
    """Return the line of the first such character, with its code; (0, "") when there is none."""
    body = text.removeprefix(BOM)
    found = UNSEEN.search(body)
    if found is None:
        return 0, ""
    return body.count("\n", 0, found.start()) + 1, _code(found[0])


def without_unseen(text: str) -> str:
    """Return a text without these characters, written as they are or by their number."""
    return str(UNSEEN.sub("", text))


def _code(sign: str) -> str:
    digits = f"{ord(sign):04X}" if len(sign) == 1 else sign.strip("\\&#;ux")[-4:].upper()
    return f"U+{digits}"
