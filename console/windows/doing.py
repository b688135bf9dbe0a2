"""Carries an act of the catalogue to whoever does it, in one window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.actions.batch import Batch
from console.actions.catalogue import BY_ID
from console.actions.judging import SEALED
from console.actions.lifecycle import ALONE
from console.actions.members import MEMBER_ACTS
from console.windows.drawing_room import DRAWING_ACTS
from console.windows.layouts_room import LAYOUT_ACTS
from console.windows.looking_up import LookingUp
from console.windows.map_acts import PLACE
from console.windows.member_room import CARD_ACTS
from console.windows.photo_room import PHOTO_ACTS
from console.windows.planning_room import PLAN_ACTS
from console.windows.reaching import REACH_ACTS
from console.windows.shift_room import SHIFT_ACTS

if TYPE_CHECKING:
    from console.actions.action import Action
    from console.windows.workbench import Workbench
    from models.desk.act import Act
    from models.domain.error import Words


@dataclass(frozen=True, slots=True)
class _Family:
    """Acts that one room does: by their ids, or by what these begin with.

    `is_short` rooms are told the id without its beginning.
    """

    acts: frozenset[str] | tuple[str, ...]
    do: Callable[[str], None]
    refusal: Callable[[str], Words | None] | None = None
    is_short: bool = True

    def has(self, action_id: str) -> bool:
        """Whether an act is of this family."""
        if isinstance(self.acts, frozenset):
            return action_id in self.acts
        return action_id.startswith(self.acts)

    def name_of(self, action_id: str) -> str:
        """What the room calls the act."""
        if isinstance(self.acts, frozenset) or not self.is_short:
            return action_id
        return action_id.partition(".")[2]


class Doing:
    """Every act of a window: may it be done now, and who does it."""

    def __init__(self, window: Workbench) -> None:
        self._window = window
        self.looking_up = LookingUp(window)
        self.batch = Batch(window.session, window.lifecycle, window.asking, window)
        self._joined: Act | None = None
        self.batch.joined.connect(self.on_joined)
        self.batch.told.connect(self.on_batch_told)
        self.batch.done.connect(self.on_batch_done)
        for one in (window.session, window.undo, window.planning):
            one.several_wanted.connect(self.batch.carry_out)
        self.batch.claimed.connect(window.notices.on_claimed)
        families = (
            _Family(frozenset({"find"}), self.looking_up.do),
            _Family(REACH_ACTS, window.reaching.do),
            _Family(PHOTO_ACTS, window.photos.do, window.photos.refusal),
            _Family(LAYOUT_ACTS, window.layouts.do),
            _Family(frozenset({"help"}), window.helping.do),
            _Family(SHIFT_ACTS, window.shifts.do, window.shifts.refusal),
            _Family(CARD_ACTS, window.member_room.do, window.member_room.refusal),
            _Family(PLAN_ACTS, window.planning.do, window.planning.refusal),
            _Family(frozenset(MEMBER_ACTS), window.members.do, window.members.refusal),
            _Family(DRAWING_ACTS, window.drawing.do, window.drawing.refusal, is_short=False),
            _Family((PLACE,), window.map_acts.do, window.map_acts.refusal),
            _Family(frozenset({"conflicts"}), window.conflicts.do),
            _Family(("map.",), window.map.use),
            _Family(("view.",), window.viewing.do),
            _Family(("alarm.",), window.alarms.do),
            _Family(("export.",), window.exports.do),
            _Family(("time.",), window.move_in_time),
        )
        # Every act is asked for at every change, so whose it is stands ready.
        self._family_of = {
            act: next((family for family in families if family.has(act)), None) for act in BY_ID
        }

    def refusal(self, action: Action) -> Words | None:
        """Why an act cannot be done now; None where it can."""
        window = self._window
        if action.capability is not None and not window.session.frame.may(action.capability):
            return SEALED.words
        if action.verb:
            refusal = window.lifecycle.refusal(action.verb, window.selection.incident)
            return refusal.words if refusal else None
        family = self._family(action.id)
        if family is not None and family.refusal is not None:
            return family.refusal(family.name_of(action.id))
        return window.undo.refusal() if action.id == "undo" else None

    def do(self, action_id: str) -> None:
        """Do an act, or say why it cannot be done now."""
        action = BY_ID[action_id]
        refusal = self.refusal(action)
        if refusal is not None:
            self._window.tell(refusal)
        elif action.verb:
            self._do_verb(action.verb)
        elif (family := self._family(action_id)) is not None:
            family.do(family.name_of(action_id))
        else:
            self._window.do_plain(action_id)

    def on_joined(self, acts: tuple[Act, ...]) -> None:
        """What was done together is taken back together."""
        self._window.undo.join(acts)
        self._joined = acts[-1]

    def on_batch_told(self, words: Words) -> None:
        """Some of the chosen rows do not have it, and why."""
        self._tell_of_many(words, "warning", "yellow")

    def on_batch_done(self, words: Words) -> None:
        """Every chosen row has it."""
        self._tell_of_many(words, "tick", "green")

    def _tell_of_many(self, words: Words, icon: str, role: str) -> None:
        act, self._joined = self._joined, None
        self._window.notices.tell(words, icon=icon, role=role, undoes=act)

    def _do_verb(self, verb: str) -> None:
        """To the current incident, or to all chosen rows of the queue that it is one of."""
        window = self._window
        current, chosen = window.selection.incident, window.queue.view.chosen_ids()
        if len(chosen) > 1 and current in chosen and verb not in ALONE:
            self.batch.do(verb, chosen)
        else:
            window.lifecycle.ask(verb, current)

    def _family(self, action_id: str) -> _Family | None:
        return self._family_of[action_id]
