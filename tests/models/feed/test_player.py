"""The player: live and replay differ in where the cursor stands and in nothing else."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.feed.clock import ManualClock
from models.feed.frame import Capability
from models.feed.player import BATCH, LEAP, Player
from models.feed.reach import picture_at, picture_at_seq
from models.feed.source import ListSource
from models.feed.timeline import Follow, Mode, Pause, Paused, Play, Playing, Seek
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.models.feed.worlds import AWAY, World, a_day, fixes_of, renumbered, second

DAY = a_day(10)


def test_following_shows_the_end_of_the_journal_and_opens_the_desk() -> None:
    frame = World(DAY, now=second(20)).player.advance()
    assert (frame.seq, frame.mode, frame.now) == (10, Mode.FOLLOWING, second(20))
    assert frame.may(Capability.DISPATCH)


def test_a_follower_takes_what_comes_and_tells_what_changed() -> None:
    world = World(DAY[:4], now=second(4))
    world.player.advance()
    world.source.entries += DAY[4:6]
    frame = world.player.advance()
    assert frame.seq == 6
    assert [entry.seq for entry in frame.changes.entries] == [5, 6]
    assert not frame.jumped


def test_nothing_new_changes_nothing() -> None:
    world = World(DAY, now=second(20))
    first = world.player.advance()
    second_frame = world.player.advance()
    assert second_frame.picture is first.picture
    assert second_frame.changes.entries == ()


def test_more_than_a_batch_is_read_in_one_go() -> None:
    world = World(DAY[:1], now=second(1))
    world.player.advance()
    world.source.entries = list(a_day(BATCH + 50))
    assert world.seq() == BATCH + 50


def test_a_follower_that_slept_leaps_to_the_present_and_tells_it_as_a_jump() -> None:
    world = World(DAY[:3], now=second(4))
    world.player.advance()
    world.source.entries = list(a_day(LEAP + 2 * BATCH))
    reads = world.source.reads
    frame = world.player.advance()
    assert (frame.seq, frame.jumped, frame.changes.entries) == (LEAP + 2 * BATCH, True, ())
    assert world.source.reads == reads + 1
    assert frame.picture.digest() == world.source.present().digest()
    assert not world.player.advance().jumped


def test_a_follower_that_cannot_leap_yet_keeps_its_picture() -> None:
    world = World(DAY[:3], now=second(4))
    before = world.player.advance()
    world.source.entries = list(a_day(LEAP + 2 * BATCH))
    world.source.has_no_present = True
    frame = world.player.advance()
    assert (frame.picture, frame.problem) == (before.picture, AWAY.words)
    world.source.has_no_present = False
    assert world.player.advance().seq == LEAP + 2 * BATCH


def test_the_first_frame_and_every_seek_are_told_as_jumps() -> None:
    world = World(DAY, now=second(20))
    jumps = [world.player.advance().jumped, world.player.advance().jumped]
    world.player.steer(Seek(second(3)))
    jumps += [world.player.advance().jumped, world.player.advance().jumped]
    assert jumps == [True, False, True, False]


def test_a_seek_from_live_pauses_there_and_seals_the_desk() -> None:
    world = World(DAY, now=second(20))
    world.player.advance()
    world.player.steer(Seek(second(3)))
    frame = world.player.advance()
    assert (frame.seq, frame.mode, frame.now) == (3, Mode.PAUSED, second(3))
    assert not frame.may(Capability.DISPATCH)
    assert frame.may(Capability.FOLLOW)


def test_a_seek_while_playing_goes_on_playing_from_there() -> None:
    world = World(DAY, now=second(20), at=Paused(second(1)))
    world.player.advance()
    world.player.steer(Play(2.0))
    world.clock.advance(1)
    assert world.seq() == 3
    world.player.steer(Seek(second(6)))
    assert world.player.advance().mode is Mode.PLAYING
    world.clock.advance(1.5)
    frame = world.player.advance()
    assert (frame.seq, frame.now) == (9, second(9))


def test_a_seek_backwards_while_playing_shows_less() -> None:
    world = World(DAY, now=second(20), at=Playing(second(5), 0.0, 1.0))
    assert world.seq() == 5
    world.player.steer(Seek(second(2)))
    frame = world.player.advance()
    assert (frame.seq, frame.jumped) == (2, True)


def test_playing_up_to_the_live_edge_waits_and_keeps_dispatch_closed() -> None:
    world = World(DAY, now=second(8), at=Playing(second(5), 0.0, 60.0))
    world.clock.advance(1)
    for _ in range(3):
        frame = world.player.advance()
        assert (frame.mode, frame.now) == (Mode.PLAYING, second(9))
        assert not frame.may(Capability.DISPATCH)
    assert frame.seq == 9
    world.clock.advance(1)
    assert world.player.advance().now == second(10)


def test_time_spent_at_the_edge_is_not_made_up_when_slowed_down() -> None:
    world = World(DAY, now=second(8), at=Playing(second(7), 0.0, 60.0))
    world.clock.advance(1)
    world.player.advance()
    world.player.steer(Play(0.25))
    world.clock.advance(1)
    assert world.player.advance().now == second(9.25)


def test_only_follow_opens_the_desk_again() -> None:
    world = World(DAY, now=second(20), at=Paused(second(4)))
    assert not world.player.advance().may(Capability.DISPATCH)
    world.player.steer(Play())
    assert not world.player.advance().may(Capability.DISPATCH)
    world.player.steer(Follow())
    frame = world.player.advance()
    assert (frame.seq, frame.jumped, frame.mode) == (10, True, Mode.FOLLOWING)
    assert frame.may(Capability.DISPATCH)


def test_follow_while_following_is_no_jump() -> None:
    world = World(DAY, now=second(20))
    world.player.advance()
    world.player.steer(Follow())
    assert not world.player.advance().jumped


def test_pausing_a_live_picture_stands_still_while_the_journal_grows() -> None:
    world = World(DAY[:5], now=second(5))
    world.player.advance()
    world.player.steer(Pause())
    world.source.entries += DAY[5:]
    world.clock.advance(30)
    frame = world.player.advance()
    assert (frame.seq, frame.now, frame.mode) == (5, second(5), Mode.PAUSED)


def test_a_closed_recording_pauses_at_its_end() -> None:
    world = World(DAY, now=second(500), at=Playing(second(8), 0.0, 1.0), grows=False)
    world.clock.advance(60)
    frame = world.player.advance()
    assert (frame.seq, frame.mode, frame.now) == (10, Mode.PAUSED, second(10))
    assert not frame.may(Capability.FOLLOW)


def test_a_seek_outside_a_recording_stands_at_its_nearer_end() -> None:
    world = World(DAY, now=second(500), at=Paused(second(5)), grows=False)
    world.player.advance()
    world.player.steer(Seek(second(99)))
    assert world.player.advance().now == second(10)
    world.player.steer(Seek(second(-99)))
    assert world.player.advance().now == second(1)


def test_a_seek_into_the_future_stands_at_now() -> None:
    world = World(DAY, now=second(20))
    world.player.advance()
    world.player.steer(Seek(second(3600)))
    assert world.player.advance().now == second(20)


def test_a_trouble_of_the_source_becomes_the_frames_problem_and_the_picture_stays() -> None:
    world = World(DAY, now=second(20))
    before = world.player.advance()
    world.source.is_away = True
    world.clock.advance(7)
    frame = world.player.advance()
    assert frame.problem is not None
    assert frame.problem.en == "the database is away"
    assert frame.picture is before.picture
    assert (frame.contact_at, frame.now) == (second(20), second(27))


def test_with_the_database_away_acts_may_still_be_given() -> None:
    world = World(DAY, now=second(20))
    world.player.advance()
    world.source.is_away = True
    assert world.player.advance().may(Capability.DISPATCH)


def test_before_anything_was_ever_seen_there_is_nothing_to_dispatch() -> None:
    world = World(DAY, now=second(20))
    world.source.is_away = True
    frame = world.player.advance()
    assert (frame.seq, frame.problem is not None) == (0, True)
    assert not frame.may(Capability.DISPATCH)
    world.source.is_away = False
    back = world.player.advance()
    assert (back.seq, back.problem, back.jumped) == (10, None, True)


def test_a_source_that_comes_back_is_read_from_where_it_was_left() -> None:
    world = World(DAY[:5], now=second(5))
    world.player.advance()
    world.source.is_away = True
    assert not world.player.wait(1.0)
    world.player.advance()
    world.source.entries += DAY[5:]
    world.source.is_away = False
    frame = world.player.advance()
    assert (frame.seq, frame.problem, frame.jumped) == (10, None, False)
    assert len(frame.changes.entries) == 5


def test_a_seek_that_met_a_trouble_is_made_good_when_the_source_is_back() -> None:
    world = World(DAY, now=second(20))
    world.player.advance()
    world.player.steer(Seek(second(4)))
    world.source.is_away = True
    world.player.advance()
    world.source.is_away = False
    frame = world.player.advance()
    assert (frame.seq, frame.jumped, frame.problem) == (4, True, None)


def test_an_empty_source_is_an_empty_picture_and_no_error() -> None:
    world = World((), now=second(0))
    assert world.seq() == 0
    world.player.steer(Seek(second(-5)))
    assert world.seq() == 0


def test_replayed_positions_are_those_of_that_moment() -> None:
    fixes = fixes_of([(1, 1, 120.1), (1, 5, 120.5), (2, 3, 121.0)])
    world = World(DAY, now=second(20), at=Paused(second(4)), fixes=fixes)
    assert list(world.player.advance().positions.lon_deg) == [120.1, 121.0]
    world.player.steer(Seek(second(6)))
    assert list(world.player.advance().positions.lon_deg) == [120.5, 121.0]


def test_a_replayed_place_is_shown_however_old_as_it_was_live() -> None:
    fixes = fixes_of([(1, -7200, 120.1), (2, 3, 121.0)])
    world = World(DAY, now=second(20), at=Paused(second(4)), fixes=fixes)
    assert list(world.player.advance().positions.lon_deg) == [120.1, 121.0]


def test_playing_on_and_on_keeps_everybodys_place() -> None:
    fixes = fixes_of([(1, 1, 120.1), (2, 700, 121.0), (2, 1500, 121.5)])
    world = World(DAY, now=second(4000), at=Playing(second(5), 0.0, 60.0), fixes=fixes)
    seen = []
    for _ in range(5):
        world.clock.advance(8)
        seen.append(list(world.player.advance().positions.lon_deg))
    assert seen == [[120.1], [120.1, 121.0], [120.1, 121.0], [120.1, 121.5], [120.1, 121.5]]


def test_at_the_live_edge_fixes_that_come_late_are_still_seen() -> None:
    world = World(DAY, now=second(20), at=Playing(second(19), 0.0, 60.0))
    world.clock.advance(1)
    world.player.advance()
    world.source.fixes = fixes_of([(1, 20, 120.5)])
    world.clock.advance(2)
    assert list(world.player.advance().positions.lon_deg) == [120.5]


def test_where_nobody_moved_the_positions_are_the_same_value() -> None:
    world = World(DAY, now=second(20), at=Paused(second(4)), fixes=fixes_of([(1, 1, 120.1)]))
    world.player.advance()
    assert not world.player.advance().positions_changed


def test_a_recording_cannot_be_followed_and_opens_no_desk() -> None:
    world = World(DAY, now=second(500), grows=False)
    frame = world.player.advance()
    assert (frame.mode, frame.now, frame.seq) == (Mode.PAUSED, second(10), 10)
    assert not frame.may(Capability.DISPATCH)
    world.player.steer(Follow())
    assert world.player.advance().mode is Mode.PAUSED


def test_a_sealed_player_that_follows_still_offers_nothing_to_do() -> None:
    source = ListSource(DAY, grows=True)
    frame = Player(source, ManualClock(second(20)), is_sealed=True).advance()
    assert (frame.mode, frame.may(Capability.DISPATCH)) == (Mode.FOLLOWING, False)


def test_a_moment_that_is_not_yet_is_brought_back_to_now() -> None:
    frame = World(DAY, now=second(20), at=Paused(second(3600))).player.advance()
    assert (frame.now, frame.mode) == (second(20), Mode.PAUSED)


def test_facts_of_one_instant_are_seen_together() -> None:
    entries = renumbered(a_day(4), second(2))
    world = World(entries, now=second(20), at=Paused(second(1.999)))
    assert world.seq() == 0
    world.player.steer(Seek(second(2)))
    assert world.seq() == 4


steps = st.lists(
    st.one_of(
        st.floats(0.1, 4.0).map(lambda s: ("wait", s)),
        st.floats(-3, 30).map(lambda s: ("seek", s)),
        st.sampled_from([0.25, 1.0, 8.0, 60.0]).map(lambda v: ("play", v)),
        st.just(("pause", 0.0)),
        st.just(("follow", 0.0)),
        st.integers(1, 3).map(lambda n: ("grow", float(n))),
    ),
    max_size=25,
)


@given(steps)
def test_whatever_the_road_a_frame_shows_the_fold_up_to_its_cursor(
    road: list[tuple[str, float]],
) -> None:
    world, coming = World(DAY[:3], now=second(3)), list(a_day(40)[3:])
    turn = {"seek": lambda s: Seek(second(s)), "play": Play, "pause": lambda _: Pause()}
    for name, value in road:
        if name == "wait":
            world.clock.advance(value)
        elif name == "grow":
            # Facts are recorded at the present: the clock goes along with them.
            for _ in range(int(value)):
                entry = coming.pop(0)
                world.clock.advance(
                    max(0.0, (entry.recorded_at - world.clock.at) / timedelta(seconds=1))
                )
                world.source.entries += renumbered([entry], world.clock.at)
        else:
            world.player.steer(turn.get(name, lambda _: Follow())(value))
        frame = world.player.advance()
        known = [e for e in world.source.entries if e.recorded_at <= frame.now]
        assert frame.picture.digest() == fold(Picture(), known)[0].digest()


@given(st.integers(0, 12), st.floats(-1, 12))
def test_seeking_by_seq_and_by_time_gives_the_folds_own_picture(seq: int, at: float) -> None:
    source = ListSource(DAY)
    by_seq = [entry for entry in DAY if entry.seq <= seq]
    by_time = [entry for entry in DAY if entry.recorded_at <= second(at)]
    assert picture_at_seq(source, seq).digest() == fold(Picture(), by_seq)[0].digest()
    assert picture_at(source, second(at)).digest() == fold(Picture(), by_time)[0].digest()
