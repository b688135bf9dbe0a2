"""Word of a task goes out once, over the channels in order, and what is heard comes back."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from console.app.channels import open_channel
from console.app.convey_text import word_of
from console.app.couriers import (
    AGAIN_S,
    MORE,
    MOST_A_TURN,
    NOT_HERE,
    SOUND,
    Couriers,
    Post,
    Turn,
    channels_of,
)
from console.app.home import Address
from console.state.reference import Reference
from models.desk.channel import Message, NotSent, Receipt, ReceiptKind, key_of
from models.desk.courier import GRACE, TOO_OLD, Courier
from models.desk.desk import SealedDesk
from models.domain.command import Judge
from models.domain.conveying import channel_order
from models.domain.error import BadInput, Words, WorldlyError
from models.domain.grid import Grid
from models.domain.home_settings import HomeSettings, setting_value
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.domain.rights import Rights
from models.domain.work_calendar import WorkCalendar
from tests.builders import a_category, a_task, an_incident
from tests.console.frames import a_frame, a_session
from tests.models.desk.test_conveying import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from models.desk.channel import Channel
    from models.desk.desk import Desk
    from models.domain.command import Command

ORDER = "in-app 60; sms 120"
ROLES = frozenset({Role.DISPATCHER})
REFERENCE = Reference(0, Grid.of(()), WorkCalendar())
EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "file_drop"


@dataclass
class FakeChannel:
    """Keeps what it was given; says what it is told to."""

    failure: str = ""
    heard: list[Receipt] = field(default_factory=list)
    given: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        if self.failure == "bug":
            raise RuntimeError(message.phone)
        if self.failure:
            raise NotSent(self.failure)
        self.given.append(message)

    def receipts(self) -> list[Receipt]:
        return list(self.heard)

    def settle(self, receipt: Receipt) -> None:
        self.heard.remove(receipt)


@dataclass(frozen=True)
class Held:
    """A channel that is open already, or not here."""

    name: str
    channel: Channel | None

    def open(self) -> Channel | None:
        return self.channel


class Room:
    """A centre with a task, and desks that look after its channels."""

    def __init__(self, order: str = ORDER, *, phone: str = "") -> None:
        self.told = Told(phone=phone)
        self.order = channel_order(order)
        self.channels: dict[str, Channel] = {}
        self.desk: Desk = self.told.desk

    def turn(self, name: str, *, own: bool = True) -> Turn:
        """What one desk would do now about one channel."""
        return Turn(
            Held(name, self.channels.get(name)),
            Courier(self.order, ROLES, "desk-1"),
            self.told.picture(),
            self.told.home.now,
            REFERENCE,
            "zh",
            self.door,
            frozenset({self.told.incident}) if own else frozenset(),
        )

    def look(self, name: str, *, own: bool = True) -> object:
        return self.turn(name, own=own)()

    def door(self, command: Command) -> bool:
        try:
            self.desk.send(command)
        except Refused:
            return False
        return True

    def wait(self, seconds: float) -> None:
        self.told.wait(seconds)

    @property
    def task(self) -> Any:
        return self.told.task

    def has(self, name: str, channel: FakeChannel) -> FakeChannel:
        self.channels[name] = channel
        return channel


@pytest.fixture
def room() -> Room:
    return Room()


def test_the_desk_that_gave_the_task_sends_at_once_and_only_once(room: Room) -> None:
    app = room.has("in-app", FakeChannel())
    assert room.look("in-app") == SOUND
    room.look("in-app")
    assert [message.key for message in app.given] == [key_of(room.task.id, 1)]
    assert (room.task.sent_via, room.task.attempts) == ("in-app", 1)


def test_a_heap_of_words_goes_out_a_few_a_turn_the_urgent_and_the_older_first(
    room: Room,
) -> None:
    app = room.has("in-app", FakeChannel())
    tasks = [room.task]
    for _ in range(MOST_A_TURN):
        room.wait(1)
        given = room.told.handled_by(room.told.member())
        tasks.append(room.told.of(given).tasks[0])
    room.wait(1)
    urgent = room.told.handled_by(room.told.member())
    room.told.act(Judge(verb="urgent", incident=urgent, reason="下雨前要清完"))
    room.wait(GRACE.total_seconds())
    answers = [room.look("in-app", own=False) for _ in range(2)]
    assert answers == [MORE, SOUND]
    expected = [room.told.of(urgent).tasks[0], *tasks]
    assert [message.key for message in app.given] == [key_of(one.id, 1) for one in expected]


def test_another_desk_leaves_it_to_the_first_for_a_while(room: Room) -> None:
    app = room.has("in-app", FakeChannel())
    room.look("in-app", own=False)
    assert app.given == []
    room.wait(GRACE.total_seconds())
    room.look("in-app", own=False)
    assert len(app.given) == 1


def test_of_many_desks_that_look_at_the_same_moment_one_sends(room: Room) -> None:
    app = room.has("in-app", FakeChannel())
    for turn in [room.turn("in-app") for _ in range(8)]:
        turn()
    assert len(app.given) == 1
    assert room.told.verbs().count("task-sent") == 1


def test_silence_brings_the_next_channel_and_after_the_last_nothing_more(room: Room) -> None:
    room.has("in-app", FakeChannel())
    sms = room.has("sms", FakeChannel())
    room.look("in-app")
    room.wait(59)
    room.look("sms")
    assert sms.given == []
    room.wait(1)
    room.look("sms")
    assert [message.key for message in sms.given] == [key_of(room.task.id, 2)]
    room.wait(3_600)
    room.look("in-app")
    room.look("sms")
    assert room.task.attempts == 2


def test_a_try_that_fails_is_said_and_the_next_one_goes_at_once(room: Room) -> None:
    room.has("in-app", FakeChannel(failure="unreachable"))
    sms = room.has("sms", FakeChannel())
    room.look("in-app")
    assert (room.task.failure, len(sms.given)) == ("unreachable", 0)
    room.look("sms")
    assert len(sms.given) == 1


def test_a_bug_of_a_package_is_a_failed_try_and_its_words_are_kept_nowhere(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.has("in-app", FakeChannel(failure="bug"))
    member = room.told.home.members[room.told.who]
    room.told.home.members[room.told.who] = replace(member, phone="13812345678")
    said = room.look("in-app")
    assert isinstance(said, Words)
    assert room.task.failure == "broken"
    assert "RuntimeError" in caplog.text
    assert "13812345678" not in caplog.text + repr(room.told.home.entries[-2:])


def test_a_channel_that_no_desk_has_is_passed_over_after_a_minute(room: Room) -> None:
    sms = room.has("sms", FakeChannel())
    room.look("in-app")
    assert room.task.attempts == 0
    room.wait(NOT_HERE.total_seconds())
    room.look("in-app")
    assert room.task.failure == "no_channel"
    room.look("sms")
    assert len(sms.given) == 1


def test_receipts_become_facts_once_and_are_settled(room: Room) -> None:
    app = room.has("in-app", FakeChannel())
    room.look("in-app")
    key = key_of(room.task.id, 1)
    room.wait(20)
    app.heard = [Receipt(key, ReceiptKind.DELIVERED), Receipt(key, ReceiptKind.SEEN)]
    room.look("in-app")
    app.heard = [Receipt(key, ReceiptKind.DELIVERED)]
    room.look("in-app")
    assert app.heard == []
    assert room.told.verbs()[-3:] == ["task-sent", "task-delivered", "task-seen"]


def test_a_receipt_that_nobody_can_read_holds_up_no_other(room: Room) -> None:
    app = room.has("in-app", FakeChannel())
    room.look("in-app")
    key, kind = key_of(room.task.id, 1), ReceiptKind.DELIVERED
    strange: Any = "eaten"
    here = datetime(2026, 11, 20, 9)  # noqa: DTZ001 - what a package should not send
    app.heard = [Receipt(key, strange), Receipt(key, kind, here), Receipt(key, kind)]
    assert isinstance(room.look("in-app"), Words)
    assert app.heard == []
    assert room.told.verbs()[-1] == "task-delivered"
    assert room.look("in-app") == SOUND


def test_a_receipt_of_nobodys_task_is_settled_and_changes_nothing(room: Room) -> None:
    app = room.has("in-app", FakeChannel(heard=[Receipt("nonsense-1", ReceiptKind.SEEN)]))
    facts = len(room.told.home.entries)
    room.told.call()
    assert room.look("in-app") == SOUND
    assert (app.heard, len(room.told.home.entries)) == ([], facts + 1)


def test_what_was_answered_and_what_is_old_is_told_to_nobody(room: Room) -> None:
    app = room.has("in-app", FakeChannel())
    room.wait(TOO_OLD.total_seconds() + 1)
    room.look("in-app")
    fresh = Room()
    answered = fresh.has("in-app", FakeChannel())
    fresh.told.call()
    fresh.look("in-app")
    assert app.given == answered.given == []


def test_out_of_a_home_that_only_plays_nothing_leaves() -> None:
    assert [one.channel for one in channels_of("sms 60; in-app 60", is_real=False)] == [
        "in-app"
    ]
    assert channels_of("sms 60", is_real=False) == ()


@pytest.mark.parametrize(
    "text", ["", "sms", "sms 5", "sms 60, voice 60", "call 60", "sms 60; sms 90", "短信 60"]
)
def test_an_order_that_cannot_be_read_is_said_and_the_usual_one_holds(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        setting_value("channels", text)
    assert caught.value.code == "bad_channels"
    assert channel_order(HomeSettings().channels)[0].channel == "in-app"


def test_the_words_of_a_restricted_case_are_its_number_alone() -> None:
    task = a_task(instruction="带上工具")
    case = an_incident(address="蓝山路 3 号", restricted=True, tasks=(task,))
    assert word_of(case, task, REFERENCE, "zh") == f"【网格】{case.number} 请签收"
    secret = a_category(case.category or "", restricted=True)
    of_its_class = replace(REFERENCE, categories={secret.code: secret})
    bare = replace(case, restricted=False)
    assert word_of(bare, task, of_its_class, "zh") == f"【网格】{case.number} 请签收"
    said = word_of(replace(case, restricted=False), task, REFERENCE, "zh")
    assert "蓝山路 3 号" in said
    assert "带上工具" in said


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example as an installed package, and a home with its options."""
    site, home = tmp_path / "site", tmp_path / "home"
    info = site / "wangge_file_drop-0.1.0.dist-info"
    info.mkdir(parents=True)
    home.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: wangge-file-drop\nVersion: 0.1.0\n"
    )
    (info / "entry_points.txt").write_text(
        "[wangge.channels]\nfile-drop = wangge_file_drop:FileDrop\n"
        "torn = wangge_file_drop:NotThere\n"
    )
    (site / "wangge_file_drop.py").write_bytes((EXAMPLE / "wangge_file_drop.py").read_bytes())
    monkeypatch.syspath_prepend(site)
    (home / "channels.toml").write_text('[file-drop]\nfolder = "drop"\n')
    yield home
    sys.modules.pop("wangge_file_drop", None)


