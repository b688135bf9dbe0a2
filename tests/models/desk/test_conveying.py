"""How the word of a task fares: what channels tell, what is entered after a call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.domain.command import Attend, Dispatch, Judge
from models.domain.convey_command import Call, Convey
from models.domain.conveying import ConveyStep, Reply, callable_tasks, steps_of
from models.domain.error import BadInput
from models.domain.evolve import replace
from models.domain.fact import applied
from models.domain.incident import State, TaskState
from models.domain.refusal import Refused
from tests.builders import NINE
from tests.models.desk.test_complaints import UNIT, Centre

if TYPE_CHECKING:
    from models.domain.ids import IncidentId, MemberId
    from models.domain.incident import Task


class Told(Centre):
    """A centre with one case that was given to one member."""

    def __init__(self, **member: Any) -> None:
        super().__init__()
        self.who: MemberId = self.member(**member)
        self.incident: IncidentId = self.handled_by(self.who)

    def send(self, verb: str = "send", **given: Any) -> None:
        usual: dict[str, Any] = {"channel": "sms"} if verb == "send" else {}
        self.act(Convey(verb=verb, incident=self.incident, **usual | given))

    def call(self, reply: Reply = Reply.YES, **given: Any) -> None:
        self.act(Call(incident=self.incident, reply=reply, **given))

    def wait(self, seconds: float) -> None:
        self.home.now += timedelta(seconds=seconds)

    @property
    def task(self) -> Task:
        return self.of(self.incident).tasks[0]

    def verbs(self) -> list[str]:
        return [entry.fact.verb for entry in self.home.entries]


def known(task: Task) -> str:
    """The steps that are known, by their first letters; a dash for each other."""
    return "".join(
        name if done.is_known else "-"
        for name, done in zip("sdvg", steps_of(task), strict=True)
    )


def test_a_task_goes_from_sent_to_signed_step_by_step_and_each_has_its_instant() -> None:
    told = Told()
    seen = [known(told.task)]
    for verb in ("send", "deliver", "see"):
        told.wait(10)
        told.send(verb)
        seen.append(known(told.task))
    told.wait(10)
    told.act(Attend(verb="sign", incident=told.incident, member=told.who))
    assert [*seen, known(told.task)] == ["----", "s---", "sd--", "sdv-", "sdvg"]
    assert [one.at for one in steps_of(told.task)] == [
        NINE + timedelta(seconds=s) for s in (10, 20, 30, 40)
    ]


def test_a_later_step_tells_the_earlier_ones_without_inventing_their_instants() -> None:
    told = Told()
    told.send("see")
    sent, delivered, seen, signed = steps_of(told.task)
    assert [one.is_known for one in (sent, delivered, seen, signed)] == [
        True,
        True,
        True,
        False,
    ]
    assert (sent.at, delivered.at, seen.at) == (None, None, NINE)


def test_what_channels_tell_leaves_the_dispatcher_free_to_act_on_what_they_saw() -> None:
    told = Told()
    saw = told.of(told.incident).version
    for verb in ("send", "deliver", "see"):
        told.send(verb)
    told.act(Judge(verb="withdraw", incident=told.incident, reason="派错人员"), seen=saw)
    assert told.of(told.incident).state is State.REGISTERED


def test_an_act_of_a_person_still_makes_an_older_sight_too_old() -> None:
    told = Told()
    saw = told.of(told.incident).version
    told.send()
    told.call(Reply.TOLD)
    told.send("deliver")
    withdraw = Judge(verb="withdraw", incident=told.incident, reason="派错人员")
    assert told.refused(withdraw, seen=saw) == "moved_on"


def test_of_two_consoles_that_would_send_one_may() -> None:
    told = Told()
    told.send(attempt=1)
    again = Convey(verb="send", incident=told.incident, channel="sms", attempt=1)
    assert told.refused(again) == "told_otherwise"
    assert told.task.attempts == 1


def test_a_try_that_failed_is_told_with_a_code_and_the_next_try_begins_anew() -> None:
    told = Told()
    told.send()
    told.send("not-delivered", attempt=1, failure="No route to 13812345678!")
    assert (told.task.failure, told.task.failed_at) == ("norouteto", NINE)
    told.send(channel="voice", attempt=2)
    assert (told.task.sent_via, told.task.failed_at, told.task.failure) == ("voice", None, "")


def test_a_failure_that_comes_after_the_word_arrived_changes_nothing() -> None:
    told = Told()
    told.send()
    told.send("deliver")
    late = Convey(verb="not-delivered", incident=told.incident, attempt=1, failure="expired")
    assert told.refused(late) == "told_otherwise"


def test_the_same_told_again_is_no_second_fact() -> None:
    told = Told()
    told.send()
    told.send("deliver")
    facts = len(told.home.entries)
    told.wait(30)
    told.send("deliver")
    assert len(told.home.entries) == facts


@pytest.mark.parametrize("off_s", [-3600, 3600])
def test_a_device_whose_clock_errs_puts_nothing_before_the_task_or_after_now(
    off_s: float,
) -> None:
    told = Told()
    told.wait(60)
    told.send("deliver", at=told.home.now + timedelta(seconds=off_s))
    assert told.task.delivered_at in {NINE, told.home.now}


@pytest.mark.parametrize("name", ["", "SMS 1", "13812345678", "短信"])
def test_a_channel_without_a_plain_name_is_bad_input(name: str) -> None:
    told = Told()
    with pytest.raises(BadInput) as caught:
        told.send(channel=name)
    assert caught.value.code == "bad_channel"


def test_a_yes_on_the_telephone_is_seen_and_signed_in_the_operators_name() -> None:
    told = Told()
    told.wait(120)
    told.call()
    case, task = told.of(told.incident), told.task
    assert (case.state, case.signed_at) == (State.HANDLING, told.home.now)
    assert (task.state, task.seen_by, task.signed_by) == (TaskState.SIGNED, "wang", "wang")
    said = {one.step: (one.via, one.by) for one in steps_of(task)}
    assert said[ConveyStep.SIGNED] == ("call", "wang")
    assert told.verbs()[-1] == "signed-by-call"


def test_somebody_told_who_has_not_answered_is_seen_and_still_waited_for() -> None:
    told = Told()
    told.call(Reply.TOLD)
    assert known(told.task) == "sdv-"
    assert callable_tasks(told.of(told.incident)) == (told.task,)


def test_a_call_that_nobody_takes_is_written_down_and_proves_nothing() -> None:
    told = Told()
    told.call(Reply.NOBODY, text="响铃二十秒")
    assert known(told.task) == "----"
    assert told.task.failure == "no_answer"
    assert told.home.entries[-1].fact.change.note == "响铃二十秒"


def test_a_call_taken_back_leaves_the_task_as_it_was() -> None:
    told = Told()
    told.send()
    told.send("deliver")
    before = told.task
    told.wait(60)
    told.call()
    told.act(Call(verb="uncall", incident=told.incident, text="接电话的不是本人"))
    case = told.of(told.incident)
    assert (case.state, case.signed_at, case.lead) == (State.DISPATCHED, None, before)
    assert case.step_since == before.given_at
    assert told.verbs()[-1] == "signature-taken-back"


def test_a_lead_whom_nobody_whistled_for_is_waited_for_again_when_a_call_is_taken_back() -> (
    None
):
    told = Told()
    told.act(Dispatch(verb="whistle", incident=told.incident, departments=(UNIT.id,)))
    told.call(member=told.who)
    assert told.of(told.incident).state is State.JOINT_HANDLING
    told.act(Call(verb="uncall", incident=told.incident))
    assert told.of(told.incident).state is State.DISPATCHED
    told.act(Attend(verb="sign", incident=told.incident, member=told.who))
    assert told.of(told.incident).state is State.JOINT_HANDLING


def test_a_lead_who_was_whistled_for_stays_in_joint_handling_when_a_call_is_taken_back() -> (
    None
):
    centre = Centre()
    incident = centre.case()
    centre.act(Dispatch(verb="whistle", incident=incident, departments=(UNIT.id,)))
    before = centre.of(incident)
    centre.act(Call(incident=incident))
    centre.act(Call(verb="uncall", incident=incident))
    after = centre.of(incident)
    assert after == replace(before, version=after.version)


def test_what_was_begun_upon_a_call_is_not_taken_back() -> None:
    told = Told()
    told.call()
    told.act(Attend(verb="arrive", incident=told.incident, member=told.who))
    assert told.refused(Call(verb="uncall", incident=told.incident)) == "no_call"


def test_each_of_several_can_be_called_and_the_lead_is_meant_first() -> None:
    centre = Centre()
    lead, other = centre.member(), centre.member()
    incident = centre.case()
    centre.act(Dispatch(incident=incident, members=(lead, other), reason="都需要"))
    centre.act(Call(incident=incident, member=other))
    assert centre.of(incident).state is State.DISPATCHED
    centre.act(Call(incident=incident))
    assert centre.of(incident).state is State.JOINT_HANDLING
    assert all(task.signed_by == "wang" for task in centre.of(incident).tasks)


def test_nobody_is_called_about_what_is_signed() -> None:
    told = Told()
    told.act(Attend(verb="sign", incident=told.incident, member=told.who))
    assert told.refused(Call(incident=told.incident)) == "nobody_to_call"


def test_the_facts_of_a_telling_fold_to_what_the_desk_holds() -> None:
    told = Told()
    for verb in ("send", "deliver", "see"):
        told.wait(5)
        told.send(verb)
    told.call()
    told.act(Call(verb="uncall", incident=told.incident))
    whole = None
    for entry in told.home.entries:
        if entry.fact.subject_id == told.incident:
            whole = applied(whole, entry.fact)
    assert whole == told.of(told.incident)
    assert told.picture().incidents[told.incident] == whole


def test_a_refusal_names_who_dispatched_and_not_who_brought_word_of_it() -> None:
    told = Told()
    told.send("see")
    with pytest.raises(Refused) as caught:
        told.act(Dispatch(incident=told.incident, members=(told.member(),)))
    assert caught.value.refusal.about["winner"].startswith("dispatched to ")
