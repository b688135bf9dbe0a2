"""Frozen values made from others of their kind, at a quarter of the cost of `dataclasses`.

A case has seventy fields and is made anew some nine times on its way through the rules of one
act. `dataclasses.replace` asks for each field by name and has `__init__` set each again by
name; here they go from slot to slot. What is made is the same; a class that does more when it
is made than to set its fields goes the ordinary way.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_Value = TypeVar("_Value")


@dataclasses.dataclass(frozen=True, slots=True)
class _Slots:
    """How the fields of a class are read, all at once, and set, each by itself."""

    names: tuple[str, ...]
    read: Callable[[Any], tuple[Any, ...]]
    setters: tuple[Callable[[Any, Any], None], ...]
    by_name: Mapping[str, Callable[[Any, Any], None]]


def replace(value: _Value, /, **changes: Any) -> _Value:
    """The value with some of its fields changed; as `dataclasses.replace`.

    Raises
    ------
    TypeError
        A field that the class does not have.
    """
    cls: Any = type(value)
    slots = _slots_of(cls)
    if slots is None or not changes.keys() <= slots.by_name.keys():
        ordinary: Any = value
        made: _Value = dataclasses.replace(ordinary, **changes)
        return made
    new: _Value = object.__new__(cls)
    for setter, kept in zip(slots.setters, slots.read(value), strict=True):
        setter(new, kept)
    for name, changed in changes.items():
        slots.by_name[name](new, changed)
    return new


def changed_fields(old: object, new: object) -> dict[str, Any]:
    """The fields of `new` that are not those of `old`, a value of the same class, by name."""
    cls: Any = type(new)
    slots = _slots_of(cls)
    if slots is None or type(old) is not cls:
        names = [field.name for field in dataclasses.fields(new)]  # type: ignore[arg-type]  # a dataclass
        pairs = ((name, getattr(old, name), getattr(new, name)) for name in names)
        return {name: now for name, before, now in pairs if now != before}
    before, after = slots.read(old), slots.read(new)
    return {
        name: now
        for name, then, now in zip(slots.names, before, after, strict=True)
        if now is not then and now != then
    }


@lru_cache(maxsize=256)
def _slots_of(cls: Any) -> _Slots | None:
    """None for what is more than its fields, or has fewer than two."""
    fields = dataclasses.fields(cls)
    is_plain = all(field.init for field in fields) and not hasattr(cls, "__post_init__")
    if not is_plain or len(fields) < 2 or not _is_slotted(cls):
        return None
    names = tuple(field.name for field in fields)
    setters = tuple(getattr(cls, name).__set__ for name in names)
    return _Slots(names, attrgetter(*names), setters, dict(zip(names, setters, strict=True)))


def _is_slotted(cls: type) -> bool:
    return all("__dict__" not in vars(base) for base in cls.__mro__)
