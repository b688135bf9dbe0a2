"""The page about rights says what the table says."""

from __future__ import annotations

from pathlib import Path

from tests.console.app.rights_page import with_matrix

PAGE = Path(__file__).parents[3] / "docs" / "rights.md"


def test_the_page_holds_the_matrix_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    wanted = with_matrix(page)
    assert wanted == page, "write the page anew: its matrix is `with_matrix` of it"
