"""Whether a screen answers, asked before Qt is: Qt ends the process where none does."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path


def display_answers() -> bool:
    """Whether an X server or a Wayland compositor of this session can be reached."""
    return _x_answers() or _wayland_answers()


def _x_answers() -> bool:
    """Connect as Qt's own plugin would, authority file included, and hang up."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False  # without it Qt's plugin cannot be loaded either
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers() -> bool:
    named = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(named) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / named).is_socket()
