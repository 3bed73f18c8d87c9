"""A démarche's folder as one checked object: reading, packing, checks, scenarios, letters.

`folder` reads and packs; `checks` finds what is wrong, `fixes` mends it, `apart` does both in a
process of its own; `scenarios` plays the analyst's tests and says what they reach; `letters`
writes to people; `standing` gives the dossier its state; `differences` compares two versions.
"""

from workflows.catalogue.apart import (
    apply_fix_within_limits,
    check_folder_within_limits,
    check_within_limits,
    run_scenarios_within_limits,
)
from workflows.catalogue.card.about import About
from workflows.catalogue.checks import check
from workflows.catalogue.differences.folders import Change, ChangeKind, compare
from workflows.catalogue.findings import Finding, Fix, InvalidDemarche, Level
from workflows.catalogue.fixes import Present
from workflows.catalogue.folder import Folder, pack, read_folder, read_package
from workflows.catalogue.letters.letter import Letter, placeholders, write_letter
from workflows.catalogue.letters.wording import letter_values
from workflows.catalogue.pieces import PieceWanted
from workflows.catalogue.scenarios.coverage import Coverage, measure_coverage
from workflows.catalogue.scenarios.scenario import ScenarioResult, run_scenarios
from workflows.catalogue.standing import state_after

__all__ = [
    "About",
    "Change",
    "ChangeKind",
    "Coverage",
    "Finding",
    "Fix",
    "Folder",
    "InvalidDemarche",
    "Letter",
    "Level",
    "PieceWanted",
    "Present",
    "ScenarioResult",
    "apply_fix_within_limits",
    "check",
    "check_folder_within_limits",
    "check_within_limits",
    "compare",
    "letter_values",
    "measure_coverage",
    "pack",
    "placeholders",
    "read_folder",
    "read_package",
    "run_scenarios",
    "run_scenarios_within_limits",
    "state_after",
    "write_letter",
]
