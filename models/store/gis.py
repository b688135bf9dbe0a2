"""PostGIS as a guest: schema `gis`, views with real geometry for QGIS and people with SQL.

Nothing we run needs it. Where the extension is, the views are made anew with each upgrade;
where it is not, nothing happens. They are asked with the reader's own rights, show no
personal words and no restricted incidents.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from psycopg import errors, sql

from models.domain.incident import State
from models.store.calendar_rows import DISTRICT

if TYPE_CHECKING:
    import psycopg

SCHEMA: Final = "gis"
VIEWS: Final = ("cell", "member", "open_incident", "closed_incident", "fix_today")
_HAS: Final = "SELECT 1 FROM pg_extension WHERE extname = 'postgis'"
# The expression of the view, to the letter: a cast there would hide the index from it.
_INDEX: Final = (
    "CREATE INDEX IF NOT EXISTS cell_gis ON public.cell"
    " USING gist (st_geomfromwkb(geom, 4326)) WHERE geom IS NOT NULL"
)
_CELL: Final = sql.SQL("""
CREATE VIEW gis.cell WITH (security_invoker = true) AS
SELECT id, code, name, level, parent_id, valid_from, valid_to, area_m2,
    st_geomfromwkb(geom, 4326) AS geom
FROM public.cell WHERE geom IS NOT NULL
""")
_MEMBER: Final = sql.SQL("""
CREATE VIEW gis.member WITH (security_invoker = true) AS
SELECT m.id, m.number, m.kind, m.duty, m.ref, p.ts AS seen_at, p.speed_mps,
    st_setsrid(st_makepoint(p.lon, p.lat), 4326) AS geom
FROM public.member m LEFT JOIN public."position" p ON p.member = m.ref
""")
_INCIDENT: Final = sql.SQL("""
CREATE VIEW gis.{name} WITH (security_invoker = true) AS
SELECT id, number, state, category, urgency, source, reported_at, registered_at,
    dispatched_at, closed_at, due_at, cell_path,
    st_setsrid(st_makepoint(lon, lat), 4326) AS geom
FROM public.incident
WHERE NOT restricted AND state = ANY (ARRAY[{states}])
""")
_FIX: Final = sql.SQL("""
CREATE VIEW gis.fix_today WITH (security_invoker = true) AS
SELECT member, ts, speed_mps, heading_deg,
    st_setsrid(st_makepoint(lon, lat), 4326) AS geom
FROM public.fix
WHERE ts >= (SELECT date_trunc('day', public.home_now(), coalesce(
    (SELECT body->>'zone' FROM public.calendar WHERE name = {calendar}), 'Asia/Shanghai')))
""")


def make_gis(connection: psycopg.Connection) -> bool:
    """Make the views anew, as the tables' owner; False where PostGIS is not there.

    The caller's transaction. `connection` acts as the owner, who may use the schema but
    not make it: an administrator makes it before (`let_gis_in`).
    """
    if connection.execute(_HAS).fetchone() is None:
        return False
    there = connection.execute("SELECT to_regnamespace('gis')").fetchone()
    if there is None or there[0] is None:
        return False
    connection.execute(_INDEX)
    drop_views(connection)
    is_open = {state: state.is_open for state in State}
    for statement in (
        _CELL,
        _MEMBER,
        _incidents("open_incident", [state for state, is_so in is_open.items() if is_so]),
        _incidents("closed_incident", [s for s, is_so in is_open.items() if not is_so]),
        _FIX.format(calendar=sql.Literal(DISTRICT)),
    ):
        connection.execute(statement)
    connection.execute("GRANT USAGE ON SCHEMA gis TO wangge_console")
    connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA gis TO wangge_console")
    return True


def drop_views(connection: psycopg.Connection) -> None:
    """Take the views away, before tables change under them; the caller's transaction."""
    there = connection.execute("SELECT to_regnamespace('gis')").fetchone()
    if there is None or there[0] is None:
        return
    for view in VIEWS:
        connection.execute(sql.SQL("DROP VIEW IF EXISTS gis.{}").format(sql.Identifier(view)))


def let_gis_in(connection: psycopg.Connection, owner: str) -> None:
    """Make the schema where PostGIS is there and the login may; commits nothing."""
    if connection.execute(_HAS).fetchone() is None:
        return
    making = sql.SQL("CREATE SCHEMA IF NOT EXISTS gis AUTHORIZATION {}")
    with suppress(errors.InsufficientPrivilege), connection.transaction():
        connection.execute(making.format(sql.Identifier(owner)))


def _incidents(name: str, states: list[State]) -> sql.Composed:
    literals = sql.SQL(", ").join(sql.Literal(state.value) for state in states)
    return _INCIDENT.format(name=sql.Identifier(name), states=literals)
