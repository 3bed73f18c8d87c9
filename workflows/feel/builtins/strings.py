"""String functions (DMN 1.5, 10.3.4.3, table 69); regular expressions run in google-re2."""

from decimal import Decimal

from workflows.feel.builtins.library import built_in
from workflows.feel.builtins.patterns import matched, parted, replaced
from workflows.feel.scope import Run


@built_in("substring(string: string, start position: number, length?: number)")
def substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """Return the characters from a position counted from 1, or from the end when negative."""
    if start.adjusted() > 9 or start == 0 or abs(int(start)) > len(text):  # noqa: PLR2004
        return None
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    if length is None:
        return text[first:]
    return None if length < 1 else text[first : first + int(min(length, Decimal(len(text))))]


@built_in("string length(string: string)")
def string_length(text: str) -> Decimal:
    """Return the number of characters."""
    return Decimal(len(text))


@built_in("upper case(string: string)")
def upper_case(text: str) -> str:
    """Return the text in capitals."""
    return text.upper()


@built_in("lower case(string: string)")
def lower_case(text: str) -> str:
    """Return the text in small letters."""
    return text.lower()


@built_in("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> str:
    """Return what precedes the first `match`, empty when there is none."""
    return text.partition(match)[0] if match and match in text else ""


@built_in("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> str:
    """Return what follows the first `match`, empty when there is none."""
    return text.partition(match)[2] if match else text


@built_in("contains(string: string, match: string)")
def contains(text: str, match: str) -> bool:
    """Tell whether `match` is in the text."""
    return match in text


@built_in("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> bool:
    """Tell whether the text begins with `match`."""
    return text.startswith(match)


@built_in("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> bool:
    """Tell whether the text ends with `match`."""
    return text.endswith(match)


@built_in("matches(input: string, pattern: string, flags?: Any)", needs_run=True)
def matches(run: Run, text: str, pattern: str, flags: object = None) -> bool | None:
    """Tell whether a regular expression is found in the text."""
    return matched(text, pattern, flags, run.budget)


@built_in(
    "replace(input: string, pattern: string, replacement: string, flags?: Any)", needs_run=True
)
def replace(
    run: Run, text: str, pattern: str, replacement: str, flags: object = None
) -> str | None:
    """Return the text with what matches replaced; `$1` is the first group."""
    return replaced(text, pattern, replacement, flags, run.budget)


@built_in("split(string: string, delimiter: string)", needs_run=True)
def split(run: Run, text: str, delimiter: str) -> list[str] | None:
    """Return the parts of the text between matches of `delimiter`."""
    return parted(text, delimiter, run.budget)


@built_in("string join(list: list, delimiter?: Any)", needs_run=True)
@built_in("string join(list: list, delimiter: Any, prefix: Any, suffix: Any)", needs_run=True)
def string_join(
    run: Run,
    parts: list[object],
    delimiter: object = None,
    prefix: object = None,
    suffix: object = None,
) -> str | None:
    """Join texts; nulls are left out."""
    texts = [part for part in parts if part is not None]
    marks = [mark or "" for mark in (delimiter, prefix, suffix)]
    if not all(isinstance(part, str) for part in (*texts, *marks)):
        return None
    between, before, after = (str(mark) for mark in marks)
    run.budget.take_text(range(sum(len(str(part)) + len(between) for part in texts)))
    return before + between.join(str(part) for part in texts) + after
