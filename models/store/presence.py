"""Presence in the database: unlogged, a row a console and incident, true until it expires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.ids import IncidentId
from models.feed.presence import Present

if TYPE_CHECKING:
    from psycopg import Connection

    from models.feed.presence import Caller, Holding

LEASE_S: Final = 12.0
"""So long what was said once is true; a desk that was killed is gone after that."""
SAY_AGAIN_S: Final = 5.0
"""A living desk says it so often."""

_TELL = "SELECT presence_tell(%s, %s, %s, %s, %s::uuid[], %s)"
_LEAVE = "SELECT presence_leave(%s)"
# Row security shows the rows of incidents that the reader sees.
_READ = """
SELECT incident, operator, station, bool_or(in_hand)
FROM presence
WHERE until > clock_timestamp() AND console <> %s
GROUP BY incident, operator, station
ORDER BY incident, operator, station
"""


def tell(
    connection: Connection, caller: Caller, holding: Holding, lease_s: float = LEASE_S
) -> None:
    """Say what a desk has, for `lease_s` seconds of the database's clock."""
    connection.execute(
        _TELL,
        [
            caller.console,
            caller.operator,
            caller.station,
            holding.open,
            list(holding.hand),
            lease_s,
        ],
    )


def leave(connection: Connection, caller: Caller) -> None:
    """Say that a desk has nothing any more."""
    connection.execute(_LEAVE, [caller.console])


def others(connection: Connection, caller: Caller) -> tuple[Present, ...]:
    """What the other desks have, of the incidents that this login may see."""
    found = connection.execute(_READ, [caller.console]).fetchall()
    return tuple(
        Present(IncidentId(incident), operator, station, in_hand)
        for incident, operator, station, in_hand in found
    )
