"""Skills are said in the reader's language and found by every word for them."""

from __future__ import annotations

from models.domain.skill import skill_terms, skill_words


def test_a_known_skill_is_said_in_both_languages() -> None:
    assert skill_words("work_safety").in_("zh") == "安全生产"
    assert skill_words("work_safety").in_("en") == "work safety"


def test_a_skill_of_the_district_s_own_is_said_as_it_is_written() -> None:
    assert skill_words("手语").in_("en") == "手语"


def test_a_skill_is_found_by_its_code_and_by_both_its_names() -> None:
    assert skill_terms(["traffic", "手语"]) == (
        "traffic",
        "交通",
        "traffic",
        "手语",
        "手语",
        "手语",
    )
