"""What a queue remembers in the settings of a home: filters by name, columns, one's own cell.

A file that was edited by hand into nonsense reads as nothing remembered.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from console.settings.settings import Settings

MOST_FILTERS: Final = 40
_FILTERS, _COLUMNS, _CELL = "queue/filters", "queue/columns", "queue/my_cell"


class QueueMemory:
    """The memory of the queues of one home.

    Thread: GUI
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def filters(self) -> list[dict[str, Any]]:
        """Plain filters, each with its `name`."""
        rows = self._read(_FILTERS, list)
        named = [row for row in rows if isinstance(row, dict) and row.get("name")]
        return named[:MOST_FILTERS]

    @filters.setter
    def filters(self, rows: list[dict[str, Any]]) -> None:
        self._write(_FILTERS, rows[-MOST_FILTERS:])

    @property
    def columns(self) -> dict[str, Any]:
        """The arrangement of the columns; empty before anybody changed it."""
        plain: dict[str, Any] = self._read(_COLUMNS, dict)
        return plain

    @columns.setter
    def columns(self, plain: dict[str, Any]) -> None:
        self._write(_COLUMNS, plain)

    @property
    def my_cell(self) -> int | None:
        """The id of the cell that whoever sits here looks after."""
        value = self._read(_CELL, int)
        return value or None

    @my_cell.setter
    def my_cell(self, cell: int | None) -> None:
        self._write(_CELL, cell or 0)

    def _read(self, key: str, kind: type) -> Any:
        try:
            value = json.loads(self._settings.kept(key) or "null")
        except ValueError:
            return kind()
        return value if isinstance(value, kind) else kind()

    def _write(self, key: str, value: object) -> None:
        self._settings.keep(key, json.dumps(value, ensure_ascii=False))
