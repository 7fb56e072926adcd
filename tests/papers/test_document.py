"""Papers as documents: page, styles and tables as an office expects them, and no clock in the file."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader

from registry.model.kinds import PaperKind
from registry.papers.document import write_document
from registry.papers.paper import MODEL, Annex, FactTable, Heading, Items, Paper, PaperTable, Paragraph
from tests.conftest import CITY, DAY, registry
from tests.papers.test_content import draft, list_texts

# What LibreOffice needs to read a document is a package of its own.
OFFICE = shutil.which("soffice")
WRITER = bool(OFFICE) and (Path(OFFICE or "").resolve().parent / "libswlo.so").exists()


@cache
def write(kind: PaperKind, id_: str = "demo-032", **asked: Any) -> bytes:
    return write_document(draft(kind, id_, **asked), DAY)


def open_document(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def read_texts(document: Any) -> list[str]:
    """Every text of a document: its paragraphs, then the cells of its tables."""
    texts = [each.text for each in document.paragraphs if each.text]
    tables = (cell for table in document.tables for row in table._tbl.tr_lst for cell in row.tc_lst)
    return texts + ["\n".join(each.text or "" for each in cell.p_lst) for cell in tables]


def find_style(document: Any, name: str) -> Any:
    return next(each for each in document.styles if each.name == name)


def test_the_page_and_its_styles_are_those_of_official_papers() -> None:
    document = open_document(write(PaperKind.RECTIFICATION_ORDER))
    (section,) = document.sections
    page = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sides = (section.left_margin, section.right_margin)
    lengths = map(Mm, (210, 297, 37, 35, 28, 26))
    assert all(abs(one - other) < Mm(0.1) for one, other in zip((*page, *sides), lengths, strict=True))
    # 22 lines of 28 characters of size 3.
    normal = find_style(document, "Normal")
    line = normal.paragraph_format.line_spacing
    assert int((section.page_height - section.top_margin - section.bottom_margin) / line) == 22
    width = section.page_width - section.left_margin - section.right_margin
    spacing = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert int(width / (normal.font.size + Pt(spacing / 20))) == 28
    # Digits are not Chinese, or LibreOffice breaks a year over two lines; the document is.
    languages = document.styles.element.find(f".//{qn('w:lang')}").attrib.values()
    assert ([*languages], document.core_properties.language) == (["en-US", "zh-CN"], "zh-CN")
    fonts = {
        name: (
            find_style(document, name).element.rPr.rFonts.get(qn("w:eastAsia")),
            find_style(document, name).font.size,
        )
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "表头")
    }
    assert fonts == {
        "Normal": ("仿宋", Pt(16)),
        "Title": ("方正小标宋简体", Pt(22)),
        "Heading 1": ("黑体", Pt(16)),
        "Heading 2": ("楷体", Pt(16)),
        "表头": ("黑体", Pt(12)),
    }


def test_paragraphs_have_the_styles_of_what_they_are() -> None:
    document = open_document(write(PaperKind.RECTIFICATION_ORDER))
    styles = [(each.style.name, each.text) for each in document.paragraphs]
    assert styles[:5] == [
        ("样式参考", MODEL),
        ("发文机关", "东台市人社部门（演示）"),
        ("Title", "责令限期整改通知书"),
        ("发文字号", "东人社演〔2026〕19号"),
        ("主送机关", "样例海堤市政工程培训中心："),
    ]
    assert [text for style, text in styles if style == "Heading 1"] == [
        "一、情形和事实",
        "二、依据",
        "三、整改要求",
        "四、整改期限",
        "五、救济途径",
    ]
    assert [text for style, text in styles if style == "落款"] == ["东台市人社部门（演示）", "2026年4月14日"]
    name, day, served = document.paragraphs[-3:]
    assert served.text == "（送达日期：〔　〕）"
    assert name.paragraph_format.keep_with_next
    # The day stands four characters from the edge, the name in the middle above it.
    assert day._p.pPr.ind.get(qn("w:rightChars")) == "400"
    assert int(name._p.pPr.ind.get(qn("w:rightChars"))) < 400


def test_a_point_of_several_lines_stands_in_paragraphs() -> None:
    paper = Paper("补正通知", (Items(("一、协议\n附协议的样式。",)),))
    styles = [(each.style.name, each.text) for each in open_document(write_document(paper, DAY)).paragraphs]
    assert styles[-2:] == [("Body Text", "一、协议"), ("Body Text", "附协议的样式。")]


def test_a_long_name_of_an_office_moves_the_day_to_its_middle() -> None:
    paper = Paper("通知", (Paragraph("正文"),), signers=("甲" * 24,), date="2026年11月23日")
    name, day = open_document(write_document(paper, DAY)).paragraphs[-2:]
    assert name._p.pPr.ind.get(qn("w:rightChars")) == "0"
    assert int(day._p.pPr.ind.get(qn("w:rightChars"))) == 850


def test_a_name_that_fills_more_than_a_line_stands_in_lines_of_one_length() -> None:
    paper = Paper("通知", (Paragraph("正文"),), signers=("甲" * 41 + "（盖章）",), date="2026年11月23日")
    *_, first, second, day = open_document(write_document(paper, DAY)).paragraphs
    assert [first.text, second.text] == ["甲" * 21, "甲" * 20 + "（盖章）"]
    edges = [int(each._p.pPr.ind.get(qn("w:rightChars"))) for each in (first, second, day)]
    assert edges == [150, 0, 850]


def test_tables_repeat_their_head_and_a_wide_one_lies_across() -> None:
    document = open_document(write(PaperKind.PLAN, "demo-001", year=2026))
    upright, across = document.sections
    assert (upright.orientation, across.orientation) == (0, 1)
    assert across.page_width.mm == pytest.approx(297, abs=0.1)
    assert across.page_height.mm == pytest.approx(210, abs=0.1)
    courses = document.tables[-1]
    assert courses.style.name == "Table Grid"
    assert len(courses.rows) == 8
    for table in document.tables[1:]:
        assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)
    # What ends the first section takes no room, lest it stand on a page of its own.
    end = next(each for each in document.paragraphs if each._p.pPr.find(qn("w:sectPr")) is not None)
    assert (end.text, end.paragraph_format.line_spacing) == ("", Pt(1))
    width = sum(int(each.get(qn("w:w"))) for each in courses._tbl.tblGrid.gridCol_lst)
    room = across.page_width - across.left_margin - across.right_margin
    assert abs(width * 635 - room) < Mm(1)


def test_pages_are_numbered_and_nothing_is_embedded() -> None:
    with zipfile.ZipFile(io.BytesIO(write(PaperKind.RECTIFICATION_ORDER))) as file:
        parts = {each: file.read(each).decode() for each in file.namelist()}
    assert not [each for each in parts if re.search(r"\.(odttf|ttf|jpeg|png|bin)$", each)]
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        assert re.sub("<[^>]+>", "", parts[name]).strip() == "—  PAGE 1 —"
        assert f'<w:jc w:val="{side}"/>' in parts[name]
    assert "evenAndOddHeaders" in parts["word/settings.xml"]
    assert '<w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312,' in parts["word/fontTable.xml"]
    assert not re.search("txbx|textbox|w:pict|w:drawing", parts["word/document.xml"])


def test_the_same_paper_and_day_give_the_same_bytes() -> None:
    paper = draft(PaperKind.PLAN, "demo-001", year=2026)
    content = write_document(paper, DAY)
    assert write_document(paper, DAY) == content
    assert write_document(paper, DAY + dt.timedelta(1)) != content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = open_document(content).core_properties
    assert (properties.created.date(), properties.modified.date()) == (DAY, DAY)
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.title == paper.title


@pytest.mark.parametrize("kind", PaperKind)
def test_a_document_says_what_its_paper_says(kind: PaperKind) -> None:
    paper = draft(kind, of="plan" if kind == PaperKind.RECEIPT else "", is_blank=True)
    said = "\n".join(read_texts(open_document(write_document(paper, DAY))))
    for text in list_texts(paper):
        assert all(line in said for line in text.split("\n"))


def test_signs_of_markup_stay_what_they_are_and_lines_stay_apart() -> None:
    blocks = (Paragraph("甲 < 乙 & 丙\n第二段"), FactTable((("项目", "一\n<二>"),)), Heading("标题", 2))
    sheet = Annex("附表", (PaperTable(("名称",), (("a&b",),)),))
    paper = Paper("通知", blocks, annexes=("甲", "乙"), sheets=(sheet, sheet), is_model=False)
    document = open_document(write_document(paper, DAY))
    texts = [each.text for each in document.paragraphs if each.text]
    assert texts == [
        "通知",
        "甲 < 乙 & 丙",
        "第二段",
        "标题",
        "附件：1．甲",
        "　　　2．乙",
        "附件1",
        "附表",
        "附件2",
        "附表",
    ]
    assert [each.text for each in document.tables[0].rows[0].cells[:2]] == ["项目", "一\n<二>"]
    assert [each.style.name for each in document.paragraphs if each.text == "标题"] == ["Heading 2"]


def test_the_command_writes_a_paper_lists_what_is_blank_and_loses_nothing(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()

    def run(*words: str) -> tuple[int, str, str]:
        where = ("--root", CITY, "--workers", "1", "--cache", tmp_path / "cache", "--on", "2026-11-23")
        result = registry("paper", *where, *words, cwd=desk)
        return result.returncode, result.stdout, result.stderr

    dry = run("责令整改", "demo-032", "--dry-run")
    assert dry[0] == 0
    assert "要写 样例海堤市政工程培训中心责令限期整改通知书.docx（--dry-run，没有写）" in dry[1]
    assert "留空〔　〕 2 项：救济途径、送达日期" in dry[1]
    assert [*desk.iterdir()] == []
    assert run("责令整改", "demo-032")[0] == 0
    (file,) = desk.iterdir()
    assert file.read_bytes() == write(PaperKind.RECTIFICATION_ORDER)
    file.write_bytes(b"kept")
    code, _, output = run("责令整改", "demo-032")
    assert (code, "已经有了，没有改动" in output, file.read_bytes()) == (2, True, b"kept")
    assert run("责令整改", "demo-032", "--force", "--quiet")[1] == f"{file.name}\n"
    assert file.read_bytes() == write(PaperKind.RECTIFICATION_ORDER)
    assert "--out 写一个以 .docx 结尾" in run("计划", "--blank", "--out", "a.pdf")[2]
    assert run("责令整改", "demo-001") == (2, "", "registry：demo-001 没有责令限期整改；空白的加 --blank\n")
    assert "写明是哪个机构" in run("计划")[2]
    assert "写明是哪一种记录的回执" in run("回执", "demo-001")[2]
    assert [each.name for each in desk.iterdir()] == [file.name]


@pytest.mark.long
@pytest.mark.skipif(not WRITER, reason="no LibreOffice Writer")
def test_libreoffice_reads_every_paper(tmp_path: Path) -> None:
    papers = {kind.name: draft(kind, of="plan", is_blank=True) for kind in PaperKind}
    papers["filled"] = draft(PaperKind.PLAN, "demo-001", year=2026)
    papers["order"] = draft(PaperKind.RECTIFICATION_ORDER, "demo-032")
    for name, paper in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(write_document(paper, DAY))
    files = sorted(map(str, tmp_path.glob("*.docx")))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pages = {name: PdfReader(tmp_path / f"{name}.pdf").pages for name in papers}
    assert {len(each) for each in pages.values()} <= {1, 2, 3, 4, 5}
    assert "责令限期整改通知书" in pages["order"][0].extract_text()
    assert "— 1 —" in re.sub(r"\s+", " ", pages["order"][0].extract_text())
    last = pages["filled"][-1]
    assert last.mediabox.width > last.mediabox.height
