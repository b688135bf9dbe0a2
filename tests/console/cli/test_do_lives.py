"""`do` through whole lives: every verb, every state, and who may not."""

from __future__ import annotations

import pytest

from tests.builders import CLEARED
from tests.console.cli.homes import EAST, Cli

pytestmark = pytest.mark.db


def states_of(cli: Cli, incident: str) -> dict[str, str]:
    """Task states of an incident by the assignee's id."""
    return {task["assignee"]: task["state"] for task in cli.incident(incident)["tasks"]}


def test_a_life_from_report_to_archive_goes_state_by_state(cli: Cli) -> None:
    member = cli.member()
    incident = cli.reported()
    steps = [("accept", {}), ("register", {})]
    seen = [cli.done(verb, incident, **fields)["state"] for verb, fields in steps]
    seen.append(cli.done("dispatch", incident, member, instruction="带上工具")["state"])
    for verb, fields in (("sign", {}), ("arrive", {}), ("finish", {"result": CLEARED})):
        seen.append(cli.done(verb, incident, member, **fields)["state"])
    if seen[-1] == "ST50":
        seen.append(cli.done("send-check", incident, cli.member())["state"])
    ends = ("check-pass", "close", "archive")
    seen += [cli.done(verb, incident, result="合格")["state"] for verb in ends]

    assert [state for state in seen if state != "ST50"] == [
        "ST20", "ST30", "ST40", "ST41", "ST41", "ST51", "ST60", "ST70", "ST80",
    ]  # fmt: skip


def test_the_answer_of_do_says_seq_incident_number_version_state_and_tasks(cli: Cli) -> None:
    member = cli.member()
    incident = cli.registered()
    said = cli.done("dispatch", incident, member)

    assert set(said.plain) >= {"ok", "seq", "incident", "number", "version", "state", "tasks"}
    assert said["ok"] is True
    assert (said["number"], said["version"], said["state"]) == (incident, 4, "ST40")
    assert set(said["tasks"][0]) == {"id", "assignee", "role", "state"}
    assert said["tasks"][0]["assignee"] == cli.person(member)["id"]


def test_an_incident_may_be_named_by_id_or_number(cli: Cli) -> None:
    first = cli.done("report", text="井盖丢失了", cell=EAST)
    assert cli.done("accept", first["incident"])["number"] == first["number"]
    assert cli.done("register", first["number"])["incident"] == first["incident"]


@pytest.mark.parametrize(
    ("before", "verb", "state"),
    [((), "refuse", "ST12"), (("accept",), "not-register", "ST21")],
)
def test_the_centre_may_say_no_with_a_reason(
    cli: Cli, before: tuple[str, ...], verb: str, state: str
) -> None:
    incident = cli.reported()
    for step in before:
        cli.done(step, incident)
    silent = cli.do(verb, incident)
    assert (silent.status, silent["error"]) == (2, "missing_field")
    assert cli.done(verb, incident, reason="不属本区")["state"] == state


def test_a_dispatch_names_the_winner_when_somebody_was_faster(cli: Cli) -> None:
    winner, loser = cli.member(name="王快"), cli.member()
    incident = cli.registered()
    cli.done("dispatch", incident, winner, o_operator="li", o_station="desk-7")
    said = cli.do("dispatch", incident, loser)

    assert (said.status, said["refused"]) == (3, "already_dispatched")
    for word in ("王快", "li", "desk-7"):
        assert word in said["words"]


def test_who_brought_word_of_a_dispatch_is_not_taken_for_who_dispatched(cli: Cli) -> None:
    incident = cli.registered()
    cli.done("dispatch", incident, cli.member(), o_operator="li", o_station="desk-7")
    cli.done("send", incident, channel="sms", o_operator="bo", o_station="gateway")
    said = cli.do("dispatch", incident, cli.member())

    assert said["refused"] == "already_dispatched"
    assert "desk-7" in said["words"]
    assert "gateway" not in said["words"]


def test_that_it_was_dispatched_already_outranks_every_warning(cli: Cli) -> None:
    incident = cli.dispatched(cli.member())
    off = cli.member(duty="off_duty", capacity="1")
    assert cli.do("dispatch", incident, off)["refused"] == "already_dispatched"


def test_a_warning_wants_a_reason_and_takes_one(cli: Cli) -> None:
    off = cli.member(duty="off_duty")
    incident = cli.registered()
    said = cli.do("dispatch", incident, off)

    assert (said.status, said["refused"]) == (3, "off_duty")
    assert "reason" in said["words"]
    assert cli.done("dispatch", incident, off, reason="已电话确认")["state"] == "ST40"


def test_a_full_member_is_warned_of(cli: Cli) -> None:
    member = cli.member(capacity="1")
    cli.dispatched(member)
    assert cli.do("dispatch", cli.registered(), member)["refused"] == "busy"


def test_an_incident_that_is_not_registered_cannot_be_dispatched(cli: Cli) -> None:
    said = cli.do("dispatch", cli.reported(), cli.member())
    assert said.status == 3
    assert "ST10" in said["words"]


