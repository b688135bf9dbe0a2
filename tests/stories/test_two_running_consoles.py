"""Two consoles on one database: what one does the other shows, also over a dead server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.app.home import Address, Home
from console.app.running import RunningConsole
from console.state.session import Seat
from models.desk.act import Fate
from models.desk.conflict import Way
from models.domain.command import Dispatch, Judge
from models.domain.department import Department
from models.domain.drawing import DrawingKind
from models.domain.error import Trouble
from models.domain.ids import CommandId, DepartmentId, DrawingId, IncidentId, MemberId, new_uuid
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.map_command import Draw, Erase, ShowOnWall
from models.domain.place import LonLat
from models.store.embedded import kill_embedded, open_embedded, stop_embedded
from models.store.journal_append import Author
from models.store.reference_write import write_departments
from tests.console.cli.homes import Cli, make_district

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.work.desk_lane import Question
    from models.desk.act import Act

pytestmark = [pytest.mark.db, pytest.mark.gui, pytest.mark.story]
PATIENCE_MS = 25_000
SEEN_MS = 10_000
"""A second is promised, and a bench measures it; the rest is for a busy machine."""


class Station:
    """A running console without a window, and what its desk lane answered."""

    def __init__(self, folder: Path, url: str, operator: str) -> None:
        # A folder of its own, as a second workstation has: its outbox is its own.
        self.home = Home(Address(folder, url), station=f"desk-{operator}")
        seat = Seat(operator, frozenset(Role), self.home.station, "en")
        self.console = RunningConsole(
            self.home, seat, self.home.desk, clock=self.home.clock(),
            open_source=self.home.source,
        )  # fmt: skip
        self.session = self.console.session
        self.answers: list[Act] = []
        self.console.desk.answered.connect(self.answers.append)
        self.console.start()

    def state(self, incident: IncidentId) -> State | None:
        """The state that this console shows."""
        found = self.session.frame.picture.incidents.get(incident)
        return found.state if found else None

    def fates(self, command: CommandId) -> list[Fate]:
        """What became of an act, in order."""
        return [act.fate for act in self.answers if act.command.id == command]

    def close(self) -> None:
        """Lanes first, then connections."""
        self.console.close()
        self.home.close()
        self.console.deleteLater()


class Centre:
    """Two stations over one embedded server, with an incident and a member."""

    def __init__(self, folder: Path, cli: Cli, qtbot: Any) -> None:
        self.folder, self.cli, self.qtbot = folder, cli, qtbot
        self.number = cli.registered()
        self.incident = IncidentId(_uuid(cli.incident(self.number)["id"]))
        self.member = MemberId(_uuid(cli.person(cli.member())["id"]))
        url = open_embedded(folder).console
        self.one = Station(folder / "one", url, "li")
        self.two = Station(folder / "two", url, "zhao")
        for station in (self.one, self.two):
            self.until(lambda station=station: station.state(self.incident) is State.REGISTERED)

    def until(self, condition: Any) -> None:
        """Let the event loop run until a condition holds."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def restart(self) -> None:
        """Bring the server back, as patient as a person who tries again."""
        self.until(self._started)

    def _started(self) -> bool:
        try:
            open_embedded(self.folder)
        except Trouble:
            return False
        return True

    def draw(self, station: Station, text: str) -> tuple[DrawingId, CommandId]:
        """A cordon drawn at one station; its id and its command's."""
        points = (LonLat(120.4, 36.3), LonLat(120.5, 36.3), LonLat(120.5, 36.4))
        drawing = DrawingId(new_uuid())
        station.session.send(
            Draw(drawing=drawing, kind=DrawingKind.CORDON, points=points, text=text)
        )
        return drawing, station.session.pending.acts[-1].command.id

    def dispatch(self, station: Station) -> CommandId:
        """An act at one station; its command's id."""
        station.session.send(Dispatch(incident=self.incident, members=(self.member,)))
        return station.session.pending.acts[-1].command.id


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text)


