"""A letter to begin with, for what sends one that is not there."""

from workflows.catalogue.beginnings.blank_parts import blank_letter
from workflows.catalogue.fixes.bench import Bench


def letter_path(stem: str) -> str:
    """Return the file of a letter."""
    return f"letters/{stem}.txt"


def put_letter(bench: Bench, stem: str, subject: str) -> None:
    """Write a letter to begin with, unless there is one of that name."""
    bench.files.setdefault(letter_path(stem), blank_letter(subject))
