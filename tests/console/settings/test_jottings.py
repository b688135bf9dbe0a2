"""Notes to self and a text under way: kept whole, for one name, whatever lies in the file."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from console.settings.jottings import NOTES_FOLDER, KeptNotes, KeptText, OwnNote
from models.domain.ids import IncidentId
from tests.builders import NINE, an_id


def a_note(text: str = "问李师傅要钥匙") -> OwnNote:
    return OwnNote(uuid4(), text, NINE, IncidentId(an_id()), "370215-20261120-000012")


def test_what_is_kept_is_there_again_in_its_order(tmp_path: Path) -> None:
    notes = [a_note(), OwnNote(uuid4(), "无关事件", NINE)]
    assert KeptNotes(tmp_path, "li").keep(notes)
    assert KeptNotes(tmp_path, "li").read() == notes


def test_each_name_has_notes_of_its_own(tmp_path: Path) -> None:
    KeptNotes(tmp_path, "li").keep([a_note()])
    assert KeptNotes(tmp_path, "wang").read() == []


@pytest.mark.parametrize(("one", "other"), [("a.b", "a_b"), ("a b", "a_b"), ("李", "_")])
def test_names_that_are_alike_share_nothing(tmp_path: Path, one: str, other: str) -> None:
    KeptNotes(tmp_path, one).keep([a_note()])
    assert KeptNotes(tmp_path, other).read() == []


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c", "\n", "\r\n"])
def test_no_sign_in_a_text_costs_the_note(tmp_path: Path, sign: str) -> None:
    notes = [a_note(f"先{sign}后"), a_note()]
    KeptNotes(tmp_path, "li").keep(notes)
    assert KeptNotes(tmp_path, "li").read() == notes


def test_what_cannot_be_read_now_is_not_written_over(tmp_path: Path) -> None:
    kept, old = KeptNotes(tmp_path, "li"), a_note()
    kept.keep([old])
    (file,) = tmp_path.rglob("*.jsonl")
    aside = file.replace(tmp_path / "aside")
    file.mkdir()
    assert kept.read() == []
    assert not kept.keep([a_note()])
    file.rmdir()
    aside.replace(file)
    assert kept.read() == [old]
    assert kept.keep([old, a_note()])


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    KeptNotes(tmp_path, "../../etc/x").keep([a_note()])
    assert [file.parent.name for file in tmp_path.rglob("*.jsonl")] == [NOTES_FOLDER]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_nobody_but_the_owner_may_read_them(tmp_path: Path) -> None:
    KeptNotes(tmp_path, "li").keep([a_note()])
    (file,) = tmp_path.rglob("*.jsonl")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("bent", ["{", "[]", "null", '{"id": 1}', "\x00\xff"])
def test_a_bent_line_costs_itself_alone(tmp_path: Path, bent: str) -> None:
    kept = KeptNotes(tmp_path, "li")
    kept.keep([a_note("好的")])
    (file,) = tmp_path.rglob("*.jsonl")
    file.write_text(bent + "\n" + file.read_text("utf-8"), "utf-8")
    assert [note.text for note in kept.read()] == ["好的"]


def test_where_nothing_can_be_written_it_says_so_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / NOTES_FOLDER).write_text("a file, no folder")
    assert not KeptNotes(tmp_path, "li").keep([a_note()])
    assert KeptNotes(tmp_path, "li").read() == []


def test_a_text_under_way_is_there_again_until_it_is_emptied(tmp_path: Path) -> None:
    KeptText(tmp_path, "li").keep("写到一半\n第二行")
    assert KeptText(tmp_path, "li").read() == "写到一半\n第二行"
    KeptText(tmp_path, "li").keep("")
    assert KeptText(tmp_path, "li").read() == ""
    assert KeptText(tmp_path, "nobody-wrote").read() == ""