@pytest.fixture
def centre(tmp_path: Path, capsys: pytest.CaptureFixture[str], qtbot: Any) -> Iterator[Centre]:
    """Both up and following."""
    folder = make_district(tmp_path / "home")
    built = Centre(folder, Cli(folder, capsys), qtbot)
    yield built
    built.one.close()
    built.two.close()
    stop_embedded(folder)


def test_an_act_at_one_desk_is_in_the_others_frame(centre: Centre) -> None:
    one, two = centre.one, centre.two
    command = centre.dispatch(one)
    centre.until(lambda: two.state(centre.incident) is State.DISPATCHED)
    centre.until(lambda: one.state(centre.incident) is State.DISPATCHED)
    centre.until(lambda: not one.session.pending.acts)

    assert one.fates(command)[-1] is Fate.CONFIRMED
    assert one.session.frame.picture.digest() == two.session.frame.picture.digest()


def test_of_two_desks_at_once_one_wins_and_the_other_hears_who(centre: Centre) -> None:
    commands = [centre.dispatch(station) for station in (centre.one, centre.two)]
    stations = (centre.one, centre.two)
    open_fates = [[], [Fate.KEPT]]
    centre.until(
        lambda: all(s.fates(c) not in open_fates
                    for s, c in zip(stations, commands, strict=True))
    )  # fmt: skip
    answers = [s.answers[-1] for s in stations]
    (lost,) = [act for act in answers if act.fate is Fate.REFUSED]
    (won,) = [act for act in answers if act.fate is Fate.CONFIRMED]
    assert lost.code == "already_dispatched"
    assert lost.words is not None
    assert won.command.actor in lost.words.en


def test_over_a_dead_server_both_go_on_and_the_kept_act_is_delivered_once(
    centre: Centre,
) -> None:
    one, two = centre.one, centre.two
    kill_embedded(centre.folder)
    centre.until(lambda: one.session.frame.problem is not None)
    command = centre.dispatch(one)
    centre.until(lambda: Fate.KEPT in one.fates(command))
    # The picture stays, and says how old it is.
    assert one.state(centre.incident) is State.REGISTERED
    assert one.session.frame.contact_at is not None

    centre.restart()
    centre.until(lambda: Fate.CONFIRMED in one.fates(command))
    for station in (one, two):
        centre.until(lambda station=station: station.state(centre.incident) is State.DISPATCHED)
        assert station.session.frame.problem is None
    assert one.fates(command).count(Fate.CONFIRMED) == 1
    assert centre.cli.incident(centre.number)["version"] == 4
    assert not any(f.read_bytes() for f in (centre.folder / "one" / "outbox").glob("*.jsonl"))


def test_acts_kept_over_a_dead_server_are_delivered_in_their_order(centre: Centre) -> None:
    one = centre.one
    kill_embedded(centre.folder)
    centre.until(lambda: one.session.frame.problem is not None)
    dispatched = centre.dispatch(one)
    one.session.send(Judge(verb="comment", incident=centre.incident, text="先到先办"))
    one.session.send(Judge(verb="withdraw", incident=centre.incident, reason="派错了"))
    withdrawn = one.session.pending.acts[-1].command.id
    centre.until(lambda: Fate.KEPT in one.fates(withdrawn))
    centre.restart()
    centre.until(lambda: Fate.CONFIRMED in one.fates(withdrawn))

    confirmed = [act.command.id for act in one.answers if act.fate is Fate.CONFIRMED]
    assert (confirmed[0], confirmed[-1], len(confirmed)) == (dispatched, withdrawn, 3)
    centre.until(lambda: centre.two.state(centre.incident) is State.REGISTERED)
    assert centre.cli.ok("journal", "verify")["ok"] is True


