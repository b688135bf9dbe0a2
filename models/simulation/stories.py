"""What happens in a fictional district: how often, where, who says it, in which words.

One row a minor class of `event_categories.csv`. Restricted classes and matters of single
persons are left out: a demo needs nobody's misfortune.
"""
# ruff: noqa: E501 - one story, one row, however long its sentences

from __future__ import annotations

from dataclasses import dataclass

from models.domain.incident import Source


@dataclass(frozen=True, slots=True)
class Story:
    """One class of incident as the simulator tells it.

    `weight` is its share of an ordinary day; `urban` how much it belongs to town (1) or
    countryside (-1); `work_min` how long hands are on it; `stormy` whether a storm
    brings it in numbers; `zh` and `en` are sentences with a `{spot}` to fill in.
    """

    code: str
    weight: float
    urban: float
    work_min: float
    mix: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    stormy: bool = False


MIXES: dict[str, tuple[tuple[Source, float], ...]] = {
    "street": (
        (Source.PATROL, 0.52),
        (Source.CITIZEN, 0.18),
        (Source.HOTLINE, 0.14),
        (Source.VIDEO_AI, 0.10),
        (Source.CITY_MANAGEMENT, 0.06),
    ),
    "home": (
        (Source.HOTLINE, 0.40),
        (Source.PATROL, 0.30),
        (Source.UNIT_LEADER, 0.18),
        (Source.CITIZEN, 0.12),
    ),
    "alarm": ((Source.SENSOR, 0.70), (Source.VIDEO_AI, 0.18), (Source.UNIT_LEADER, 0.12)),
    "danger": (
        (Source.PATROL, 0.34),
        (Source.HOTLINE, 0.28),
        (Source.POLICE, 0.16),
        (Source.CITIZEN, 0.14),
        (Source.DEPARTMENT, 0.08),
    ),
    "firm": ((Source.ENTERPRISE, 0.55), (Source.PATROL, 0.30), (Source.HOTLINE, 0.15)),
}
"""Where reports of a kind come from, as shares."""

SPOTS_ZH = (
    "小区东门", "小区北门", "菜市场门口", "公交站旁", "学校西侧路口", "村委会门前",
    "健身广场", "卫生室对面", "超市停车场", "社区服务站旁", "桥头", "河堤步道",
    "文化大院", "幼儿园门口", "十字路口东南角", "厂区后门", "货运站外", "3号楼下", "12号楼前",
    "物业办公室旁",
)  # fmt: skip
SPOTS_EN = (
    "the east gate of the estate", "the north gate of the estate", "the market entrance",
    "the bus stop", "the crossing west of the school", "the village office",
    "the exercise square", "the clinic", "the supermarket car park", "the service station",
    "the bridge head", "the river path", "the culture yard", "the kindergarten gate",
    "the south-east corner of the crossing", "the back gate of the works",
    "the freight yard", "building 3", "building 12", "the property office",
)  # fmt: skip

