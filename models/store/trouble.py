"""The database's failures as troubles in words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import sqlalchemy.exc
from psycopg import errors

from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

_RACES = (errors.DeadlockDetected, errors.SerializationFailure)


@contextmanager
def away() -> Iterator[None]:
    """Say in words that the database went away, or that its disk is full.

    Raises
    ------
    Trouble
        `database_away` or `disk_full`; races between transactions pass through as they are.
    """
    try:
        yield
    except _RACES:
        raise
    except errors.DiskFull as error:
        raise Trouble(
            "disk_full",
            Words("数据库所在磁盘已满：请腾出空间后重试", "the database's disk is full: make room"),
        ) from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise _away(error) from error
    except sqlalchemy.exc.DBAPIError as error:
        if not isinstance(error.orig, psycopg.OperationalError):
            raise
        raise _away(error.orig) from error


def _away(error: BaseException) -> Trouble:
    detail = (str(error).strip().splitlines() or ["?"])[0]
    return Trouble(
        "database_away",
        Words(
            f"数据库无法连接（{detail}）：用 wangge db status 查看，恢复后重新发送同一命令",
            f"the database is away ({detail}): see `wangge db status`; the same command may be"
            " sent again when it is back",
        ),
    )
