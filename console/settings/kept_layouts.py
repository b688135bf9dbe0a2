"""Layouts of a window: how its panels stand, under names, in the settings of a home."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Final

from console.settings.kept_views import LONGEST_NAME

MOST_LAYOUTS: Final = 30
_LONGEST_STATE: Final = 100_000

Layouts = dict[str, bytes]
"""What a window made of its panels, by the name that somebody gave it, in order."""


def layouts_read(text: object) -> Layouts:
    """The layouts of a settings file; what an edited or torn file spoils is left out."""
    try:
        rows = json.loads(text) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(rows, dict):
        return {}
    found = {name.strip()[:LONGEST_NAME]: _state(state) for name, state in rows.items()}
    sound = [(name, state) for name, state in found.items() if name and state]
    return dict(sound[:MOST_LAYOUTS])


def layouts_written(layouts: Layouts) -> str:
    """The layouts as the settings file keeps them."""
    rows = {name: base64.b64encode(state).decode() for name, state in layouts.items()}
    return json.dumps(rows, ensure_ascii=False)


def _state(text: object) -> bytes:
    if not isinstance(text, str) or len(text) > _LONGEST_STATE:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
