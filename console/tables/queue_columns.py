"""The columns of the queue, what a cell of each shows, and who words it."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from console.state.words import state_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.tables.case_words import CaseWords
    from models.desk.act import Fate
    from models.domain.category import Urgency
    from models.domain.deadline import Light
    from models.domain.incident import Incident, State
    from models.feed.presence import Present


class Column(IntEnum):
    """The columns, as they stand until somebody moves them."""

    URGENCY = 0
    DUE = 1
    CLASS = 2
    STATE = 3
    TEXT = 4
    PLACE = 5
    AGE = 6
    LEAD = 7
    NUMBER = 8
    SOURCE = 9


TICKING: Final = (Column.DUE, Column.AGE)
"""What they say changes with the time alone."""


class Cell(NamedTuple):
    """All that a cell shows, to be compared and drawn.

    `words` are those for people; of the incident `urgency` and `state`; `light` of its
    clock, None where none runs; `fate` of the act under way on it; `is_fresh`: it came a
    moment ago; `present` are others at the incident, where the column tells of them;
    `is_unread`: somebody said something of it since this seat looked, where it tells of that.
    """

    column: Column
    words: str
    urgency: Urgency
    state: State
    light: Light | None
    fate: Fate | None
    is_fresh: bool
    present: tuple[Present, ...] = ()
    is_unread: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether the state is told by what was not heard in time."""
        return self.column is Column.STATE and self.words != state_words(self.state)


def sayers(words: CaseWords) -> dict[Column, Callable[[Incident], str]]:
    """What says the words of each column."""
    return {
        Column.URGENCY: words.urgency,
        Column.DUE: words.due,
        Column.CLASS: words.class_name,
        Column.TEXT: words.text,
        Column.PLACE: words.place,
        Column.STATE: words.state,
        Column.AGE: words.age,
        Column.LEAD: words.lead,
        Column.NUMBER: words.number,
        Column.SOURCE: words.source,
    }
