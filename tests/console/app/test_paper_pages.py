"""A document is cut into pages between its rows and lines, never through one."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from console.app.paper_pages import Band, Page, pages_of

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]
WIDTH = 300
HEIGHT = 400


def a_document(*parts: str) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setHtml("".join(parts))
    document.setTextWidth(WIDTH)
    return document


def a_table(rows: int, words: str = "two lines of words that need so much room") -> str:
    body = "".join(f"<tr><td>{row}</td><td>{words}</td></tr>" for row in range(rows))
    head = "<thead><tr><th>No.</th><th>What</th></tr></thead>"
    return f'<table width="100%" cellpadding="4">{head}{body}</table>'


def lines_in(document: QTextDocument, band: Band) -> tuple[list[str], list[str]]:
    """The lines that lie in a band whole, and those that it cuts."""
    whole, cut = [], []
    block = document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top()
        for at in range(block.layout().lineCount()):
            line = block.layout().lineAt(at)
            box = line.rect().translated(0, top)
            begin = line.textStart()
            words = block.text()[begin : begin + line.textLength()].strip()
            if not words:
                continue
            if band.top <= box.top() and box.bottom() <= band.bottom:
                whole.append(words)
            elif box.bottom() > band.top and box.top() < band.bottom:
                cut.append(words)
        block = block.next()
    return whole, cut


def first_line(document: QTextDocument, page: Page) -> str:
    return lines_in(document, page.body)[0][0]


def test_no_line_is_cut_and_none_is_lost_or_told_twice() -> None:
    document = a_document(
        "<h2>One</h2>", a_table(40), "<p>between</p>", a_table(7), "<p>end</p>"
    )
    pages = pages_of(document, HEIGHT)
    assert len(pages) > 3
    told = []
    for page in pages:
        whole, cut = lines_in(document, page.body)
        assert cut == []
        told += whole
    all_of_it, _ = lines_in(document, Band(0, document.size().height()))
    assert told == all_of_it


def test_no_row_begins_on_one_page_and_ends_on_the_next() -> None:
    document = a_document(a_table(40))
    for page in pages_of(document, HEIGHT):
        assert first_line(document, page).isdigit() or page.head is None


def test_each_page_of_a_table_begins_with_its_head() -> None:
    document = a_document("<p>before</p>", a_table(40))
    first, *others = pages_of(document, HEIGHT)
    assert first.head is None
    for page in others:
        assert page.head is not None
        assert lines_in(document, page.head) == (["No.", "What"], [])


def test_no_page_is_higher_than_the_paper() -> None:
    document = a_document(a_table(40))
    for page in pages_of(document, HEIGHT):
        head = page.head.height if page.head else 0.0
        assert head + page.body.height <= HEIGHT


@pytest.mark.parametrize("lines_above", range(8, 24))
def test_a_title_stands_on_the_page_of_the_first_row_below_it(lines_above: int) -> None:
    above = "".join(f"<p>line {line}</p>" for line in range(lines_above))
    document = a_document(above, "<h2>Overdue</h2>", a_table(3))
    for page in pages_of(document, HEIGHT):
        whole, _ = lines_in(document, page.body)
        if "Overdue" in whole:
            assert whole[whole.index("Overdue") + 1 :][2] == "0"


def test_long_instructions_go_on_on_the_next_page_line_by_line() -> None:
    words = "<br>".join(f"line {line}" for line in range(60))
    document = a_document(f"<h2>Instructions</h2><table><tr><td>{words}</td></tr></table>")
    pages = pages_of(document, HEIGHT)
    assert len(pages) > 1
    assert all(lines_in(document, page.body)[1] == [] for page in pages)


def test_a_row_higher_than_a_page_is_not_asked_to_fit() -> None:
    document = a_document(a_table(2, "<br>".join("words" for _ in range(60))))
    high = [page for page in pages_of(document, HEIGHT) if page.body.height > HEIGHT]
    assert [lines_in(document, page.body)[0].count("words") for page in high] == [60, 60]


def test_a_document_of_nothing_has_at_most_one_page() -> None:
    assert len(pages_of(a_document(), HEIGHT)) <= 1
