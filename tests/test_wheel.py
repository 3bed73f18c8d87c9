"""The wheel we build installs without node: it ships the browser assets and the migrations."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    if not (ROOT / "citizen_portal/static/build/portal.css").exists():
        pytest.fail("browser assets are not built: run `make assets`")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    "name",
    [
        "citizen_portal/static/build/portal.css",
        "citizen_portal/static/build/portal.js",
        "backoffice/static/build/backoffice.css",
        "backoffice/static/build/viewer.js",
        "workflows/model/migrations/env.py",
        "workflows/forms/templates/forms/textfield.html",
    ],
)
def test_the_wheel_ships(name: str, names: set[str]):
    assert name in names


def test_the_wheel_ships_no_proprietary_font_and_no_crown(names: set[str]):
    assert [name for name in names if "gds" in name.lower() or "crown" in name.lower()] == []
