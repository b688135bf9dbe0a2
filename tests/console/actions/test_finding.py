"""What a search finds, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.actions.finding import MOST_HITS, Finder, Kind
from console.actions.index import learn
from console.actions.initials import bit_of, no_initials, read_initials
from console.actions.shelf import (
    EXACT,
    NOT_FOUND,
    PREFIX,
    SPELT,
    WITHIN,
    Label,
    lit,
    shelf_of,
)
from console.state.reference import Backdrop, Lines
from models.domain.lifecycle import Role
from models.domain.place import LonLat
from tests.builders import a_member, an_incident
from tests.console.cells import SOUTH_WEST, UNITS, WEST_TOWN, a_gridded_reference
from tests.console.desk_stand_in import a_frame, a_picture, a_place, a_session

if TYPE_CHECKING:
    from console.actions.finding import Hit
    from models.domain.incident import Incident
    from models.domain.member import Member

pytestmark = pytest.mark.gui
INITIALS = read_initials()
WORDS = st.text(alphabet="张三李重庆zsqcl01-街", min_size=1, max_size=5)


def a_finder(
    incidents: tuple[Incident, ...] = (), members: tuple[Member, ...] = (), **given: Any
) -> Finder:
    """A finder that has learnt to read, over one picture and the small grid."""
    distances = given.pop("distances", None)
    frame = a_frame(list(incidents), list(members))
    session = a_session(frame, reference=a_gridded_reference(), **{"language": "en"} | given)
    finder = Finder(session, distances) if distances else Finder(session)
    finder.take(learn(session.reference))
    return finder


def keys(hits: tuple[Hit, ...]) -> list[object]:
    return [hit.key for hit in hits]


# -- initials ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("character", "letters"),
    [("张", "z"), ("重", "zct"), ("单", "dcs"), ("a", ""), ("嗯", "n")],
)
def test_a_character_has_the_initials_of_all_its_readings(character: str, letters: str) -> None:
    bits = int(INITIALS[ord(character)])
    assert bits == sum(bit_of(letter) for letter in letters)


@pytest.mark.parametrize("typed", ["zs", "ZS", "张s", "z三", "张三"])
def test_a_member_is_found_by_initials_and_by_characters(qapp: object, typed: str) -> None:
    zhang, li = a_member(name="张三"), a_member(name="李四")
    assert keys(a_finder(members=(zhang, li)).things(typed))[:1] == [zhang.id]


@pytest.mark.parametrize("typed", ["zqjd", "cqjd", "zq", "cq"])
def test_any_reading_of_a_character_leads_to_the_cell(qapp: object, typed: str) -> None:
    assert WEST_TOWN in keys(a_finder().things(typed))


def test_before_initials_are_learnt_names_are_found_as_they_are_written(qapp: object) -> None:
    member = a_member(name="张三")
    session = a_session(a_frame([], [member]), reference=a_gridded_reference())
    finder = Finder(session)
    assert finder.wants_to_learn
    assert keys(finder.things("张")) == [member.id]
    assert not finder.things("zs")


# -- order ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["\u674e\u6751", "\U00020bb7\u5bb6"])
def test_a_rare_character_is_looked_for_on_any_shelf_and_found_where_it_stands(
    name: str,
) -> None:
    shelf = shelf_of([(1, (Label(name, spelt=True),))], no_initials())
    is_there = "\U00020bb7" in name
    assert (shelf.ranked(["\U00020bb7"]) < NOT_FOUND).tolist() == [is_there]
    assert (shelf.ranked([name]) == EXACT).all()


def test_a_whole_number_comes_before_beginnings_initials_and_the_rest() -> None:
    shelf = shelf_of(
        [
            ("within", [Label("x12y")]),
            ("spelt", [Label("张12号", spelt=True)]),
            ("prefix", [Label("z12号")]),
            ("exact", [Label("z12")]),
            ("none", [Label("z13")]),
        ],
        INITIALS,
    )
    ranks = dict(zip(shelf.keys, shelf.ranked(["z12"]).tolist(), strict=True))
    assert ranks == {
        "within": NOT_FOUND,
        "spelt": SPELT,
        "prefix": PREFIX,
        "exact": EXACT,
        "none": NOT_FOUND,
    }
    assert shelf.ranked(["12"]).tolist()[0] == WITHIN


def test_the_serial_of_an_incident_is_its_whole_number(qapp: object) -> None:
    cases = tuple(
        an_incident(number=f"370215-20261127-{n:03d}", place=a_place()) for n in range(50)
    )
    assert keys(a_finder(cases).things("042"))[0] == cases[42].id
    hit = a_finder(cases).things("1127-042")[0]
    assert hit.key == cases[42].id
    assert hit.title[slice(*hit.lit[0])] == "1127-042"


def test_of_equals_the_nearest_to_the_middle_of_the_map_comes_first(qapp: object) -> None:
    def distances(_kind: Kind, things: list[Any]) -> np.ndarray:
        return np.array([abs(thing - UNITS[2]) if thing in UNITS else 9.0 for thing in things])

    found = keys(a_finder(distances=distances).things("网格"))
    assert found[0] == UNITS[2]
    assert set(found) == set(UNITS)


def test_every_word_must_fit_though_not_in_one_place(qapp: object) -> None:
    case = an_incident(address="通济街道文化路12号", text="垃圾堆放")
    other = an_incident(address="通济街道文化路12号", text="井盖破损")
    finder = a_finder((case, other))
    assert keys(finder.things("whl 垃圾")) == [case.id]
    assert not finder.things("whl 噪音")


def test_an_address_is_found_and_lit_where_it_was_typed(qapp: object) -> None:
    case = an_incident(address="文化路12号")
    (hit,) = a_finder((case,)).things("whl")
    assert hit.detail.startswith("文化路12号")
    assert hit.detail_lit == ((0, 3),)


def test_free_words_of_an_incident_are_found_as_written_but_not_by_initials(
    qapp: object,
) -> None:
    case = an_incident(text="垃圾堆放")
    assert keys(a_finder((case,)).things("垃圾")) == [case.id]
    assert not a_finder((case,)).things("ljdf")


def test_no_more_rows_come_than_anybody_reads(qapp: object) -> None:
    many = tuple(a_member(name=f"张{n}") for n in range(200))
    assert len(a_finder(members=many).things("z")) == MOST_HITS


# -- who may know --------------------------------------------------------------------------


def test_a_restricted_incident_is_found_only_by_those_it_goes_through(qapp: object) -> None:
    secret = an_incident(address="文化路12号", restricted=True)
    for role, is_found in (
        (Role.DISPATCHER, True),
        (Role.SHIFT_LEAD, True),
        (Role.TRAINER, False),
        (Role.WALL, False),
    ):
        found = a_finder((secret,), roles=frozenset({role})).things("文化路")
        assert bool(found) is is_found, role


# -- the picture goes on --------------------------------------------------------------------


def test_what_came_changed_or_went_since_is_found_as_it_is_now(qapp: object) -> None:
    stays, changes, goes = (an_incident(address=f"{n}号文化路") for n in range(3))
    session = a_session(a_frame([stays, changes, goes], []), reference=a_gridded_reference())
    finder = Finder(session)
    finder.take(learn(session.reference))
    assert set(keys(finder.things("文化路"))) == {stays.id, changes.id, goes.id}
    comes = an_incident(address="文化路9号")
    moved = replace(changes, address="人民路1号")
    frame = replace(session.frame, picture=a_picture([stays, moved, comes], []))
    session.show_frame(frame)
    assert set(keys(finder.things("文化路"))) == {stays.id, comes.id}
    assert keys(finder.things("人民路")) == [moved.id]


# -- coordinates ------------------------------------------------------------------------------


def test_coordinates_lead_to_their_place(qapp: object) -> None:
    hit = a_finder().things("120.447, 36.389")[0]
    assert (hit.kind, hit.key) == (Kind.PLACE, LonLat(120.447, 36.389))
    assert hit.detail == "40540104.43 E, 4028799.94 N"


def test_coordinates_that_are_none_say_what_is_wrong(qapp: object) -> None:
    hit = a_finder().things("540104.43, 4028799.94")[0]
    assert hit.key is None
    assert "which zone" in hit.refusal


@pytest.mark.parametrize("text", ["180, 89.99", "-180, -90", "0, 0"])
def test_the_poles_and_the_antimeridian_are_places_like_others(qapp: object, text: str) -> None:
    assert isinstance(a_finder().things(text)[0].key, LonLat)


# -- the shelf, whatever is written --------------------------------------------------------


def plainly(labels: list[str], word: str) -> bool:
    """Whether a word stands in one of some labels, letter by letter or by initials."""

    def fits(have: str, want: str) -> bool:
        return have == want or bool(int(INITIALS[ord(have)]) & bit_of(want))

    return any(
        all(fits(have, want) for have, want in zip(text[at:], word, strict=False))
        for text in labels
        for at in range(len(text) - len(word) + 1)
    )


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=6), WORDS)
def test_a_shelf_finds_what_a_plain_look_at_every_label_finds(
    things: list[list[str]], word: str
) -> None:
    shelf = shelf_of(
        [
            (row, [Label(text, spelt=True) for text in texts])
            for row, texts in enumerate(things)
        ],
        INITIALS,
    )
    found = set(np.flatnonzero(shelf.ranked([word]) < NOT_FOUND).tolist())
    assert found == {row for row, texts in enumerate(things) if plainly(texts, word)}


@given(WORDS, WORDS)
def test_what_is_lit_is_what_was_typed(text: str, word: str) -> None:
    for begin, end in lit(text, [word], INITIALS):
        assert plainly([text[begin:end]], word)
        assert end - begin == len(word)


def test_two_words_that_overlap_are_lit_as_one() -> None:
    assert lit("重庆街道", ["重庆", "庆街"], no_initials()) == ((0, 3),)


def test_the_cells_found_say_where_they_lie(qapp: object) -> None:
    hit = next(hit for hit in a_finder().things("zssq") if hit.key == SOUTH_WEST)
    assert hit.detail == "重庆街道 · C02"
    assert hit.aside == "community"


# -- roads ------------------------------------------------------------------------------------


def with_roads(*names: str) -> Finder:
    """A finder over roads of five points each, from west to east."""
    east_deg = 120 + np.arange(5 * len(names)) / 128
    lonlat_deg = np.column_stack([east_deg, np.full_like(east_deg, 36.0)])
    lines = Lines(lonlat_deg, np.arange(len(names) + 1) * 5)
    backdrop = Backdrop(named={"primary": lines}, names={"primary": names})
    session = a_session(
        a_frame([], []), reference=replace(a_gridded_reference(), backdrop=backdrop)
    )
    finder = Finder(session)
    finder.take(learn(session.reference))
    return finder


@pytest.mark.parametrize("typed", ["文化路", "whl"])
def test_a_road_is_found_by_its_name_and_leads_to_its_middle(qapp: object, typed: str) -> None:
    (hit,) = with_roads("人民路", "文化路").things(typed)
    assert (hit.kind, hit.title) == (Kind.ROAD, "文化路")
    assert hit.key.place == LonLat(120 + 7 / 128, 36.0)


def test_a_road_in_pieces_is_found_once_at_the_longest(qapp: object) -> None:
    (hit,) = with_roads("文化路", "文化路").things("文化路")
    assert hit.key.place == LonLat(120 + 2 / 128, 36.0)


def test_acts_that_begin_with_a_letter_come_before_those_that_merely_hold_it(
    qapp: object,
) -> None:
    found = keys(a_finder().acts("d", lambda _: None))
    assert found.index("dispatch") < found.index("report")
