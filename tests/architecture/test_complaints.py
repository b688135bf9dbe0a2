"""Every complaint about other consoles has a test of ours that rules it out, by name.

The numbers are those of the projects' issue threads; B1 to B15 are the features that
dispatchers value most. Where a promise needs a window or two consoles, its test lies there.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

RULED_OUT = {
    "TicketsCAD 82, B3": "test_a_busy_member_keeps_the_first_task_when_a_second_comes",
    "TicketsCAD 116, B3": "test_what_is_said_in_one_case_bleeds_into_no_other",
    "TicketsCAD 83, B7": (
        "test_who_left_is_blocked_by_every_act_that_gives_work_whatever_the_reason"
    ),
    "TicketsCAD 83, B7: warnings": (
        "test_a_warning_is_passed_by_a_reason_and_the_reason_is_on_the_record"
    ),
    "TicketsCAD 141, B8": "test_whoever_is_reserved_is_not_dispatched_and_has_no_task",
    "TicketsCAD 50 52 59, B1": (
        "test_over_a_dead_server_both_go_on_and_the_kept_act_is_delivered_once"
    ),
    "TicketsCAD 62, B5": "test_the_timer_of_a_closed_case_stands_still",
    "TicketsCAD 65, B5": (
        "test_the_timer_of_a_reopened_case_runs_on_and_nothing_closes_it_again"
    ),
    "TicketsCAD 47, B15: controls": "test_a_crumb_on_the_wall_is_tapped_by_a_finger",
    "TicketsCAD 50 52 59, B1: at once": "test_an_act_at_one_desk_is_in_the_others_frame",
    "TicketsCAD 67": "test_counts_say_how_many_are_open_shown_and_overdue",
    "TicketsCAD 71 73 74, B12": "test_the_wall_says_in_words_how_old_its_data_is",
    "TicketsCAD 78": "test_a_fix_of_eleven_minutes_ago_is_stale",
    "TicketsCAD 87": "test_what_a_screen_shows_is_what_is_stored",
    "TicketsCAD 91": "test_every_setting_has_a_reader_and_words",
    "TicketsCAD 95 103": "test_what_goes_out_comes_in_again_and_changes_nothing",
    "TicketsCAD's check, then insert": (
        "test_the_slower_of_two_dispatchers_is_told_who_was_faster_and_when"
    ),
    "Resgrid 273, B4": "test_closing_releases_twenty_members_in_one_fact",
    "Resgrid 273, B4: through the door": "test_closing_releases_twenty_members_at_once",
    "Resgrid 273: notes": "test_fresh_facts_of_this_incident_join_its_timeline",
    "Resgrid 186": "test_a_text_that_names_both_roads_finds_the_crossing",
    "Resgrid 186: the map": "test_a_server_that_is_not_there_is_told",
    "B2": "test_by_the_keyboard_alone_the_very_same_command",
    "B2: undo": "test_undoing_a_confirmed_dispatch_withdraws_it",
    "B3: nothing vanishes": (
        "test_an_assignment_never_vanishes_but_by_an_act_that_names_its_end"
    ),
    "B6": "test_a_stale_fix_is_never_taken_without_a_reason",
    "B5: colours": "test_the_light_turns_at_the_second",
    "B9": "test_an_emergency_sounds_again_until_it_is_acknowledged",
    "B9: distinct": "test_the_sounds_are_told_apart_and_never_clip",
    "B9: silence for one": "test_a_muted_kind_is_seen_and_not_heard",
    "B10": "test_the_palette_does_what_is_typed",
    "B11": "test_a_merged_report_is_taken_apart_again",
    "B11: suggested": "test_the_same_thing_told_twice_nearby_is_probable",
    "B11: links": (
        "test_a_case_says_which_reports_were_merged_into_it_until_they_are_taken_apart"
    ),
    "B13": "test_with_the_database_away_nobody_is_known_and_nobody_is_held_up",
    "B14": "test_each_filter_narrows_and_all_hold_together",
    "B14: layouts": "test_a_layout_brings_back_what_was_hidden_and_what_floated",
    "B14: search": "test_words_number_address_person_and_telephone_all_find_it",
    "B15": "test_the_wall_names_no_person_no_phone_no_house_and_nothing_restricted",
    "B15: never jumps": "test_the_wall_shows_the_red_first_then_the_urgent_then_the_oldest",
}


@pytest.fixture(scope="module")
def names(checkout: Path) -> set[str]:
    """The names of all tests."""
    found = set()
    for file in (checkout / "tests").rglob("test_*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return found


@pytest.mark.parametrize("complaint", RULED_OUT)
def test_a_complaint_is_ruled_out_by_a_test_that_is_there(
    complaint: str, names: set[str]
) -> None:
    assert RULED_OUT[complaint] in names
