"""Every role and every command, on a live server: by plain SQL, and by the desk's door.

A forbidden act is tried with a lie: the client claims every role, and the case stands where
the act would be legal. Only the database is left to refuse.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from models.domain.command import (
    ClearWall,
    Climb,
    Dispatch,
    Draw,
    Enrol,
    Erase,
    Mark,
    Redraw,
    Reserve,
    SetDuty,
    ShowOnWall,
    Supervise,
)
from models.domain.drawing import DrawingKind
from models.domain.error import BadInput, Trouble
from models.domain.ids import DrawingId, IncidentId, MemberId, RoomNoteId, new_uuid
from models.domain.ladder import Rung
from models.domain.lifecycle import BY_ACTION, Role
from models.domain.member import Duty
from models.domain.refusal import Refused
from models.domain.rights import COMMANDS, fact_rights, facts_of, may
from models.domain.shift import EndNote, SeeNote, TakeOverShift, TellRoom
from tests.builders import a_handing_over
from tests.models.desk.any_act import a_report, an_intent
from tests.store.rights_world import HERE, Centre, a_centre, desks, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.desk.desk import OpenDesk
    from models.domain.command import Intent
    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db

FACTS = sorted({fact for verb in COMMANDS for fact in facts_of(verb)})
_APPEND = """
SELECT journal_append(%s, session_user::text, %s, 'psql', ARRAY[now()]::timestamptz[],
    ARRAY[%s]::text[], ARRAY['incident']::text[], ARRAY[%s]::uuid[], ARRAY[1]::int[],
    ARRAY['{}']::text[], ARRAY['{"fields":{}}']::text[], 1::smallint, ARRAY[NULL]::text[],
    ARRAY[NULL]::bytea[], NULL, NULL)
