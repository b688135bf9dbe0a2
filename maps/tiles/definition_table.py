"""Reads one table of a `basemaps.toml` and says in words what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LAST_LEVEL = 24


class DefinitionTable:
    """One table: what it holds, by key, checked.

    Every question raises `BadInput`, code `bad_basemap`, where the value is missing or no
    such thing.
    """

    def __init__(
        self, name: str, body: Mapping[str, Any], source: str, known: Sequence[str]
    ) -> None:
        self.name, self.source = name, source
        self._body = body
        unknown = sorted(set(body) - set(known))
        if unknown:
            wrong(
                self,
                unknown[0],
                f"没有这个键；可用：{'、'.join(known)}",
                f"is no known key; known are {', '.join(known)}",
            )

    def text(self, key: str, default: str | None = None) -> str:
        """A text; a default of None means that it must be given."""
        value = self._body.get(key, default)
        if value is None:
            wrong(self, key, "缺少，须为文本", "is missing; it must be a text")
        if not isinstance(value, str) or (default is None and not value.strip()):
            wrong(self, key, "须为文本", "must be a text")
        return value

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts with at least one in it; one text alone is a list too."""
        value = self._body.get(key, default)
        value = [value] if isinstance(value, str) else value
        is_sound = isinstance(value, list | tuple)
        is_sound = is_sound and all(isinstance(one, str) for one in value)
        if not is_sound or (key in self._body and not value):
            wrong(self, key, '须为文本列表，如 ["a", "b"]', 'must be a list like ["a", "b"]')
        return tuple(value)

    def one_of(self, key: str, offered: Sequence[str], default: str | None = None) -> str:
        """One of some words."""
        value = self._body.get(key, default)
        if value not in offered:
            wrong(
                self,
                key,
                f"应为 {'、'.join(offered)} 之一，现为 {value!r}",
                f"must be one of {', '.join(offered)}, not {value!r}",
            )
        return str(value)

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """A number within a range, both ends included."""
        value = self._body.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            wrong(self, key, "须为数字", "must be a number")
        if not low <= value <= high:
            wrong(
                self,
                key,
                f"应在 {low:g} 到 {high:g} 之间，现为 {value:g}",
                f"must lie between {low:g} and {high:g}, not {value:g}",
            )
        return float(value)

    def levels(self, key: str, default: tuple[int, int]) -> tuple[int, int]:
        """The first and the last level."""
        value = self._body.get(key, list(default))
        is_sound = isinstance(value, list) and len(value) == 2
        is_sound = is_sound and all(type(one) is int for one in value)
        if not is_sound or not 0 <= value[0] <= value[1] <= LAST_LEVEL:
            wrong(
                self,
                key,
                f"应为 [首级, 末级]，0 到 {LAST_LEVEL}",
                f"must be [first, last], 0 to {LAST_LEVEL}",
            )
        return value[0], value[1]

    def mapping(self, key: str) -> dict[str, str]:
        """Texts by texts; nothing where the key is not there."""
        value = self._body.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            wrong(
                self, key, '须为 { 图层 = "类别" }', 'must be a table like { layer = "kind" }'
            )
        return dict(value)

    def words(self, key: str, default: Words) -> Words:
        """A text, or one in each language: `{ zh = "…", en = "…" }`."""
        value = self._body.get(key)
        if value is None:
            return default
        if isinstance(value, str):
            return Words(value, value)
        if not isinstance(value, dict) or not value or not set(value) <= {"zh", "en"}:
            wrong(
                self,
                key,
                '须为文本，或 { zh = "…", en = "…" }',
                'must be a text, or { zh = "…", en = "…" }',
            )
        spoken = {language: str(said) for language, said in value.items()}
        any_of_them = next(iter(spoken.values()))
        return Words(spoken.get("zh", any_of_them), spoken.get("en", any_of_them))


def wrong(table: DefinitionTable, key: str, zh: str, en: str) -> NoReturn:
    """Refuse a key of a table.

    Raises
    ------
    BadInput
        `bad_basemap`, always.
    """
    where = f"{table.source}: " if table.source else ""
    raise BadInput(
        "bad_basemap",
        Words(f"{where}[{table.name}] {key} {zh}", f"{where}[{table.name}] {key} {en}"),
    )
