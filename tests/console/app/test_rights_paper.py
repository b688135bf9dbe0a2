"""The page about rights says what the table says."""

from __future__ import annotations

from pathlib import Path

from console.app.rights_paper import with_matrix

PAGE = Path(__file__).parents[3] / "docs" / "rights.md"


def test_the_page_holds_the_matrix_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_matrix(page) == page
