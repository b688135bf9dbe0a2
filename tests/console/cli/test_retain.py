"""`db retain` on a real home: says what is due, keeps the setting, refuses less than a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.console.cli.homes import Cli

pytestmark = pytest.mark.db


def test_it_says_how_long_fixes_are_kept_and_what_would_go(cli: Cli) -> None:
    said = cli.ok("db", "retain", "--dry-run")
    assert (said["raw_days"], said["due"]) == (90, [])
    assert cli.ok("db", "retain", "--days", "30")["raw_days"] == 30
    assert cli.ok("db", "retain")["rolled"] == []
    assert cli("db", "retain", "--days", "6")["error"] == "too_few_days"
