"""Connections to any PostgreSQL server, embedded or central, through one door.

Owns how we connect, which servers are too old, and the words for a database
that is away. libpq reads the URL itself, so its own means pass through
(`postgresql://a,b/wangge?target_session_attrs=read-write`).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool

from models.domain.error import BadInput, Trouble, Words
from models.store.binaries import FLOOR
from models.store.dsn import plain, without_password
from models.store.rights import refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Connection = psycopg.Connection
Engine = sqlalchemy.Engine
"""For those above the store, who hold connections without knowing the driver."""

_NAME_BYTES = 63
"""PostgreSQL cuts names here."""

# A dead line is noticed within 3 s of connecting (for each host of the URL), 25 s of
# silence, 15 s of unheard sending.
_MANNERS: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}

_REFUSED = re.compile(
    r"authentication failed|no password supplied|pg_hba\.conf|"
    r'role "[^"]*" (does not|is not)'
)
_PREPARE_AFTER = 3
"""A statement is prepared when it comes round this often on one connection."""


def an_engine(url: str, *, pool_size: int = 5, station: str = "") -> sqlalchemy.Engine:
    """An engine with a small pool; nothing connects before its first use.

    Parameters
    ----------
    url
        Any `postgresql://` URL, several hosts included; the embedded server's too.
    station
        Shown beside our name in `pg_stat_activity`.

    Raises
    ------
    BadInput
        `bad_database_url` when libpq cannot read the URL.
    """
    return _engine(url, name=f"wangge {station}".strip(), pool_size=pool_size, max_overflow=5)


def an_admin_engine(url: str) -> sqlalchemy.Engine:
    """An engine that keeps no connection: migrations, backups, making databases."""
    return _engine(url, name="wangge admin", poolclass=NullPool)


def connect(url: str, *, name: str = "wangge", autocommit: bool = False) -> psycopg.Connection:
    """One psycopg connection with the manners of our engines; for LISTEN and COPY.

    Raises
    ------
    BadInput, Trouble
        As `an_engine` and `troubles` say; `server_too_old` below PostgreSQL 15.
    """
    asked = _checked(url)
    with troubles():
        connection = psycopg.connect(
            plain(url),
            autocommit=autocommit,
            prepare_threshold=_PREPARE_AFTER,
            **_parameters(asked, name),
        )
    if connection.info.server_version < FLOOR * 10_000:
        version = connection.info.parameter_status("server_version")
        connection.close()
        raise _too_old(version or "?")
    return connection


@contextmanager
def troubles() -> Iterator[None]:
    """Say in words that the database is away, refuses us or has no room.

    What a handler may answer by trying again (deadlock, lost race, cancelled
    statement) and what is a bug of ours passes unchanged.

    Raises
    ------
    Refused
        What the database's guard does not let this login do; see `models.store.rights`.
    Trouble
        `database_away`, `database_refuses`, `no_such_database`, `database_full`,
        `database_busy`, `database_read_only`, `photos_unclaimed`, `no_schema`, `no_right`.
    """
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        refused = refusal_of(origin) if isinstance(origin, psycopg.Error) else None
        if refused is not None:
            raise refused from error
        trouble = _trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error
    except PoolTimeout as error:
        raise _busy() from error


def _engine(url: str, *, name: str, **pool: Any) -> sqlalchemy.Engine:
    _checked(url)
    return sqlalchemy.create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(url, name=name),
        use_native_hstore=False,  # spares each engine a question at its first connection
        pool_pre_ping=False,
        **pool,
    )


def _checked(url: str) -> dict[str, Any]:
    try:
        asked = conninfo_to_dict(plain(url))
    except psycopg.ProgrammingError as error:
        raise _bad_url(without_password(str(error).strip(), url)) from None
    if not re.match(r"postgres(ql)?(\+\w+)?://", url):
        raise _bad_url(url.partition(":")[0])
    return asked


def _parameters(asked: dict[str, Any], name: str) -> dict[str, Any]:
    """Our manners, except where the URL has its own."""
    ours = {**_MANNERS, "application_name": _cut(name)}
    manners = {key: value for key, value in ours.items() if key not in asked}
    # Whatever PGCLIENTENCODING or the URL says: a volley speaks UTF-8.
    return {**manners, "client_encoding": "UTF8"}


def _cut(name: str) -> str:
    return name.encode("utf-8")[:_NAME_BYTES].decode("utf-8", errors="ignore")


def _trouble_of(error: DBAPIError | psycopg.Error) -> Trouble | None:
    origin = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(origin, psycopg.Error):
        return None
    state = origin.sqlstate
    if state is not None:
        return _trouble_by_state(state, origin)
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or isinstance(origin, psycopg.OperationalError):
        return _trouble_by_words(origin)
    return None


def _trouble_by_state(state: str, origin: psycopg.Error) -> Trouble | None:
    if state.startswith("08") or state in {"25P03", "57P01", "57P02", "57P03"}:
        return _away(origin)
    if state == "53100":
        return _full()
    if state == "WG014":
        return _unclaimed()
    if state == "55P03":
        return _held()
    if state in {"53200", "53300"}:
        return _busy()
    if state in {"42P01", "42703", "42883"}:
        return _foreign(origin)
    if state == "42501":
        return _no_right(origin)
    return _read_only() if state == "25006" else None


def _trouble_by_words(origin: psycopg.Error) -> Trouble:
    """A refused connection carries no code, only the server's words."""
    said = str(origin)
    if "No space left on device" in said:
        return _full()
    if re.search(r"too many clients|remaining connection slots|too many connections", said):
        return _busy()
    if re.search(r'database "[^"]*" does not exist', said):
        return _no_database(_last_line(said))
    if _REFUSED.search(said):
        return _refused(_last_line(said))
    return _away(origin)