"""


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    """One centre for all: nothing that is tried here is kept."""
    with a_centre(server, template_database) as made:
        yield made


@pytest.fixture(scope="module")
def urls(centre: Centre) -> dict[Role, str]:
    """A login for each role, everywhere."""
    return {role: centre.login([role]) for role in Role}


def _said(connection: psycopg.Connection, role: str, verb: str) -> str | None:
    """The code that a fact is refused with; None where the role may leave it.

    It has no row here, which is asked for last.
    """
    try:
        connection.execute(_APPEND, [uuid4(), role, verb, uuid4()])
    except psycopg.Error as error:
        return None if error.sqlstate == "WG008" else error.sqlstate
    finally:
        connection.rollback()
    return None


@pytest.mark.parametrize("role", Role)
def test_psql_may_append_exactly_the_facts_of_its_role(
    urls: dict[Role, str], role: Role
) -> None:
    allowed = {fact for one, fact in fact_rights() if one is role}
    with psycopg.connect(urls[role]) as connection:
        taken = {fact for fact in FACTS if _said(connection, role.value, fact) is None}
    assert taken == allowed & set(FACTS)


@pytest.mark.parametrize("role", Role)
def test_nobody_claims_a_role_that_the_login_does_not_hold(
    urls: dict[Role, str], role: Role
) -> None:
    with psycopg.connect(urls[role]) as connection:
        claims = {
            claimed: _said(connection, claimed, "reported")
            for claimed in [*(r.value for r in Role if r is not role), "", "owner", "x'; --"]
        }
    assert set(claims.values()) <= {"WG005", "42501"}


def test_nobody_speaks_in_another_persons_name_but_a_gateway(urls: dict[Role, str]) -> None:
    forged = _APPEND.replace("session_user::text", "'somebody'")
    with psycopg.connect(urls[Role.DISPATCHER]) as one, pytest.raises(psycopg.Error) as caught:
        one.execute(forged, [uuid4(), "dispatcher", "dispatched", uuid4()])
    assert caught.value.sqlstate == "WG007"
    with psycopg.connect(urls[Role.GATEWAY]) as one, pytest.raises(psycopg.Error) as caught:
        one.execute(forged, [uuid4(), "gateway", "reported", uuid4()])
    assert caught.value.sqlstate == "WG008"


def test_an_auditor_a_wall_and_the_two_administrators_write_no_case(
    urls: dict[Role, str],
) -> None:
    for role in (Role.AUDITOR, Role.WALL, Role.SECURITY_ADMINISTRATOR):
        for statement in (
            "UPDATE incident SET urgency = 'urgent'",
            "UPDATE member SET duty = 'off_duty'",
            "INSERT INTO incident SELECT * FROM incident",
            "DELETE FROM journal",
            "UPDATE setting SET value = 'x'",
            "SELECT erase_words('incident', gen_random_uuid())",
        ):
            with (
                psycopg.connect(urls[role]) as connection,
                pytest.raises(errors.InsufficientPrivilege),
            ):
                connection.execute(statement)
    with psycopg.connect(urls[Role.ADMINISTRATOR]) as connection:
        assert connection.execute("UPDATE incident SET urgency = 'urgent'").rowcount == 0


@pytest.mark.timeout(600)
def test_every_third_command_passes_the_door_for_one_who_may_and_not_for_one_who_may_not(
    centre: Centre, urls: dict[Role, str]
) -> None:
    with desks(urls) as open_desks:
        for serial, verb in enumerate(sorted(COMMANDS)[::3]):
            allowed = sorted(COMMANDS[verb])
            forbidden = [role for role in Role if not may(frozenset({role}), verb)]
            _try(centre, open_desks, urls, allowed[serial % len(allowed)], verb)
            _try(centre, open_desks, urls, forbidden[serial % len(forbidden)], verb)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_every_cell_of_the_matrix_holds_at_the_door(
    centre: Centre, urls: dict[Role, str]
) -> None:
    with desks(urls) as open_desks:
        for role, verb in product(Role, sorted(COMMANDS)):
            _try(centre, open_desks, urls, role, verb)


def _try(
    centre: Centre,
    open_desks: dict[Role, OpenDesk],
    urls: dict[Role, str],
    role: Role,
    verb: str,
) -> None:
    """Give a command as a role; whoever may not lies, about a case that would let them."""
    is_allowed = may(frozenset({role}), verb)
    row = BY_ACTION.get(verb)
    login = urls[role].split("//")[1].partition(":")[0]
    askers = {"drop-void": login, "confirm-void": "somebody else"}
    centre.arrange(min(row.sources) if row else "ST10", void_asked_by=askers.get(verb))
    before = centre.admin("SELECT max(seq) FROM journal")
    claimed = frozenset({role}) if is_allowed else frozenset(Role)
    said: Any = None
    try:
        sent(open_desks[role], _intent(centre, verb), login, claimed)
    except (Refused, BadInput, Trouble) as error:
        said = error
    after = centre.admin("SELECT max(seq) FROM journal")
    if is_allowed:
        code = said.refusal.code if isinstance(said, Refused) else getattr(said, "code", None)
        assert code not in {"role", "not_yourself", "out_of_scope", "no_right"}, (role, verb)
    else:
        assert said is not None, (role, verb)
        assert before == after, (role, verb)


def _intent(centre: Centre, verb: str) -> Intent:
    world = centre.world()
    member = centre.members[0]
    if verb in {"report", "report-self"}:
        return a_report(verb, world)
    plain: dict[str, Intent] = {
        "reserve": Reserve(verb="reserve", incident=centre.here, member=member),
        "release": Reserve(verb="release", member=member),
        "enrol": Enrol(member=MemberId(new_uuid()), number=uuid4().hex[:8], name="王新"),
        "set-duty": SetDuty(member=member, duty=Duty.OFF),
        "draw": Draw(
            drawing=DrawingId(new_uuid()), kind=DrawingKind.NOTE, points=(HERE,), text="注意"
        ),
        "redraw": Redraw(drawing=_a_drawing(centre), text="又注意"),
        "erase": Erase(drawing=_a_drawing(centre)),
        "show-wall": ShowOnWall(corners=(HERE, HERE)),
        "clear-wall": ClearWall(),
        "hand-over-shift": a_handing_over(),
        "take-over-shift": TakeOverShift(),
        "tell-room": TellRoom(
            note=RoomNoteId(new_uuid()),
            text="注意",
            until=datetime.now(UTC) + timedelta(hours=1),
        ),
        "note-seen": SeeNote(note=_a_note(centre)),
        "end-note": EndNote(note=_a_note(centre)),
        "whistle": Dispatch(
            verb="whistle", incident=centre.here, departments=world.departments, channel="1"
        ),
        "supervise": Supervise(incident=centre.here),
        "mark": Mark(incident=centre.here, important=True),
        "timeout": Climb(incident=IncidentId(centre.here), rung=Rung.RED),
    }
    return plain[verb] if verb in plain else an_intent(verb, centre.here, world)


def _a_note(centre: Centre) -> RoomNoteId:
    rows = centre.admin("SELECT id FROM room_note ORDER BY told_at LIMIT 1")
    return RoomNoteId(rows[0][0]) if rows else RoomNoteId(new_uuid())


def _a_drawing(centre: Centre) -> DrawingId:
    rows = centre.admin("SELECT id FROM drawing WHERE incident = %s LIMIT 1", centre.here)
    return DrawingId(rows[0][0])
