from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
import shapely

from maps.export.cases import OVER, STATES
from maps.export.layers import ALL_LAYERS
from maps.export.moments import surname_of
from maps.export.outlines import STEPS_PER_DEGREE
from maps.export.web_map import web_map
from models.domain.category import Urgency
from models.domain.drawing import DrawingKind, DrawingShape
from models.domain.grid import Level
from models.domain.ids import CellId
from models.domain.incident import State
from models.domain.member import Duty, MemberKind
from tests.builders import JIMO, NINE, a_drawing, a_member, a_task, an_incident
from tests.maps.export.page_world import a_moment, data_of, fixes_of, matter, the_cells

ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]""", re.IGNORECASE)


class _Asked(HTMLParser):
    """What a browser would fetch because an element names it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetching = {"src", "srcset", "poster", "data", "background", "action"}
        if tag != "a":
            fetching |= {"href", "xlink:href"}
        self.addresses += [value or "" for name, value in attrs if name in fetching]


def test_a_page_asks_the_network_for_nothing() -> None:
    page = web_map(matter([an_incident()], [a_member()]))
    asked = _Asked()
    asked.feed(page)

    assert asked.addresses == []
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    urls = re.findall(r"url\(\s*['\"]?([^)'\"]*)", styles)
    assert [u for u in urls if not u.startswith(("data:", "#"))] == []
    assert "@import" not in styles
    assert "sourceMappingURL" not in page


def test_our_own_script_names_no_address() -> None:
    page = web_map(matter([an_incident()], [a_member()]))
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    ours = [s for s in scripts if "wangge" in s]

    assert len(ours) == 2  # that of resources/page, and what folium writes
    assert [found for s in ours for found in ADDRESS.findall(s)] == []
    assert [s for s in ours if re.search(r"fetch\(|XMLHttpRequest|\bimport\b", s)] == []


def test_every_member_and_incident_stands_on_the_page() -> None:
    members = [a_member() for _ in range(3)]
    incidents = [an_incident() for _ in range(4)]

    page = web_map(matter(incidents, members))

    assert {row[0] for row in data_of(page)["members"]} == {m.number for m in members}
    listed = re.findall(r'<tr id="incident-\d+"[^>]*><td>([^<]+)', page)
    assert sorted(listed) == sorted(i.number for i in incidents)
    assert [row[0] for row in data_of(page)["incidents"]] == sorted(listed)


def test_every_cell_keeps_its_outline_and_code() -> None:
    levels = data_of(web_map(matter()))["levels"]

    assert [level["level"] for level in levels] == [1, 2]
    assert [cell[1] for cell in levels[1]["cells"]] == ["370215002", "370215003"]
    flat = levels[1]["cells"][0][3][0][0]
    lat = sum(flat[0::2][:1]) / STEPS_PER_DEGREE
    assert lat == pytest.approx(36.3, abs=0.2)
    assert len(flat) == 8  # four corners; the closing one is left out


def test_restricted_incidents_stay_out_by_flag_and_by_class() -> None:
    flagged = an_incident(restricted=True)
    by_class = an_incident(category="E1302")

    page = web_map(matter([flagged, by_class]))

    assert flagged.number not in page
    assert by_class.number not in page
    assert "Secret matter" not in page


def test_what_became_restricted_stays_out_of_every_moment() -> None:
    then = an_incident()
    moments = [a_moment([then]), a_moment([replace(then, restricted=True)])]

    assert then.number not in web_map(matter(moments=moments))


def test_what_is_restricted_by_now_stays_out_of_the_past() -> None:
    then = an_incident()

    page = web_map(matter([then], restricted=frozenset({then.id})))

    assert then.number not in page
    assert data_of(page)["incidents"] == []


def test_a_drawing_is_there_while_it_stands_and_as_it_was_redrawn() -> None:
    note = a_drawing(expires_at=NINE + timedelta(minutes=15))
    moved = replace(note, version=2, text="改在此处")
    later = [NINE + timedelta(minutes=10 * step) for step in range(4)]
    moments = [
        a_moment(now=later[0]),
        a_moment(now=later[0], drawings=[note]),
        a_moment(now=later[1], drawings=[moved]),
        a_moment(now=later[2], drawings=[moved]),
    ]

    told = data_of(web_map(matter(moments=moments)))["drawings"]

    spans = [(one["text"], one["since"], one["until"]) for one in told]
    assert spans == [("集结于此", 1, 2), ("改在此处", 2, 3)]
    lat, lon = (step / STEPS_PER_DEGREE for step in told[0]["line"])
    assert (lat, lon) == pytest.approx((JIMO.lat_deg, JIMO.lon_deg), abs=1e-5)


