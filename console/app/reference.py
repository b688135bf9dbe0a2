"""Reads the reference data that the screens show."""

from __future__ import annotations

import contextlib
from types import MappingProxyType
from typing import TYPE_CHECKING

from console.app.backdrop import read_backdrop
from console.app.backdrop_apart import brought_into, keep_backdrop
from console.state.reference import Reference
from models.store.department_cells import read_department_cells
from models.store.engine import troubles
from models.store.reference import present_version

if TYPE_CHECKING:
    from console.app.home import Home


def read_reference(home: Home) -> Reference:
    """All of it, at its present version. Thread: any; opens a connection of its own.

    Raises
    ------
    Trouble
        `database_away` and its like.
    """
    with contextlib.closing(home.connection()) as connection, troubles():
        version = present_version(connection)
        stored = home.works.reference.beside(version, connection)
        roads = brought_into(connection)
        keep_backdrop(home, roads)
        return Reference(
            version=version,
            grid=stored.grid.grid,
            calendar=stored.calendar,
            shapes=stored.grid.shapes,
            by_box=stored.grid.by_box,
            categories=stored.categories,
            rulebook=stored.rulebook,
            settings=stored.settings,
            departments=MappingProxyType({d.id: d for d in stored.departments.values()}),
            calendars=MappingProxyType(
                {
                    d.id: stored.calendars[d.code]
                    for d in stored.departments.values()
                    if d.code in stored.calendars
                }
            ),
            department_cells=MappingProxyType(read_department_cells(connection)),
            backdrop=read_backdrop(home.address.folder, roads),
        )
