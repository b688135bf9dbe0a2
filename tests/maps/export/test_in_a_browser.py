"""The page in a real browser that has no network; skipped where there is no Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from maps.export.web_map import PageMatter, web_map
from models.domain.category import Urgency
from models.domain.drawing import DrawingKind, DrawingShape
from models.domain.incident import State
from models.domain.member import Duty
from models.domain.place import LonLat
from tests.builders import NINE, a_drawing, a_member, a_task, an_incident
from tests.maps.export.browser import Browser
from tests.maps.export.page_world import a_moment, fixes_of, matter
from tests.maps.worlds import Fixes

pytestmark = pytest.mark.story
MARKS = """document.querySelectorAll(".leaflet-members-pane .mark").length
 + [...document.querySelectorAll(".leaflet-members-pane .bubble")]
 .reduce((sum, one) => sum + Number(one.textContent), 0)"""
"""How many members are to be seen: alone, or as the number on a bubble."""
Opened = Callable[..., Browser]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens pages; they have to be loaded, ready and silent."""
    browsers: list[Browser] = []

    def open_(page: str | PageMatter, *, zone: str = "America/New_York") -> Browser:
        file = tmp_path / "page.html"
        file.write_text(page if isinstance(page, str) else web_map(page), encoding="utf-8")
        browsers.append(Browser(tmp_path / f"profile{len(browsers)}", zone=zone))
        browsers[-1].open(file)
        return browsers[-1]

    yield open_
    for browser in browsers:
        browser.close()


def a_period() -> PageMatter:
    """Ten minutes apart: a member walks, one goes off duty, cases come and go."""
    walker, other = a_member(number="M1", name="董例岚"), a_member(number="M2")
    case = an_incident(State.REPORTED, number="C1", due_at=NINE + timedelta(minutes=5))
    given = an_incident(
        State.HANDLING, id=case.id, number="C1", due_at=case.due_at, tasks=(a_task(walker),)
    )
    urgent = an_incident(number="C2", urgency=Urgency.EMERGENCY, place=LonLat(120.55, 36.36))
    gone = a_member(id=other.id, ref=other.ref, number="M2", duty=Duty.OFF)
    moments = [
        a_moment([case], [walker, other]),
        a_moment([given, urgent], [walker, gone], _moved(walker, other, minutes=10)),
        a_moment([urgent], [walker, gone], _moved(walker, other, minutes=20)),
    ]
    for number, moment in enumerate(moments):
        object.__setattr__(moment, "now", NINE + timedelta(minutes=10 * number))
    return matter(moments=moments, language="en")


def _moved(*members: Any, minutes: int) -> Fixes:
    fixes = fixes_of(*members)
    lon = fixes.lon_deg.copy()
    lon[0] += minutes * 0.002
    later = fixes.ts_us + np.int64(minutes * 60 * 1_000_000)
    return Fixes(fixes.member, later, lon, fixes.lat_deg, fixes.speed_mps, fixes.heading_deg)


def counts(browser: Browser) -> dict[str, int]:
    found: dict[str, int] = json.loads(browser.run("JSON.stringify(wangge.count())"))
    return found


def test_a_browser_without_network_draws_the_map(opened: Opened) -> None:
    browser = opened(matter([an_incident()], [a_member(), a_member()]))

    assert browser.run("document.body.dataset.ready") == "yes"
    assert browser.run("document.body.dataset.error || ''") == ""
    assert browser.run("document.querySelectorAll('.leaflet-ground-pane canvas').length") == 1
    assert browser.run(MARKS) == 2
    assert "通济街道" in browser.run(
        "document.querySelector('.leaflet-names-pane').textContent"
    )
    assert browser.complaints == []


def test_it_asks_for_nothing_but_itself(opened: Opened) -> None:
    browser = opened(a_period())
    browser.run("void wangge.map.zoomIn(2, {animate: false})")

    asked = [url for url in browser.requested if not url.startswith(("data:", "blob:"))]
    assert [url.rpartition("/")[2] for url in asked] == ["page.html"]


def test_a_script_error_would_be_seen(opened: Opened) -> None:
    page = web_map(matter()).replace("wangge.start(", "wangge.missing(")

    browser = opened(page)

    assert browser.run("document.body.dataset.ready || ''") == ""
    assert "not a function" in browser.run("document.body.dataset.error")
    assert "not a function" in "".join(browser.complaints)


def test_the_cells_are_painted_in_the_colours_of_the_theme(opened: Opened) -> None:
    browser = opened(matter())
    pixel = """(() => {
        const canvas = document.querySelector(".leaflet-ground-pane canvas");
        const at = [canvas.width / 2 - 40, canvas.height / 2];
        return [...canvas.getContext("2d").getImageData(...at, 1, 1).data].join();
    })()"""

    by_day = browser.run(pixel)
    browser.run("document.getElementById('theme').click()")

    assert browser.run("document.documentElement.dataset.theme") == "night"
    assert {by_day, browser.run(pixel)} == {"248,250,252,255", "10,30,63,255"}


def test_many_near_each_other_are_one_bubble_that_opens(opened: Opened) -> None:
    here = LonLat(120.45, 36.35)
    crowd = [an_incident(place=here) for _ in range(40)]
    browser = opened(matter(crowd, [a_member(number=f"M{n}") for n in range(3)]))

    bubbles = (
        "[...document.querySelectorAll('.bubble.incidents')].map((one) => one.textContent)"
    )
    assert browser.run(f"{bubbles}.join()") == "40"
    browser.run("document.querySelector('.bubble.incidents').click()")
    browser.run("void wangge.map.setView([36.35, 120.45], 18, {animate: false})")

    assert (
        browser.run("document.querySelectorAll('.leaflet-incidents-pane .mark').length") == 40
    )


