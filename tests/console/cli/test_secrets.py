"""Restricted incidents: who lacks the grant cannot act on them, nor read of them anywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from models.store.recording import RecordingSource
from tests.console.cli.homes import Cli, an_uuid

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.db
SECRET = "E1803"
"""A class that is restricted in the list as shipped."""


def subjects(cli: Cli, *words: str) -> set[str]:
    """The subjects of the facts that a tail writes."""
    lines = cli.ok("journal", "tail", *words).out.splitlines()[:-1]
    return {json.loads(line)["subject_id"] for line in lines}


def test_an_act_on_a_restricted_incident_is_told_that_there_is_none(cli: Cli) -> None:
    number = cli.reported(category=SECRET)
    said = cli.do("comment", number, text="看一下情况", o_role="analyst")
    unknown = cli.do("comment", an_uuid(), text="看一下情况", o_role="analyst")
    assert (said.status, said["error"]) == (unknown.status, unknown["error"])
    assert said["error"] == "unknown_incident"
    cli.done("comment", number, text="看一下情况", o_role="dispatcher")


def test_who_was_sent_may_do_what_they_were_sent_for(cli: Cli) -> None:
    member, other = cli.member(), cli.member()
    number = cli.registered(category=SECRET)
    cli.done("dispatch", number, member)
    assert cli.do("sign", number, other, o_role="member")["error"] == "unknown_incident"
    cli.done("sign", number, member, o_role="member")


def test_a_duplicate_is_not_merged_into_what_its_author_may_not_know(cli: Cli) -> None:
    secret, other = cli.reported(category=SECRET), cli.reported()
    said = cli.do("merge", other, into=secret, reason="同一事件", o_role="analyst")
    assert said["error"] == "unknown_incident"


def test_the_tail_holds_back_facts_of_what_is_restricted_by_now(cli: Cli) -> None:
    begin = str(cli.ok("journal", "tail")["last_seq"])
    secret, plain, turned = cli.reported(category=SECRET), cli.reported(), cli.reported()
    cli.done("reclassify", turned, category=SECRET, reason="涉及个人危机")
    ids = {n: cli.incident(n)["id"] for n in (secret, plain, turned)}
    assert subjects(cli, "--after", begin) >= set(ids.values())
    told = subjects(cli, "--after", begin, "--role", "analyst")
    assert ids[plain] in told
    assert not told & {ids[secret], ids[turned]}


def test_facts_of_the_time_when_it_was_restricted_stay_hidden(cli: Cli) -> None:
    begin = str(cli.ok("journal", "tail")["last_seq"])
    number = cli.reported(category=SECRET)
    cli.done("reclassify", number, category="E0102", reason="只是垃圾堆放")
    cli.done("comment", number, text="现在是普通事件")
    lines = cli.ok("journal", "tail", "--after", begin, "--role", "analyst").out.splitlines()
    verbs = [json.loads(line)["verb"] for line in lines[:-1]]
    assert verbs == ["reclassified", "commented"]


def test_a_tail_goes_on_behind_what_it_held_back(cli: Cli) -> None:
    cli.reported(category=SECRET)
    everything, told = cli.ok("journal", "tail"), cli.ok("journal", "tail", "--role", "analyst")
    assert told["last_seq"] == everything["last_seq"]


def test_a_recording_for_a_role_without_the_grant_holds_none(cli: Cli, tmp_path: Path) -> None:
    secret, plain = cli.reported(category=SECRET), cli.reported()
    file, ends = tmp_path / "day.wgr", ("--from", "2020-01-01", "--to", "2100-01-01")
    cli.ok("journal", "export", str(file), *ends, "--role", "analyst")
    numbers = {one.number for one in RecordingSource(file).present().incidents.values()}
    assert plain in numbers
    assert secret not in numbers
    cli.ok("journal", "export", str(file), *ends)
    numbers = {one.number for one in RecordingSource(file).present().incidents.values()}
    assert {plain, secret} <= numbers
