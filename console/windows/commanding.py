"""The command bar of a window: the palette over the map, and what does its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.actions.command_bar import CommandBar
from console.panels.map_panel.distances import Distances
from console.panels.palette import Palette

if TYPE_CHECKING:
    from console.windows.workbench import Workbench


def commanding(window: Workbench) -> Palette:
    """The palette, wired to everything that a line or a row of it can do."""
    session = window.session
    bar = CommandBar(session, window.asking, window.dispatching, window.lifecycle, window)
    palette = Palette(
        session,
        window.look,
        window.refusal,
        window,
        bar=bar,
        distances=Distances(window.map.canvas),
    )
    bar.told.connect(window.tell)
    bar.act_wanted.connect(window.do)
    palette.learning_wanted.connect(window.learning_wanted)
    window.asking.spelling = palette.initials
    palette.action_chosen.connect(window.do)
    palette.subject_chosen.connect(window.going.to_found)
    return palette
