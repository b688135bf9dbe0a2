"""A dispatch by hand: the statements that any dispatch needs, and nothing around them.

The yardstick of `bench dispatch`. It writes what the guards demand, a fact and its
stamp on the rows, but skips every rule; nothing but the benchmark may use it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from models.domain.ids import new_uuid

if TYPE_CHECKING:
    from uuid import UUID

    from psycopg import Connection

_LOCK_INCIDENT = "SELECT id, version, cell_path::text FROM incident WHERE id = %s FOR UPDATE"
_TASKS = "SELECT id, state FROM task WHERE incident_id = %s"
_LOCK_MEMBER = "SELECT id, duty, capacity FROM member WHERE id = %s FOR UPDATE"
_LOAD = (
    "SELECT count(*) FROM task WHERE assignee = %s AND state IN ('to_sign','signed','on_site')"
)
_TASK = """
INSERT INTO task (id, incident_id, position, assignee_kind, assignee, role, state, given_at,
    reworks, instruction, share, extra_days, is_whistled, ratings, handler_name, handler_phone,
    attempts, sent_via, seen_by, signed_by, failure, command_id, ordinal)
VALUES (%s, %s, 0, 'member', %s, 'lead', 'to_sign', now(), 0, '', 100, 0, false, '{}', '', '',
    0, '', '', '', '', %s, 0)
"""
_INCIDENT = """
UPDATE incident SET state = 'ST40', version = version + 1, dispatched_at = now(),
    command_id = %s, ordinal = 0 WHERE id = %s
"""
_APPEND = """
SELECT * FROM journal_append(%s, 'bench', 'dispatcher', 'bench', ARRAY[now()]::timestamptz[],
    ARRAY['dispatched']::text[], ARRAY['incident']::text[], ARRAY[%s]::uuid[],
    ARRAY[%s]::int[], ARRAY[%s]::text[],
    ARRAY[%s]::text[], 1::smallint, ARRAY[NULL]::text[], ARRAY[NULL]::bytea[], NULL, NULL)
"""


class BareDispatch:
    """Seven statements and a commit, each a round trip of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def send(self, incident: UUID, member: UUID) -> None:
        """Dispatch an incident to a member."""
        run = self._connection.execute
        command = new_uuid()
        with self._connection.transaction():
            row = run(_LOCK_INCIDENT, [incident]).fetchone()
            run(_TASKS, [incident]).fetchall()
            run(_LOCK_MEMBER, [member]).fetchone()
            run(_LOAD, [member]).fetchone()
            run(_TASK, [new_uuid(), incident, member, command])
            run(_INCIDENT, [command, incident])
            version, cells = (0, "{}") if row is None else (row[1] + 1, row[2])
            body = json.dumps({"fields": {"state": "ST40"}}, separators=(",", ":"))
            run(_APPEND, [command, incident, version, cells, body])
