"""What free text tells of people is masked, and nothing else of it."""

from __future__ import annotations

import pytest

from models.domain.redaction import redacted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("来电13812345678，请回", "来电138****5678，请回"),
        ("138 1234 5678 或 138-1234-5678", "138 **** 5678 或 138-****-5678"),
        ("+8613812345678 或 008613812345678", "+86138****5678 或 0086138****5678"),
        ("电话0532-88512345", "电话0532-****2345"),
        ("电话 010 62345678", "电话 010 ****5678"),
        ("身份证999999199001010016", "身份证999999********0016"),
        ("身份证99999919900101001x。", "身份证999999********001x。"),
        ("鲁B·12K12 压线", "鲁B·**K12 压线"),
        ("鲁BD12345挡道", "鲁B**2345挡道"),
        ("住3号楼2单元501室", "住3号楼**"),
        ("和平小区5栋1203", "和平小区5栋**"),
        ("3号楼东户漏水", "3号楼**漏水"),
    ],
)
def test_numbers_of_persons_telephones_plates_and_doors_are_masked(
    text: str, shown: str
) -> None:
    assert redacted(text) == shown
    assert redacted(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "路口有暴露垃圾",
        "3号楼前积水",
        "370215-20261120-000123 的续报",
        "鹤山路35号门前，2026-11-27 17:41",
        "井盖编号 100200300400500600700",
        "3 栋之间的通道堵塞",
        "拨打 12345、119",
    ],
)
def test_numbers_of_things_stay(text: str) -> None:
    assert redacted(text) == text
