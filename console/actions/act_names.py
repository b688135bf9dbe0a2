"""The acts of the catalogue by both of their names: typed in English, in Chinese, by initials.

Whatever language the screens speak, pq finds 派遣 and disp finds Dispatch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QTranslator

from console.actions.catalogue import CATALOGUE
from console.actions.shelf import EXACT, NOT_FOUND, PREFIX, SPELT, Label, shelf_of
from console.state.deeds import ACTION
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.actions.action import Action
    from console.actions.initials import Initials

_BEGINS: Final = frozenset({EXACT, PREFIX, SPELT})


class ActNames:
    """What every act is called, on one shelf.

    Thread: GUI
    """

    def __init__(self, initials: Initials) -> None:
        self._chinese = QTranslator()
        self._words = resource_path("translations/wangge_zh.qm").read_bytes()
        self._chinese.load(self._words)
        self._shelf = shelf_of(self._labelled(), initials)

    def beginning(self, word: str) -> list[Action]:
        """The acts a name of which begins with a word or with its initials, the best first."""
        ranks = self._shelf.ranked([word.casefold()])
        fits = [row for row in np.argsort(ranks, kind="stable") if ranks[row] in _BEGINS]
        return [CATALOGUE[row] for row in fits]

    def holding(self, words: list[str]) -> list[Action]:
        """The acts whose names hold every word: the best fit first, then as catalogued."""
        ranks = self._shelf.ranked(words)
        order = np.argsort(ranks, kind="stable").tolist()
        return [CATALOGUE[row] for row in order if ranks[row] < NOT_FOUND]

    def called(self, line: str) -> list[Action]:
        """The acts whose English or Chinese name begins with a line of several words."""
        said = " ".join(line.casefold().split())
        if " " not in said:
            return []
        return [
            one
            for one in CATALOGUE
            if any(name.casefold().startswith(said) for name in self._names_of(one))
        ]

    def chinese(self, action: Action) -> str:
        """An act's Chinese name, dots left off."""
        context, source = _source(action)
        said = self._chinese.translate(context, source) or source
        return said.replace("{0}", str(action.number or "")).rstrip("….")

    def _labelled(self) -> Iterator[tuple[object, tuple[Label, ...]]]:
        for action in CATALOGUE:
            english, chinese = self._names_of(action)
            labels = (Label(action.id), Label(english), Label(chinese, spelt=True))
            yield (action.id, labels)

    def _names_of(self, action: Action) -> tuple[str, str]:
        english = _source(action)[1].replace("{0}", str(action.number or ""))
        return (english.rstrip("…."), self.chinese(action))


def _source(action: Action) -> tuple[str, str]:
    """The context and the English of an act's name."""
    return ("Action", str(ACTION[action.verb])) if action.verb else ("Catalogue", action.words)