def test_the_slider_moves_members_states_and_counts(opened: Opened) -> None:
    browser = opened(a_period())

    assert browser.run("document.getElementById('moment').max") == "2"
    last = counts(browser)
    browser.run("document.getElementById('moment').focus()")
    browser.press("Home")
    first, place = counts(browser), browser.run("wangge.members[0].lon")

    assert (last["incidents"], last["urgency-2"], last["off-duty"]) == (1, 1, 1)
    assert (first["incidents"], first["urgency-2"], first["members"]) == (1, 0, 2)
    assert browser.run("document.querySelectorAll('#incidents tbody tr').length") == 1
    browser.press(".", ".")
    assert counts(browser)["late"] == 1
    assert browser.run("wangge.members[0].lon") == place + 2_000
    assert browser.run("wangge.incidents[0].members[0].label") == "M1 董"
    assert browser.complaints == []


def test_instants_are_those_of_the_district_wherever_it_is_read(opened: Opened) -> None:
    browser = opened(a_period(), zone="America/New_York")

    browser.run("document.getElementById('moment').focus()")
    browser.press("Home")
    browser.press("End")

    assert browser.run("document.getElementById('clock').textContent") == "2026-11-20 09:20"
    assert browser.run("document.getElementById('now').textContent") == "2026-11-20 09:20+08:00"


def test_play_runs_through_the_period_and_stops_at_its_end(opened: Opened) -> None:
    browser = opened(a_period())
    heard = """new Promise((done) => {
        const seen = [];
        wangge.on("moment", () => {
            seen.push(wangge.moment);
            if (wangge.moment === 2) setTimeout(() => done(seen.join()), 0);
        });
        document.getElementById("speed").value = "8";
        document.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
    })"""
    # The key is meant for the page as a whole; its target must know `matches` as elements do.
    heard = heard.replace("document.dispatchEvent", "document.body.dispatchEvent")

    assert browser.run(heard) == "0,1,2"
    assert browser.run("document.getElementById('timeline').className") == ""


def test_one_moment_has_no_slider(opened: Opened) -> None:
    browser = opened(matter([an_incident()]))

    assert browser.run("document.getElementById('timeline')") is None


def test_layers_are_switched_and_counted(opened: Opened) -> None:
    browser = opened(
        matter(
            [an_incident(), an_incident(urgency=Urgency.URGENT)],
            [a_member(), a_member(duty=Duty.OFF)],
            language="en",
        )
    )
    switch = """(words) => [...document.querySelectorAll(".leaflet-control-layers label")]
        .find((one) => one.textContent.includes(words)).querySelector("input").click()"""
    listed = browser.run("document.querySelector('.leaflet-control-layers').textContent")

    assert browser.run(MARKS) == 1  # who is off duty is not shown at first
    browser.run(f"({switch})('off duty')")
    assert browser.run(MARKS) == 2
    browser.run(f"({switch})('Urgent')")
    assert browser.run("wangge.isOn('urgency-1')") is False
    assert ["Urgent 1" in listed, "district 1" in listed, "Links" in listed] == [True] * 3


def test_what_is_searched_is_shown_with_its_card(opened: Opened) -> None:
    browser = opened(matter([an_incident(number="C-77")], [a_member()], language="en"))
    browser.run("document.getElementById('sought').focus()")
    for letter in "c-77":
        browser.press(letter, letter)
    browser.press("Enter", "\r")

    assert "C-77" in browser.run("document.querySelector('.leaflet-popup').textContent")
    assert browser.run("wangge.map.getZoom()") >= 16


def test_a_cell_is_found_by_its_name(opened: Opened) -> None:
    browser = opened(matter())
    script = """(() => {
        const field = document.getElementById("sought");
        field.value = "通济";
        field.dispatchEvent(new Event("input"));
        document.getElementById("find").requestSubmit();
        return wangge.map.getCenter().lng;
    })()"""

    assert browser.run(script) == pytest.approx(120.45, abs=1e-3)


def test_it_prints_by_day_on_its_paper(opened: Opened) -> None:
    browser = opened(matter([an_incident()], theme="night"))

    printed = browser.pdf()

    # The ground is one sharp picture: three dots to a pixel of the sheet.
    widths = [int(width) for width in re.findall(rb"/Width (\d+)", printed)]
    assert max(widths) > 3 * 1_000
    assert browser.run("document.documentElement.dataset.theme") == "night"
    assert browser.run("wangge.isOnPaper") is False
    assert browser.complaints == []


def test_drawings_are_painted_while_they_stand(opened: Opened) -> None:
    cordon = a_drawing(
        kind=DrawingKind.CORDON,
        shape=DrawingShape.CIRCLE,
        radius_m=1_500.0,
        points=(LonLat(120.5, 36.35),),
        expires_at=NINE + timedelta(minutes=15),
    )
    later = NINE + timedelta(minutes=20)
    moments = [a_moment(drawings=[cordon]), a_moment(now=later, drawings=[cordon])]
    browser = opened(matter(moments=moments))
    red = """(() => { const sheet = document.querySelector(".leaflet-drawings-pane canvas");
      const all = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height).data;
      let red = 0;
      for (let i = 0; i < all.length; i += 4) red += all[i] > 150 && all[i + 1] < 60;
      return red; })()"""
    assert browser.run("wangge.drawingsNow().length") == 0, "it opens on the last moment"
    assert browser.run(red) == 0
    browser.run("document.getElementById('moment').focus()")
    browser.press("Home")
    assert browser.run("wangge.drawingsNow().length") == 1
    assert browser.run(red) > 200
