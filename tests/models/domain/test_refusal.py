"""Promises of refusals and errors: a code for programs, words for people."""

from __future__ import annotations

import pytest

from models.domain.error import BadInput, Trouble, Words
from models.domain.refusal import Refused, refuse


def test_a_refusal_speaks_both_languages_and_names_its_subject() -> None:
    refusal = refuse("busy", "张三手上已有 3 件。", "Zhang San has 3 tasks.", member="M1")
    assert refusal.words.in_("zh") == "张三手上已有 3 件。"
    assert refusal.words.in_("en") == "Zhang San has 3 tasks."
    assert refusal.about == {"member": "M1"}


def test_a_refusal_survives_its_way_out_of_a_handler() -> None:
    refusal = refuse("busy", "忙。", "Busy.")
    with pytest.raises(Refused, match=r"busy: Busy\.") as caught:
        raise Refused(refusal)
    assert caught.value.refusal is refusal


@pytest.mark.parametrize("kind", [BadInput, Trouble])
def test_an_error_has_a_code_and_words(kind: type[BadInput | Trouble]) -> None:
    error = kind("disk_full", Words("磁盘已满。", "The disk is full."))
    assert (error.code, str(error)) == ("disk_full", "disk_full: The disk is full.")
    assert error.words.zh == "磁盘已满。"


def test_equal_refusals_are_one_value() -> None:
    assert refuse("busy", "忙。", "Busy.") == refuse("busy", "忙。", "Busy.")
