"""Texts made to hurt are kept as they came or refused in words; they are never executed."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from models.domain.command import (
    Accept,
    Attend,
    Dispatch,
    Draw,
    Enrol,
    Judge,
    Register,
    Report,
    Supervise,
)
from models.domain.drawing import DrawingKind
from models.domain.error import BadInput
from models.domain.ids import DrawingId, IncidentId, MemberId, new_uuid
from models.domain.refusal import Refused
from models.store.engine import connect
from tests.builders import CLEARED, JIMO

if TYPE_CHECKING:
    from models.domain.command import Intent
    from tests.store.homes import Home

pytestmark = pytest.mark.db

HOSTILE = (
    "'; DROP TABLE incident; --",
    '"); SELECT pg_sleep(9); --',
    "$$; UPDATE member SET name = 'x'; $$",
    "%s %(x)s {} {0} \\' \\\\ \\x00",
    "{1,2}\\.\nCOPY",
    "abc\u202egnp.exe\u202c \u2066x\u2069",
    "zero\u200b\u200d\ufeffwidth",
    "half \ud800 pair",
    "nul \x00 byte",
    "\U0001f525" * 200,
    "e" + "\u0301" * 3000,
    "字" * 10_001,
)
_NOT_FREE = {"verb", "category", "cell", "kind", "home_cell", "photo", "skills"}
"""Codes of closed lists, and lists: refused unless known, which other tests promise."""


def _intents(incident: IncidentId) -> list[Intent]:
    """One of each kind that takes words; each names what is there or is new."""
    return [
        Report(incident=IncidentId(new_uuid()), text="路口有暴露垃圾", place=JIMO),
        Accept(incident=incident),
        Register(incident=incident),
        Judge(verb="comment", incident=incident, text="说明"),
        Judge(verb="reveal", incident=incident, reason="核实情况"),
        Judge(verb="refuse", incident=incident, reason="不在辖区"),
        Dispatch(incident=incident, instruction="带上工具"),
        Attend(verb="finish", incident=incident, result=CLEARED),
        Supervise(incident=incident, text="尽快办理"),
        Enrol(member=MemberId(new_uuid()), number=new_uuid().hex[:6], name="王新"),
        Draw(drawing=DrawingId(new_uuid()), kind=DrawingKind.NOTE, points=(JIMO,), text="注意"),
    ]


def _text_fields(intent: Intent) -> list[str]:
    return [
        field.name
        for field in fields(intent)
        if isinstance(getattr(intent, field.name), str) and field.name not in _NOT_FREE
    ]


def _all_fields_of(home: Home, text: str) -> tuple[int, int]:
    """How many acts were carried out with the text, and how many refused."""
    done = refused = 0
    for at, example in enumerate(_intents(IncidentId(new_uuid()))):
        for name in _text_fields(example):
            intent = _intents(home.reported())[at]
            try:
                home.do(replace(intent, **{name: text}))
                done += 1
            except (BadInput, Refused):
                refused += 1
    return done, refused


@pytest.mark.timeout(600)
@pytest.mark.parametrize("text", HOSTILE[::3], ids=range(len(HOSTILE[::3])))
def test_some_hostile_texts_are_kept_or_refused(
    home: Home, database_url: str, text: str
) -> None:
    _promise(home, database_url, text)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_hostile_text_is_kept_or_refused(
    home: Home, database_url: str, text: str
) -> None:
    _promise(home, database_url, text)


def _promise(home: Home, database_url: str, text: str) -> None:
    done, refused = _all_fields_of(home, text)
    is_storable = "\x00" not in text and "\ud800" not in text and len(text) <= 200
    assert done + refused > 0
    if is_storable:
        assert done > 0
        with connect(database_url) as connection:
            found = connection.execute(
                "SELECT count(*) FROM incident WHERE text = %s OR address = %s", [text, text]
            ).fetchone()
        assert found != (0,)
    assert home.reported()
