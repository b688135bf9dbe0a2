"""Drag to dispatch, the map's half: what is carried, where it would land, what that means.

The map knows which marks can be targets and snaps to them; whether a target may be
had, and why not, says the judge whom the console gives. One controller serves drags that
begin on the map and drags that come from a queue or a roster.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QMimeData

from maps.canvas.marks import INCIDENT, MEMBER, Marks, Subject, nearest_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.layers.scene import Scene

MIME_SUBJECTS = "application/x-wangge-subjects"
"""The MIME type of a drag between panels: JSON with `kind` and `ids`."""
SNAP_PX = 30.0
"""A target this near draws the drag to itself."""
_MOST_ASKED = 16
"""So many of a group are asked whether they may, the nearest first."""


@dataclass(frozen=True, slots=True)
class DragPayload:
    """What is carried: incidents to members, or members to incidents."""

    kind: str
    ids: tuple[UUID, ...]

    @property
    def target_kind(self) -> str:
        """On what it can be dropped."""
        return MEMBER if self.kind == INCIDENT else INCIDENT

    def to_mime(self) -> QMimeData:
        """The payload for a `QDrag` between panels."""
        data = QMimeData()
        plain = {"kind": self.kind, "ids": [str(one) for one in self.ids]}
        data.setData(MIME_SUBJECTS, json.dumps(plain).encode())
        return data


def payload_from(data: QMimeData) -> DragPayload | None:
    """The payload of a drag from elsewhere; None where it carries no subjects of ours."""
    if not data.hasFormat(MIME_SUBJECTS):
        return None
    try:
        plain = json.loads(bytes(data.data(MIME_SUBJECTS).data()))
        ids = tuple(UUID(one) for one in plain["ids"])
        kind = plain["kind"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # another program may offer anything under our name
    return DragPayload(kind, ids) if ids and kind in {INCIDENT, MEMBER} else None


Judge = Callable[[DragPayload, str, UUID], tuple[int, str]]
"""May this go there? 0 eligible, 1 warn, 2 blocked; and the words for the cursor."""


def no_objection(payload: DragPayload, target_kind: str, target_id: UUID) -> tuple[int, str]:
    """The judge of a map to which the console has given none."""
    del payload, target_kind, target_id
    return 0, ""


@dataclass(frozen=True, slots=True)
class DragState:
    """A drag at one moment: screen pixels, the target it snapped to, the verdict on it."""

    payload: DragPayload
    at_px: tuple[float, float]
    target: Subject | None = None
    verdict: int = 0
    words: str = ""


class DropController:
    """Follows one drag from picking up to dropping.

    Invariants: `state` is None between drags; the judge is asked once a target, not
    once a pixel.
    """

    def __init__(self) -> None:
        self.judge: Judge = no_objection
        self.state: DragState | None = None

    def start(self, payload: DragPayload, at_px: tuple[float, float]) -> None:
        """Pick up."""
        self.state = DragState(payload, at_px)

    def move(
        self,
        at_px: tuple[float, float],
        scene: Scene,
        targets: Marks,
        group: Sequence[UUID] = (),
    ) -> DragState:
        """Carry to a point of the screen; `targets` are the marks of the target's kind.

        `group` are those in a group whose badge is under the point, the likeliest first:
        the first of them who may have it is the target, and no mark beside the badge.
        """
        assert self.state is not None  # noqa: S101 - nothing is carried between drags
        before = self.state
        if group:
            target: Subject | None = self._first_eligible(before, group)
        else:
            target = snapped(before.payload, at_px, scene, targets)
        if target is None:
            self.state = DragState(before.payload, at_px)
        elif target == before.target:
            self.state = DragState(before.payload, at_px, target, before.verdict, before.words)
        else:
            verdict, words = self.judge(before.payload, target.kind, target.id)
            self.state = DragState(before.payload, at_px, target, verdict, words)
        return self.state

    def _first_eligible(self, before: DragState, group: Sequence[UUID]) -> Subject:
        if before.target is not None and before.target.id in group:
            return before.target
        kind, best = before.payload.target_kind, (3, group[0])
        for one in group[:_MOST_ASKED]:
            verdict, _ = self.judge(before.payload, kind, one)
            if verdict < best[0]:
                best = verdict, one
            if not verdict:
                break
        return Subject(kind, best[1])

    def forget_verdict(self) -> None:
        """Have the judge asked again at the next move, because the world has changed."""
        if self.state is not None:
            self.state = DragState(self.state.payload, self.state.at_px)

    def end(self) -> DragState | None:
        """Let go, or give up: the last state, and no drag any more."""
        last, self.state = self.state, None
        return last


def snapped(
    payload: DragPayload, at_px: tuple[float, float], scene: Scene, targets: Marks
) -> Subject | None:
    """The target within reach of a point, if any."""
    if targets.kind != payload.target_kind:
        return None
    hit = nearest_mark(targets, at_px, SNAP_PX)
    if hit is None:
        return None
    ids = scene.members.ids if targets.kind == MEMBER else scene.incidents.ids
    return Subject(targets.kind, ids[hit[0]])
