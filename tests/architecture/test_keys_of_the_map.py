"""The page about the map names every key of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from console.actions.map_catalogue import MAP_ACTS

if TYPE_CHECKING:
    from pathlib import Path

    from console.actions.action import Action

NATIVE = {"Backspace": "Backspace", "=": "+", "_": "-"}
BOOKMARK = re.compile(r"place\.view-[2-8]")


@pytest.mark.parametrize("action", MAP_ACTS, ids=lambda action: action.id)
def test_the_page_about_the_map_names_the_keys_of(action: Action, checkout: Path) -> None:
    page = (checkout / "docs" / "map.md").read_text("utf-8")
    table = "\n".join(line for line in page.splitlines() if line.startswith("| "))
    if BOOKMARK.fullmatch(action.id):  # between the first and the last
        return
    for key in filter(None, action.shortcut.split("; ")):
        assert re.search(rf"(?<![\w+]){re.escape(NATIVE.get(key, key))}(?![\w+])", table), key