def test_newer_reference_data_is_asked_for_once_however_many_frames_come(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = centre.one
    asked: list[Question] = []
    monkeypatch.setattr(one.console.desk, "ask", asked.append)  # a lane that takes its time
    office = Department(id=DepartmentId(new_uuid()), code="D02", name="园林")
    author = Author(new_uuid(), "maker", Role.ADMINISTRATOR.value, "maker")
    write_departments(one.home.engine, [office], author)
    centre.until(lambda: bool(asked))
    seen = one.session.frame.now
    centre.until(lambda: one.session.frame.now > seen)
    assert [question.key for question in asked] == ["reference"]

    (question,) = asked
    one.console.on_told(question.key, question.read())
    assert office.id in one.session.reference.departments


def test_what_one_draws_the_other_shows_and_may_erase(centre: Centre) -> None:
    one, two = centre.one, centre.two
    drawing, _ = centre.draw(one, "封控区")
    for station in (one, two):
        centre.until(lambda station=station: drawing in station.session.frame.picture.drawings)
    shown = two.session.frame.picture.drawings[drawing]
    assert (shown.author, shown.text) == ("li", "封控区")
    one.session.send(ShowOnWall(corners=shown.points[::2]))
    centre.until(lambda: two.session.frame.picture.wall is not None)
    two.session.send(Erase(drawing=drawing), seen_version=shown.version)
    for station in (one, two):
        centre.until(
            lambda station=station: drawing not in station.session.frame.picture.drawings
        )
    centre.until(lambda: one.session.frame.seq == two.session.frame.seq)

    assert one.session.frame.picture.digest() == two.session.frame.picture.digest()


def test_a_drawing_made_over_a_dead_server_is_there_when_it_is_back(centre: Centre) -> None:
    one, two = centre.one, centre.two
    kill_embedded(centre.folder)
    centre.until(lambda: one.session.frame.problem is not None)
    drawing, command = centre.draw(one, "断网时画")
    centre.until(lambda: Fate.KEPT in one.fates(command))
    assert drawing not in one.session.frame.picture.drawings
    centre.restart()
    centre.until(lambda: drawing in two.session.frame.picture.drawings)

    assert one.fates(command).count(Fate.CONFIRMED) <= 1
    assert centre.cli.ok("journal", "verify")["ok"] is True


def test_an_act_kept_over_a_dead_server_that_others_overtook_is_listed_until_decided(
    centre: Centre,
) -> None:
    one = centre.one
    kill_embedded(centre.folder)
    centre.until(lambda: one.session.frame.problem is not None)
    command = centre.dispatch(one)
    centre.until(lambda: Fate.KEPT in one.fates(command))
    # This desk stays away while the other works: its outbox is what the next run finds.
    one.close()
    centre.restart()
    centre.until(lambda: not centre.two.session.frame.problem)
    other = centre.dispatch(centre.two)
    centre.until(lambda: Fate.CONFIRMED in centre.two.fates(other))

    centre.one = back = Station(
        centre.folder / "one", open_embedded(centre.folder).console, "li"
    )
    centre.until(lambda: len(back.session.conflicts.items) == 1)
    (conflict,) = back.session.conflicts.items
    assert conflict.command.id == command
    assert conflict.deed is not None
    assert (conflict.deed.actor, conflict.deed.station) == ("zhao", "desk-zhao")
    assert centre.cli.incident(centre.number)["version"] == 4

    back.session.conflicts.decide(conflict, Way.DROP, "li", back.session.frame.now, "他人已办")
    centre.until(lambda: back.session.conflicts.items == ())
    outbox = centre.folder / "one" / "outbox"
    assert not any(f.read_bytes() for f in outbox.glob("*.jsonl"))
    assert "他人已办" in (outbox / "decided.log").read_text("utf-8")


def test_what_one_opens_or_takes_in_hand_the_other_sees_within_a_second(
    centre: Centre,
) -> None:
    one, two, case = centre.one.session, centre.two.session, centre.incident
    one.selection.pick_incident(case)
    centre.qtbot.waitUntil(lambda: bool(two.presence.at(case)), timeout=SEEN_MS)
    (seen,) = two.presence.at(case)
    assert (seen.operator, seen.station, seen.in_hand) == ("li", "desk-li", False)
    one.presence.take_in_hand((case,))
    centre.qtbot.waitUntil(lambda: two.presence.at(case)[0].in_hand, timeout=SEEN_MS)
    assert one.presence.at(case) == ()
    centre.one.console.feed.close()
    centre.until(lambda: not two.presence.at(case))
