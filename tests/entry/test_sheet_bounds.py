"""Files that are damaged, or made to cost too much, are refused within bounds, whatever they tell."""

from __future__ import annotations

import contextlib
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.entry.sheets.compound import Compound, pack_compound
from registry.entry.sheets.grid import Workbook
from registry.entry.sheets.reading import UnreadableSheet, read_workbook
from tests.entry.ugly.files import make_ugly

NAMES = ("merged-head", "epoch-1904", "html", "semicolons", "pasted", "xls", "ods")


@pytest.fixture(scope="module")
def ugly(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    folder = tmp_path_factory.mktemp("ugly")
    return {name: read_workbook(make_ugly(name, folder)) for name in NAMES}


def damage(content: bytes, number: int) -> bytes:
    """A file cut off, or with bytes changed, each time elsewhere."""
    at = len(content) * (2 * number + 1) // 24
    if number % 2:
        return content[:at]
    return content[:at] + bytes(255 - each for each in content[at : at + 40]) + content[at + 40 :]


@pytest.mark.parametrize("name", ["merged-head", "html", "semicolons", "pasted", "xls", "ods"])
def test_damaged_files_are_read_or_refused(
    ugly: dict[str, Workbook], tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    content = ugly[name].path.read_bytes()
    for number in range(12):
        path = tmp_path / ugly[name].path.name
        path.write_bytes(damage(content, number))
        with contextlib.suppress(UnreadableSheet):
            read_workbook(path)
    assert capfd.readouterr() == ("", "")


def change_part(source: Path, target: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return target


SHEET = "xl/worksheets/sheet1.xml"
FAR = b'<row r="90000"><c r="A90000"><v>1</v></c></row></sheetData>'
STRAY = b'<row r="9999"><c r="XFD9999"><v>1</v></c></row></sheetData>'
WIDE = b'<row r="19000"><c r="CV19000"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    ("part", "change", "word"),
    [
        (SHEET, lambda each: each.replace(b"</sheetData>", FAR), "第 90000 行"),
        (SHEET, lambda each: each.replace(b"</sheetData>", STRAY), "第 16384 列"),
        (SHEET, lambda each: each.replace(b"</sheetData>", WIDE), "1900000 格"),
        pytest.param(SHEET, lambda each: each + b" " * 101 * 2**20, "超过 100 MB", marks=pytest.mark.long),
        (SHEET, lambda each: b'<!DOCTYPE x [<!ENTITY a "b">]>' + each.split(b"?>", 1)[1], "文档类型"),
        (
            "xl/sharedStrings.xml",
            lambda each: each.replace("专业<".encode(), b"x" * 7 * 2**20 + b"<"),
            "超过 100 MB",
        ),
        (
            "xl/workbook.xml",
            lambda each: each.replace(b"<sheet ", b'<sheet r:id="rId1" name="x"/>' * 100 + b"<sheet "),
            "101 张",
        ),
        (SHEET, lambda each: each[:-50], "损坏"),
        (SHEET, lambda each: each.replace(b"<v>1</v>", b"<v>999</v>"), "损坏"),
        ("xl/_rels/workbook.xml.rels", lambda each: b"<Relationships/>", "损坏"),
    ],
)
def test_what_would_cost_too_much_is_refused(
    ugly: dict[str, Workbook], tmp_path: Path, part: str, change: Callable[[bytes], bytes], word: str
) -> None:
    path = change_part(ugly["merged-head"].path, tmp_path / "大.xlsx", part, change)
    with pytest.raises(UnreadableSheet, match=word):
        read_workbook(path)


def test_a_bomb_is_known_by_the_size_that_it_tells(ugly: dict[str, Workbook], tmp_path: Path) -> None:
    path = change_part(ugly["merged-head"].path, tmp_path / "弹.xlsx", SHEET, lambda each: each)
    with zipfile.ZipFile(path, "a") as archive:
        archive.getinfo(SHEET).file_size = 2**30
        archive.writestr("x", b"")  # so that the list of parts is written anew
    with pytest.raises(UnreadableSheet, match="超过 100 MB"):
        read_workbook(path)


def test_how_many_texts_there_are_is_not_believed(ugly: dict[str, Workbook], tmp_path: Path) -> None:
    path = change_part(
        ugly["merged-head"].path,
        tmp_path / "数.xlsx",
        "xl/sharedStrings.xml",
        lambda each: re.sub(rb'ount="[0-9]+"', b'ount="99999999999"', each),
    )
    assert read_workbook(path).sheets == ugly["merged-head"].sheets


def test_rows_out_of_order_are_refused(ugly: dict[str, Workbook], tmp_path: Path) -> None:
    path = change_part(
        ugly["merged-head"].path, tmp_path / "乱.xlsx", SHEET, lambda each: each.replace(b'r="A1"', b'r="A9"')
    )
    with pytest.raises(UnreadableSheet, match="损坏"):
        read_workbook(path)


@pytest.mark.parametrize(
    ("record", "at", "value", "word"),
    [
        (0x200, 4, 0x7FFFFFFF, ""),  # a sheet's size
        (0xFC, 4, 0x7FFFFFFF, "损坏"),  # how many texts there are
        (0xFD, 0, 0x00090009, "损坏"),  # the first cell's place
        (0x85, 0, 0, "损坏"),  # where the sheet begins: in the part before it
        (0x85, 0, 10, "损坏"),
        (0x0A, -4, 0x000B, "损坏"),  # an end
    ],
)
def test_what_an_xls_tells_of_itself_is_checked(
    ugly: dict[str, Workbook], tmp_path: Path, record: int, at: int, value: int, word: str
) -> None:
    stream = bytearray(Compound(ugly["xls"].path.read_bytes()).read_stream("Workbook"))
    start = 0
    while struct.unpack_from("<H", stream, start)[0] != record:
        start += 4 + struct.unpack_from("<H", stream, start + 2)[0]
    struct.pack_into("<I", stream, start + 4 + at, value)
    (tmp_path / "x.xls").write_bytes(pack_compound("Workbook", bytes(stream)))
    if word:
        with pytest.raises(UnreadableSheet, match=word):
            read_workbook(tmp_path / "x.xls")
        return
    assert read_workbook(tmp_path / "x.xls").sheets == ugly["xls"].sheets


EMPTY = '<row r="%d"><c r="A%d" s="1"></c></row>'
VALUE = '<row r="%d"><c r="L%d"><v>1</v></c></row>'
COSTLY: dict[str, tuple[str, Callable[[], str]]] = {
    "empty": (
        "xlsx",
        lambda: "".join(EMPTY % (n, n) for n in range(30, 900_000)),
    ),
    "full": (
        "xlsx",
        lambda: "".join(VALUE % (n, n) for n in range(30, 16_001)),
    ),
    "far": ("xlsx", lambda: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "blank": ("csv", lambda: "\n" * 9_000_000 + "x"),
    "wide": ("csv", lambda: "1," * 9_000_000),
    "one": ("csv", lambda: "x" * 19_000_000),
    "head": ("csv", lambda: "A:x\n " * 3_000_000),
    "page": ("xls", lambda: "<table>" + ("<tr>" + "<td>1" * 399) * 5_000),
    "nested": ("xls", lambda: "<div>" * 3_000_000 + "<table><tr><td>1"),
}
ALONE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (15, 15))
from pathlib import Path
from registry.entry.sheets.reading import UnreadableSheet, read_workbook
try:
    read_workbook(Path(sys.argv[1]))
except UnreadableSheet:
    pass
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="limits are set by the system")
@pytest.mark.parametrize("name", COSTLY)
def test_costly_files_keep_within_time_and_memory(
    ugly: dict[str, Workbook], tmp_path: Path, name: str
) -> None:
    ending, make = COSTLY[name]
    path = tmp_path / f"x.{ending}"
    if ending == "xlsx":
        more = f"{make()}</sheetData>".encode()
        change_part(ugly["epoch-1904"].path, path, SHEET, lambda each: each.replace(b"</sheetData>", more))
    else:
        path.write_text(make(), "utf-8")
    result = subprocess.run([sys.executable, "-c", ALONE, path], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_formats_far_away_cost_nothing(ugly: dict[str, Workbook], tmp_path: Path) -> None:
    far = b'<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row></sheetData>'
    path = change_part(
        ugly["merged-head"].path, tmp_path / "远.xlsx", SHEET, lambda each: each.replace(b"</sheetData>", far)
    )
    assert read_workbook(path).sheets == ugly["merged-head"].sheets


REPEATED = (
    b'<table:table-row table:number-rows-repeated="%d">'
    b'<table:table-cell table:number-columns-repeated="%d"%s/></table:table-row>'
)
FULL = b' office:value-type="float" office:value="1"'


@pytest.mark.parametrize(
    ("rows", "columns", "value", "word"),
    [
        (1, 16_384, FULL, "16384 列"),
        (1_048_000, 1, FULL, "行"),
        (5_999, 399, FULL, "格"),
        (1_048_000, 16_384, b"", ""),
    ],
)
def test_repeated_cells_of_an_ods(
    ugly: dict[str, Workbook], tmp_path: Path, rows: int, columns: int, value: bytes, word: str
) -> None:
    more = REPEATED % (rows, columns, value)
    at = b"<table:table-row " if value else b"</table:table>"
    path = change_part(
        ugly["ods"].path, tmp_path / "大.ods", "content.xml", lambda each: each.replace(at, more + at, 1)
    )
    if not word:
        assert read_workbook(path).sheets == ugly["ods"].sheets
        return
    with pytest.raises(UnreadableSheet, match=word):
        read_workbook(path)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<table><tr><td rowspan=99999999 colspan=99999999>1", "401 列"),
        ("<table>" + "<tr><td rowspan=9 colspan=300>1" * 3, "600 列"),
        ("<table><tr><td>" * 101, "101 张"),
        ("<table>" + "<tr>" * 20_001, "20001 行"),
        ("1," * 500, "500 列|501 列"),
        ("1\n" * 20_001, "20001 行"),
        (" \n" * 9, "空文件"),
    ],
)
def test_texts_that_are_too_large(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "大.xls").write_text(text.replace("1,1", "1,x"), "utf-8")
    with pytest.raises(UnreadableSheet, match=word):
        read_workbook(tmp_path / "大.xls")


