"""Promises of texts that lie one behind the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.domain.packed_text import PackedText


@given(st.lists(st.text()))
def test_texts_of_any_script_come_back_as_they_were(texts: list[str]) -> None:
    packed = PackedText(texts)
    assert (len(packed), list(packed), packed[:2]) == (len(texts), texts, texts[:2])
    assert [packed[-row - 1] for row in range(len(texts))] == texts[::-1]
