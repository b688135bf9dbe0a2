"""What a report is about is guessed from its words, with the words that speak for it."""

from __future__ import annotations

from functools import cache

from models.analysis.class_guess import (
    OFFERED,
    SURE,
    ClassGuesser,
    demanded_urgency,
)
from models.domain.category import Category, Urgency
from models.intake.category_table import all_categories
from models.intake.intake_words import IntakeWords, read_intake_words
from resources.files import resource_path


@cache
def _categories() -> tuple[Category, ...]:
    return all_categories(resource_path("event_categories.csv").read_text("utf-8"))


@cache
def _words() -> IntakeWords:
    return read_intake_words(resource_path("intake.toml").read_text("utf-8"), "intake.toml")


@cache
def _guesser() -> ClassGuesser:
    return ClassGuesser(_categories(), _words().classes)


def test_ordinary_sentences_of_both_languages_find_their_class_among_the_first() -> None:
    for text, code in (
        ("小区里有人遛狗没牵绳", "E1205"),
        ("家里闻到很浓的煤气味道", "E0403"),
        ("路灯坏了三个，晚上看不见", "E1703"),
        ("楼道里有人给电瓶车充电", "E1402"),
        ("my neighbour plays loud music at night", "E1603"),
        ("two cars block the entrance of our yard", "E0503"),
        ("我被骗了五万块钱", "E1203"),
    ):
        codes = [guess.category for guess in _guesser().guesses(text)]
        assert code in codes[:3], (text, codes)
        assert len(codes) <= OFFERED


def test_a_guess_names_the_words_of_the_text_that_speak_for_it() -> None:
    best = _guesser().guesses("小区东门垃圾桶满溢，散发异味")[0]
    assert best.category == "E0102"
    assert "垃圾桶满溢" in best.words


def test_a_text_without_a_known_word_gets_no_guess() -> None:
    assert _guesser().guesses("") == ()
    assert _guesser().guesses("zzz 13800001111") == ()


def test_one_weak_word_is_never_certain() -> None:
    for text in ("水", "road", "老人"):
        assert all(guess.confidence < SURE for guess in _guesser().guesses(text)), text


def test_earlier_reports_teach_words_that_no_list_has() -> None:
    past = [("E2003", f"{i}路的大蓝屋顶又掉漆了") for i in range(8)]
    learnt = ClassGuesser(_categories(), _words().classes, past)
    best = learnt.guesses("大蓝屋顶掉漆")[0]
    assert best.category == "E2003"
    assert best.alike >= 8
    assert learnt.learnt_from == 8


def test_restricted_classes_teach_nothing_from_earlier_reports() -> None:
    past = [("E1803", "蓝色小屋的张三又来了")] * 20
    learnt = ClassGuesser(_categories(), _words().classes, past)
    assert learnt.learnt_from == 0
    assert all(guess.category != "E1803" for guess in learnt.guesses("蓝色小屋的张三又来了"))


def test_alarming_words_demand_an_urgency_and_the_worst_one_wins() -> None:
    alarms = _words().alarms
    assert demanded_urgency("孩子掉进井里被困", alarms) == (Urgency.EMERGENCY, "被困")
    assert demanded_urgency("the dog has bitten a man", alarms) == (Urgency.URGENT, "bitten")
    assert demanded_urgency("路口有垃圾", alarms) is None
    assert demanded_urgency("a nice price", alarms) is None, "`ice` begins no word here"


def test_saying_the_same_again_changes_no_guess() -> None:
    text = "小区东门有多袋生活垃圾未清运，散发异味"

    once, often = _guesser().guesses(text), _guesser().guesses(text * 4)

    assert [guess.category for guess in often][:1] == [guess.category for guess in once][:1]


def test_every_listed_class_is_one_of_the_category_tree() -> None:
    assert set(_words().classes) <= {one.code for one in _categories()}
