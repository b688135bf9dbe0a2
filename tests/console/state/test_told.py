"""Restricted incidents are in no frame of a seat that is not told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.panels.map_panel.scenes import first_scene, scene_after
from models.domain.lifecycle import Role
from tests.builders import a_category, a_drawing, a_member, a_task, an_incident
from tests.console.frames import a_frame, a_picture, a_reference, a_session, next_frame

pytestmark = pytest.mark.gui
OPEN, MARKED = an_incident(), an_incident(restricted=True)
BY_CLASS = an_incident(category="E1803")


def seen_by(role: Role) -> set[object]:
    crisis = a_category("E1803", restricted=True)
    session = a_session(
        roles=frozenset({role}), reference=replace(a_reference(), categories={"E1803": crisis})
    )
    session.show_frame(a_frame(a_picture([OPEN, MARKED, BY_CLASS], [])))
    return set(session.frame.picture.incidents)


@pytest.mark.parametrize("role", [Role.WALL, Role.TRAINER, Role.MEMBER, Role.ANALYST])
def test_who_is_not_told_sees_none_by_mark_or_by_class(qapp: object, role: Role) -> None:
    assert seen_by(role) == {OPEN.id}


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.SHIFT_LEAD])
def test_those_they_go_through_see_all(qapp: object, role: Role) -> None:
    assert seen_by(role) == {OPEN.id, MARKED.id, BY_CLASS.id}


def test_a_member_with_a_hidden_task_is_shown_at_work_on_the_wall(qapp: object) -> None:
    session, member = a_session(roles=frozenset({Role.WALL})), a_member()
    first = a_frame(a_picture([MARKED], [member]))
    session.show_frame(first)
    scene = first_scene(session.frame, None)
    given = replace(MARKED, version=2, tasks=(a_task(member),))

    session.show_frame(next_frame(first, (MARKED, given, "dispatched")))
    after = scene_after(scene, session.frame)

    assert len(after.incidents.ids) == len(after.links.incident) == 0
    assert after.members.look[0] == first_scene(session.frame, None).members.look[0]
    assert after.members.look[0] != scene.members.look[0]


def test_what_is_drawn_for_a_hidden_incident_is_hidden_too(qapp: object) -> None:
    session = a_session(roles=frozenset({Role.WALL}))
    theirs, ours = a_drawing(incident=MARKED.id), a_drawing()
    picture = replace(a_picture([MARKED], []), drawings={theirs.id: theirs, ours.id: ours})
    session.show_frame(a_frame(picture))
    assert set(session.frame.picture.drawings) == {ours.id}


def test_what_becomes_restricted_goes_with_what_is_drawn_for_it(qapp: object) -> None:
    session, drawing = a_session(roles=frozenset({Role.WALL})), a_drawing(incident=OPEN.id)
    first = a_frame(replace(a_picture([OPEN], []), drawings={drawing.id: drawing}))
    session.show_frame(first)
    scene = first_scene(session.frame, None)
    assert scene.drawings.ids == (drawing.id,)
    marked = replace(OPEN, version=2, restricted=True)

    session.show_frame(next_frame(first, (OPEN, marked, "accepted")))
    after = scene_after(scene, session.frame)

    assert (after.drawings.ids, after.incidents.ids) == ((), ())
