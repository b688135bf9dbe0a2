"""A sheet: a table of reference data that people edit, described by its columns.

One description serves the page that edits it, the workbook it comes in and goes out by, and
the check of every cell. All values are texts, as people write them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from models.domain.error import Language, Words

Row = dict[str, str]
Key = tuple[str, ...]


class Kind(StrEnum):
    """How a cell is written."""

    TEXT = "text"
    LIMIT = "limit"
    CHOICE = "choice"
    WHOLE = "whole"
    PHONE = "phone"
    DAY = "day"
    HOURS = "hours"
    CLOCK = "clock"
    CODE = "code"
    NAMED = "named"


def _nothing() -> Mapping[str, Words]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `choices` are what a CHOICE may say, `names` the list that a NAMED is on.

    `example` shows how it is written; `said` are the words for what a cell says in code,
    in parts that `parted` stands between, where a cell says several.
    """

    name: str
    words: Words
    kind: Kind = Kind.TEXT
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    names: str = ""
    example: str = ""
    said: Mapping[str, Words] = field(default_factory=_nothing)
    parted: str = ""

    def words_for(self, text: str, language: Language) -> str:
        """What a cell says to people; a text that is no code as it stands."""
        pairs = [(part, self.said.get(part)) for part in self._parts(text)]
        return self.parted.join(words.in_(language) if words else part for part, words in pairs)

    def code_for(self, text: str) -> str:
        """What people write, in code: the words of either language, else as it stands."""
        if not self.said:
            return text  # a file has tens of thousands of these
        codes = {words.zh.casefold(): code for code, words in self.said.items()}
        codes |= {words.en.casefold(): code for code, words in self.said.items()}
        parts = self._parts(text)
        return self.parted.join(codes.get(part.strip().casefold(), part) for part in parts)

    def _parts(self, text: str) -> list[str]:
        return text.split(self.parted) if self.parted else [text]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns, of which `key` name a row, and what it is for.

    `is_open`: rows may be taken out; other sheets are spoken of elsewhere. `is_personal`:
    its rows are people's, and no history keeps them.
    """

    name: str
    words: Words
    about: Words
    columns: tuple[Column, ...]
    key: Key
    is_open: bool = True
    is_personal: bool = False

    def key_of(self, row: Mapping[str, str]) -> str:
        """What names a row, as one text."""
        return " ".join(row.get(name, "").strip() or "*" for name in self.key)

    def order_of(self, row: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
        """Where a row stands: by its key, choices in the order in which they are offered."""
        named = {one.name: one for one in self.columns}
        order = []
        for name in self.key:
            text, choices = row.get(name, ""), named[name].choices
            order.append((choices.index(text) if text in choices else -1, text))
        return tuple(order)

    def tidy(self, row: Mapping[str, object]) -> Row:
        """A row with this sheet's columns alone, stripped texts."""
        return {one.name: str(row.get(one.name) or "").strip() for one in self.columns}


@dataclass(frozen=True, slots=True)
class Edit:
    """What changes in one row: `before` None puts it in, `after` None takes it out."""

    key: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class PastEdit:
    """An edit that was applied: in which version, when and by whom.

    Of a sheet of people only that something changed is kept: its edit has neither before nor
    after. `at` is None where the fact of it is out of one's sight.
    """

    version: int
    at: datetime | None
    actor: str
    edit: Edit


def edits_between(sheet: Sheet, before: Iterable[Row], after: Iterable[Row]) -> list[Edit]:
    """What changes from some rows to others, by key, in order of the keys."""
    old = {sheet.key_of(row): row for row in before}
    new = {sheet.key_of(row): row for row in after}
    return [
        Edit(key, old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
