"""A scripted clock for a home that has no facts yet: history begins at its own time."""

from __future__ import annotations

import contextlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.domain.error import BadInput, Words, WorldlyError
from models.store.engine import troubles
from models.store.home_clock import (
    ClockMode,
    last_recorded_at,
    read_home_clock,
    set_real,
    set_scripted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.app.home import Home


@contextmanager
def history_from(home: Home, at: datetime) -> Iterator[None]:
    """Let history from `at` on be written, or say why it cannot be.

    An embedded home without facts becomes scripted, and real again where nothing was written.

    Raises
    ------
    BadInput
        `clock_not_scripted`, with the way out.
    """
    with contextlib.closing(home.connection()) as connection, troubles():
        is_scripted = read_home_clock(connection).mode is ClockMode.SCRIPTED
        is_fresh = last_recorded_at(connection) is None
    if is_scripted:
        yield
        return
    if not (is_fresh and home.is_embedded):
        raise _not_scripted(home, at)
    _set(home, at)
    try:
        yield
    except WorldlyError:
        _set(home, None)
        raise


def _set(home: Home, at: datetime | None) -> None:
    with contextlib.closing(home.admin_connection()) as admin, troubles(), admin.transaction():
        if at is None:
            set_real(admin)
        else:
            set_scripted(admin, at)


def _not_scripted(home: Home, at: datetime) -> BadInput:
    if not home.is_embedded:
        return BadInput(
            "clock_not_scripted",
            Words(
                "中心数据库的时钟总是真实时间，不能导入历史：请用 --home 指定一个本地库",
                "a central database keeps real time and takes no history: use an embedded home,"
                " --home DIR",
            ),
        )
    begin = at.isoformat()
    return BadInput(
        "clock_not_scripted",
        Words(
            "本库已有按真实时钟记录的内容，不能再导入历史。请用新的库："
            f"先 wangge db init --clock scripted --at {begin}，再导入网格与历史。",
            "this home has facts of a clock that goes by itself, so history cannot come in."
            f" Use a fresh one: `wangge db init --clock scripted --at {begin}`, then import"
            " cells and history.",
        ),
    )