def test_the_first_of_several_members_leads(cli: Cli) -> None:
    lead, second, third = (cli.member() for _ in range(3))
    said = cli.done("dispatch", cli.registered(), lead, second, third)
    roles = {task["assignee"]: task["role"] for task in said["tasks"]}
    wanted = {lead: "lead", second: "assist", third: "assist"}
    assert roles == {cli.person(number)["id"]: role for number, role in wanted.items()}


def test_with_assists_at_work_the_leads_sign_makes_it_joint(cli: Cli) -> None:
    lead, second = cli.member(), cli.member()
    incident = cli.registered()
    cli.done("dispatch", incident, lead, second)
    assert cli.done("sign", incident, lead)["state"] == "ST42"


def test_an_assist_after_the_sign_makes_it_joint_and_before_it_does_not(cli: Cli) -> None:
    lead, early, late = cli.member(), cli.member(), cli.member()
    incident = cli.dispatched(lead)
    assert cli.done("assist", incident, early)["state"] == "ST40"
    other = cli.dispatched(lead)
    cli.done("sign", other, lead)
    assert cli.done("assist", other, late, instruction="带绳索")["state"] == "ST42"


def test_an_incident_may_go_to_a_department(cli: Cli) -> None:
    said = cli.done("dispatch", cli.registered(), department="D01")
    assert (said["state"], len(said["tasks"])) == ("ST40", 1)


def test_withdraw_brings_it_back_and_frees_everybody(cli: Cli) -> None:
    first, second = cli.member(), cli.member()
    incident = cli.registered()
    cli.done("dispatch", incident, first, second)
    assert cli.do("withdraw", incident)["error"] == "missing_field"
    assert cli.done("withdraw", incident, reason="派错了")["state"] == "ST30"
    assert set(states_of(cli, incident).values()) == {"cancelled"}
    assert [cli.person(number)["load"] for number in (first, second)] == [0, 0]


def test_redispatch_gives_the_work_to_somebody_else(cli: Cli) -> None:
    first, second = cli.member(), cli.member()
    incident = cli.dispatched(first)
    cli.done("sign", incident, first)
    assert cli.do("redispatch", incident, second)["error"] == "missing_field"
    said = cli.done("redispatch", incident, second, reason="更近")
    assert said["state"] == "ST40"
    assert states_of(cli, incident) == {
        cli.person(first)["id"]: "cancelled",
        cli.person(second)["id"]: "to_sign",
    }


def test_a_return_is_granted(cli: Cli) -> None:
    member = cli.member()
    incident = cli.dispatched(member)
    assert cli.do("return", incident, member)["error"] == "missing_field"
    assert cli.done("return", incident, member, reason="非本人职责")["state"] == "ST43"
    assert cli.done("grant-return", incident)["state"] == "ST30"
    assert set(states_of(cli, incident).values()) == {"returned"}


def test_a_return_is_denied_and_work_goes_on(cli: Cli) -> None:
    member = cli.member()
    incident = cli.dispatched(member)
    cli.done("return", incident, member, reason="非本人职责")
    assert cli.done("deny-return", incident, reason="属于你")["state"] == "ST41"
    assert cli.done("finish", incident, member, result=CLEARED)["state"] in {"ST50", "ST51"}


def test_a_failed_check_means_rework_by_the_same_hands(cli: Cli) -> None:
    member = cli.member()
    incident = cli.dispatched(member)
    cli.done("sign", incident, member)
    cli.done("finish", incident, member, result=CLEARED)
    assert cli.do("check-fail", incident)["error"] == "missing_field"
    assert cli.done("check-fail", incident, reason="没清干净")["state"] == "ST41"
    assert states_of(cli, incident)[cli.person(member)["id"]] == "signed"


def test_nobody_checks_their_own_work(cli: Cli) -> None:
    member = cli.member()
    incident = cli.dispatched(member)
    cli.done("sign", incident, member)
    cli.done("finish", incident, member, result=CLEARED)
    assert cli.do("check-pass", incident, member)["refused"] == "checker_handled_it"


def test_a_void_needs_four_eyes(cli: Cli) -> None:
    incident = cli.reported()
    assert cli.do("confirm-void", incident)["refused"] == "void_not_asked"
    assert cli.done("void", incident, reason="误报", o_operator="li")["state"] == "ST10"
    assert cli.do("confirm-void", incident, o_operator="li")["refused"] == "four_eyes"
    assert cli.done("confirm-void", incident, o_operator="zhao")["state"] == "ST90"


def test_a_void_of_dispatched_work_frees_the_member(cli: Cli) -> None:
    member = cli.member()
    incident = cli.dispatched(member)
    cli.done("void", incident, reason="误报", o_operator="li")
    cli.done("confirm-void", incident, o_operator="zhao")
    assert cli.person(member)["load"] == 0


def closed(cli: Cli, *members: str) -> str:
    """An incident that lived to its close; the first member led."""
    incident = cli.dispatched(*members)
    cli.done("sign", incident, members[0])
    cli.done("finish", incident, members[0], result=CLEARED)
    cli.done("check-pass", incident)
    cli.done("close", incident)
    return incident


