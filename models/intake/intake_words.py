"""Reads what the intake form knows of words: words of classes, alarming words, phrases.

The files are `intake.toml` and `phrases.toml`; a user may edit both, so whatever is wrong in
them is said with the file and the entry.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from models.domain.category import Urgency
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class IntakeWords:
    """`classes` words by the code of a class, `alarms` by the urgency that they demand."""

    classes: Mapping[str, tuple[str, ...]] = field(default_factory=_none)
    alarms: Mapping[Urgency, tuple[str, ...]] = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something often said, in both languages; of one class, or of any."""

    zh: str
    en: str
    category: str = ""


def read_intake_words(text: str, name: str) -> IntakeWords:
    """The words of a file whose text is given; `name` is the file's, for complaints.

    Raises
    ------
    BadInput
        `bad_intake_file`, with file and entry.
    """
    plain = _toml(text, name)
    classes = {
        code: _listed(words, f"[words] {code}", name)
        for code, words in _table(plain, "words", name).items()
    }
    alarms = {}
    for urgency, words in _table(plain, "alarms", name).items():
        if urgency not in set(Urgency):
            raise _bad(name, f"[alarms] {urgency}", "general, urgent, emergency")
        alarms[Urgency(urgency)] = _listed(words, f"[alarms] {urgency}", name)
    return IntakeWords(MappingProxyType(classes), MappingProxyType(alarms))


def read_phrases(text: str, name: str) -> tuple[Phrase, ...]:
    """The phrases of a file, in its order.

    Raises
    ------
    BadInput
        `bad_intake_file`, with file and entry.
    """
    rows = _toml(text, name).get("phrase", [])
    if not isinstance(rows, list):
        raise _bad(name, "phrase", "[[phrase]]")
    return tuple(_phrase(row, f"[[phrase]] {i}", name) for i, row in enumerate(rows, 1))


def phrases_text(phrases: tuple[Phrase, ...]) -> str:
    """A file of phrases, as `read_phrases` reads it."""
    rows = [
        "\n".join(
            (
                "[[phrase]]",
                *([f"class = {_quoted(one.category)}"] if one.category else []),
                f"zh = {_quoted(one.zh)}",
                f"en = {_quoted(one.en)}",
            )
        )
        for one in phrases
    ]
    return "\n\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'


def _phrase(row: object, entry: str, name: str) -> Phrase:
    if not isinstance(row, dict):
        raise _bad(name, entry, "zh, en")
    zh, en = row.get("zh", row.get("en")), row.get("en", row.get("zh"))
    category = row.get("class", "")
    if not (isinstance(zh, str) and isinstance(en, str) and isinstance(category, str) and zh):
        raise _bad(name, entry, 'zh = "…", en = "…"')
    return Phrase(zh, en, category)


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(name, str(error), "TOML") from error


def _table(plain: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    table = plain.get(key, {})
    if not isinstance(table, dict):
        raise _bad(name, key, f"[{key}]")
    return table


def _listed(words: object, entry: str, name: str) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise _bad(name, entry, '["…", "…"]')
    return tuple(word.strip().lower() for word in words if word.strip())


def _bad(name: str, entry: str, wanted: str) -> BadInput:
    return BadInput(
        "bad_intake_file",
        Words(
            f"{name}：{entry} 有误，应为 {wanted}；改正，或删除该文件以用自带的内容。",
            f"{name}: {entry} cannot be read, expected {wanted}; mend it, or take the file away"
            " to use what is shipped.",
        ),
    )
