"""The outbox: what it accepted it has, whatever happened to the process or the disk."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.desk.conflict import Conflict, Decision, Way, about_deed
from models.desk.outbox import DECIDED, MOST_LINES, Outbox
from models.desk.port import Deed
from models.domain.command import Command, Judge
from models.domain.error import Trouble, Words
from models.domain.ids import CommandId, IncidentId
from models.domain.lifecycle import Role
from models.store.command_codec import StoredCommands
from tests.builders import NINE, an_id

if TYPE_CHECKING:
    from models.domain.ids import IncidentId as _IncidentId


def a_comment(text: str = "知道了") -> Command:
    incident: _IncidentId = IncidentId(an_id())
    return Command(
        id=CommandId(an_id()),
        intent=Judge(verb="comment", incident=incident, text=text),
        actor="li",
        roles=frozenset({Role.DISPATCHER}),
        station="desk-1",
        seen_version=3,
    )


def a_conflict(command: Command) -> Conflict:
    deed = Deed("dispatched", "王丽", "3", NINE, "赵")
    words = Words("已被派遣。", "It is dispatched.")
    return Conflict(command, NINE, "already_dispatched", words, about_deed(deed))


def a_decision(command: Command, way: Way = Way.DROP, reason: str = "不再需要") -> Decision:
    return Decision(command.id, way, "li", NINE, reason)


def an_outbox(folder: Path) -> Outbox:
    return Outbox(folder / "outbox" / "1.jsonl", StoredCommands())


def test_what_was_kept_is_there_after_the_process_is_gone(tmp_path: Path) -> None:
    commands = [a_comment(f'第{n}条\n换行 \\ "引号"') for n in range(3)]
    first = an_outbox(tmp_path)
    for command in commands:
        first.keep(command)
    assert an_outbox(tmp_path).waiting() == tuple(commands)


def test_what_got_its_answer_is_forgotten_and_the_others_keep_their_order(
    tmp_path: Path,
) -> None:
    one, two, three = (a_comment() for _ in range(3))
    outbox = an_outbox(tmp_path)
    for command in (one, two, three):
        outbox.keep(command)
    outbox.settle(two.id)
    assert outbox.waiting() == an_outbox(tmp_path).waiting() == (one, three)


def test_an_empty_outbox_leaves_nothing_of_its_acts(tmp_path: Path) -> None:
    outbox, command = an_outbox(tmp_path), a_comment()
    outbox.keep(command)
    outbox.settle(command.id)
    assert [file.read_bytes() for file in (tmp_path / "outbox").iterdir()] == [b""]
    assert len(an_outbox(tmp_path)) == 0


def test_keeping_twice_is_keeping_once(tmp_path: Path) -> None:
    outbox, command = an_outbox(tmp_path), a_comment()
    outbox.keep(command)
    outbox.keep(command)
    assert an_outbox(tmp_path).waiting() == (command,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 10_000))
def test_a_crash_in_the_middle_of_a_line_costs_only_that_line(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    accepted, torn, later = a_comment("先"), a_comment("断"), a_comment("后")
    an_outbox(folder).keep(accepted)
    file = folder / "outbox" / "1.jsonl"
    whole = file.read_bytes()
    an_outbox(folder).keep(torn)
    line = file.read_bytes()[len(whole) :]
    file.write_bytes(whole + line[: cut % (len(line) - 1)])

    again = an_outbox(folder)
    assert again.waiting() == (accepted,)
    # What is accepted after the crash must not be swallowed by the torn line.
    again.keep(later)
    assert an_outbox(folder).waiting() == (accepted, later)


def test_a_disk_that_refuses_is_trouble_and_the_act_is_not_accepted(tmp_path: Path) -> None:
    (tmp_path / "outbox").touch()
    outbox = an_outbox(tmp_path)
    with pytest.raises(Trouble, match="outbox_unwritable"):
        outbox.keep(a_comment())
    assert outbox.waiting() == ()


@pytest.mark.parametrize(
    "line",
    [
        "5", "[]", "{}", '{"keep": 5}',
        '{"keep": {"id": "x", "intent": "Later", "fields": {}}}',
    ],
)  # fmt: skip
def test_an_act_nobody_can_read_is_put_aside_and_stops_no_other(
    tmp_path: Path, line: str
) -> None:
    command = a_comment()
    an_outbox(tmp_path).keep(command)
    file = tmp_path / "outbox" / "1.jsonl"
    file.write_bytes(line.encode() + b"\n" + file.read_bytes())
    assert an_outbox(tmp_path).waiting() == (command,)
    assert line in file.with_suffix(".unread").read_text("utf-8")


def test_half_a_character_is_kept_for_the_desk_to_refuse(tmp_path: Path) -> None:
    command = a_comment("半个\ud83d字")
    an_outbox(tmp_path).keep(command)
    assert an_outbox(tmp_path).waiting() == (command,)


def test_an_answered_act_is_forgotten_though_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox, first, second = an_outbox(tmp_path), a_comment(), a_comment()
    outbox.keep(first)
    outbox.keep(second)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(os, "truncate", refuse)
    outbox.settle(first.id)
    outbox.settle(second.id)
    assert len(outbox) == 0


# -- conflicts ---------------------------------------------------------------------------


def test_a_conflict_is_there_after_the_process_is_gone_with_its_author_and_its_winner(
    tmp_path: Path,
) -> None:
    outbox, command = an_outbox(tmp_path), a_comment()
    outbox.keep(command)
    outbox.set_aside(a_conflict(command))
    again = an_outbox(tmp_path)
    assert again.waiting() == ()
    assert again.conflicts() == (a_conflict(command),)
    assert again.conflicts()[0].deed == Deed("dispatched", "王丽", "3", NINE, "赵")


def test_an_act_that_is_settled_leaves_the_conflicts_alone(tmp_path: Path) -> None:
    outbox, refused, done = an_outbox(tmp_path), a_comment(), a_comment()
    for command in (refused, done):
        outbox.keep(command)
    outbox.set_aside(a_conflict(refused))
    outbox.settle(done.id)
    assert [one.key for one in an_outbox(tmp_path).conflicts()] == [refused.id]


def test_what_was_decided_is_in_the_log_with_its_reason_and_nowhere_else(
    tmp_path: Path,
) -> None:
    outbox, command = an_outbox(tmp_path), a_comment("张三电话里说的")
    outbox.keep(command)
    outbox.set_aside(a_conflict(command))
    outbox.decide(a_decision(command))
    assert an_outbox(tmp_path).conflicts() == outbox.conflicts() == ()
    said = (tmp_path / "outbox" / DECIDED).read_text("utf-8")
    assert '"drop"' in said
    assert "不再需要" in said
    # The act's own words may be about a person: the log says only which act it was.
    assert "张三" not in said
    assert (tmp_path / "outbox" / "1.jsonl").read_bytes() == b""


def test_a_decision_that_cannot_be_written_leaves_the_conflict_listed(tmp_path: Path) -> None:
    outbox, command = an_outbox(tmp_path), a_comment()
    outbox.keep(command)
    outbox.set_aside(a_conflict(command))
    (tmp_path / "outbox" / DECIDED).mkdir()
    with pytest.raises(Trouble, match="outbox_unwritable"):
        outbox.decide(a_decision(command))
    assert len(outbox.conflicts()) == 1


def test_a_conflict_that_lies_for_weeks_does_not_make_its_file_grow(tmp_path: Path) -> None:
    outbox, refused = an_outbox(tmp_path), a_comment()
    outbox.keep(refused)
    outbox.set_aside(a_conflict(refused))
    for _ in range(MOST_LINES):
        later = a_comment()
        outbox.keep(later)
        outbox.settle(later.id)
    file = tmp_path / "outbox" / "1.jsonl"
    assert len(file.read_bytes().splitlines()) < MOST_LINES + 3
    assert an_outbox(tmp_path).conflicts() == (a_conflict(refused),)


def test_thousands_of_acts_that_wait_are_not_written_again_for_each_that_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = an_outbox(tmp_path)
    commands = [a_comment() for _ in range(4 * MOST_LINES)]
    for command in commands:
        outbox.keep(command)
    anew: list[int] = []
    write_anew = Outbox._write_anew

    def counted(self: Outbox) -> None:
        anew.append(len(self))
        write_anew(self)

    monkeypatch.setattr(Outbox, "_write_anew", counted)
    for command in commands[:-1]:
        outbox.settle(command.id)
    assert len(anew) <= 8, "each time a third of what it held had gone"
    assert an_outbox(tmp_path).waiting() == (commands[-1],)


def test_a_conflict_nobody_can_read_is_asked_of_the_desk_again(tmp_path: Path) -> None:
    outbox, command = an_outbox(tmp_path), a_comment()
    outbox.keep(command)
    outbox.set_aside(a_conflict(command))
    file = tmp_path / "outbox" / "1.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"code"', b'"kode"'))
    assert an_outbox(tmp_path).waiting() == (command,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from("kscdr"), st.integers(0, 3)), max_size=25))
def test_whatever_happens_an_act_waits_or_is_listed_until_it_is_settled_or_decided(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    commands = [a_comment(str(n)) for n in range(4)]
    outbox = an_outbox(folder)
    waiting: list[Command] = []
    listed: list[Command] = []
    for step, at in steps:
        command = commands[at]
        if step == "k" and command not in listed:
            outbox.keep(command)
            waiting += [command] if command not in waiting else []
        elif step == "s" and command in waiting:
            outbox.settle(command.id)
            waiting.remove(command)
        elif step == "c" and command in waiting:
            outbox.set_aside(a_conflict(command))
            waiting.remove(command)
            listed.append(command)
        elif step == "d" and command in listed:
            outbox.decide(a_decision(command))
            listed.remove(command)
        elif step == "r":
            outbox = an_outbox(folder)
        assert list(outbox.waiting()) == waiting
        assert {one.command for one in outbox.conflicts()} == set(listed)


# -- power cuts ----------------------------------------------------------------------------


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was renamed and what was flushed, by name, in order."""
    told: list[str] = []
    names: dict[int, str] = {}
    open_it, flush, rename = os.open, os.fsync, Path.replace

    def opened(path: str | Path, flags: int, *rest: int) -> int:
        handle = open_it(path, flags, *rest)
        names[handle] = Path(path).name
        return handle

    def flushing(handle: int) -> None:
        told.append(f"flush {names.pop(handle, 'file')}")
        flush(handle)

    def renaming(old: Path, new: Path) -> Path:
        told.append(f"rename {old.name}")
        return rename(old, new)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(Path, "replace", renaming)
    return told