STORIES: tuple[Story, ...] = (
    Story("E0102", 7.0, 0.4, 25, "street",
          ("{spot}有多袋生活垃圾未清运，散发异味。", "{spot}垃圾桶满溢，垃圾散落地面。"),
          ("Several bags of rubbish lie uncollected at {spot}.", "The bins overflow at {spot}.")),
    Story("E0103", 2.5, 0.2, 60, "street",
          ("{spot}堆放建筑垃圾约两方，影响通行。", "{spot}有人偷倒渣土，占用半幅路面。"),
          ("Building waste is piled up at {spot}.", "Spoil was dumped at {spot}.")),
    Story("E0104", 3.5, 0.5, 30, "street",
          ("{spot}路面有大片泥沙，需要冲洗。", "{spot}路面油污明显，行人易滑倒。"),
          ("Mud covers the road at {spot}.", "Oil on the road at {spot} makes it slippery.")),
    Story("E0105", 1.2, 0.3, 50, "street",
          ("{spot}积水约二十厘米，车辆通行缓慢。", "{spot}排水口堵塞，路面大面积积水。"),
          ("About 20 cm of water stands at {spot}.", "A blocked drain floods the road at {spot}."),
          stormy=True),
    Story("E0106", 2.0, 0.5, 25, "street",
          ("{spot}绿化带内散落塑料袋和纸屑。",), ("Litter lies in the green strip at {spot}.",)),
    Story("E0108", 1.0, -0.6, 35, "street",
          ("{spot}有人焚烧落叶，烟雾较大。",), ("Leaves are being burnt at {spot}.",)),
    Story("E0109", 2.6, 0.0, 40, "street",
          ("{spot}路边堆放木料砖块，占用人行道。",), ("Timber and bricks block {spot}.",)),
    Story("E0110", 1.4, 0.2, 30, "street",
          ("{spot}货车遗撒砂石约五十米，请尽快清理。",), ("A lorry lost gravel near {spot}.",)),
    Story("E0201", 2.4, 0.8, 20, "street",
          ("{spot}墙面张贴多处非法小广告。",), ("Illegal stickers cover the wall at {spot}.",)),
    Story("E0203", 0.9, 0.6, 55, "street",
          ("{spot}商铺招牌松动，存在坠落风险。",), ("A shop sign hangs loose at {spot}.",),
          stormy=True),
    Story("E0301", 1.3, 0.4, 45, "street",
          ("{spot}工地土方未覆盖，扬尘明显。",), ("Uncovered soil raises dust at {spot}.",)),
    Story("E0302", 1.2, 0.6, 60, "street",
          ("{spot}施工占道未设警示标志。",), ("Roadworks without warning signs at {spot}.",)),
    Story("E0304", 0.8, 0.7, 40, "home",
          ("{spot}工地夜间施工，噪声扰民。",), ("Night work at {spot} keeps people awake.",)),
    Story("E0401", 0.35, 0.4, 110, "danger",
          ("{spot}路面塌陷，直径约一米，已临时围挡。",), ("The road caved in at {spot}.",)),
    Story("E0402", 0.7, 0.6, 95, "danger",
          ("{spot}自来水管破裂，水柱冲出路面。",), ("A water main burst at {spot}.",)),
    Story("E0403", 0.25, 0.7, 80, "danger",
          ("{spot}附近有明显燃气气味，已劝离人员。",), ("A strong smell of gas at {spot}.",)),
    Story("E0404", 0.7, 0.7, 90, "danger",
          ("{spot}污水井冒溢，污水流向路面。",), ("Sewage comes up at {spot}.",), stormy=True),
    Story("E0405", 0.5, 0.2, 85, "danger",
          ("{spot}电线垂落离地不足两米，请速处置。",), ("A power line hangs low at {spot}.",),
          stormy=True),
    Story("E0406", 0.8, 0.0, 60, "danger",
          ("{spot}大树倒伏，横在路中，车辆绕行。", "{spot}树枝折断压住电线，存在危险。"),
          ("A fallen tree blocks the road at {spot}.", "A broken branch lies on a line at {spot}."),
          stormy=True),
    Story("E0407", 0.25, 0.1, 120, "danger",
          ("{spot}低洼处内涝，水深约半米，一楼住户进水。", "{spot}涵洞内涝，有车辆被困。"),
          ("Half a metre of water at {spot}; ground floors are flooding.",
           "A flooded underpass at {spot} has trapped a car."), stormy=True),
    Story("E0501", 3.0, 0.8, 25, "street",
          ("{spot}有流动摊贩占道经营，劝离后返回。",), ("Hawkers block the way at {spot}.",)),
    Story("E0502", 3.2, 0.8, 25, "street",
          ("{spot}商户店外摆放货物，占用人行道。",), ("Shop goods stand on the pavement at {spot}.",)),
    Story("E0503", 5.0, 0.7, 20, "street",
          ("{spot}三辆机动车违停，堵住出入口。", "{spot}车辆停在盲道上，无人挪车。"),
          ("Three cars block the entrance at {spot}.", "A car stands on the tactile path at {spot}.")),
    Story("E0504", 3.6, 0.8, 20, "street",
          ("{spot}共享单车大量堆积，占满人行道。",), ("Shared bicycles fill the pavement at {spot}.",)),
    Story("E0507", 0.8, 0.5, 40, "street",
          ("{spot}有一辆僵尸车长期占用公共车位。",), ("An abandoned car takes a space at {spot}.",)),
    Story("E1101", 2.6, 0.1, 70, "home",
          ("{spot}两户因楼道物品摆放发生争执，需要调解。", "{spot}邻里因漏水问题争吵，情绪激动。"),
          ("Two households quarrel over things in the stairwell at {spot}.",
           "Neighbours quarrel over a leak at {spot}.")),
    Story("E1103", 1.6, 0.7, 65, "home",
          ("{spot}业主与物业因停车费发生纠纷。",), ("Owners and property firm quarrel at {spot}.",)),
    Story("E1104", 0.8, -0.9, 90, "home",
          ("{spot}两户因宅基地边界产生争议。",), ("A quarrel over a plot border at {spot}.",)),
    Story("E1108", 0.8, 0.7, 45, "home",
          ("{spot}顾客与商家因退货发生争执。",), ("A customer and a shop quarrel at {spot}.",)),
    Story("E1204", 0.7, 0.4, 50, "street",
          ("{spot}监控探头损坏，画面中断。",), ("A camera is broken at {spot}.",)),
    Story("E1205", 1.2, 0.5, 30, "home",
          ("{spot}有大型犬未牵绳，居民担心伤人。",), ("A large dog runs loose at {spot}.",)),
    Story("E1301", 1.4, 0.2, 60, "firm",
          ("{spot}企业车间安全通道被货物占用。",), ("Goods block a safety exit at {spot}.",)),
    Story("E1305", 0.6, -0.2, 70, "street",
          ("{spot}自建房墙体出现裂缝，需要查看。",), ("Cracks show in a self-built house at {spot}.",)),
    Story("E1307", 1.0, 0.9, 50, "home",
          ("{spot}电梯停运，居民出行不便。",), ("A lift is out of order at {spot}.",)),
    Story("E1401", 2.2, 0.8, 30, "street",
          ("{spot}消防通道被私家车堵塞。",), ("A car blocks the fire lane at {spot}.",)),
    Story("E1402", 3.0, 0.7, 25, "street",
          ("{spot}电动车在楼道内充电，存在火灾隐患。",), ("E-bikes charge in the stairwell at {spot}.",)),
    Story("E1403", 2.2, 0.8, 30, "street",
          ("{spot}楼道堆满纸箱杂物，影响疏散。",), ("Boxes fill the stairwell at {spot}.",)),
    Story("E1404", 0.9, 0.6, 50, "street",
          ("{spot}消火栓无水，灭火器过期。",), ("The hydrant at {spot} gives no water.",)),
    Story("E1405", 1.5, 0.6, 30, "street",
          ("{spot}居民从窗口飞线给电动车充电。",), ("A charging cable hangs from a window at {spot}.",)),
    Story("E1407", 0.3, 0.2, 75, "danger",
          ("{spot}有明火和浓烟，已通知消防。",), ("Open fire and smoke at {spot}; brigade called.",)),
    Story("E1502", 0.9, 0.7, 50, "home",
          ("{spot}小餐馆后厨卫生较差，群众反映强烈。",), ("Complaints about a kitchen at {spot}.",)),
    Story("E1601", 1.0, -0.2, 70, "street",
          ("{spot}排水沟水体发黑，有明显异味。",), ("Black, smelly water in the ditch at {spot}.",)),
    Story("E1602", 1.5, 0.8, 45, "home",
          ("{spot}烧烤店油烟直排，影响楼上居民。",), ("Barbecue smoke troubles people at {spot}.",)),
    Story("E1603", 2.4, 0.7, 35, "home",
          ("{spot}广场音响音量过大，影响休息。",), ("Loud music at {spot} disturbs people.",)),
    Story("E1604", 0.6, -1.0, 45, "street",
          ("{spot}田间有秸秆焚烧，烟雾飘向公路。",), ("Straw is burning in a field by {spot}.",)),
    Story("E1606", 1.1, -0.5, 50, "street",
          ("{spot}河道漂浮大量垃圾，需要打捞。",), ("Rubbish drifts on the river at {spot}.",),
          stormy=True),
    Story("E1702", 1.3, 0.3, 60, "home",
          ("{spot}整栋楼停水，居民询问恢复时间。", "{spot}片区突然停电，已超过半小时。"),
          ("No water in the whole building at {spot}.", "Power is out around {spot}."), stormy=True),
    Story("E1703", 2.0, 0.2, 45, "street",
          ("{spot}连续四盏路灯不亮，夜间出行不便。",), ("Four street lamps are dark at {spot}.",)),
    Story("E1704", 1.8, 0.4, 45, "street",
          ("{spot}健身器材损坏，露出尖锐部件。",), ("Exercise equipment is broken at {spot}.",)),
    Story("E1705", 1.2, 0.1, 30, "home",
          ("{spot}居民咨询老年卡办理，请上门帮办。",), ("Help wanted with a senior's card at {spot}.",)),
    Story("E1901", 1.3, 0.8, 70, "home",
          ("{spot}外墙瓷砖脱落，落在行人通道。",), ("Tiles fall from a wall at {spot}.",), stormy=True),
    Story("E2001", 0.9, 0.6, 50, "danger",
          ("{spot}红绿灯故障，高峰期车辆拥堵。",), ("The traffic light failed at {spot}.",)),
    Story("E2002", 1.8, 0.1, 60, "street",
          ("{spot}路面坑洼，电动车易摔倒。",), ("Pot-holes at {spot} are a danger.",)),
    Story("E2004", 0.8, -0.9, 70, "street",
          ("{spot}农村桥涵护栏缺失，夜间危险。",), ("A rail is missing on the bridge at {spot}.",)),
    Story("E2103", 1.2, -1.0, 45, "street",
          ("{spot}房前屋后柴草乱堆，影响村容。",), ("Brushwood lies about at {spot}.",)),
    Story("E2104", 0.4, -1.0, 70, "danger",
          ("{spot}林边发现烟点，正在核实。",), ("Smoke was seen at the wood near {spot}.",)),
    Story("E3104", 0.7, 0.0, 45, "firm",
          ("{spot}企业反映门前道路夜间大车拥堵。",), ("A firm complains of lorries at {spot}.",)),
    Story("E4101", 0.8, 0.8, 30, "alarm",
          ("{spot}烟感报警，持续四十秒，请现场核实。",), ("Smoke alarm at {spot}, 40 s; please check.",)),
    Story("E4103", 0.5, 0.2, 40, "alarm",
          ("{spot}水位传感器超限，当前三十五厘米。",), ("Water level over the limit at {spot}.",),
          stormy=True),
    Story("E4104", 0.6, 0.7, 35, "alarm",
          ("{spot}井盖倾斜告警，角度二十度。",), ("Manhole cover tilted at {spot}.",), stormy=True),
    Story("E4105", 1.4, 0.9, 20, "alarm",
          ("{spot}电动车进入电梯告警，请劝离。",), ("An e-bike entered a lift at {spot}.",)),
    Story("E9901", 1.5, 0.2, 35, "street",
          ("{spot}有群众反映情况，需要到场了解。",), ("Somebody wants help at {spot}; please look.",)),
)  # fmt: skip
BY_CODE = {story.code: story for story in STORIES}

DONE_ZH = (
    "已到场处置完毕，现场恢复正常，群众满意。",
    "已清理完成并拍照留存，后续加强巡查。",
    "已协调相关单位处理完成，隐患消除。",
    "已劝导当事人整改到位，现场复核无误。",
)
DONE_EN = (
    "Dealt with on the spot; the place is back to normal.",
    "Cleared and photographed; more patrols will follow.",
    "Settled together with the unit in charge; no danger left.",
    "The people concerned put it right; checked on site.",
)
NOT_OURS_ZH = ("现场核实不属于本网格职责范围，建议转相关部门。", "需专业设备，本网格无法处置。")
NOT_OURS_EN = ("Not this grid's duty; a department should take it.", "Needs special equipment.")
CHECKED_ZH, CHECKED_EN = "现场核查，处置结果属实。", "Checked on site; the result is true."
NOT_DONE_ZH, NOT_DONE_EN = "现场核查仍有遗留问题，需返工。", "Something is left to do on site."
