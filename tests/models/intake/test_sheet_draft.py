"""A draft of a sheet: whatever is done to it, it says what looking at all rows anew says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from models.intake.sheet import edits_between
from models.intake.sheet_check import check_rows
from models.intake.sheet_draft import SheetDraft
from models.intake.sheets import SHEETS

if TYPE_CHECKING:
    from models.intake.sheet import Row
    from models.intake.sheet_draft import SheetDraft

STAYS = SHEETS["stays"]
LEVELS, LIMITS = ("1", "2", "3", "7", ""), ("1WD", "2WD", "soon")


def a_row(level: str, limit: str) -> Row:
    return {"level": level, "limit": limit}


STANDING = [a_row("1", "1WD"), a_row("2", "1WD"), a_row("3", "2WD")]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "merge", "change", "take out")),
        st.integers(0, 8),
        st.builds(a_row, st.sampled_from(LEVELS), st.sampled_from(LIMITS)),
    ),
    max_size=14,
)


def a_draft() -> SheetDraft:
    draft = SheetDraft(STAYS, {})
    for row in STANDING:
        draft.take(row)
    return draft


def do(draft: SheetDraft, step: str, place: int, row: Row) -> None:
    ids = draft.ids
    if step == "add" or not ids:
        draft.add(row)
    elif step == "merge":
        draft.merge(row)
    elif step == "change":
        draft.change(ids[place % len(ids)], row)
    else:
        draft.take_out(ids[place % len(ids) :][:2])


@given(STEPS)
def test_it_says_what_looking_at_everything_would_say(
    steps: list[tuple[str, int, Row]],
) -> None:
    draft = a_draft()
    for step in steps:
        do(draft, *step)
    rows = [draft.rows[one] for one in draft.ids]
    problems = check_rows(STAYS, dict(enumerate(rows, 2)), {})
    assert draft.problem_count() == len(problems)
    first = draft.first_problem()
    assert (first is None) == (not problems)
    if first is not None:
        assert first.row == min(one.row for one in problems)
    for one in problems:
        assert draft.problem(draft.ids[one.row - 2], one.field) is not None
    if not problems:
        expected = edits_between(STAYS, STANDING, rows)
        assert sorted(draft.pending(), key=lambda one: one.key) == expected
        new = sum(one.before is None for one in expected)
        gone = sum(one.after is None for one in expected)
        assert draft.counts() == (new, len(expected) - new - gone, gone)
        assert draft.has_edits() == bool(expected)


def test_some_edits_are_the_first_of_all() -> None:
    draft = a_draft()
    for row in (a_row("1", "2WD"), a_row("3", "1WD")):
        draft.merge(row)
    draft.take_out([1])
    assert [one.key for one in draft.some_edits(2)] == ["1", "3"]
    assert [one.after for one in draft.some_edits(9)][-1] is None


def test_what_was_handed_out_stays_as_it_was() -> None:
    draft = a_draft()
    draft.change(0, a_row("1", "2WD"))
    pending = draft.pending()
    draft.change(0, a_row("1", "1WD"))
    assert [one.after for one in pending] == [a_row("1", "2WD")]
    assert not draft.has_edits()