def test_a_perimeter_comes_as_a_ring_that_is_not_closed() -> None:
    cordon = a_drawing(kind=DrawingKind.CORDON, shape=DrawingShape.CIRCLE, radius_m=80.0)

    (told,) = data_of(web_map(matter(moments=[a_moment(drawings=[cordon])])))["drawings"]

    assert (told["kind"], told["tone"], told["area"]) == ("cordon", "danger", True)
    assert len(told["line"]) == 2 * 96


def test_what_is_drawn_for_a_restricted_incident_is_hidden_though_the_incident_left() -> None:
    secret, gone = an_incident(category="E1302"), an_incident()
    drawings = [
        a_drawing(incident=i.id, text=f"drawn {n}") for n, i in enumerate((secret, gone))
    ]
    moment = a_moment([secret], drawings=drawings)

    page = web_map(matter(moments=[moment], restricted=frozenset({gone.id})))

    assert data_of(page)["drawings"] == []
    assert "drawn 0" not in page
    assert "drawn 1" not in page


def test_a_page_without_the_layer_has_no_drawing() -> None:
    layers = ALL_LAYERS - {"drawings"}
    page = web_map(matter(moments=[a_moment(drawings=[a_drawing()])], layers=layers))

    assert "集结于此" not in page


def test_no_word_of_a_reporter_reaches_the_page() -> None:
    incident = an_incident(
        text="三楼漏水到二楼",
        address="通济街道88号",
        reporter_name="孙某某",
        reporter_phone="13900001111",
    )

    page = web_map(matter([incident]))

    words = (incident.text, incident.address, incident.reporter_name, incident.reporter_phone)
    assert [word for word in words if word in page] == []


def test_staff_show_their_surname_and_no_more() -> None:
    page = web_map(matter(members=[a_member(name="董例岚", phone="13800002222")]))

    assert data_of(page)["members"][0][1] == "董"
    assert "例岚" not in page
    assert "13800002222" not in page


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王伟", "王"), ("欧阳修", "欧阳"), ("Li Wei", "L. W."), ("", ""), ("M9", "")],
)
def test_a_name_is_cut_to_what_may_be_seen(name: str, shown: str) -> None:
    assert surname_of(a_member(name=name, number="M9")) == shown


def test_a_volunteer_is_a_citizen_and_has_no_name() -> None:
    assert surname_of(a_member(name="王伟", kind=MemberKind.VOLUNTEER)) == ""


def test_those_off_duty_lie_in_a_layer_of_their_own_that_is_off() -> None:
    page = web_map(matter(members=[a_member(duty=Duty.OFF)], language="en"))

    assert "Members, off duty" in page
    off_duty = re.search(r'"off-duty": (feature_group_\w+)', page)
    assert off_duty is not None
    assert f"{off_duty[1]}.addTo(" not in page


def test_a_member_without_a_fix_stands_in_the_home_cell_and_it_is_said() -> None:
    member = a_member(home_cell=CellId(2))

    row = data_of(web_map(matter(members=[member], fixes=fixes_of())))["members"][0]

    assert row[2] == [0, 3_635_000, 12_045_000, 1, -1]


def test_a_member_without_any_place_is_counted() -> None:
    page = web_map(matter(members=[a_member()], fixes=fixes_of(), language="en"))

    assert data_of(page)["members"][0][2] == []
    assert "1 members without a place" in page


def test_an_incident_without_a_place_is_listed_and_says_so() -> None:
    page = web_map(matter([an_incident(place=None)], language="en"))

    assert data_of(page)["incidents"][0][1] is None
    assert "(no place)" in page


def test_who_is_on_an_incident_is_linked_by_the_row_of_the_member() -> None:
    idle, busy = a_member(number="M1"), a_member(number="M2")
    incident = an_incident(State.HANDLING, tasks=(a_task(busy),))

    page = data_of(web_map(matter([incident], [idle, busy])))

    assert page["incidents"][0][3] == [[0, STATES.index(State.HANDLING), 0, 0, None, 1]]


