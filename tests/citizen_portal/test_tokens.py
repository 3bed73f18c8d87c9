"""The colours of the design language keep the contrast that WCAG AA asks."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "workflows/forms/styles/_tokens.scss"
TEXT, CONTROL = 4.5, 3.0


def colours() -> dict[str, str]:
    return dict(re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text(), re.M))


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "surface", TEXT),
        ("ink", "sand", TEXT),
        ("ink", "focus", TEXT),
        ("ink", "quiet-tint", TEXT),
        ("ink-soft", "surface", TEXT),
        ("ink-soft", "sand", TEXT),
        ("ink-soft", "lagoon-tint", TEXT),
        ("surface", "lagoon", TEXT),
        ("surface", "lagoon-deep", TEXT),
        ("surface", "danger", TEXT),
        ("link", "surface", TEXT),
        ("link", "sand", TEXT),
        ("link", "lagoon-tint", TEXT),
        ("earth", "surface", TEXT),
        ("earth", "sand", TEXT),
        ("earth-deep", "earth-tint", TEXT),
        ("lagoon-deep", "lagoon-tint", TEXT),
        ("success", "success-tint", TEXT),
        ("warning", "warning-tint", TEXT),
        ("danger", "danger-tint", TEXT),
        ("info", "info-tint", TEXT),
        ("line-strong", "surface", CONTROL),
        ("line-strong", "sand", CONTROL),
    ],
)
def test_text_and_controls_stand_out_from_their_ground(front, back, least):
    palette = colours()

    ratio = contrast(palette[front], palette[back])

    assert ratio >= least, f"{front} on {back}: {ratio:.2f}"