@pytest.mark.skipif(os.name == "nt", reason="no folder is opened as a file there")
def test_a_new_outbox_is_in_its_folder_before_its_act_counts_as_accepted(
    tmp_path: Path, flushed: list[str]
) -> None:
    outbox, command = an_outbox(tmp_path), a_comment()
    outbox.keep(command)
    assert flushed == ["flush file", "flush outbox"]
    outbox.settle(command.id)
    outbox.keep(a_comment())
    assert flushed[2:] == ["flush file"], "the folder knows it by now"


@pytest.mark.skipif(os.name == "nt", reason="no folder is opened as a file there")
def test_an_outbox_that_is_written_anew_is_flushed_before_and_after_it_takes_its_name(
    tmp_path: Path, flushed: list[str]
) -> None:
    outbox, commands = an_outbox(tmp_path), [a_comment() for _ in range(MOST_LINES)]
    for command in commands:
        outbox.keep(command)
    flushed.clear()
    for command in commands[:-1]:
        outbox.settle(command.id)
    assert flushed[:3] == ["flush file", "rename 1.fresh", "flush outbox"]


@pytest.mark.skipif(os.name == "nt", reason="no folder is opened as a file there")
@pytest.mark.parametrize(("number", "is_accepted"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_a_folder_that_cannot_be_flushed_is_trouble_unless_its_kind_knows_no_flushing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_accepted: bool
) -> None:
    flush = os.fsync

    def refusing(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, "no")
        flush(handle)

    monkeypatch.setattr(os, "fsync", refusing)
    outbox = an_outbox(tmp_path)
    with nullcontext() if is_accepted else pytest.raises(Trouble, match="outbox_unwritable"):
        outbox.keep(a_comment())
    assert len(outbox) == is_accepted
