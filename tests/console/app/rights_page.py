"""Writes the matrix of roles and commands as the page `docs/rights.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.lifecycle import BY_ACTION, CLEARED_ROLES, ROLE_ZH, Role
from models.domain.rights import ACTING_ROLES, COMMANDS, MAINTAINED, READING_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEGIN, END = "<!-- matrix: generated -->", "<!-- end of the matrix -->"


def matrix() -> str:
    """The generated part of the page, in Markdown."""
    lines = [
        *_row("role", *(role.value.replace("_", " ") for role in Role)),
        *_row("", *(ROLE_ZH[role] for role in Role), is_head=False),
        *_marks("**sees cases**", READING_ROLES),
        *_marks("**sees restricted cases**", CLEARED_ROLES),
        *_marks("**acts**", ACTING_ROLES),
        *(line for verb in sorted(COMMANDS) for line in _marks(_of(verb), COMMANDS[verb])),
        *(line for fact in sorted(MAINTAINED) for line in _marks(fact, MAINTAINED[fact])),
    ]
    return "\n".join([BEGIN, *lines, END])


def with_matrix(page: str) -> str:
    """A page with the matrix of today in the place of that which it has."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + matrix() + after


def _of(verb: str) -> str:
    row = BY_ACTION.get(verb)
    number = row.number if row else 0
    return f"`{verb}` ({number})" if number else f"`{verb}`"


def _marks(name: str, roles: Iterable[Role]) -> Iterator[str]:
    held = frozenset(roles)
    return _row(name, *("●" if role in held else "" for role in Role), is_head=False)


def _row(*cells: str, is_head: bool = True) -> Iterator[str]:
    yield "| " + " | ".join(cells) + " |"
    if is_head:
        yield "|" + "---|" * len(cells)
