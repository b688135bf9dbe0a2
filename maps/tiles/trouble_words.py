"""What the foot of the map says when a base map's server gives nothing."""

from __future__ import annotations

from math import ceil
from typing import Final

from maps.tiles.manners import Outcome
from models.domain.error import Words

NO_KEY: Final = Words(
    "此底图需要密钥：菜单“地图 → 底图”中填写",
    "This base map needs a key: give it under Map → Base map",
)
NO_ROOM: Final = Words(
    "磁盘已满或不可写，底图只留在内存中",
    "The disk is full or cannot be written: the base map is kept in memory only",
)
NO_NETWORK: Final = Words(
    "本机缺少网络组件，只显示已保存的底图",
    "This machine lacks the network library: only what is kept of the base map is shown",
)
NOT_HERE: Final = Words(
    "此底图在这里没有内容：换个位置、比例尺，或换一张底图",
    "The base map has nothing here: go elsewhere, closer or further, or choose another",
)
_WORDS: Final = {
    Outcome.REFUSED: Words(
        "底图服务拒绝了请求：请检查密钥",
        "The base map's server refuses: check the key",
    ),
    Outcome.ENOUGH: Words("底图服务的配额已用完", "The base map's quota is used up"),
    Outcome.ODD: Words(
        "底图服务返回的不是图片", "The base map's server sends something that is no image"
    ),
    Outcome.AWAY: Words("底图服务没有回应", "The base map's server does not answer"),
}


def trouble_words(trouble: Outcome, wait_s: float) -> Words:
    """What is wrong with the server, when it is asked again, what is shown meanwhile."""
    said = _WORDS[trouble]
    if wait_s < 60:
        when = Words("，稍后再试", "; it is asked again soon")
    else:
        minutes = ceil(wait_s / 60)
        when = Words(f"，{minutes} 分钟后再试", f"; it is asked again in {minutes} min")
    return Words(
        f"{said.zh}{when.zh}；显示已保存的部分", f"{said.en}{when.en}. What is kept is shown."
    )
