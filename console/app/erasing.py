"""A person's data leaves a home on request: everything that copies it, in an order.

Recordings, outboxes and attachments first and the database last: what names the person
there is how the rest is found, so that a run that was cut short is simply run again.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from console.app.outbox_place import FOLDER
from console.settings.jottings import NOTES_FOLDER
from models.desk.durable import put_in_place
from models.domain.error import BadInput, Words
from models.domain.ids import new_uuid
from models.store.attachment import forget_attachment
from models.store.attachment_rows import forget_attachments
from models.store.engine import troubles
from models.store.erasure import erase_words
from models.store.journal_append import Author
from models.store.mentions import mentions, own_photos
from models.store.recording_erasure import erase_in_recording, named_in

if TYPE_CHECKING:
    from pathlib import Path

    from console.app.home import Home
    from models.store.mentions import Mention

MASK: Final = "□"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure touches.

    `photos` are attachments of these subjects alone; `outboxes` files of this home that
    name the person, `held` those among them that a running console holds; `recordings`
    with how many facts of each lose their words.
    """

    said: tuple[str, ...]
    mentions: tuple[Mention, ...]
    photos: tuple[str, ...]
    outboxes: tuple[Path, ...]
    held: tuple[Path, ...]
    recordings: tuple[tuple[Path, int], ...]


def planned(home: Home, said: tuple[str, ...], recordings: tuple[Path, ...]) -> Plan:
    """Find the person, by phone numbers and names; nothing is changed.

    Raises
    ------
    BadInput
        `nobody_named`, `too_short_to_find`, or what is wrong with a recording.
    """
    said = tuple(dict.fromkeys(word.strip() for word in said if word.strip()))
    if not said:
        words = Words("请给出 --phone 或 --name", "give --phone or --name")
        raise BadInput("nobody_named", words)
    with contextlib.closing(home.connection()) as connection, troubles():
        found = mentions(connection, said)
        photos = own_photos(connection, found)
    subjects = frozenset(mention.subject for mention in found)
    files = [file for file in _outbox_files(home) if _names(file, said)]
    return Plan(
        said,
        found,
        photos,
        tuple(files),
        tuple(file for file in files if _is_held(file)),
        tuple((file, named_in(file, subjects)) for file in recordings),
    )


def carry_out(home: Home, plan: Plan, actor: str, role: str, reason: str) -> int:
    """Erase what was planned; how many facts lost their words in the database.

    Raises
    ------
    BadInput
        `reason_names_them`: the reason stays on the record.
    Trouble
        `outbox_in_use`, where a running console holds words of the person.
    """
    if any(word in reason for word in plan.said):
        raise BadInput(
            "reason_names_them",
            Words(
                "理由会留存，不能包含要清除的姓名或电话",
                "the reason stays on the record: it may not say what is being erased",
            ),
        )
    subjects = frozenset(mention.subject for mention in plan.mentions)
    for file, _ in plan.recordings:
        erase_in_recording(file, subjects)
    for file in plan.outboxes:
        _mask(file, plan.said)
    for name in plan.photos:
        forget_attachment(home.address.folder, name)
    with contextlib.closing(home.connection()) as connection, troubles():
        forget_attachments(connection, plan.photos)
    count = 0
    for mention in plan.mentions:
        author = Author(new_uuid(), actor, role, home.station)
        count += erase_words(home.engine, mention.kind, mention.subject, author, reason)
    return count


def _outbox_files(home: Home) -> list[Path]:
    """What waits on this machine, and what people jotted down at it."""
    folder = home.address.folder
    kinds = (".jsonl", ".unread", ".log", ".fresh")
    files = [file for file in (folder / FOLDER).glob("*") if file.suffix in kinds]
    notes = [file for file in (folder / NOTES_FOLDER).glob("*") if file.suffix != ".part"]
    return sorted(files + notes)


def _names(file: Path, said: tuple[str, ...]) -> bool:
    try:
        text = file.read_text("utf-8", "surrogatepass")
    except OSError:
        return False
    return any(_in_json(word) in text for word in said)


def _in_json(word: str) -> str:
    """A word as it stands inside a JSON text."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _lock(file: Path) -> FileLock:
    return FileLock(file.with_name(f"{file.name}.lock"))


def _is_held(file: Path) -> bool:
    if file.suffix != ".jsonl" or file.parent.name != FOLDER:
        return False
    lock = _lock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def _mask(file: Path, said: tuple[str, ...]) -> None:
    """Take the words out of a file of acts; the acts themselves stay."""
    text = file.read_text("utf-8", "surrogatepass")
    for word in said:
        text = text.replace(_in_json(word), MASK * len(word))
    draft = file.with_name(f"{file.name}.part")
    with draft.open("wb") as opened:
        opened.write(text.encode("utf-8", "surrogatepass"))
        opened.flush()
        os.fsync(opened.fileno())
    put_in_place(draft, file)
