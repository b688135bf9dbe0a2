"""What somebody chose for the map of a window, as text for the settings.

A choice of an earlier or later release is taken as far as it goes; one that is no choice
at all is said, and the map comes up as designed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from maps.layers.layer import LayerStack
from models.analysis.classing import Method
from models.analysis.indicator import BY_ID, INDICATORS, Indicator
from models.domain.error import BadInput, Words
from models.domain.grid import Level

if TYPE_CHECKING:
    from uuid import UUID


_NO_CHOICE = (
    *(ValueError, KeyError, TypeError, AttributeError),
    *(OverflowError, RecursionError),
)
"""What comes of a text that is none."""


@dataclass(frozen=True, slots=True)
class ShadeChoice:
    """Which indicator colours the cells, how it is cut, at which level; None as it fits.

    `department` is looked at and not kept: a question of the moment.
    """

    indicator: str = INDICATORS[0].id
    method: Method | None = None
    level: int | None = None
    department: UUID | None = None

    @property
    def said(self) -> Indicator:
        """The indicator itself."""
        return BY_ID[self.indicator]

    @property
    def how(self) -> Method:
        """The method wanted, or else the indicator's own."""
        return self.method or self.said.method


@dataclass(frozen=True, slots=True)
class MapChoice:
    """The layers of a window's map and what colours its cells."""

    stack: LayerStack = field(default_factory=LayerStack)
    shade: ShadeChoice = field(default_factory=ShadeChoice)


def text_of(choice: MapChoice) -> str:
    """A choice as text."""
    stack, shade = choice.stack, choice.shade
    told = {
        "order": list(stack.movable()),
        "hidden": sorted(stack.hidden),
        "shown": sorted(set(stack.order) - stack.hidden),
        "strength": dict(stack.strength),
        "indicator": shade.indicator,
        "method": shade.method,
        "level": shade.level,
    }
    return json.dumps(told)


def choice_from(text: str, usual: LayerStack) -> MapChoice:
    """The choice of such a text, over the layers there are now.

    Raises
    ------
    BadInput
        `bad_layers`, where it is no such text.
    """
    try:
        told = json.loads(text)
        return MapChoice(_stack(told, usual), _shade(told))
    except _NO_CHOICE as error:
        raise BadInput(
            "bad_layers",
            Words(
                "设置中保存的地图图层无法读取，已恢复默认图层；重新选择即可覆盖",
                "the map's layers kept in the settings cannot be read: the usual ones are "
                "shown, and choosing again replaces them",
            ),
        ) from error


def _stack(told: dict[str, Any], usual: LayerStack) -> LayerStack:
    known = frozenset(usual.order)
    # A layer that the text does not know is as it comes.
    hidden = (usual.hidden - set(told["shown"])) | (known & set(told["hidden"]))
    stack = replace(usual.ordered(map(str, told["order"])), hidden=frozenset(hidden))
    for key, strength in told["strength"].items():
        if key in known:
            stack = stack.faded(key, float(strength))
    return stack


def _shade(told: dict[str, Any]) -> ShadeChoice:
    indicator = told["indicator"] if told["indicator"] in BY_ID else INDICATORS[0].id
    method = Method(told["method"]) if told["method"] else None
    level = None if told["level"] is None else int(Level(told["level"]))
    return ShadeChoice(indicator, method, level)