def test_layers_that_are_not_wanted_are_not_in_the_file() -> None:
    incident, member = an_incident(), a_member()

    page = web_map(matter([incident], [member], layers=frozenset({"cells", "members"})))

    assert incident.number not in page
    assert data_of(page)["incidents"] == []
    assert member.number in page


def test_a_period_tells_only_what_changed() -> None:
    member, incident = a_member(), an_incident(State.REPORTED)
    closed = replace(incident, state=State.CLOSED)
    told = [
        a_moment([incident], [member]),
        a_moment([incident], [member], now=NINE + timedelta(minutes=5)),
        a_moment([closed], [member], now=NINE + timedelta(minutes=10)),
    ]

    page = data_of(web_map(matter(moments=told)))

    assert page["at"] == [int(m.now.timestamp()) for m in told]
    assert [look[:2] for look in page["incidents"][0][3]] == [[0, 0], [2, OVER]]
    # The fix grows old at the third moment: until then nothing is written again.
    assert page["members"][0][2][0::5] == [0, 2]


def test_a_page_says_the_period_it_tells() -> None:
    told = [a_moment(), a_moment(now=NINE + timedelta(hours=1))]

    page = web_map(matter(moments=told, language="en"))

    assert "period 2026-11-20 09:00 – 2026-11-20 10:00" in page
    assert 'id="moment" min="0" max="1" value="1"' in page
    assert 'id="moment"' not in web_map(matter())


def test_the_most_urgent_comes_first_and_lateness_is_told_at_the_pages_instant() -> None:
    calm = an_incident(due_at=NINE + timedelta(hours=1))
    late = an_incident(urgency=Urgency.EMERGENCY, due_at=NINE - timedelta(minutes=1))

    page = web_map(matter([calm, late], language="en"))

    rows = re.findall(r'<tr id="incident-\d+".*?</tr>', page)
    assert [late.number in rows[0], calm.number in rows[1]] == [True, True]
    assert ["Overdue" in row for row in rows] == [True, False]


def test_what_is_over_is_not_on_the_page() -> None:
    closed = an_incident(State.CLOSED)

    assert closed.number not in web_map(matter([closed]))


def test_the_page_names_district_instant_and_language() -> None:
    page = web_map(matter(language="en"))

    assert "<title>即墨区 · grid map</title>" in page
    assert '<html lang="en" data-theme="day">' in page
    assert "2026-11-20 09:00+08:00" in page
    assert '<html lang="zh-CN" data-theme="night">' in web_map(matter(theme="night"))


def test_a_name_cannot_end_the_script_it_stands_in() -> None:
    page = web_map(matter())

    assert data_of(page)["levels"][1]["cells"][1][0] == "环秀街道</script>"


def test_levels_that_do_not_fit_are_left_out_and_named() -> None:
    page = web_map(matter(language="en"), outlines_bytes=150)

    assert [level["level"] for level in data_of(page)["levels"]] == [1]
    assert "Left out to keep the file small: town." in page


def test_a_home_without_cells_still_makes_a_page() -> None:
    page = web_map(matter([an_incident()], cells={}, shapes={}))

    assert data_of(page)["levels"] == []
    assert "未命名辖区" in page


def test_cells_of_other_days_are_not_drawn() -> None:
    cells, _ = the_cells()
    gone = replace(cells[CellId(3)], valid_to=NINE.date())

    page = web_map(matter(cells=cells | {gone.id: gone}))

    assert len(data_of(page)["levels"][1]["cells"]) == 1


def test_two_thousand_units_take_less_than_a_tenth_of_ten_megabytes() -> None:
    cells, shapes = the_cells()
    unit = cells[CellId(2)]
    for number in range(10, 2_010):
        row, column = divmod(number, 200)
        middle = shapely.Point(120.4 + column * 1e-3, 36.3 + row * 1e-3)
        cell_id = CellId(number)
        path = (*unit.path, cell_id)
        cells[cell_id] = replace(
            unit, id=cell_id, parent=unit.id, path=path, level=Level.UNIT, code=str(number)
        )
        shapes[cell_id] = shapely.to_wkb(middle.buffer(5e-4, quad_segs=5))

    page = web_map(matter(cells=cells, shapes=shapes))

    assert len(page.encode()) < 1e6
    assert [level["level"] for level in data_of(page)["levels"]] == [1, 2, 5]
