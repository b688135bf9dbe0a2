"""A home's own `symbols.toml` laid over the one that is shipped, key by key.

Whatever is wrong in it is said with its file, its key and the way out; nobody goes
without a map for it.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE: Final = "symbols.toml"
_OF_WAYS: Final = {"colour": "#465B83", "width_m": 12.0, "min_px": 1.0, "from_m_per_px": 80.0}
"""A way may say what the shipped file leaves to the default."""
_COLOUR: Final = re.compile("#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")
_LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    **dict.fromkeys(("cells", "classes", "fill"), (0.0, 1.0)),
    **dict.fromkeys(("width", "min_px"), (0.0, 100.0)),
    "name_px": (1.0, 200.0),
}
"""What a number may be, by its key; others are no shares and no sizes on the screen."""
_OTHERS: Final = (0.0, 1e9)
_Path = tuple[str, ...]


def overlaid(shipped: Mapping[str, Any], own_text: str, where: str) -> dict[str, Any]:
    """The shipped table with the keys of a home's own text in place of its own.

    Parameters
    ----------
    where
        The file that the text is from, for the words.

    Raises
    ------
    BadInput
        `bad_symbols`, naming the file, the key and what would be right.
    """
    try:
        own = tomllib.loads(own_text)
        whole, leaves = _copied(shipped), list(_leaves(own))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _wrong(where, str(error), str(error)) from error
    for path, value in leaves:
        _put(whole, path, value, where)
    return whole


def _leaves(table: Mapping[str, Any], above: _Path = ()) -> Iterator[tuple[_Path, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _put(whole: dict[str, Any], path: _Path, value: Any, where: str) -> None:
    at: Any = whole
    for key in path[:-1]:
        at = at.get(key) if isinstance(at, dict) else None
    is_of_way = len(path) == 4 and path[1] == "way"
    like = at.get(path[-1]) if isinstance(at, dict) else None
    if like is None and is_of_way and isinstance(at, dict):
        like = _OF_WAYS.get(path[-1])
    name = ".".join(path)
    if like is None or isinstance(like, dict):
        raise _wrong(where, f"没有“{name}”这一项", f"there is no key {name}")
    limits = _LIMITS.get(path[-1], _OTHERS)
    if not _is_like(value, like, limits):
        example = like[0] if isinstance(like, list) else like
        value = f"{value!r:.60}"
        example = str(example).lower() if isinstance(example, bool) else repr(example)
        raise _wrong(
            where,
            f"“{name}”的值 {value} 不可用，应类似 {example}",
            f"{name} cannot be {value}; it should look like {example}",
        )
    at[path[-1]] = value


def _is_like(value: Any, like: Any, limits: tuple[float, float]) -> bool:
    if isinstance(like, str):
        return _is_colour(value)
    if isinstance(like, bool) or isinstance(value, bool):
        return isinstance(like, bool) and isinstance(value, bool)
    if isinstance(like, list):
        is_long = isinstance(value, list) and len(value) == len(like)
        return is_long and all(map(_is_colour, value))
    # Compared, not asked whether finite: a whole number may be too large for a float.
    return isinstance(value, int | float) and limits[0] <= value <= limits[1]


def _is_colour(value: Any) -> bool:
    return isinstance(value, str) and _COLOUR.fullmatch(value) is not None


def _copied(table: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _copied(v) if isinstance(v, dict) else v for k, v in table.items()}


def _wrong(where: str, zh: str, en: str) -> BadInput:
    return BadInput(
        "bad_symbols",
        Words(
            f"地图样式文件 {where}：{zh}。请改正或删除此项；现用随附样式",
            f"the map's style file {where}: {en}. Mend or remove it; "
            "the shipped style is used meanwhile",
        ),
    )
