"""Personal words leave a recording: the file is written anew without them.

What stays is what happened, when and where; a replay says of each fact that its words were
erased.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.domain.fact import CLASS_OF
from models.domain.incident import Task
from models.store.codec import WORDS
from models.store.erasure import without_words
from models.store.recording import read_recording, write_recording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from uuid import UUID

    from models.domain.fact import Entry
    from models.picture.picture import Picture


def named_in(file: Path, subjects: frozenset[UUID]) -> int:
    """How many facts of these subjects a recording holds words of.

    Raises
    ------
    BadInput
        `no_recording`, `broken_recording` or `newer_recording`.
    """
    picture, entries, _, _ = read_recording(file)
    held = [e for e in entries if e.fact.subject_id in subjects and not e.erased]
    named = [1 for old, new in _pairs(picture, subjects) if old != new]
    return len(held) + len(named)


def erase_in_recording(file: Path, subjects: frozenset[UUID]) -> int:
    """Write a recording anew without the words of these subjects; of how many facts.

    Whole or not at all: a crash leaves the old file or the new one. Raises what
    `named_in` raises.
    """
    count = named_in(file, subjects)
    if count:
        picture, entries, fixes, cells = read_recording(file)
        bare = [_bare(e) if e.fact.subject_id in subjects else e for e in entries]
        write_recording(file, _bare_picture(picture, subjects), bare, fixes, cells=cells)
    return count


def _pairs(picture: Picture, subjects: frozenset[UUID]) -> list[tuple[Any, Any]]:
    tables: tuple[Mapping[Any, Any], ...] = (
        picture.incidents,
        picture.members,
        picture.drawings,
        picture.handovers,
        picture.notes,
    )
    named = [one for table in tables for one in table.values() if one.id in subjects]
    return [(one, without_words(one)) for one in named]


def _bare_picture(picture: Picture, subjects: frozenset[UUID]) -> Picture:
    bare: dict[UUID, Any] = {new.id: new for _, new in _pairs(picture, subjects)}
    return replace(
        picture,
        incidents={key: bare.get(key, one) for key, one in picture.incidents.items()},
        members={key: bare.get(key, one) for key, one in picture.members.items()},
        drawings={key: bare.get(key, one) for key, one in picture.drawings.items()},
        handovers={key: bare.get(key, one) for key, one in picture.handovers.items()},
        notes={key: bare.get(key, one) for key, one in picture.notes.items()},
    )


def _bare(entry: Entry) -> Entry:
    change = entry.fact.change
    own = WORDS.get(CLASS_OF[entry.fact.subject_kind], ())
    kept = {name: "" if name in own else value for name, value in change.fields.items()}
    no_words: dict[str, Any] = dict.fromkeys(WORDS[Task], "")
    tasks = tuple(replace(task, **no_words) for task in change.tasks)
    bare = replace(change, fields=kept, tasks=tasks, note="")
    return replace(entry, fact=replace(entry.fact, change=bare), erased=True)
