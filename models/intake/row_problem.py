"""Why a row of a foreign table was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.domain.error import Words


@dataclass(frozen=True, slots=True)
class RowProblem:
    """`row` counts from 1 as a sheet does, the heading being row 1."""

    row: int
    field: str
    reason: Words


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a row stands in the file that brought it, counted as in `RowProblem`."""

    file: str
    row: int
