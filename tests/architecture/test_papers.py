"""The papers beside the source keep their shape."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
ADR_PARTS = ["Summary", "Context", "Decision", "Consequences", "Alternatives"]


def test_the_changelog_keeps_its_shape(checkout: Path) -> None:
    text = (checkout / "CHANGELOG.md").read_text("utf-8")
    releases = re.findall(r"^## (.*)$", text, re.MULTILINE)
    version = r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d"

    assert releases[0] == "[Unreleased]"
    assert [r for r in releases[1:] if not re.fullmatch(version, r)] == []
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= KINDS


def test_the_changelog_has_no_empty_entries(checkout: Path) -> None:
    text = (checkout / "CHANGELOG.md").read_text("utf-8")

    assert re.findall(r"^- *$", text, re.MULTILINE) == []


def test_the_licence_is_the_whole_apache_licence(checkout: Path) -> None:
    text = (checkout / "LICENSE").read_text("utf-8")

    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def _adrs() -> list[Path]:
    return sorted((Path(__file__).resolve().parents[2] / "docs" / "adr").glob("*.md"))


@pytest.mark.parametrize("paper", _adrs(), ids=lambda path: path.stem)
def test_a_decision_has_all_its_parts(paper: Path) -> None:
    heads = re.findall(r"^## (.*)$", paper.read_text("utf-8"), re.MULTILINE)

    assert re.fullmatch(r"\d{4}-[a-z0-9-]+", paper.stem)
    assert [head for head in heads if head in ADR_PARTS] == ADR_PARTS


def test_decisions_are_numbered_once() -> None:
    numbers = [paper.name[:4] for paper in _adrs()]

    assert len(numbers) == len(set(numbers))


def test_the_kit_of_tests_has_only_declared_markers(checkout: Path) -> None:
    options = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]

    assert "--strict-markers" in options["ini_options"]["addopts"]
