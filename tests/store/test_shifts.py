"""Shifts and notes to the room in a real database: rows, journal, guard, scopes, recordings."""

from __future__ import annotations

import contextlib
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
import pytest

from models.domain.category import Category
from models.domain.fact import SubjectKind
from models.domain.ids import CommandId, HandoverId, IncidentId, RoomNoteId, new_uuid
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.domain.shift import EndNote, SeeNote, TakeOverShift, TellRoom
from models.domain.work_calendar import WorkCalendar
from models.feed.reach import picture_at_seq
from models.picture.fold import fold
from models.picture.picture import Picture
from models.picture.shift_sheet import Begun, Ground, shift_papers
from models.store.ask import Wanted
from models.store.ask_shifts import list_handovers, list_notes
from models.store.command_codec import StoredCommands
from models.store.engine import connect
from models.store.erasure import erase_words
from models.store.journal import read_after
from models.store.pictures import picture_bytes, picture_from
from models.store.present import present_picture
from models.store.recording import RecordingSource, record
from models.store.recording_erasure import erase_in_recording
from models.store.secret_facts import without_secrets
from models.store.shift_facts import happened_since
from models.store.source import JournalSource
from models.store.verify import verify
from tests.builders import a_handing_over
from tests.store.homes import a_command, an_author
from tests.store.rights_world import a_centre, desks, sent

if TYPE_CHECKING:
    from models.domain.command import Intent
    from models.picture.shift_sheet import Happened, ShiftPapers
    from models.store.embedded import ServerUrls
    from models.store.engine import Connection
    from tests.store.homes import Home

pytestmark = pytest.mark.db
TOWN = "370215001"


def _soon() -> datetime:
    return datetime.now(UTC) + timedelta(hours=2)


def _hand_over(home: Home, actor: str = "wang", **given: Any) -> HandoverId:
    intent = a_handing_over(**given)
    home.do(intent, actor=actor)
    return intent.handover


def _tell(home: Home, text: str = "电梯停运", **given: Any) -> RoomNoteId:
    note = RoomNoteId(new_uuid())
    home.do(TellRoom(note=note, text=text, until=_soon(), **given))
    return note


def _folded(connection: Connection) -> Picture:
    return fold(Picture(), read_after(connection, 0, 10_000))[0]


def test_what_is_folded_is_what_the_tables_say(home: Home, database_url: str) -> None:
    first = _hand_over(home)
    home.do(TakeOverShift(handover=first), actor="li")
    waiting = _hand_over(home, "li", instructions="再交一次")
    note, gone = _tell(home), _tell(home, "误发")
    home.do(SeeNote(note=note), actor="zhao")
    home.do(EndNote(note=gone))
    with connect(database_url, autocommit=True) as connection:
        folded, present = _folded(connection), present_picture(connection)
        found = verify(connection)
        shifts = list_handovers(connection, Wanted(state="waiting"))
        notes = list_notes(connection, Wanted())

    assert present == folded
    assert set(present.handovers) == {first, waiting}
    assert set(present.notes) == {note}
    assert found.ok
    assert [row["id"] for row in shifts] == [str(waiting)]
    assert shifts[0]["figures"]["open"] == 0
    assert [(row["name"], row["state"]) for row in notes] == [
        ("误发", "over"),
        ("电梯停运", "standing"),
    ]


def test_a_picture_with_both_is_the_same_again_from_its_bytes(
    home: Home, database_url: str
) -> None:
    _hand_over(home)
    _tell(home)
    with connect(database_url, autocommit=True) as connection:
        present = present_picture(connection)
    assert picture_from(picture_bytes(present)) == present


def test_of_two_who_sign_at_once_one_is_told_of_the_other(home: Home) -> None:
    handover = _hand_over(home)
    home.do(TakeOverShift(handover=handover), actor="li")
    with pytest.raises(Refused) as caught:
        home.another_desk().do(TakeOverShift(handover=handover), actor="zhao")
    assert caught.value.refusal.code == "shift_taken"
    assert "li" in caught.value.refusal.words.zh


def test_a_hand_over_sent_twice_is_one_even_with_another_id(home: Home) -> None:
    command_id = CommandId(new_uuid())
    first = home.do(a_handing_over(), id=command_id)
    assert home.do(a_handing_over(), id=command_id) == first


