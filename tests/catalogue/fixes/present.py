"""The moment and the zone of the fixes that tests make: in Nouméa it is the 3rd already."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.catalogue.folders import Files
from workflows.catalogue import Finding, Fix, Present
from workflows.catalogue.fixes import apply_fix

PRESENT = Present(datetime(2026, 3, 2, 14, 30, tzinfo=UTC), ZoneInfo("Pacific/Noumea"))
MORNING = b"start = 2026-03-03T09:00:00+11:00"


def fixed(files: Files, finding: Finding, fix: Fix | None = None) -> Files:
    """Return the files once a fix is made at that moment."""
    return apply_fix(files, finding, fix, PRESENT)