def test_the_example_package_writes_a_message_and_reads_receipts_back(installed: Path) -> None:
    channel = open_channel("file-drop", installed)
    assert channel is not None
    message = Message("ab-1", "李雷", "13812345678", "请签收")
    channel.send(message)
    channel.send(message)
    (file,) = (installed / "drop" / "out").iterdir()
    assert '"to": "13812345678"' in file.read_text("utf-8")
    (installed / "drop" / "receipts" / "ab-1.failed").write_text("expired after a day")
    (receipt,) = channel.receipts()
    assert (receipt.key, receipt.kind, receipt.failure) == ("ab-1", "failed", "expired")
    channel.settle(receipt)
    assert list(channel.receipts()) == []
    with pytest.raises(NotSent):
        channel.send(replace(message, key="cd-1", phone=""))


def test_the_example_serves_a_desk_from_the_order_to_the_journal(installed: Path) -> None:
    room = Room("file-drop 60", phone="13812345678")
    channel = open_channel("file-drop", installed)
    assert channel is not None
    room.channels["file-drop"] = channel
    room.look("file-drop")
    (file,) = (installed / "drop" / "out").iterdir()
    assert room.told.of(room.told.incident).number in file.read_text("utf-8")
    (installed / "drop" / "receipts" / f"{file.stem}.seen").touch()
    room.look("file-drop")
    assert room.told.verbs()[-2:] == ["task-sent", "task-seen"]
    assert "13812345678" not in repr(room.told.home.entries[-2:])