@pytest.mark.parametrize(
    "intent",
    [
        a_handing_over(),
        TakeOverShift(),
        TellRoom(note=RoomNoteId(new_uuid()), text="停电", until=_soon()),
        SeeNote(note=RoomNoteId(new_uuid())),
        EndNote(note=RoomNoteId(new_uuid())),
    ],
)
def test_what_waits_in_the_outbox_is_the_same_when_it_goes_out(intent: Intent) -> None:
    codec, command = StoredCommands(), a_command(intent)
    assert codec.from_plain(json.loads(json.dumps(codec.to_plain(command)))) == command


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE handover SET instructions = ''",
        "UPDATE room_note SET ended_at = now()",
        "UPDATE handover SET taken_by = 'li', taken_at = now()",
    ],
)
def test_no_row_changes_without_its_fact(
    home: Home, database_url: str, statement: LiteralString
) -> None:
    _hand_over(home)
    _tell(home)
    with connect(database_url) as connection:
        connection.execute(statement)
        with pytest.raises(psycopg.Error, match="without a fact"):
            connection.commit()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE handover SET taken_by = author, taken_at = now()", "may not sign"),
        ("UPDATE handover SET figures = '{1}'", "never changed"),
        ("UPDATE handover SET made_seq = 7", "never changed"),
        ("UPDATE handover SET instructions = 'x'", "never changed"),
        ("UPDATE room_note SET text = 'x'", "never changed"),
        ("UPDATE room_note SET until = now(), text = ''", "never changed"),
        ("UPDATE room_note SET author = 'li'", "never changed"),
        ("UPDATE room_note SET seen_by = '{}'", "never changed"),
    ],
)
def test_the_database_itself_lets_nobody_sign_for_themselves_or_rewrite_what_was_said(
    home: Home, database_url: str, statement: LiteralString, said: str
) -> None:
    _hand_over(home)
    home.do(SeeNote(note=_tell(home)), actor="zhao")
    with connect(database_url) as connection, pytest.raises(psycopg.Error, match=said):
        connection.execute(statement)


@pytest.mark.parametrize("table", ["handover", "room_note"])
def test_no_row_is_ever_taken_away(home: Home, admin_url: str, table: str) -> None:
    with connect(admin_url) as connection, pytest.raises(psycopg.Error, match="never"):
        connection.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("kind", [SubjectKind.HANDOVER, SubjectKind.ROOM_NOTE])
def test_what_was_written_is_erased_on_request_and_the_chain_holds(
    home: Home, database_url: str, kind: SubjectKind
) -> None:
    made = _hand_over(home) if kind is SubjectKind.HANDOVER else _tell(home)
    assert erase_words(home.engine, kind, made, an_author()) > 0
    with connect(database_url, autocommit=True) as connection:
        present, found = present_picture(connection), verify(connection)
    assert found.ok
    kept = [one.instructions for one in present.handovers.values()]
    assert "".join([*kept, *(one.text for one in present.notes.values())]) == ""