def _last_line(said: str) -> str:
    return said.strip().splitlines()[-1].strip()


def _away(origin: psycopg.Error) -> Trouble:
    said = str(origin).strip().splitlines() or ["?"]
    return Trouble(
        "database_away",
        Words(
            zh=f"连不上数据库({said[0]});请检查服务器和网络,内置数据库可用 "
            "wangge db start 启动。",
            en=f"The database is away ({said[0]}); look at the server and the network; "
            "wangge db start starts an embedded one.",
        ),
    )


def _unclaimed() -> Trouble:
    return Trouble(
        "photos_unclaimed",
        Words(
            zh="数据库里由您带入、却没有事件引用的照片已满额，新照片先留在本机；"
            "相应操作提交后，或一个月后，会自动腾出空间。",
            en="The database holds as many of your photos as may wait for their acts; new ones"
            " stay on this machine. Once their acts are done, or after a month, there is room"
            " again.",
        ),
    )


def _full() -> Trouble:
    return Trouble(
        "database_full",
        Words(
            zh="数据库服务器的磁盘已满;请腾出空间后重试。",
            en="The database server's disk is full; make room and try again.",
        ),
    )


def _busy() -> Trouble:
    return Trouble(
        "database_busy",
        Words(
            zh="数据库的连接或内存已用尽;请关闭一些程序后重试。",
            en="The database has no connection or memory to spare; close some programs "
            "and try again.",
        ),
    )


def _held() -> Trouble:
    return Trouble(
        "database_busy",
        Words(
            zh="另一个会话长时间占着锁,本次未执行;请重试,仍不行请管理员查看 docs/rights.md。",
            en="Another session has held a lock for too long and nothing was done; try again. "
            "If that does not help, the administrator finds what to do in docs/rights.md.",
        ),
    )


def _read_only() -> Trouble:
    return Trouble(
        "database_read_only",
        Words(
            zh="这台数据库服务器目前只读(备用机);请连接主服务器。",
            en="This database server is read-only at present (a standby); connect to the "
            "primary.",
        ),
    )


def _refused(said: str) -> Trouble:
    return Trouble(
        "database_refuses",
        Words(
            zh=f"数据库拒绝了登录({said});请检查用户名和口令。",
            en=f"The database refuses the login ({said}); check name and password.",
        ),
    )


def _no_database(said: str) -> Trouble:
    return Trouble(
        "no_such_database",
        Words(
            zh=f"服务器上没有这个数据库({said});请更正地址,或先建立它。",
            en=f"The server has no such database ({said}); correct the URL or make it first.",
        ),
    )


def _foreign(origin: psycopg.Error) -> Trouble:
    said = str(origin).splitlines()[0]
    return Trouble(
        "no_schema",
        Words(
            zh=f"这个数据库没有本程序的表({said});请先运行 wangge db init,"
            "或用 wangge db status 查看其版本。",
            en=f"This database lacks tables of this program ({said}); run `wangge db init` "
            "first, or see how it stands with `wangge db status`.",
        ),
    )


def _no_right(origin: psycopg.Error) -> Trouble:
    said = str(origin).splitlines()[0]
    return Trouble(
        "no_right",
        Words(
            zh=f"此登录名无权这样做({said});请安全管理员为它授予角色。",
            en=f"This login may not do that ({said}); have the security "
            "administrator give it a role.",
        ),
    )


def _too_old(version: str) -> Trouble:
    return Trouble(
        "server_too_old",
        Words(
            zh=f"数据库服务器是 PostgreSQL {version},至少需要 {FLOOR};请升级服务器。",
            en=f"The database server is PostgreSQL {version}; {FLOOR} is the oldest that "
            "will do: upgrade the server.",
        ),
    )


def _bad_url(said: str) -> BadInput:
    return BadInput(
        "bad_database_url",
        Words(
            zh=f"数据库地址读不懂({said});应为 postgresql://用户@主机/库名。",
            en=f"The database URL cannot be read ({said}); it should look like "
            "postgresql://user@host/database.",
        ),
    )
