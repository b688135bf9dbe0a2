"""The demo where there is no screen: the same windows offscreen, worked by a hand of ours.

The hand sends the mouse events that a person's would send, into the map of a running
desk: what it shows is the product at work, not a film of it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent

from console.actions.ranking import ranked
from console.app.shots import save_shot, take_shot
from console.app.windows import a_desk, a_replay, a_wall
from maps.canvas.marks import INCIDENT, MEMBER
from models.analysis.suggestion import Insight
from models.desk.act import Fate
from models.domain.command import Dispatch
from models.domain.dispatching import Verdict
from models.domain.incident import State

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from console.app.home import Home
    from console.app.stage import Stage
    from console.app.windows import Show
    from maps.canvas.canvas import MapCanvas
    from models.desk.act import Act
    from models.domain.lifecycle import Role
    from models.feed.frame import Frame

SIZE_PX = (1920, 1080)
EVERY_MS = 4_000
STEP_MS = 120
REPLAY_BACK = timedelta(minutes=5)
NO_BUTTON, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


@dataclass(slots=True)
class Summary:
    """What happened while the demo ran; facts by verb are counted from the frames."""

    facts: int = 0
    reported: int = 0
    dispatched: int = 0
    dragged: int = 0
    closed: int = 0
    fixes: int = 0
    frames: int = 0
    screenshots: list[str] = field(default_factory=list)


class Hand(QObject):
    """Drags waiting incidents onto free members, one every few seconds.

    Thread: GUI
    """

    def __init__(self, show: Show, summary: Summary) -> None:
        super().__init__(show)
        self._show = show
        self._summary = summary
        self._mine: set[UUID] = set()
        self._steps: list[tuple[QEvent.Type, QPointF]] = []
        self._is_down = False
        self._pulse = QTimer(self)
        self._pulse.setInterval(EVERY_MS)
        self._pulse.timeout.connect(self.on_pulse)
        self._pace = QTimer(self)
        self._pace.setInterval(STEP_MS)
        self._pace.timeout.connect(self.on_step)
        session = show.running.session
        session.frame_changed.connect(self.on_frame)
        session.pending.settled.connect(self.on_settled)

    def begin(self) -> None:
        """Start to work."""
        self._pulse.start()

    def rest(self) -> None:
        """Let go of everything."""
        self._pulse.stop()
        self._pace.stop()

    @property
    def canvas(self) -> MapCanvas:
        """The map it works on."""
        return self._show.window.map.canvas

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Count what the frames bring."""
        summary, verbs = self._summary, [e.fact.verb for e in frame.changes.entries]
        summary.frames += 1
        summary.facts += len(verbs)
        summary.reported += verbs.count("reported")
        summary.dispatched += verbs.count("dispatched")
        summary.closed += verbs.count("closed")

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """Count the drags that became dispatches."""
        intent = act.command.intent
        if act.fate is Fate.CONFIRMED and isinstance(intent, Dispatch):
            self._summary.dragged += intent.incident in self._mine

    @Slot()
    def on_pulse(self) -> None:
        """Choose an incident and a member, bring both into view, and pick up."""
        if self._steps:
            return
        session = self._show.running.session
        frame, insight = session.frame, Insight(timetable=session.reference.timetable)
        for incident in frame.picture.incidents.values():
            if incident.state is not State.REGISTERED or incident.id in self._mine:
                continue
            for candidate in ranked(frame, incident, insight=insight):
                if candidate.answer.verdict is not Verdict.ELIGIBLE:
                    break
                if self._reach(incident.id, candidate.member.id):
                    return

    def _reach(self, incident: UUID, member: UUID) -> bool:
        start = self.canvas.image.place_m(INCIDENT, incident)
        end = self.canvas.image.place_m(MEMBER, member)
        if start is None or end is None:
            return False
        west, east = sorted((start[0], end[0]))
        south, north = sorted((start[1], end[1]))
        room = max(east - west, north - south, 400.0) / 2
        self.canvas.looking.zoom_to((west - room, south - room, east + room, north + room))
        self._mine.add(incident)
        points = [QPointF(x, y) for x, y in self.canvas.view.to_screen([start, end]).tolist()]
        ways = [points[0] + (points[1] - points[0]) * (step / 6) for step in range(1, 7)]
        self._steps = [
            (QEvent.Type.MouseMove, points[0]),
            (QEvent.Type.MouseButtonPress, points[0]),
            *((QEvent.Type.MouseMove, way) for way in ways),
            (QEvent.Type.MouseButtonRelease, points[1]),
        ]
        self._pace.start()
        return True

    @Slot()
    def on_step(self) -> None:
        """One movement of the hand."""
        if not self._steps:
            self._pace.stop()
            return
        kind, at = self._steps.pop(0)
        self._is_down = kind is QEvent.Type.MouseButtonPress or (
            self._is_down and kind is QEvent.Type.MouseMove
        )
        QCoreApplication.sendEvent(
            self.canvas,
            QMouseEvent(
                kind,
                at,
                self.canvas.mapToGlobal(QPoint(0, 0)).toPointF() + at,
                NO_BUTTON if kind is QEvent.Type.MouseMove else LEFT,
                LEFT if self._is_down else NO_BUTTON,
                Qt.KeyboardModifier.NoModifier,
            ),
        )


def run_headless(
    stage: Stage, home: Home, who: tuple[str, frozenset[Role]], seconds: float, out: Path
) -> Summary:
    """Run the demo offscreen for so long and leave pictures and a summary in `out`.

    Raises
    ------
    Trouble
        `disk`, `no_frame`, and whatever the database says.
    """
    summary = Summary()
    show = a_desk(stage, home, who)
    hand = Hand(show, summary)
    try:
        show.window.resize(*SIZE_PX)
        show.window.show()
        show.start()
        hand.begin()
        QTimer.singleShot(int(seconds * 1000), stage.app.quit)
        stage.app.exec()
        hand.rest()
        now = show.running.session.frame.now
        show.window.map.canvas.looking.fit_all()
        show.window.map.canvas.settle()
        summary.screenshots.append(save_shot(show, str(out / "desk.png")).file)
    finally:
        show.close()
    for name, other in (
        ("wall.png", a_wall(stage, home, canvas_px=SIZE_PX)),
        ("replay.png", a_replay(stage, home, who, at=now - REPLAY_BACK)),
    ):
        try:
            shot = take_shot(stage, other, str(out / name), SIZE_PX)
            summary.screenshots.append(shot.file)
        finally:
            other.close()
    return summary


def write_summary(out: Path, summary: Summary) -> dict[str, Any]:
    """Leave the summary beside the pictures, and give it."""
    plain = asdict(summary)
    (out / "summary.json").write_text(json.dumps(plain, indent=1), encoding="utf-8")
    return plain
