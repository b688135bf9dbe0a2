"""Where a person is named in what a home keeps: found before anything is erased.

Every personal word of a fact lies in `personal`, so that one question finds them all, the
corrected and the overwritten ones too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.domain.error import BadInput, Words
from models.domain.fact import SubjectKind
from models.store.rights import require_whole_sight

if TYPE_CHECKING:
    from uuid import UUID

    from psycopg import Connection

LEAST_CHARACTERS: Final = 2
_FIND = """
SELECT p.subject_kind, p.subject_id, count(*),
    coalesce(
        (SELECT number FROM incident WHERE id = p.subject_id),
        (SELECT number FROM member WHERE id = p.subject_id), ''),
    coalesce((SELECT photos FROM incident WHERE id = p.subject_id), '{}')
FROM personal p
WHERE p.subject_id IN (
    SELECT subject_id FROM personal
    WHERE EXISTS (SELECT FROM unnest(%s::text[]) w WHERE position(w IN words::jsonb::text) > 0)
)
GROUP BY p.subject_kind, p.subject_id ORDER BY 4, 2
"""
_OTHERS = "SELECT unnest(photos) FROM incident WHERE NOT (id = ANY(%s)) AND photos && %s"


@dataclass(frozen=True, slots=True)
class Mention:
    """A subject whose facts name the person, with how many facts of it carry words."""

    kind: SubjectKind
    subject: UUID
    number: str
    facts: int
    photos: tuple[str, ...]


def mentions(connection: Connection, said: tuple[str, ...]) -> tuple[Mention, ...]:
    """The subjects any of whose facts says one of these: a phone number, a name.

    Raises
    ------
    BadInput
        `too_short_to_find`: one character stands in every second text.
    Trouble
        `part_only`: what this login does not see would stay, and nobody would know.
    """
    require_whole_sight(connection)
    for word in said:
        if len(word) < LEAST_CHARACTERS:
            raise BadInput(
                "too_short_to_find",
                Words(
                    f"“{word}”太短：至少 {LEAST_CHARACTERS} 个字",
                    f"'{word}' is too short: {LEAST_CHARACTERS} characters at the least",
                ),
            )
    found = connection.execute(_FIND, [list(said)]).fetchall()
    return tuple(
        Mention(SubjectKind(kind), subject, number, facts, tuple(photos))
        for kind, subject, facts, number, photos in found
    )


def own_photos(connection: Connection, found: tuple[Mention, ...]) -> tuple[str, ...]:
    """The attachments of these subjects that no other subject has."""
    photos = {photo for mention in found for photo in mention.photos}
    ids = [mention.subject for mention in found]
    shared = {name for (name,) in connection.execute(_OTHERS, [ids, list(photos)]).fetchall()}
    return tuple(sorted(photos - shared))
