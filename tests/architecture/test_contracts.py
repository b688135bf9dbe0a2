"""The import contracts hold, and each of them bites."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]
NAMES = [contract["name"] for contract in CONTRACTS]

# Each case: the number of its contract; what is planted, as file and line.
VIOLATIONS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "models imports maps": ("01", [("models/domain/planted.py", "import maps.geometry")]),
    "models imports resources": ("01", [("models/domain/planted.py", "import resources")]),
    "maps imports console": ("01", [("maps/geometry/planted.py", "import console.state")]),
    "the domain imports geography": (
        "02",
        [("models/domain/planted.py", "import models.geography")],
    ),
    "the desk imports the feed": ("02", [("models/desk/planted.py", "import models.feed")]),
    "an unlisted room in models": ("02", [("models/cellar/__init__.py", '"""Dark."""')]),
    "layers import the canvas": ("03", [("maps/layers/planted.py", "import maps.canvas")]),
    "an unlisted room in maps": ("03", [("maps/cellar/__init__.py", '"""Dark."""')]),
    "state imports panels": ("04", [("console/state/planted.py", "import console.panels")]),
    "state imports the lanes": ("04", [("console/state/planted.py", "import console.work")]),
    "an unlisted room in console": ("04", [("console/cellar/__init__.py", '"""Dark."""')]),
    "models imports Qt": ("05", [("models/feed/planted.py", "from PySide6 import QtCore")]),
    "layers import Qt": ("06", [("maps/layers/planted.py", "from PySide6 import QtCore")]),
    "export imports pyqtgraph": ("06", [("maps/export/planted.py", "import pyqtgraph")]),
    "a panel speaks SQL": ("07", [("console/panels/planted.py", "import sqlalchemy")]),
    "the desk speaks SQL": ("07", [("models/desk/planted.py", "import psycopg")]),
    "a panel opens the store": ("08", [("console/panels/planted.py", "import models.store")]),
    "the simulation opens the store": (
        "08",
        [("models/simulation/planted.py", "import models.store")],
    ),
    "the map knows the feed": ("09", [("maps/layers/planted.py", "import models.feed")]),
    "one panel knows another": (
        "10",
        [
            ("console/panels/planted_queue.py", "import console.panels.planted_roster"),
            ("console/panels/planted_roster.py", '"""A stranger."""'),
        ],
    ),
    "a panel reaches a lane": ("11", [("console/panels/planted.py", "import console.work")]),
    "a window reaches a lane": ("11", [("console/windows/planted.py", "import console.work")]),
    "the feed starts a thread": ("12", [("models/feed/planted.py", "import threading")]),
    "a panel starts a thread": ("12", [("console/panels/planted.py", "import concurrent")]),
    "layers start a process": ("13", [("maps/layers/planted.py", "import multiprocessing")]),
}


def _run(copy: Path, planted: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("plant_and_lint.py"))],
        input=json.dumps(planted),
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert run.returncode == 0, run.stderr
    answers: dict[str, str] = json.loads(run.stdout)
    return answers


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter said of the tree as it is, and of each violation."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("console", "maps", "models", "resources"):
        shutil.copytree(
            CHECKOUT / name,
            copy / name,
            ignore=lambda _, names: [
                name for name in names if "." in name and not name.endswith(".py")
            ],
        )
    shutil.copy(CHECKOUT / "pyproject.toml", copy)
    return _run(
        copy, {"as it is": []} | {case: plant for case, (_, plant) in VIOLATIONS.items()}
    )


def _broken(report: str) -> set[str]:
    return set(re.findall(r"^(\d\d) .* BROKEN", report, re.MULTILINE))


def test_every_contract_holds(reports: dict[str, str]) -> None:
    report = reports["as it is"]

    assert f"Contracts: {len(NAMES)} kept, 0 broken." in report, report


@pytest.mark.parametrize("case", VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(reports: dict[str, str], case: str) -> None:
    assert VIOLATIONS[case][0] in _broken(reports[case]), reports[case]


def test_every_contract_has_been_seen_to_bite() -> None:
    assert {name[:2] for name in NAMES} == {number for number, _ in VIOLATIONS.values()}


def test_no_contract_ignores_an_import() -> None:
    assert [c["name"] for c in CONTRACTS if "ignore_imports" in c] == []