def test_a_file_of_more_than_20_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "大.csv").open("wb") as file:
        file.truncate(21 * 2**20)
    with pytest.raises(UnreadableSheet, match="有 21 MB，最多 20 MB"):
        read_workbook(tmp_path / "大.csv")


def test_a_locked_part_of_an_ods(ugly: dict[str, Workbook], tmp_path: Path) -> None:
    locked = change_part(
        ugly["ods"].path,
        tmp_path / "锁.ods",
        "META-INF/manifest.xml",
        lambda each: each.replace(
            b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
        ),
    )
    with pytest.raises(UnreadableSheet, match="密码"):
        read_workbook(locked)


def test_a_long_text_in_many_cells_of_an_xls_is_refused(tmp_path: Path) -> None:
    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    begin = record(0x809, struct.pack("<HHIII", 0x600, 5, 0, 0, 0))
    texts = record(0xFC, struct.pack("<IIHB", 1, 1, 65_000, 0) + b"x" * 8_000)
    texts += record(0x3C, b"\0" + b"x" * 57_000)
    cells = b"".join(record(0xFD, struct.pack("<HHHI", row, 0, 0, 0)) for row in range(15_000))
    at = len(begin) + len(texts) + 13 + 4
    stream = begin + record(0x85, struct.pack("<IHBBs", at, 0, 1, 0, b"x")) + texts + record(0x0A, b"")
    (tmp_path / "x.xls").write_bytes(pack_compound("Workbook", stream + begin + cells + record(0x0A, b"")))
    with pytest.raises(UnreadableSheet, match="超过 100 MB"):
        read_workbook(tmp_path / "x.xls")