def test_a_recording_plays_both_and_forgets_their_words_on_request(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    begin = datetime.now(UTC) - timedelta(minutes=1)
    handover, note = _hand_over(home), _tell(home)
    file = tmp_path / "shift.wgr"
    with connect(database_url, autocommit=True) as connection:
        record(connection, file, begin, _soon())
        present = present_picture(connection)
    assert RecordingSource(file).present() == present
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json"))["format"] == 3

    erase_in_recording(file, frozenset({handover, note}))
    bare = RecordingSource(file).present()
    assert (bare.handovers[handover].instructions, bare.notes[note].text) == ("", "")


# -- replay equals live --------------------------------------------------------------------


def _papers(connection: Connection, picture: Picture, now: datetime) -> ShiftPapers:
    begun = Begun(now - timedelta(hours=1))
    ground = Ground(_classes(), WorkCalendar())

    def count() -> tuple[Happened, Happened]:
        return happened_since(connection, begun, picture.seq, is_cleared=True)

    return shift_papers(picture, now, ground, begun, count)


def _classes() -> dict[str, Category]:
    return {}


def test_the_sheet_of_a_hand_over_is_read_again_whole_at_its_fact(
    home: Home, database_url: str
) -> None:
    member = home.member()
    home.dispatched(member)
    home.closed(member)
    with connect(database_url, autocommit=True) as connection:
        live = present_picture(connection)
        now = live.at
        papers = _papers(connection, live, now)
    handover = _hand_over(
        home,
        figures=papers.numbers,
        made_seq=live.seq,
        made_at=now,
        since=papers.open.begun.at,
    )
    home.reported()
    home.do(TakeOverShift(handover=handover), actor="li")

    with (
        connect(database_url, autocommit=True) as connection,
        contextlib.closing(JournalSource(database_url)) as source,
    ):
        kept = present_picture(connection).handovers[handover]
        again = _papers(connection, picture_at_seq(source, kept.made_seq), kept.made_at)
    assert again == papers
    assert again.numbers == kept.figures
    assert (papers.open.happened.received, papers.open.happened.closed) == (2, 1)


def test_what_happened_is_counted_after_the_fact_that_began_the_shift(
    home: Home, database_url: str
) -> None:
    home.reported()
    with connect(database_url, autocommit=True) as connection:
        begun = Begun(datetime.now(UTC), present_picture(connection).seq)
    home.reported()
    last = home.do(a_handing_over()).seq
    home.reported()
    with connect(database_url, autocommit=True) as connection:
        own, bare = happened_since(connection, begun, last, is_cleared=True)
    assert own.received == bare.received == 1


# -- who sees what ---------------------------------------------------------------------------


def test_whoever_may_not_know_of_an_incident_hears_no_note_about_it(
    server: ServerUrls, template_database: str
) -> None:
    with a_centre(server, template_database) as centre:
        _tell(centre.home, "涉密", about=centre.secret)
        plain = _tell(centre.home, "公开", about=centre.here)
        _hand_over(centre.home)
        url = centre.login([Role.MEMBER])
        with connect(url, autocommit=True) as connection:
            picture = present_picture(connection)
            entries = read_after(connection, 0, 10_000)
            listed = list_notes(connection, Wanted(is_cleared=False))
        with connect(centre.urls.console, autocommit=True) as connection:
            told = without_secrets(connection, read_after(connection, 0, 10_000))
        heard = [e for e in entries if e.fact.subject_kind is SubjectKind.ROOM_NOTE]
        kept = [e for e in told if e.fact.subject_kind is SubjectKind.ROOM_NOTE]
        assert set(picture.notes) == {plain}
        assert [e.fact.subject_id for e in heard] == [plain]
        assert [e.fact.subject_id for e in kept] == [plain]
        assert [row["name"] for row in listed] == ["公开"]
        assert len(picture.handovers) == 1


def test_a_town_hears_what_is_said_to_all_and_speaks_and_hands_over_for_itself(
    server: ServerUrls, template_database: str
) -> None:
    with a_centre(server, template_database) as centre:
        to_all = _tell(centre.home, "全体")
        there = _tell(centre.home, "乙镇", about=IncidentId(centre.there))
        _hand_over(centre.home)
        url = centre.login([Role.SHIFT_LEAD], TOWN)
        login = url.split("//")[1].partition(":")[0]
        with desks({Role.SHIFT_LEAD: url}) as one:
            desk, held = one[Role.SHIFT_LEAD], {Role.SHIFT_LEAD}
            own = RoomNoteId(new_uuid())
            sent(desk, TellRoom(note=own, text="甲镇", until=_soon()), login, held)
            sent(desk, SeeNote(note=to_all), login, held)
            handing = a_handing_over()
            sent(desk, handing, login, held)
        with connect(url, autocommit=True) as connection:
            picture = present_picture(connection)
            folded = _folded(connection)
        assert set(picture.notes) == {to_all, own}
        assert there not in picture.notes
        assert set(picture.handovers) == {handing.handover}
        assert picture.handovers[handing.handover].cell_path == tuple(
            sorted(centre.cells[code] for code in ("370215", TOWN))
        )
        assert set(folded.notes) == set(picture.notes)
        assert set(folded.handovers) == set(picture.handovers)
