"""A home, opened: where it lies, its database, and what is built upon it.

An embedded home is made, started and migrated by whoever needs it first; a central
database is only ever connected to.
"""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from models.desk.desk import OpenDesk
from models.domain.error import Trouble, Words
from models.domain.lifecycle import Role
from models.feed.clock import SystemClock
from models.store.embedded import open_embedded, revive_embedded
from models.store.engine import an_engine, connect, troubles
from models.store.home_clock import ClockMode, read_home_clock
from models.store.revision import HEAD, require_head, revision_of
from models.store.rights import read_rights, require_matrix
from models.store.signing_in import require_role
from models.store.source import JournalSource
from models.store.unit_of_work import StoreWorks

if TYPE_CHECKING:
    from pathlib import Path

    from models.domain.rights import Rights
    from models.feed.clock import Clock
    from models.store.engine import Connection, Engine
    from models.store.home_clock import HomeClock


CONSOLE_LOGIN = "wangge"
"""The login without privileges that the embedded server gives every console."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a home's folder is, and its central database if it has one."""

    folder: Path
    db_url: str | None = None


def station_name() -> str:
    """The workstation's own name, for whoever gives none."""
    return socket.gethostname() or "station"


class Home:
    """An opened home. Close it when done; thread: the one that opened it, engine apart."""

    def __init__(self, address: Address, *, station: str = "") -> None:
        """Start and migrate what is embedded; connect to nothing else yet.

        Raises
        ------
        Trouble
            The folder cannot be written, or the server does not come up.
        """
        self.address = address
        self.station = station or station_name()
        require_writable(address.folder)
        if address.db_url is None:
            urls = open_embedded(address.folder)
            self.url, self.admin_url = urls.console, urls.admin
            _bring_to_head(self.admin_url)
        else:
            self.url = self.admin_url = address.db_url

    @property
    def is_embedded(self) -> bool:
        """Whether the database lies in the home itself."""
        return self.address.db_url is None

    @cached_property
    def engine(self) -> Engine:
        """Connections for acts and questions."""
        return an_engine(self.url, station=self.station)

    @cached_property
    def works(self) -> StoreWorks:
        """Transactions for commands."""
        return StoreWorks(self.engine)

    @cached_property
    def desk(self) -> OpenDesk:
        """The door for commands."""
        return OpenDesk(self.works)

    @cached_property
    def rights(self) -> Rights:
        """What the login may that the database knows us by.

        Raises
        ------
        Trouble
            `no_role`, where nobody gave it one; `old_schema`.
        """
        with contextlib.closing(self.connection()) as connection, troubles():
            require_head(connection)
            rights = read_rights(connection)
            require_matrix(connection)
        require_role(rights)
        return rights

    @property
    def author(self) -> str | None:
        """The one in whose name acts may leave; None: a login that speaks for anybody.

        Raises
        ------
        Trouble
            As `rights` says.
        """
        if self.is_embedded or Role.GATEWAY in self.rights.roles:
            return None
        return self.rights.login

    def source(self) -> JournalSource:
        """A new reader of the journal, for one lane; it brings a killed server back."""
        revive = partial(revive_embedded, self.address.folder) if self.is_embedded else None
        return JournalSource(self.url, revive=revive)

    def connection(self) -> Connection:
        """A new connection of its own; the caller closes it."""
        return connect(self.url, name=self.station)

    def admin_connection(self) -> Connection:
        """A connection that may set clocks and migrate; the caller closes it."""
        return connect(self.admin_url, name=self.station)

    def clock(self) -> Clock:
        """The home's clock, read once; see `ticking` for scripted homes."""
        with troubles(), self.connection() as connection:
            return ticking(read_home_clock(connection))

    def __enter__(self) -> Home:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        if "engine" in self.__dict__:
            self.engine.dispose()


def ticking(clock: HomeClock) -> Clock:
    """A clock of this process that goes like the home's.

    A scripted home stands still: its rate is zero.
    """
    if clock.mode is ClockMode.SCRIPTED:
        return SystemClock(clock.origin_real, clock.scripted_at, 0.0)
    if clock.mode is ClockMode.REAL:
        return SystemClock()
    return SystemClock(clock.origin_real, clock.origin_home, clock.rate)


def _bring_to_head(admin_url: str) -> None:
    """Make or migrate the schema of an embedded home; several may try at once."""
    with troubles(), connect(admin_url) as connection:
        revision = revision_of(connection)
    if revision == HEAD:
        return
    # Only here: the tools that migrate cost every command a tenth of a second to load.
    from console.app.schema import db_init, make_schema

    if revision is None:
        make_schema(admin_url, console_login=CONSOLE_LOGIN)
    else:
        # Not the migrations alone: its login gets the roles that came since.
        db_init(admin_url, console_login=CONSOLE_LOGIN)


def require_writable(folder: Path) -> None:
    """Say so where the folder of a home cannot be made or written.

    Raises
    ------
    Trouble
        `home_unwritable`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise Trouble(
            "home_unwritable",
            Words(
                f"无法写入主目录 {folder}：{error.strerror}。"
                "请检查权限，或用 --home 指定别处。",
                f"the home {folder} cannot be written: {error.strerror}. "
                "Check its permissions, or name another with --home.",
            ),
        ) from error
