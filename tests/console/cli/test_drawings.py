"""Drawings by command: every spelling of points, the list, the refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.console.cli.homes import Cli, Said

pytestmark = pytest.mark.db
PAIRS = "120.40 36.30,120.41 36.30,120.41 36.31"
RING = [[120.40, 36.30], [120.41, 36.30], [120.41, 36.31]]
WKT = "POLYGON((120.40 36.30, 120.41 36.30, 120.41 36.31, 120.40 36.30))"
GEOJSON = json.dumps({"type": "Polygon", "coordinates": [[*RING, RING[0]]]})


def row(cli: Cli, drawing: str) -> dict[str, Any]:
    items = cli.ok("list", "drawings")["items"]
    found: dict[str, Any] = next(item for item in items if item["id"] == drawing)
    return found


def draw(cli: Cli, **fields: str) -> Said:
    return cli.do("draw", **{"kind": "cordon", "points": PAIRS} | fields)


@pytest.mark.parametrize("points", [PAIRS, WKT, GEOJSON])
def test_points_are_pairs_or_wkt_or_geojson(cli: Cli, points: str) -> None:
    drawing = cli.done("draw", kind="cordon", points=points, text="封控")["id"]
    found = row(cli, drawing)

    assert (found["points"], found["shape"]) == (RING, "area")
    assert (found["name"], found["state"], found["lon"]) == ("封控", "standing", 120.40)


def test_a_radius_makes_a_circle_and_a_line_needs_no_shape(cli: Cli) -> None:
    circle = cli.done("draw", kind="assembly_point", points="POINT(120.4 36.3)", radius_m="80")
    line = cli.done("draw", kind="closed_road", points="LINESTRING(120.4 36.3, 120.5 36.3)")

    assert (row(cli, circle["id"])["shape"], row(cli, circle["id"])["radius_m"]) == (
        "circle",
        80,
    )
    assert row(cli, line["id"])["shape"] == "line"


def test_a_drawing_is_changed_erased_and_brought_back(cli: Cli) -> None:
    drawing = draw(cli, expires_at="2999-01-01T00:00:00+08:00")["id"]
    cli.done("redraw", drawing=drawing, text="扩大", tone="caution", expires_at="never")
    changed = row(cli, drawing)
    cli.done("erase", drawing=drawing)
    erased = row(cli, drawing)
    cli.done("redraw", drawing=drawing)

    assert (changed["name"], changed["tone"], changed["expires_at"]) == (
        "扩大",
        "caution",
        None,
    )
    assert erased["state"] == "erased"
    assert (row(cli, drawing)["state"], row(cli, drawing)["version"]) == ("standing", 4)


def test_a_drawing_may_belong_to_an_incident(cli: Cli) -> None:
    incident = cli.reported()
    drawing = cli.done("draw", incident, kind="cordon", points=PAIRS)["id"]
    assert row(cli, drawing)["incident"] == incident


def test_the_same_command_id_draws_once(cli: Cli) -> None:
    command = "01920000-0000-7000-8000-000000000077"
    words = ("do", "draw", "--field", "kind=cordon", "--field", f"points={PAIRS}",
             "--command-id", command)  # fmt: skip
    first, again = cli.ok(*words), cli.ok(*words)
    assert (again["id"], again["seq"]) == (first["id"], first["seq"])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"points": "120.4"}, "bad_points"),
        ({"points": "POLYGON((120.4 36.3"}, "bad_points"),
        ({"points": "MULTIPOINT(120.4 36.3, 120.5 36.4)"}, "bad_points"),
        ({"points": "{}"}, "bad_points"),
        ({"points": "CIRCULARSTRING(0 0, 1 1, 2 0)"}, "bad_points"),
        ({"points": ""}, "missing_field"),
        ({"points": "120.4 96.3,120.5 36.3,120.6 36.4"}, "bad_point"),
        ({"points": "1 1,nan nan,2 1"}, "bad_point"),
        ({"kind": "moat"}, "bad_value"),
        ({"kind": "note", "points": "120.4 36.3"}, "missing_field"),
        ({"radius_m": "-5", "points": "120.4 36.3"}, "bad_radius"),
        ({"expires_at": "2001-01-01T00:00:00+08:00"}, "already_over"),
        ({"colour": "red"}, "unknown_field"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_a_code(
    cli: Cli, fields: dict[str, str], code: str
) -> None:
    said = draw(cli, **fields)
    assert (said.status, said["error"]) == (2, code)


def test_an_unknown_drawing_names_the_list(cli: Cli) -> None:
    for text in ("nothing", "01920000-0000-7000-8000-00000000dead"):
        said = cli.do("erase", drawing=text)
        assert (said.status, said["error"]) == (2, "unknown_drawing")
        assert "list drawings" in said["words"]


def test_a_wall_may_neither_draw_nor_send(cli: Cli) -> None:
    for words in (
        ("draw", "--field", "kind=cordon", "--field", f"points={PAIRS}"),
        ("show-wall", "--field", "points=120.4 36.3,120.5 36.4"),
    ):
        said = cli("do", *words, "--role", "wall")
        assert (said.status, said["refused"]) == (3, "role")


def test_a_view_is_sent_to_the_walls_and_taken_back(cli: Cli) -> None:
    assert cli.do("clear-wall")["refused"] == "wall_is_free"
    sent = cli.done(
        "show-wall",
        points="120.4 36.3,120.5 36.4",
        seconds="60",
        hidden="roads;links",
        shown="heat;choropleth",
        indicator="overdue",
        base_map="none",
    )
    assert sent["state"] == "shown"
    assert cli.done("clear-wall")["state"] == "cleared"
    assert cli.ok("journal", "verify")["fold_equals_tables"] is True
