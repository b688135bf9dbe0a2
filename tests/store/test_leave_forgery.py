"""What somebody with psql and a real login may not make of leaves and shifts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from models.domain.ids import LeaveId, new_uuid
from models.domain.leave import AskLeave, LeaveKind
from models.domain.lifecycle import Role
from tests.store.rights_world import Centre, a_centre
from tests.store.test_forgery import _code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db

_BEGIN: LiteralString = "UPDATE member SET "
_STAMPED: LiteralString = (
    ", version = version + 1, command_id = %(command)s, ordinal = 0 WHERE id = %(subject)s"
)
_OWN: LiteralString = """leaves = jsonb_build_array(jsonb_build_object(
    'id', '0192a6f0c0de7000800000000000000a', 'kind', 'annual', 'state', %(state)s::text,
    'begins_at', %(begins_at)s::text, 'ends_at', '2026-12-21T00:00:00.000000Z',
    'asked_by', session_user::text,
    'decided_by', CASE %(state)s WHEN 'asked' THEN '' ELSE session_user::text END))"""
_LATER: LiteralString = """leaves = jsonb_set(jsonb_set(leaves, '{0,ends_at}',
    '"2099-01-01T00:00:00.000000Z"'), '{0,decided_by}', to_jsonb(session_user::text))"""
_GRANTED: LiteralString = """leaves = jsonb_set(jsonb_set(leaves, '{0,state}',
    '"granted"'), '{0,decided_by}', to_jsonb(session_user::text))"""
_SHIFTS: LiteralString = "rota = %(rota)s"


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    """One centre for all; the first member has asked for leave."""
    with a_centre(server, template_database) as made:
        begins_at = datetime.now(UTC)
        ends_at = begins_at + timedelta(days=2)
        made.home.do(
            AskLeave(
                member=made.members[0],
                leave=LeaveId(new_uuid()),
                kind=LeaveKind.SICK,
                begins_at=begins_at,
                ends_at=ends_at,
            )
        )
        yield made


def _answer(
    centre: Centre, role: Role, verb: str, change: LiteralString, n: int = 1, **given: Any
) -> str | None:
    """What a change of a member is refused with, told by a fact; None where it is taken."""
    subject, command = centre.members[n], uuid4()
    usual = {"subject": subject, "command": command}
    usual |= {"begins_at": "2026-12-20T00:00:00.000000Z", "state": "granted"}
    query = "SELECT version, cell_path::text FROM member WHERE id = %s"
    ((now, cells),) = centre.admin(query, subject)
    return _code(
        centre.login([role]), subject, touches_row=False,
        before=(_BEGIN + change + _STAMPED, usual | given), command=command, kind="member",
        verb=verb, version=now + 1, cells=cells, role=role.value,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "verb", "state", "code"),
    [
        (Role.MEMBER, "leave-asked", "asked", None),
        (Role.MEMBER, "leave-asked", "granted", "WG006"),
        (Role.MEMBER, "leave-ended", "granted", "WG006"),
        (Role.MEMBER, "duty-changed", "granted", "WG006"),
        (Role.MEMBER, "duty-changed", "asked", "WG006"),
        (Role.DISPATCHER, "reserved", "granted", "WG006"),
        (Role.SHIFT_LEAD, "leave-given", "granted", None),
        (Role.SHIFT_LEAD, "leave-denied", "granted", "WG006"),
    ],
)
def test_nobody_grants_leave_by_a_fact_that_does_not(
    centre: Centre, role: Role, verb: str, state: str, code: str | None
) -> None:
    assert _answer(centre, role, verb, _OWN, state=state) == code


def test_a_leave_that_was_asked_for_is_neither_granted_nor_lengthened_by_who_asked(
    centre: Centre,
) -> None:
    for verb in ("leave-asked", "leave-ended", "duty-changed"):
        assert _answer(centre, Role.MEMBER, verb, _GRANTED, 0) == "WG006"
        assert _answer(centre, Role.MEMBER, verb, _LATER, 0) == "WG006"
    assert _answer(centre, Role.SHIFT_LEAD, "leave-granted", _GRANTED, 0) is None


_DROPPED: LiteralString = "leaves = '[]'"
_KEPT_OF_DENIED: LiteralString = """leaves = jsonb_path_query_array(leaves,
    '$[*] ? (@.state != "denied")')"""


def _leave(n: int, state: str, ends_at: datetime) -> dict[str, str]:
    begins_at = ends_at - timedelta(days=1)
    return {
        "id": f"0192a6f0c0de7000800000000000000{n}", "kind": "annual", "state": state,
        "begins_at": f"{begins_at:%Y-%m-%dT%H:%M:%S.%fZ}", "asked_by": "li",
        "ends_at": f"{ends_at:%Y-%m-%dT%H:%M:%S.%fZ}", "decided_by": "li",
    }  # fmt: skip


@pytest.fixture
def leaves(centre: Centre) -> Iterator[Callable[..., None]]:
    """Puts leaves by the second member, past every guard, and takes them away again."""

    def put(*leaves: dict[str, str]) -> None:
        centre.admin(
            "UPDATE member SET leaves = %s WHERE id = %s", Jsonb(leaves), centre.members[1]
        )

    yield put
    put()


@pytest.mark.parametrize(
    "verb", ["leave-asked", "leave-given", "leave-granted", "leave-denied", "leave-ended"]
)
@pytest.mark.parametrize("state", ["asked", "granted"])
def test_no_leave_that_somebody_waits_for_or_is_on_is_dropped(
    centre: Centre, leaves: Callable[..., None], verb: str, state: str
) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    leaves(_leave(1, state, soon))
    assert _answer(centre, Role.SHIFT_LEAD, verb, _DROPPED) == "WG006"
    leaves(_leave(1, state, soon - timedelta(days=7)))
    assert _answer(centre, Role.SHIFT_LEAD, verb, _DROPPED) == "WG006"
    leaves(_leave(1, state, soon - timedelta(days=9)))
    assert _answer(centre, Role.SHIFT_LEAD, verb, _DROPPED) is None


def test_of_leaves_that_were_denied_the_last_four_stay(
    centre: Centre, leaves: Callable[..., None]
) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    leaves(*(_leave(n, "denied", soon) for n in range(1, 5)))
    assert _answer(centre, Role.SHIFT_LEAD, "leave-asked", _KEPT_OF_DENIED) == "WG006"
    leaves(*(_leave(n, "denied", soon) for n in range(1, 6)))
    oldest: LiteralString = "leaves = leaves - 0"
    assert _answer(centre, Role.SHIFT_LEAD, "leave-asked", oldest) is None


@pytest.mark.parametrize(
    ("role", "verb", "code"),
    [
        (Role.MEMBER, "duty-changed", "WG006"),
        (Role.DISPATCHER, "reserved", "WG006"),
        (Role.SHIFT_LEAD, "rota-set", None),
    ],
)
def test_nobody_sets_shifts_by_another_fact(
    centre: Centre, role: Role, verb: str, code: str | None
) -> None:
    assert _answer(centre, role, verb, _SHIFTS, rota="2026-11-23 D") == code


@pytest.mark.parametrize(
    "begins_at",
    [
        f"{day}.000000Z"
        for day in (
            "2026-02-29T00:00:00", "2026-11-31T00:00:00", "2026-13-01T00:00:00",
            "2026-00-10T00:00:00", "2026-12-00T00:00:00", "2026-11-20T24:00:00",
            "2026-11-20T10:60:00", "2026-11-20T10:00:60",
        )
    ],
)  # fmt: skip
def test_no_leave_begins_on_a_day_that_is_none(centre: Centre, begins_at: str) -> None:
    answer = _answer(centre, Role.SHIFT_LEAD, "leave-given", _OWN, begins_at=begins_at)
    assert answer == "23514"


def test_no_code_of_a_shift_has_what_consoles_take_for_a_space(centre: Centre) -> None:
    spaces = [one for one in map(chr, range(1, 0x3100)) if one.isspace()]
    for space in spaces:
        rota = f"2026-11-23 D{space} D"
        answer = _answer(centre, Role.SHIFT_LEAD, "rota-set", _SHIFTS, rota=rota)
        assert answer == "23514", hex(ord(space))
