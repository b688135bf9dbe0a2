"""`erase` on a real home: listed first, then gone from everywhere; the chain still holds."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from filelock import FileLock

from console.settings.jottings import KeptNotes, KeptText, OwnNote
from models.desk.outbox import Outbox
from models.domain.command import Command, Judge
from models.domain.ids import CommandId, IncidentId
from models.domain.lifecycle import Role
from models.store.command_codec import StoredCommands
from models.store.recording import RecordingSource
from tests.builders import NINE, an_id

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.cli.homes import Cli

pytestmark = pytest.mark.db


def reported(cli: Cli, name: str, phone: str, photo: Path | None = None) -> str:
    words = {"text": f"{name}家门口井盖缺失", "reporter_name": name, "reporter_phone": phone}
    if photo is not None:
        words["photo"] = str(photo)
    return str(cli.incident(cli.reported(**words))["id"])


def an_outbox(folder: Path, text: str) -> Path:
    command = Command(
        id=CommandId(an_id()),
        intent=Judge(verb="comment", incident=IncidentId(an_id()), text=text),
        actor="li",
        roles=frozenset({Role.DISPATCHER}),
        station="1",
    )
    file = folder / "outbox" / "7.jsonl"
    Outbox(file, StoredCommands()).keep(command)
    return file


def recorded(cli: Cli, file: Path) -> Path:
    cli.ok("journal", "export", str(file), "--from", "2000-01-01", "--to", "2100-01-01")
    return file


def test_a_person_is_listed_first_and_then_gone_from_everywhere(
    cli: Cli, tmp_path: Path
) -> None:
    phone, photo = "13900007777", tmp_path / "door.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + hashlib.sha256(phone.encode()).digest())
    incident, other = reported(cli, "赵大同", phone, photo), reported(cli, "钱小二", "139")
    outbox = an_outbox(cli.home, f"赵大同来电 {phone}")
    file = recorded(cli, tmp_path / "day.wgr")
    asked = ("erase", "--phone", phone, "--name", "赵大同", "--recording", str(file))

    listed = cli.ok(*asked, "--dry-run")
    assert [one["id"] for one in listed["subjects"]] == [incident]
    assert (len(listed["attachments"]), listed["outboxes"]) == (1, [str(outbox)])
    assert listed["recordings"][0]["facts"] == 1
    assert "backups" in listed["backups"]

    assert cli.ok(*asked, "--reason", "来函第12号")["erased"] == 1
    assert cli.ok("journal", "verify")["ok"] is True
    assert cli.incident(incident)["text"] == ""
    assert cli.incident(other)["text"].startswith("钱小二")
    assert not list((cli.home / "attachments").rglob(listed["attachments"][0]))
    assert phone not in outbox.read_text("utf-8")
    # The act itself stays, to be sent or decided.
    assert len(Outbox(outbox, StoredCommands())) == 1
    played = RecordingSource(file)
    entries = played.read_after(0, 1_000_000)
    ours = [e for e in entries if str(e.fact.subject_id) == incident]
    assert [e.erased for e in ours] == [True]
    assert any("钱小二" in str(e.fact.change.fields) for e in entries)
    assert cli.ok(*asked, "--dry-run")["subjects"] == []
    outbox.unlink()


def test_what_was_jotted_down_about_a_person_goes_too(cli: Cli) -> None:
    incident = reported(cli, "郑九章", "13900006666")
    kept, text = KeptNotes(cli.home, "li"), KeptText(cli.home, "li")
    note = OwnNote(an_id(), "给郑九章回电 13900006666", NINE, IncidentId(UUID(incident)))
    kept.keep([note])
    text.keep("明早先找郑九章")
    asked = ("erase", "--phone", "13900006666", "--name", "郑九章", "--reason", "来函第13号")
    assert cli.ok(*asked)["erased"] == 1
    assert [one.text for one in kept.read()] == [f"给□□□回电 {'□' * 11}"]
    assert text.read() == "明早先找□□□"
    kept.keep([])
    text.keep("")


def test_erasing_wants_a_reason_that_does_not_say_it_again(cli: Cli) -> None:
    reported(cli, "孙不二", "13900008888")
    asked = ("erase", "--name", "孙不二")
    assert cli(*asked)["error"] == "missing_field"
    assert cli(*asked, "--reason", "孙不二来函")["error"] == "reason_names_them"
    assert cli("erase")["error"] == "nobody_named"
    assert cli("erase", "--name", "孙")["error"] == "too_short_to_find"
    refused = cli(*asked, "--role", "dispatcher", "--reason", "x")
    assert (refused.status, refused["refused"]) == (3, "role")
    assert len(cli.ok(*asked, "--dry-run")["subjects"]) == 1


def test_what_a_running_console_holds_is_not_touched(cli: Cli) -> None:
    outbox = an_outbox(cli.home, "周吴郑来电")
    with FileLock(outbox.with_name(f"{outbox.name}.lock")):
        said = cli("erase", "--name", "周吴郑", "--reason", "x")
        assert (said.status, said["trouble"]) == (4, "outbox_in_use")
    assert "周吴郑" in json.dumps(outbox.read_text("utf-8"), ensure_ascii=False)
    outbox.unlink()