@pytest.mark.parametrize("name", ["torn", "file-drop"])
def test_a_package_that_does_not_come_up_is_told_in_words(installed: Path, name: str) -> None:
    (installed / "channels.toml").write_text("[file-drop\n" if name == "file-drop" else "")
    with pytest.raises(WorldlyError) as caught:
        open_channel(name, installed)
    assert caught.value.words.zh


def test_a_channel_that_does_not_come_up_is_looked_for_again_after_a_minute(
    installed: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now_s = [1_000.0]
    monkeypatch.setattr("console.app.couriers.monotonic", lambda: now_s[0])
    torn, absent = Post("torn", installed), Post("pigeon", installed)
    for _ in range(3):
        with pytest.raises(WorldlyError):
            torn.open()
        assert absent.open() is None
    assert caplog.text.count("does not come up") == 1
    post = Post("file-drop", installed)
    (installed / "channels.toml").write_text("[file-drop\n")
    with pytest.raises(WorldlyError):
        post.open()
    (installed / "channels.toml").write_text("")
    now_s[0] += AGAIN_S
    assert post.open() is post.open() is not None


def test_a_name_that_nobody_offers_is_no_channel(tmp_path: Path) -> None:
    assert open_channel("pigeon", tmp_path) is None


def test_a_sealed_desk_sends_nothing(room: Room) -> None:
    app = room.has("in-app", FakeChannel())
    room.desk = SealedDesk()
    room.look("in-app")
    assert app.given == []
    assert room.task.attempts == 0


class StandIn:
    """A home whose desk writes into memory."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.desk = room.told.desk
        self.station = "desk-1"
        self.rights = Rights("wang", ROLES)
        self.address = Address(folder)


@pytest.mark.gui
@pytest.mark.parametrize("is_live", [True, False])
def test_frames_of_a_live_desk_send_word_and_those_of_a_sealed_one_do_not(
    qtbot: QtBot, tmp_path: Path, is_live: bool
) -> None:
    room = Room()
    room.wait(GRACE.total_seconds())
    session = a_session()
    couriers = Couriers(StandIn(room, tmp_path), session, is_real=True)  # type: ignore[arg-type] # as much of a home as it asks
    given: dict[str, Any] = {} if is_live else {"capabilities": frozenset()}
    session.show_frame(a_frame(room.told.picture(), now=room.told.home.now, **given))
    if is_live:
        qtbot.waitUntil(lambda: room.task.attempts == 1)
        assert room.task.sent_via == "in-app"
    couriers.close()
    assert room.task.attempts == int(is_live)


@pytest.mark.gui
def test_a_window_that_just_came_up_sends_no_word_yet(qtbot: QtBot, tmp_path: Path) -> None:
    room = Room()
    room.wait(GRACE.total_seconds())
    session = a_session()
    couriers = Couriers(StandIn(room, tmp_path), session, is_real=True, up_ms=100)  # type: ignore[arg-type] # as much of a home as it asks
    frame = a_frame(room.told.picture(), now=room.told.home.now)
    session.show_frame(frame)
    assert not couriers.is_under_way

    def is_sent() -> bool:
        session.show_frame(frame)
        return room.task.attempts == 1

    qtbot.waitUntil(is_sent)
    couriers.close()
