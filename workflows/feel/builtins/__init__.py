"""The library of built-in functions, one module per section of DMN 1.5, 10.3.4, and ours."""

from workflows.feel.builtins import (
    booleans,
    contexts,
    conversions,
    dates,
    lists,
    local,
    numbers,
    ranges,
    sorting,
    statistics,
    strings,
)
from workflows.feel.builtins.library import LIBRARY

MODULES = (
    conversions,
    booleans,
    strings,
    lists,
    statistics,
    numbers,
    dates,
    ranges,
    sorting,
    contexts,
    local,
)
__all__ = ["LIBRARY", "MODULES"]
