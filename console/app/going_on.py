"""Time goes on though nothing is heard: a server that hangs does not stop the desk's clock.

The lane that reads is held up by a server that takes the question and never answers; until
the connection is given up no frame comes of it. The picture cannot change then, but whoever
looks at it has to see the hour, and how late each case has become.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from models.domain.error import Words
from models.feed.timeline import Mode
from models.picture.fold import Changes

if TYPE_CHECKING:
    from console.state.session import Session
    from models.feed.clock import Clock

BEAT_MS: Final = 1_000
STILL_MS: Final = 1_500
"""A live lane is heard twice a second: after three times as long the frame is ours to make."""
OLD_MS: Final = 3_000
"""After so long without a word a live picture says how old it is."""
SILENT: Final = Words("数据库没有回应。", "The database does not answer.")


class GoingOn(QObject):
    """Shows the last live frame as of now, once a second, while the lane is not heard.

    Thread: GUI
    """

    def __init__(self, session: Session, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        self._heard = QElapsedTimer()
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.on_beat)

    @Slot()
    def on_heard(self) -> None:
        """The lane has brought a frame."""
        self._heard.start()
        if not self._beat.isActive():
            self._beat.start()

    @Slot()
    def on_closing(self) -> None:
        """The lane stops."""
        self._beat.stop()

    @Slot()
    def on_beat(self) -> None:
        """Make a frame where the lane is held up."""
        frame, silence_ms = self._session.frame, self._heard.elapsed()
        if frame.mode is not Mode.FOLLOWING or silence_ms < STILL_MS:
            return
        problem = frame.problem or (SILENT if silence_ms >= OLD_MS else None)
        self._session.show_frame(
            replace(
                frame,
                now=max(frame.now, self._clock.now()),
                changes=Changes(),
                jumped=False,
                positions_changed=False,
                problem=problem,
            )
        )