def test_a_closed_case_reopens_with_a_reason(cli: Cli) -> None:
    member = cli.member()
    incident = closed(cli, member)
    assert cli.do("reopen", incident)["error"] == "missing_field"
    assert cli.done("reopen", incident, reason="又出现了")["state"] == "ST30"
    assert cli.done("dispatch", incident, member)["state"] == "ST40"


def test_an_archived_case_reopens_and_comes_back_into_the_picture(cli: Cli) -> None:
    incident = closed(cli, cli.member())
    cli.done("archive", incident)
    assert cli.done("reopen", incident, reason="又出现了")["state"] == "ST30"
    assert cli.ok("journal", "verify")["ok"] is True


def test_a_duplicate_is_merged_into_an_open_case(cli: Cli) -> None:
    incident, master = cli.reported(), cli.reported()
    assert cli.do("merge", incident)["error"] == "missing_field"
    assert cli.do("merge", incident, into=incident, reason="重复")["refused"] == "bad_master"
    assert cli.do("merge", incident, into=master)["error"] == "missing_field"
    assert cli.done("merge", incident, into=master, reason="重复")["state"] == "ST95"
    assert cli.do("merge", master, into=incident, reason="重复")["refused"] == "bad_master"


def test_a_hold_is_no_task(cli: Cli) -> None:
    member = cli.member()
    incident, other = cli.registered(), cli.registered()
    cli.done("reserve", incident, member)
    held = cli.person(member)
    assert (held["held_for"], held["load"]) == (cli.incident(incident)["id"], 0)
    assert cli.do("dispatch", other, member)["refused"] == "reserved"
    cli.done("release", "", member)
    assert cli.person(member)["held_for"] is None


def test_a_dispatch_takes_up_the_hold(cli: Cli) -> None:
    member = cli.member()
    incident = cli.registered()
    cli.done("reserve", incident, member)
    cli.done("dispatch", incident, member)
    assert cli.person(member)["held_for"] is None


def test_closing_releases_twenty_members_at_once(cli: Cli) -> None:
    members = [cli.member() for _ in range(20)]
    incident = closed(cli, *members)
    assert {cli.person(number)["load"] for number in members} == {0}
    assert sorted(set(states_of(cli, incident).values())) == ["done", "released"]


def test_a_member_with_two_incidents_keeps_two_task_states(cli: Cli) -> None:
    member = cli.member()
    one, two = cli.dispatched(member), cli.dispatched(member)
    cli.done("sign", one, member)
    cli.done("arrive", one, member)
    me = cli.person(member)
    assert (states_of(cli, one)[me["id"]], states_of(cli, two)[me["id"]]) == (
        "on_site",
        "to_sign",
    )
    assert me["load"] == 2


def test_words_on_the_record_leave_the_state_alone(cli: Cli) -> None:
    incident = cli.registered()
    for verb in ("comment", "instruct", "remind", "urgent"):
        assert cli.done(verb, incident, text="请尽快处理")["state"] == "ST30"
    assert cli.incident(incident)["urgency"] == "urgent"


def test_an_act_out_of_turn_is_refused_in_words(cli: Cli) -> None:
    incident = cli.reported()
    for verb in ("register", "close", "archive", "check-pass", "send-check", "grant-return"):
        said = cli.do(verb, incident)
        assert (said.status, said["refused"]) == (3, "wrong_state"), verb
        assert incident in said["words"]


def test_a_role_that_may_not_is_refused_naming_those_that_may(cli: Cli) -> None:
    said = cli.do("dispatch", cli.registered(), cli.member(), o_role="member")
    assert (said.status, said["refused"]) == (3, "role")
    assert "dispatcher" in said["words"]


def test_an_act_upon_an_older_version_is_refused_naming_who_changed_it(cli: Cli) -> None:
    incident = cli.registered()
    said = cli.do("dispatch", incident, cli.member(), o_seen_version="2")
    assert (said.status, said["refused"]) == (3, "moved_on")
    assert "local" in said["words"]
    assert cli.done("dispatch", incident, cli.member(), o_seen_version="3")["version"] == 4


def test_after_all_these_lives_the_journal_still_holds(cli: Cli) -> None:
    closed(cli, cli.member(), cli.member())
    found = cli.ok("journal", "verify")
    assert (found["ok"], found["first_bad_seq"], found["fold_equals_tables"]) == (
        True, None, True,
    )  # fmt: skip


def test_restricted_incidents_are_not_listed_for_roles_without_the_grant(cli: Cli) -> None:
    secret = cli.reported(category="E1804")
    asked = ("list", "incidents", "--role")
    assert secret in {item["number"] for item in cli.ok(*asked, "dispatcher")["items"]}
    for role in ("wall", "member", "analyst"):
        assert secret not in {item["number"] for item in cli.ok(*asked, role)["items"]}
    seen = [cli.ok("picture", "--role", role) for role in ("dispatcher", "wall")]
    assert seen[0]["incidents_open"] > seen[1]["incidents_open"]
    assert seen[0]["digest"] == seen[1]["digest"]
