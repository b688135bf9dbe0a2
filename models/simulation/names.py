"""Invented names: places, roads and people that do not exist.

Everything is put together from lists of syllables. Every person's given name holds one
of the characters 演, 拟, 样, 试, 例 (show, feign, sample, try, example), so that nobody
takes a simulated member for a real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

_FIRST = (
    ("霁", "Ji"), ("砚", "Yan"), ("翎", "Ling"), ("岫", "Xiu"), ("澜", "Lan"), ("芷", "Zhi"),
    ("泠", "Leng"), ("珞", "Luo"), ("筱", "Xiao"), ("晞", "Xi"), ("霭", "Ai"), ("蘅", "Heng"),
    ("棠", "Tang"), ("湛", "Zhan"), ("沁", "Qin"), ("漪", "Yi"), ("璟", "Jing"), ("苇", "Wei"),
    ("枫", "Feng"), ("榆", "Yu"), ("鹭", "Lu"), ("鸥", "Ou"), ("桐", "Tong"), ("穗", "Sui"),
    ("绫", "Ling"), ("昀", "Yun"), ("暮", "Mu"), ("朔", "Shuo"), ("茗", "Ming"), ("葭", "Jia"),
    ("箬", "Ruo"), ("菱", "Ling"), ("舸", "Ge"), ("帆", "Fan"), ("浣", "Huan"), ("牧", "Mu"),
)  # fmt: skip
_SECOND = (
    ("岬", "jia"), ("汀", "ting"), ("屿", "yu"), ("渚", "zhu"), ("埠", "bu"), ("川", "chuan"),
    ("陵", "ling"), ("浦", "pu"), ("塬", "yuan"), ("泽", "ze"), ("麓", "lu"), ("洲", "zhou"),
    ("湾", "wan"), ("坞", "wu"), ("滩", "tan"), ("崖", "ya"), ("溪", "xi"), ("峪", "yu"),
    ("岭", "ling"), ("淀", "dian"), ("塘", "tang"), ("垣", "yuan"), ("墩", "dun"), ("坡", "po"),
    ("沟", "gou"), ("疃", "tuan"), ("庄", "zhuang"), ("寨", "zhai"), ("铺", "pu"),
    ("集", "ji"),
)  # fmt: skip
_SIDES = (("", ""), ("东", "East "), ("西", "West "), ("南", "South "), ("北", "North "),
          ("上", "Upper "), ("下", "Lower "), ("前", "Fore "), ("后", "Back "), ("新", "New "),
          ("大", "Great "), ("小", "Little "))  # fmt: skip
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_PLAY = "演拟样试例"
_GIVEN = "安宁远舟明和清川佳禾一之然若言行知新平越屿晴朗野荷青岚松柏竹"


@dataclass(frozen=True, slots=True)
class Name:
    """One name in Chinese, and in Latin letters for an English screen."""

    zh: str
    en: str

    def as_(self, zh: str, en: str) -> Name:
        """The name with a generic word after it."""
        return Name(self.zh + zh, f"{self.en} {en}")


DISTRICT_STEMS = (
    Name("晞屿", "Xiyu"), Name("霁岬", "Jijia"), Name("澜渚", "Lanzhu"), Name("翎浦", "Lingpu"),
    Name("砚川", "Yanchuan"), Name("岫泽", "Xiuze"), Name("珞洲", "Luozhou"),
    Name("蘅麓", "Henglu"), Name("湛汀", "Zhanting"), Name("芷崖", "Zhiya"),
)  # fmt: skip
CITY = Name("沧屿市", "Cangyu City")


def place_stems(rng: np.random.Generator, count: int) -> list[Name]:
    """`count` different invented place names, the plain ones first."""
    taken = {stem.zh for stem in DISTRICT_STEMS}
    pairs = [
        Name(a + b, x + y) for (a, x), (b, y) in product(_FIRST, _SECOND) if a + b not in taken
    ]
    mixed = [pairs[i] for i in rng.permutation(len(pairs))]
    sided = [Name(zh + stem.zh, en + stem.en) for zh, en in _SIDES for stem in mixed]
    if count > len(sided):
        raise ValueError(f"only {len(sided)} place names can be made, not {count}")
    return sided[:count]


def person_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` obviously synthetic personal names; they may repeat, as names do."""
    parts = [
        np.array(list(letters))[rng.integers(0, len(letters), count)]
        for letters in (_SURNAMES, _PLAY, _GIVEN)
    ]
    return ["".join(letters) for letters in zip(*parts, strict=True)]
