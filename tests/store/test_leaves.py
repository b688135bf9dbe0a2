"""Leave in a real database: the row, the journal, the guard, the reader's list, a recording."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from models.domain.command import Dispatch
from models.domain.fact import SubjectKind
from models.domain.ids import LeaveId, new_uuid
from models.domain.leave import AskLeave, JudgeLeave, LeaveKind, LeaveState
from models.domain.refusal import Refused
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store.ask import Wanted
from models.store.ask_leaves import list_leaves
from models.store.command_codec import StoredCommands
from models.store.engine import connect
from models.store.erasure import erase_words
from models.store.journal import read_after
from models.store.pictures import picture_bytes, picture_from
from models.store.present import present_picture
from models.store.recording import RecordingSource, record
from models.store.verify import verify
from tests.store.homes import a_command, an_author

if TYPE_CHECKING:
    from pathlib import Path

    from models.domain.command import Intent
    from models.domain.ids import MemberId
    from tests.store.homes import Home

pytestmark = pytest.mark.db
DAY = timedelta(days=1)


def _now() -> datetime:
    return datetime.now(UTC)


def _asking(member: MemberId, **given: Any) -> AskLeave:
    usual: dict[str, Any] = {
        "member": member,
        "leave": LeaveId(new_uuid()),
        "kind": LeaveKind.SICK,
        "begins_at": _now() - DAY,
        "ends_at": _now() + 2 * DAY,
        "reason": "腰伤复发",
    }
    return AskLeave(**usual | given)


def _granted(home: Home) -> MemberId:
    who = home.member()
    home.do(_asking(who), actor="wang")
    home.do(JudgeLeave(verb="grant-leave", member=who), actor="li")
    return who


def test_what_the_journal_tells_of_a_leave_is_what_the_tables_say(
    home: Home, database_url: str
) -> None:
    _granted(home)
    with connect(database_url) as connection:
        assert verify(connection).ok
        connection.rollback()
        told, _ = fold(Picture(), read_after(connection, 0, 1_000))
        connection.rollback()
        kept = present_picture(connection)
    assert (told.digest(), told.members) == (kept.digest(), kept.members)
    (leave,) = next(iter(kept.members.values())).leaves
    assert (leave.asked_by, leave.decided_by) == ("wang", "li")
    assert picture_from(picture_bytes(kept)).members == kept.members


def test_a_request_for_leave_that_is_sent_again_is_answered_as_the_first_time(
    home: Home,
) -> None:
    # At the command line each sending makes an id of its own for the leave.
    first = a_command(_asking(home.member()))
    again = replace(first, intent=replace(first.intent, leave=LeaveId(new_uuid())))
    assert home.desk.send(again) == home.desk.send(first)


def test_whoever_is_on_leave_is_sent_nowhere_by_a_database_either(home: Home) -> None:
    who = _granted(home)
    with pytest.raises(Refused) as caught:
        home.do(Dispatch(incident=home.registered(), members=(who,), reason="急"))
    assert caught.value.refusal.code == "on_leave"


def test_leaves_are_listed_with_who_decided_and_never_why(
    home: Home, database_url: str
) -> None:
    who = _granted(home)
    home.do(_asking(who, begins_at=_now() + 5 * DAY, ends_at=_now() + 6 * DAY))
    with connect(database_url) as connection:
        both = list_leaves(connection, Wanted())
        asked = list_leaves(connection, Wanted(state=LeaveState.ASKED))
    assert [row["state"] for row in both] == ["granted", "asked"]
    assert [row["id"] for row in asked] == [both[1]["id"]]
    assert both[0]["kind"] == "sick"
    assert "腰伤" not in str(both)


def test_the_reason_goes_when_the_members_words_are_erased(
    home: Home, database_url: str
) -> None:
    who = _granted(home)
    assert erase_words(home.engine, SubjectKind.MEMBER, who, an_author()) > 1
    with connect(database_url) as connection:
        told = [entry.fact.change.note for entry in read_after(connection, 0, 1_000)]
        assert "腰伤复发" not in told
        connection.rollback()
        assert verify(connection).ok
        connection.rollback()
        (kept,) = present_picture(connection).members.values()
    assert kept.leaves


def test_a_recording_tells_of_leaves(home: Home, database_url: str, tmp_path: Path) -> None:
    begin, file = _now() - DAY, tmp_path / "day.wgr"
    _granted(home)
    with connect(database_url, autocommit=True) as connection:
        record(connection, file, begin, _now() + DAY)
        present = present_picture(connection)
    assert RecordingSource(file).present() == present


@pytest.mark.parametrize(
    "intent",
    [
        _asking(new_uuid()),  # type: ignore[arg-type] # any id
        JudgeLeave(verb="end-leave", member=new_uuid(), leave=new_uuid()),  # type: ignore[arg-type] # any id
    ],
)
def test_what_waits_in_the_outbox_is_the_same_when_it_goes_out(intent: Intent) -> None:
    codec, command = StoredCommands(), a_command(intent)
    assert codec.from_plain(json.loads(json.dumps(codec.to_plain(command)))) == command


_ONE = (
    '[{"id": "0192a6f0c0de7000800000000000000a", "kind": "annual", "state": "granted",'
    ' "begins_at": "2026-11-20T00:00:00.000000Z", "ends_at": "2026-11-21T00:00:00.000000Z",'
    ' "asked_by": "wang", "decided_by": "wang"}]'
)


@pytest.mark.parametrize(
    "wrong",
    [
        "{}",
        '["x"]',
        _ONE.replace("annual", "holiday"),
        _ONE.replace("granted", "maybe"),
        _ONE.replace("11-21", "11-19"),
        _ONE.replace('"wang"}', "7}"),
        _ONE.replace('"kind"', '"sort"'),
        _ONE.replace("0192a6f0c0de", "0192-a6f0"),
    ],
)
def test_leaves_that_no_console_could_read_are_not_written(
    home: Home, database_url: str, wrong: str
) -> None:
    home.member()
    with connect(database_url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE member SET leaves = %s", [wrong])


def test_no_leave_changes_without_a_fact(home: Home, database_url: str) -> None:
    home.member()
    with connect(database_url) as connection:
        connection.execute("UPDATE member SET leaves = %s", [_ONE])
        with pytest.raises(psycopg.Error, match="without a fact"):
            connection.commit()
