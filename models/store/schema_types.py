"""What the fields of domain classes are in SQL."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Double,
    Integer,
    MetaData,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.types import TypeEngine, UserDefinedType

from models.domain.place import LonLat
from models.store.codec import Wire, is_part, wires

metadata = MetaData()
"""All tables of this program."""
Instant: Final = TIMESTAMP(timezone=True)


class Name(UserDefinedType[str]):
    """PostgreSQL's own type of role names."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in SQL."""
        return "name"


class Box(UserDefinedType[str]):
    """PostgreSQL's rectangle, indexed by core GiST."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in SQL."""
        return "box"


def type_of(wire: Wire) -> TypeEngine[Any]:
    """What a field is in SQL."""
    if is_part(wire.base):
        return JSONB()
    plain: dict[type, TypeEngine[Any]] = {
        int: BigInteger() if wire.is_cell else Integer(),
        bool: Boolean(),
        float: Double(),
        str: Text(),
        datetime: Instant,
        UUID: Uuid(),
        LonLat: Double(),
    }
    inner = Text() if issubclass(wire.base, Enum) else plain[wire.base]
    return ARRAY(inner) if wire.many else inner


def columns(cls: type) -> list[Column[Any]]:
    """The columns that a domain class asks for."""
    return [
        Column(name, type_of(wire), primary_key=name == "id", nullable=wire.optional)
        for wire in wires(cls)
        for name in wire.columns
    ]
