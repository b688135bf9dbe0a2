"""Channels that this machine has: the built-in one, and those of installed packages.

A package offers one under the entry point group `wangge.channels`; its options lie in the
home's `channels.toml`, a table by the channel's name (`docs/channels.md`).
"""

from __future__ import annotations

import logging
import tomllib
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final, cast

from models.desk.channel import BUILT_IN
from models.domain.error import BadInput, Trouble, Words, WorldlyError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from models.desk.channel import Channel

GROUP: Final = "wangge.channels"
FILE: Final = "channels.toml"
_log = logging.getLogger(__name__)


def open_channel(name: str, folder: Path) -> Channel | None:
    """The channel of a name; None where no package here offers it.

    Raises
    ------
    BadInput
        `bad_channels_file`: the options cannot be read.
    Trouble
        `channel_broken`: the package is there and does not come up.
    """
    if name in BUILT_IN:
        return cast("Channel", BUILT_IN[name]())
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    if found is None:
        return None
    options = channel_options(folder).get(name, {})
    try:
        return cast("Channel", found.load()(options, folder))
    except WorldlyError:
        raise
    except Exception as error:
        # Its words may hold a number or a password: only what kind it was is kept.
        _log.error("channel %s does not come up: %s", name, type(error).__name__)
        raise Trouble("channel_broken", broken_words(name)) from None


def channel_options(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The options by channel; none where there is no file."""
    file = folder / FILE
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            "bad_channels_file",
            Words(f"无法读取 {file}：{error}", f"{file} cannot be read: {error}"),
        ) from None
    return {name: one for name, one in read.items() if isinstance(one, dict)}


def broken_words(name: str) -> Words:
    """That a channel's package fails."""
    return Words(
        f"任务通道 {name} 出错，已改用下一通道；详情见日志。",
        f"The channel {name} fails; the next one is tried. The log says more.",
    )
