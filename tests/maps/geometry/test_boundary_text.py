"""Promises of the text in boundary files: whatever the encoding, the right characters."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from maps.geometry.encoding import decoded, detected
from models.domain.error import BadInput
from tests.maps.geometry.boundary_samples import a_frame, a_shapefile, kinds, names, reading

RIGHT = ["即墨区", "环秀街道", "通济街道"]


@pytest.mark.parametrize(
    ("encoding", "cpg", "read_as"),
    [
        ("GBK", None, "GB18030"),
        ("UTF-8", None, "UTF-8"),
        ("GBK", "UTF-8", "GB18030"),
        ("UTF-8", "GBK", "UTF-8"),
        ("GBK", "ISO-8859-1", "GB18030"),
        ("GBK", "936", "936"),
        ("UTF-8", "UTF-8", "UTF-8"),
        ("GBK", "who knows", "GB18030"),
    ],
)
def test_a_shapefile_is_read_right_whatever_its_cpg_says(
    tmp_path: Path, encoding: str, cpg: str | None, read_as: str
) -> None:
    result = reading(a_shapefile(tmp_path / "a.shp", encoding=encoding, cpg=cpg))
    assert names(result) == RIGHT
    assert result.encoding == read_as


def test_a_guessed_encoding_is_told(tmp_path: Path) -> None:
    result = reading(a_shapefile(tmp_path / "a.shp", encoding="GBK"))
    assert "encoding_guessed" in kinds(result)


@pytest.mark.parametrize(
    ("encoding", "asked", "likely"),
    [("GBK", "UTF-8", "GB18030"), ("UTF-8", "GBK", "UTF-8"), ("GBK", "latin-1", "GB18030")],
)
def test_a_wrong_encoding_is_refused_with_the_right_one(
    tmp_path: Path, encoding: str, asked: str, likely: str
) -> None:
    with pytest.raises(BadInput) as caught:
        reading(a_shapefile(tmp_path / "a.shp", encoding=encoding), encoding=asked)
    assert caught.value.code == "wrong_encoding"
    assert f"--encoding {likely}" in caught.value.words.en


@pytest.mark.parametrize("asked", ["GBK", "gb18030", "GB2312", "cp936"])
def test_the_names_of_one_encoding_are_all_right(tmp_path: Path, asked: str) -> None:
    result = reading(a_shapefile(tmp_path / "a.shp", encoding="GBK"), encoding=asked)
    assert names(result) == RIGHT


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="unknown_encoding"):
        reading(a_shapefile(tmp_path / "a.shp", encoding="GBK"), encoding="klingon")


def test_chinese_column_names_are_read_too(tmp_path: Path) -> None:
    import pyogrio

    frame = a_frame().rename(columns={"NAME": "名称", "CODE": "代码"})
    pyogrio.write_dataframe(frame, tmp_path / "a.shp", encoding="GBK")
    (tmp_path / "a.cpg").unlink()
    assert names(reading(tmp_path / "a.shp")) == RIGHT


def test_geojson_and_csv_in_gbk_are_read_right(tmp_path: Path) -> None:
    text = a_frame().to_json(ensure_ascii=False)
    (tmp_path / "a.geojson").write_bytes(text.encode("gbk"))
    assert names(reading(tmp_path / "a.geojson")) == RIGHT
    lines = [
        f'{row.CODE},{row.NAME},{row.LV},"{row.geometry.wkt}"' for row in a_frame().itertuples()
    ]
    csv = "\n".join(["CODE,NAME,LV,WKT", *lines])
    for name, encoding in (("b.csv", "gbk"), ("c.csv", "utf-8-sig"), ("d.csv", "utf-16")):
        (tmp_path / name).write_bytes(csv.encode(encoding))
        assert names(reading(tmp_path / name)) == RIGHT


def test_a_zipped_shapefile_with_gbk_names_in_a_folder_is_found(tmp_path: Path) -> None:
    a_shapefile(tmp_path / "行政区.shp", encoding="GBK")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            name = f"数据/行政区{suffix}".encode("gbk").decode("cp437")
            archive.write(tmp_path / f"行政区{suffix}", name)
    assert names(reading(tmp_path / "a.zip")) == RIGHT


@pytest.mark.parametrize(
    ("text", "encoding", "likely"),
    [
        ("鳌山卫街道办事处", "gbk", "GB18030"),
        ("鰲山衛街道辦事處", "big5", "BIG5"),
        ("München Straße", "cp1252", "CP1252"),
        ("鳌山卫街道", "utf-8", "UTF-8"),
    ],
)
def test_text_is_told_by_its_bytes(text: str, encoding: str, likely: str) -> None:
    assert detected([text.encode(encoding)]) == likely


def test_ascii_tells_nothing() -> None:
    assert detected([b"Jimo", b"370215"]) is None


@pytest.mark.parametrize(("encoding", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1)])
def test_a_character_cut_off_by_the_width_of_its_field_is_left_out(
    encoding: str, cut: int
) -> None:
    value = "环秀街道".encode(encoding)[:-cut]
    assert decoded(value, encoding) == "环秀街"
    assert detected([value]) == encoding.upper()


def test_mapinfo_text_in_gbk_is_read_right(tmp_path: Path) -> None:
    import pyogrio

    pyogrio.write_dataframe(
        a_frame(crs="EPSG:4549"), tmp_path / "a.tab", driver="MapInfo File", encoding="GBK"
    )
    assert names(reading(tmp_path / "a.tab")) == RIGHT


def test_a_shapefile_without_its_index_is_read_and_left_as_it_was(tmp_path: Path) -> None:
    path = a_shapefile(tmp_path / "a.shp", encoding="GBK")
    path.with_suffix(".shx").unlink()
    before = sorted(tmp_path.iterdir())
    result = reading(path)
    assert names(result) == RIGHT
    assert "shx_rebuilt" in kinds(result)
    assert sorted(tmp_path.iterdir()) == before


def test_kml_in_gbk_with_a_folder_of_points_gives_its_polygons(tmp_path: Path) -> None:
    point = "<Point><coordinates>120.4,36.3</coordinates></Point>"
    ring = "120.4,36.3,0 120.5,36.3,0 120.5,36.4,0 120.4,36.3,0"
    polygon = (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )
    folders = "".join(
        f"<Folder><name>{name}</name><Placemark><name>环秀</name>{shape}</Placemark></Folder>"
        for name, shape in (("点", point), ("面", polygon))
    )
    kml = (
        '<?xml version="1.0" encoding="GBK"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{folders}</Document></kml>"
    )
    (tmp_path / "a.kml").write_bytes(kml.encode("gbk"))
    result = reading(tmp_path / "a.kml", level=2)
    assert (result.layer, names(result)) == ("面", ["环秀"])
