"""Facts to bytes and back: what goes in comes out, and old bytes are led up."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest

from models.domain.error import BadInput, Trouble
from models.domain.fact import Change, Fact, SubjectKind, applied, applied_to
from models.domain.incident import State
from models.domain.member import Member
from models.store import mapping
from models.store.mapping import read_change, words_digest, written
from models.store.pictures import a_picture, picture_bytes, picture_from
from tests.builders import NINE, a_department_task, a_fact, a_member, a_task, an_incident

EVERYTHING = an_incident(
    State.DISPATCHED,
    cell=7,
    cell_path=(1, 7),
    due_at=NINE + timedelta(microseconds=1),
    photos=("a.jpg", "b.jpg"),
    reporter_phone="13800138000",
    tasks=(a_task(instruction="带上工具"), a_department_task()),
)


def _back(fact: Fact, *, erased: bool = False) -> tuple[Change, bool]:
    told = written(fact)
    words = None if told.words is None or erased else json.loads(told.words)
    return read_change(fact.subject_kind, json.loads(told.body), words, 1)


@pytest.mark.parametrize(
    "fact",
    [
        a_fact(EVERYTHING),
        a_fact(replace(EVERYTHING, version=2, place=None), EVERYTHING, note="改址"),
        a_fact(a_member(skills=("急救",), phone="1")),
    ],
)
def test_a_change_comes_back_as_it_went(fact: Fact) -> None:
    change, erased = _back(fact)
    assert (change, erased) == (fact.change, False)


def test_no_personal_word_is_in_the_body() -> None:
    told = written(a_fact(EVERYTHING, note="他欠钱"))
    for word in ("13800138000", "带上工具", "他欠钱", EVERYTHING.text):
        assert word not in told.body
        assert word in (told.words or "")


def test_the_body_holds_the_salted_digest_of_the_words() -> None:
    told = written(a_fact(EVERYTHING))
    assert json.loads(told.body)["words"] == words_digest(told.salt or b"", told.words or "")
    assert written(a_fact(EVERYTHING)).body != told.body


def test_erased_words_read_as_empty_where_the_subject_begins() -> None:
    change, erased = _back(a_fact(EVERYTHING), erased=True)
    blank = applied(None, replace(a_fact(EVERYTHING), change=change))
    assert erased
    assert (blank.text, blank.reporter_phone, blank.tasks[0].instruction) == ("", "", "")


def test_erased_words_are_left_out_of_later_facts() -> None:
    later = replace(EVERYTHING, version=2, text="另一段话", returns=1)
    change, _ = _back(a_fact(later, EVERYTHING), erased=True)
    assert dict(change.fields) == {"returns": 1}


def test_a_member_whose_name_was_erased_can_be_made() -> None:
    fact = a_fact(a_member())
    change, _ = _back(fact, erased=True)
    assert applied_to(Member, None, replace(fact, change=change)).name == ""


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_that_cannot_be_kept_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="bad_text"):
        written(a_fact(an_incident(text=text)))


def test_a_body_of_a_later_release_is_trouble() -> None:
    with pytest.raises(Trouble, match="newer_format"):
        read_change(SubjectKind.INCIDENT, {"fields": {}}, None, mapping.FORMAT + 1)


def test_an_old_body_is_led_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        mapping.UPGRADERS,
        mapping.FORMAT - 1,
        lambda _kind, body: {"fields": {"supervise": body["fields"]["urged"]}},
    )
    old = {"fields": {"urged": 2}}
    change, _ = read_change(SubjectKind.INCIDENT, old, None, mapping.FORMAT - 1)
    assert dict(change.fields) == {"supervise": 2}


def test_a_picture_comes_back_from_its_bytes() -> None:
    picture = a_picture((9, NINE, 3), [EVERYTHING, an_incident()], [a_member()])
    back = picture_from(picture_bytes(picture))
    assert back == picture
    assert back.digest() == picture.digest()


def test_an_old_keyframe_is_led_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(kind: str, body: mapping.Body) -> mapping.Body:
        fields = dict(body["fields"])
        if kind == SubjectKind.INCIDENT:
            fields["supervise"] = fields.pop("urged")
        return body | {"fields": fields}

    monkeypatch.setitem(mapping.UPGRADERS, mapping.FORMAT - 1, renamed)
    picture = a_picture((9, NINE, 3), [replace(EVERYTHING, supervise=2)], [a_member()])
    old = json.loads(zlib.decompress(picture_bytes(picture)))
    old["format"] = mapping.FORMAT - 1
    old["incidents"][0]["urged"] = old["incidents"][0].pop("supervise")
    assert picture_from(zlib.compress(json.dumps(old).encode())) == picture


def test_a_picture_of_the_first_release_knows_of_no_drawings() -> None:
    picture = a_picture((9, NINE, 3), [EVERYTHING], [a_member()])
    body = json.loads(zlib.decompress(picture_bytes(picture)))
    del body["drawings"], body["wall"]
    old = zlib.compress(json.dumps(body).encode())

    assert picture_from(old) == picture
    assert picture_from(old).digest() == picture.digest()
