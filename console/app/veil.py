"""What a seat without the grant is shown: everything but restricted incidents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from models.picture.secrecy import is_cleared, restricted_in, told, visible, without

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.fact import Entry
    from models.domain.lifecycle import Role
    from models.feed.frame import Frame
    from models.picture.picture import Picture


class Veil:
    """Lies over the frames of one seat; over a cleared one it is nothing.

    Thread: GUI. Frames come by twice a second with the picture they had before: what was
    made of it is kept.
    """

    def __init__(self, roles: frozenset[Role], categories: Mapping[str, Category]) -> None:
        self._is_cleared = is_cleared(roles)
        self._categories = categories
        self._hidden: frozenset[UUID] = frozenset()
        self._of: Picture | None = None
        self._shown: Picture | None = None

    def take_classes(self, categories: Mapping[str, Category]) -> None:
        """Other classes: which of them are restricted may have changed."""
        self._categories, self._of = categories, None

    def over(self, frame: Frame) -> Frame:
        """The frame as this seat may see it."""
        if self._is_cleared:
            return frame
        if self._of is not frame.picture or self._shown is None:
            self._of = frame.picture
            # What was restricted once in this sitting stays hidden in the facts.
            now_hidden = restricted_in(frame.picture, self._categories)
            self._hidden |= now_hidden
            self._shown = without(frame.picture, now_hidden)
        changes = told(frame.changes, self._hidden, self._categories)
        return replace(frame, picture=self._shown, changes=changes)

    def over_facts(self, answer: object) -> object:
        """A lane's answer, if it is facts, without those that this seat may not see."""
        if self._is_cleared or not isinstance(answer, list):
            return answer
        return visible(cast("list[Entry]", answer), self._hidden, self._categories)
