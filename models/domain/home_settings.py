"""What a district may decide for itself: settings that handlers ask, one by one.

Each has a value that holds where nobody decided. A setting that nobody asks is a mistake; a
test looks for the reader of each.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from models.domain.conveying import DEFAULT_CHANNELS, Waits, channel_order
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRUTHS: Final = {
    **{"true": True, "yes": True, "是": True},
    **{"false": False, "no": False, "否": False},
}


@dataclass(frozen=True, slots=True)
class HomeSettings:
    """The settings of a home, read. Distances in metres, lengths in characters.

    `channels` tell members of their tasks, one after the other (`channel_order`); a word
    that is not delivered or seen within so long comes back to the desk (`Waits`).

    `finish_text_least` counts what is left when spaces around the words are gone.
    """

    photos_required: bool = False
    photo_place_required: bool = False
    finish_text_least: int = 10
    finish_within_m: int = 100
    check_within_m: int = 50
    handler_required: bool = False
    assists_first: bool = False
    escalate_by_itself: bool = False
    channels: str = DEFAULT_CHANNELS
    delivered_within_s: int = 300
    seen_within_s: int = 900
    least_rest_h: int = 11

    @property
    def waits(self) -> Waits:
        """How long silence about a task is borne."""
        tries = len(channel_order(self.channels))
        return Waits(self.delivered_within_s, self.seen_within_s, tries)


SETTING_WORDS: Final = {
    "photos_required": Words(
        "上报、处置、核查须附照片", "Reports, results and checks need photos"
    ),
    "photo_place_required": Words(
        "处置、核查须报照片位置", "Results and checks need the place of the photo"
    ),
    "finish_text_least": Words("处置结果最少字数", "A result has at least so many characters"),
    "finish_within_m": Words("处置照片距现场最远（米）", "Photo of a result within (m)"),
    "check_within_m": Words("核查照片距现场最远（米）", "Photo of a check within (m)"),
    "handler_required": Words("须填承办人姓名和手机", "Name and mobile of who handled it"),
    "assists_first": Words("协办未完须说明理由", "Open assists are waived with a reason"),
    "channels": Words("任务通道及等待秒数", "Channels of tasks, seconds to wait"),
    "delivered_within_s": Words(
        "未送达告警（秒；紧急减半，特急四分之一；0 不告警）",
        "Alarm if not delivered within (s; urgent half, emergency a quarter; 0 never)",
    ),
    "seen_within_s": Words(
        "未读告警（秒；紧急减半，特急四分之一；0 不告警）",
        "Alarm if not seen within (s; urgent half, emergency a quarter; 0 never)",
    ),
    "least_rest_h": Words(
        "两班之间最少休息（小时，0 不检查）", "Least rest between shifts (hours, 0 unchecked)"
    ),
    "escalate_by_itself": Words("到期自动上报上级", "A stay that is over escalates by itself"),
}
_LEAST: Final = {
    **{"finish_text_least": 1, "finish_within_m": 10, "check_within_m": 10},
    **{"delivered_within_s": 0, "seen_within_s": 0, "least_rest_h": 0},
}
_MOST: Final = {
    **{"finish_text_least": 200, "finish_within_m": 10_000, "check_within_m": 10_000},
    **{"delivered_within_s": 7_200, "seen_within_s": 7_200, "least_rest_h": 24},
}


def home_settings(stored: Mapping[str, str]) -> HomeSettings:
    """The settings from their texts; what is unknown or unreadable has its usual value."""
    known: dict[str, Any] = {}
    for one in fields(HomeSettings):
        text = stored.get(one.name)
        if text is None:
            continue
        try:
            known[one.name] = setting_value(one.name, text)
        except BadInput:
            continue
    return HomeSettings(**known)


def setting_value(name: str, text: str) -> bool | int | str:
    """The value of a setting from its text.

    Raises
    ------
    BadInput
        `unknown_setting`, `bad_setting` or `bad_channels`, saying what would do.
    """
    default = getattr(HomeSettings(), name, None)
    if default is None:
        known = ", ".join(sorted(SETTING_WORDS))
        words = Words(
            f"没有设置 {name}；可用：{known}", f"there is no setting {name}; use {known}"
        )
        raise BadInput("unknown_setting", words)
    plain = text.strip().lower()
    if isinstance(default, bool):
        if plain not in _TRUTHS:
            words = Words(f"“{text}”应为“是”或“否”。", f"{text!r} should be yes or no.")
            raise BadInput("bad_setting", words)
        return _TRUTHS[plain]
    if isinstance(default, str):
        return "; ".join(f"{one.channel} {one.wait_s}" for one in channel_order(plain))
    if not plain.isdecimal() or not _LEAST[name] <= int(plain) <= _MOST[name]:
        least, most = _LEAST[name], _MOST[name]
        words = Words(
            f"“{text}”应为 {least} 至 {most} 的整数。",
            f"{text!r} should be a whole number from {least} to {most}.",
        )
        raise BadInput("bad_setting", words)
    return int(plain)


def require_result(text: str, settings: HomeSettings) -> str:
    """The words of a result, stripped: the desk asks before it sends, the handler again.

    Raises
    ------
    BadInput
        `missing_field`, or `text_too_short`.
    """
    result, least = text.strip(), settings.finish_text_least
    if not result:
        raise BadInput("missing_field", _NO_RESULT)
    if len(result) < least:
        raise BadInput(
            "text_too_short",
            Words(
                f"处置结果至少 {least} 个字，现为 {len(result)} 个：写明做了什么、现状如何。",
                f"A result (field result) has at least {least} characters, this one "
                f"{len(result)}: say what was done and how the place is now.",
            ),
        )
    return result


_NO_RESULT: Final = Words(
    "必须填写处置结果（字段 result）：做了什么、现状如何。",
    "A result is needed (field result): what was done and how the place is now.",
)


def setting_text(value: bool | int | str) -> str:  # noqa: FBT001 - any value of a setting
    """A value as it is kept."""
    return str(value).lower()
