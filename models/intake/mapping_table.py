"""A table of a mapping file: each value checked, and named by its path where it is wrong.

Every question raises `BadInput` (`bad_mapping`) when the value is not what is asked for.
"""

from __future__ import annotations

import tomllib
from typing import Any, NoReturn

from models.domain.error import BadInput, Words
from models.intake.mapping import Choice, columns_in


class MappingTable:
    """A TOML table that knows its keys and where it stands."""

    def __init__(self, body: object, where: str, known: tuple[str, ...]) -> None:
        if not isinstance(body, dict):
            wrong(where, "应为一个表", "it must be a table")
        self.body: dict[str, Any] = body
        self._where = where
        for key in self.body:
            if key not in known:
                listed = ", ".join(known)
                zh, en = f"没有这一项；可用：{listed}", f"no such key; use {listed}"
                wrong(self.path(key), zh, en)

    @classmethod
    def of_file(cls, text: str, *known: str) -> MappingTable:
        """The whole file; `known` are the tables it may have."""
        try:
            return cls(tomllib.loads(text), "", known)
        except tomllib.TOMLDecodeError as error:
            wrong("TOML", f"不是 TOML 文件（{error}）", f"this is no TOML ({error})")

    def path(self, key: str) -> str:
        """Where a key stands, as a person would write it: `incident.place.lon`."""
        return f"{self._where}.{key}" if self._where else key

    def table(self, key: str, *known: str) -> MappingTable:
        """The table under a key; an empty one where it is not given."""
        return MappingTable(self.body.get(key, {}), self.path(key), known)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be given and not be blank."""
        value = self.body.get(key, default)
        if value is None:
            wrong(self.path(key), "缺少这一项", "it is missing")
        if not isinstance(value, str) or (not value.strip() and default is None):
            wrong(
                self.path(key), f"应为文字，现为 {value!r}", f"it must be text, not {value!r}"
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is not given."""
        value = self.body.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            wrong(self.path(key), "应为文字列表", "it must be a list of texts")
        return tuple(value)

    def template(self, key: str, default: str | None = None) -> str:
        """A text with columns in braces."""
        template = self.text(key, default)
        try:
            names = columns_in(template)
        except ValueError:
            names = ("",)
        if not all(names):
            wrong(
                self.path(key),
                f"{template!r} 的花括号有误：应形如 {{列名}}",
                f"the braces of {template!r} are wrong: write {{Column}}",
            )
        return template

    def number(self, key: str, default: float) -> float:
        """A number, whole or not."""
        value = self.body.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            wrong(
                self.path(key), f"应为数字，现为 {value!r}", f"it must be a number: {value!r}"
            )
        return value

    def one_of(self, key: str, known: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.text(key, default)
        self._require_known(self.path(key), value, known)
        return value

    def choice(self, key: str, known: tuple[str, ...] | None, default: str) -> Choice:
        """A word, or a column with a word for each of its values; None: any word will do."""
        body = self.body.get(key, default)
        if isinstance(body, str):
            made = Choice(body)
        else:
            table = self.table(key, "column", "default", "values")
            values = table.body.get("values", {})
            named = MappingTable(values, table.path("values"), tuple(values))
            made = Choice(
                table.text("default", default),
                table.text("column"),
                {word: named.text(word) for word in named.body},
            )
        for word in made.words if known is not None else ():
            self._require_known(self.path(key), word, known or ())
        return made

    def _require_known(self, where: str, word: str, known: tuple[str, ...]) -> None:
        if word not in known:
            listed = ", ".join(str(one) for one in known)
            wrong(
                where, f"不能是 {word!r}；可用：{listed}", f"cannot be {word!r}; use {listed}"
            )


def wrong(key: str, zh: str, en: str) -> NoReturn:
    """Refuse the file, naming the key and what is wrong with it."""
    words = Words(f"映射文件 {key}：{zh}", f"mapping file, {key}: {en}")
    raise BadInput("bad_mapping", words)
