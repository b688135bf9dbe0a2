"""What a seat is shown: its own cells, and without the grant no restricted incidents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from models.picture.secrecy import beyond, is_cleared, restricted_in, told, visible, without

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.fact import Entry
    from models.domain.ids import CellId
    from models.domain.lifecycle import Role
    from models.domain.scope import PathOf
    from models.feed.frame import Frame
    from models.picture.picture import Picture


class Veil:
    """Lies over the frames of one seat; over a cleared one that sees everywhere it is nothing.

    The database gives a scoped seat its own cells' facts alone; what is taken away here has
    left them.

    Thread: GUI. Frames come by twice a second with the picture they had before: what was
    made of it is kept.
    """

    def __init__(
        self,
        roles: frozenset[Role],
        categories: Mapping[str, Category],
        *,
        cells: frozenset[CellId] | None = None,
        path_of: PathOf | None = None,
    ) -> None:
        """`cells` None is everywhere; `path_of` knows the grid that they belong to."""
        self._is_cleared = is_cleared(roles)
        self._categories = categories
        self._cells, self._path_of = cells, path_of or _no_path
        self._is_nothing = self._is_cleared and cells is None
        self._hidden: frozenset[UUID] = frozenset()
        self._of: Picture | None = None
        self._shown: Picture | None = None

    def take_classes(self, categories: Mapping[str, Category]) -> None:
        """Other classes: which of them are restricted may have changed."""
        self._categories, self._of = categories, None

    def over(self, frame: Frame) -> Frame:
        """The frame as this seat may see it."""
        if self._is_nothing:
            return frame
        if self._of is not frame.picture or self._shown is None:
            self._of = frame.picture
            # What was restricted once in this sitting stays hidden in the facts.
            secret: frozenset[UUID] = frozenset()
            if not self._is_cleared:
                secret = restricted_in(frame.picture, self._categories)
            self._hidden |= secret
            gone = beyond(frame.picture, self._cells, self._path_of)
            self._shown = without(frame.picture, secret | gone)
        if self._is_cleared:
            return replace(frame, picture=self._shown)
        changes = told(frame.changes, self._hidden, self._categories)
        return replace(frame, picture=self._shown, changes=changes)

    def over_facts(self, answer: object) -> object:
        """A lane's answer, if it is facts, without those that this seat may not see."""
        if self._is_cleared or not isinstance(answer, list):
            return answer
        return visible(cast("list[Entry]", answer), self._hidden, self._categories)


def _no_path(_cell: CellId) -> tuple[CellId, ...]:
    return ()
