"""What papers say: every value of the record, nothing else, and what is left blank is listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
import pytest

from registry.display import format_day, format_number
from registry.entry.request import NotLawful, UnknownNameError
from registry.entry.workbook.gathering import Source
from registry.lifecycle.papers import OF_RECORD, get_word
from registry.model.kinds import Citation, PaperKind, ReviewResult
from registry.papers.answers import divide_points, find_shortfall
from registry.papers.drafting import Drafter
from registry.papers.letters import write_text
from registry.papers.paper import BLANK, Block, FactTable, Heading, Items, Paper, PaperTable, Paragraph
from registry.papers.requests import PaperRequest, draft_paper, read_words
from registry.records.schemas import Schema, Schemas
from registry.settings import HOME
from tests.conftest import CITY, DAY, REPOSITORY, SECOND, examined

SCHEMAS = Schemas.read(HOME / "schemas")
# What an office notes of an act later, or for the public site, is no matter of the paper.
LATER = {"published_on", "notice_until", "open", "not_open_ground", "url", "panel_size", "window"}


@cache
def source(root: Path = CITY, day: dt.date = DAY) -> Source:
    return Source(examined(root).register, SCHEMAS, "演示登记册", "1", day)


def draft(kind: PaperKind, id_: str = "", root: Path = CITY, **asked: Any) -> Paper:
    return draft_paper(source(root), PaperRequest(kind, id_, **asked))


def list_texts(paper: Paper) -> Iterator[str]:
    """Every text of a paper, in order."""
    yield from (paper.issuer, paper.title, paper.number, paper.to)
    yield from (text for block in paper.body for text in list_block(block))
    yield from (*paper.annexes, *paper.signers, paper.date)
    yield from (text for block in paper.tail for text in list_block(block))
    for sheet in paper.sheets:
        yield sheet.title
        yield from (text for block in sheet.blocks for text in list_block(block))


def list_block(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Items():
            yield from block.texts
        case FactTable():
            yield from (text for line in block.lines for text in line)
        case PaperTable():
            yield from block.headings
            yield from (text for row in block.rows for text in row)


def list_values(schema: Schema, value: Any, name: str = "") -> Iterator[tuple[str, str, Any]]:
    """The public values of a record: what each refers to, if anything, its name, and itself."""
    schema = SCHEMAS.resolve(schema)
    if isinstance(value, dict):
        for below_name, below in SCHEMAS.get_properties(schema):
            if below_name in value and below.get("x-public") and below_name not in LATER:
                yield from list_values(below, value[below_name], below_name)
    elif isinstance(value, list):
        for each in value:
            yield from list_values(schema.get("items", schema), each, name)
    elif value is not None and not isinstance(value, bool):
        yield schema.get("x-ref", ""), name, value


def word(root: Path, reference: str, value: Any) -> str:
    """How a paper has a value: a day and a number in words, what it refers to by its name."""
    register = source(root).register
    tables = register.tables
    if isinstance(value, int | float):
        return format_number(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return format_day(value)
    names: dict[str, Callable[[str], str]] = {
        "authority": tables.get_name,
        "area": lambda each: tables.areas[each].name,
        "system": lambda each: tables.systems[each].name,
        "batch": lambda each: register.batches[each].title,
    }
    return names[reference](value) if reference in names else str(value)


# One who has applied twice.
DEMO_008 = ("2019-03-04-application", "2024-03-13-application")
PAPERS = (
    (CITY, "demo-032", PaperKind.RECTIFICATION_ORDER, "2026-04-15-rectification-order"),
    (CITY, "demo-007", PaperKind.RECTIFICATION_ORDER, "2026-11-10-rectification-order"),
    (SECOND, "yx-d2", PaperKind.RECTIFICATION_ORDER, "2026-05-11-rectification-order"),
    (CITY, "demo-001", PaperKind.CHANGE_RECEIPT, "2021-03-01-change"),
    (CITY, "demo-003", PaperKind.CHANGE_RECEIPT, "2022-04-18-change"),
    (SECOND, "yx-a7", PaperKind.CHANGE_RECEIPT, "2026-10-12-change"),
    (CITY, "demo-001", PaperKind.APPLICATION, "2019-03-08-application"),
    (SECOND, "yx-a7", PaperKind.APPLICATION, "application"),
    (CITY, "demo-001", PaperKind.PLAN, "2026"),
    (CITY, "demo-025", PaperKind.PLAN, "2026"),
    (SECOND, "yx-a7", PaperKind.PLAN, "2026"),
    (SECOND, "yx-e5", PaperKind.PLAN, "2026"),
    (CITY, "demo-025", PaperKind.SUMMARY, "2023"),
    (CITY, "demo-034", PaperKind.SUMMARY, "2024"),
    (CITY, "demo-031", PaperKind.SUMMARY, "2025"),
)


def find_record(root: Path, id_: str, kind: PaperKind, stem: str) -> str:
    """The path of the record of a paper."""
    folder = source(root).register.dossiers[id_].folder
    below = {PaperKind.PLAN: "plans", PaperKind.SUMMARY: "summaries"}.get(kind, "acts")
    paths = source(root).register.read_folder(folder).documents
    return sorted(each for each in paths if f"/{below}/" in each and stem in each and "amend" not in each)[-1]


@pytest.mark.parametrize(("root", "id_", "kind", "stem"), PAPERS)
def test_every_value_of_the_record_stands_in_its_paper(
    root: Path, id_: str, kind: PaperKind, stem: str
) -> None:
    path = find_record(root, id_, kind, stem)
    name = PurePosixPath(path).stem
    yearly = kind in (PaperKind.PLAN, PaperKind.SUMMARY)
    option: dict[str, Any] = {"year": int(stem)} if yearly else {"act": name}
    paper = draft(kind, id_, root, **option)
    text = "\n".join(list_texts(paper))
    # Tables of many columns have days in short.
    text += re.sub(r"(\d{4})\.(\d+)\.(\d+)", r"\1年\2月\3日", text) if kind == PaperKind.SUMMARY else ""
    placed = SCHEMAS.find_kind(path.removeprefix("records/"))
    assert placed
    data = source(root).register.documents[path].data
    if kind == PaperKind.CHANGE_RECEIPT:  # before and after have the shape of the institution's own fields
        data = {**data, "changes": []}
    values = list(list_values(placed[0].schema, data))
    lacking = [each for each in values if word(root, each[0], each[2]).rstrip("。") not in text]
    assert lacking == []
    assert len(values) >= 5
    assert bool(paper.blanks) == (BLANK in text)


def test_a_paper_of_a_record_is_held_to_the_values_of_one() -> None:
    assert {kind for _, _, kind, _ in PAPERS} == {*OF_RECORD.values()} - {PaperKind.LIST}


def test_the_readme_names_every_paper() -> None:
    text = (REPOSITORY / "README.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| `registry paper"))
    assert [each for each in PaperKind if f"`{get_word(each)}`" not in row] == []


def test_what_is_not_the_publics_stands_in_no_part_of_a_form() -> None:
    texts = "\n".join(list_texts(draft(PaperKind.APPLICATION, "demo-034")))
    assert "教学组织工作规程" in texts
    assert not re.search("摘要值|[0-9a-f]{64}", texts)


def test_a_change_shows_before_and_after() -> None:
    paper = draft(PaperKind.CHANGE_RECEIPT, "demo-001", act="2021-03-01")
    table = next(each for each in paper.body if isinstance(each, PaperTable))
    assert table.headings == ("项目", "变更前", "变更后")
    assert all(before != after for _, before, after in table.rows)
    assert (
        "依据《盐城市专业技术人员继续教育培训机构报备考核办法》（盐人社发〔2018〕223号）第二十七条"
        in "".join(list_texts(paper))
    )


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("id_", ["", "demo-016"])
def test_a_blank_paper_names_nobody_but_whom_it_is_asked_for(kind: PaperKind, id_: str) -> None:
    if kind == PaperKind.LIST and id_:
        return
    paper = draft(kind, id_, of="plan" if kind == PaperKind.RECEIPT else "", is_blank=True)
    text = "\n".join(list_texts(paper))
    assert BLANK in text
    assert paper.blanks
    name = examined(CITY).register.dossiers["demo-016"].institution.name
    assert (name in text) == bool(id_)
    assert paper.is_model


def test_an_application_has_the_recommendations_of_its_batch_alone() -> None:
    for stem in DEMO_008:
        paper = draft(PaperKind.APPLICATION, "demo-008", act=stem)
        tail = "\n".join(text for block in paper.tail for text in list_block(block))
        assert {*re.findall(r"^(\d{4})年\d+月\d+日$", tail, re.MULTILINE)} == {stem[:4]}


def test_no_paper_is_written_in_place_of_another() -> None:
    of = {PaperKind.RECEIPT: "plan"}
    titles = {draft(kind, of=of.get(kind, ""), is_blank=True).title for kind in PaperKind}
    assert len(titles) == len(PaperKind)


def test_an_older_paper_has_the_name_of_its_day() -> None:
    older, newer = (draft(PaperKind.PLAN, "demo-002", year=year) for year in (2020, 2025))
    assert older.signers == ("样例云帆教育培训学校（盖章）",)
    assert newer.signers != older.signers
    assert older.about == newer.about


def test_remedies_are_as_recorded_and_blank_where_they_are_not() -> None:
    recorded = draft(PaperKind.RECTIFICATION_ORDER, "demo-007")
    remedy = "".join(list_texts(recorded)).partition("五、救济途径")[2]
    assert not remedy.startswith(BLANK)
    assert "救济途径" not in recorded.blanks
    silent = draft(PaperKind.RECTIFICATION_ORDER, "demo-032")
    assert "救济途径" in silent.blanks
    assert "".join(list_texts(silent)).partition("五、救济途径")[2].startswith(BLANK)


def test_the_end_of_a_bar_is_computed_and_told_as_past_or_coming() -> None:
    coming = "".join(list_texts(draft(PaperKind.BAR_END, "demo-025")))
    assert "上述期限自2026年3月16日起算（起算日办法没有写明，自认定之日起算是登记册的理解），" in coming
    assert "于2029年3月16日届满（含当日）。自2029年3月17日起" in coming
    past = "".join(list_texts(draft(PaperKind.BAR_END, "demo-008")))
    assert "已于2023年1月17日届满" in past
    text = "".join(list_texts(draft(PaperKind.BAR_END, "yx-f8", SECOND)))
    assert "第十条，自认定之日起二年内不得再次报备" in text
    assert "登记册的理解" not in text
    with pytest.raises(UnknownNameError, match="没有有效的“未达到整改要求”的认定"):
        draft(PaperKind.BAR_END, "demo-033")


def test_a_list_has_names_of_its_day_codes_groups_and_annexes() -> None:
    paper = draft(PaperKind.LIST, "2019-1", SECOND)
    assert paper.title == "关于公布专业技术人员培训机构名单的公告（虚构）"
    assert (paper.number, paper.annexes) == ("", ("附件3：联系方式汇总表",))
    assert len(paper.signers) == 2
    groups = [each.text for each in paper.body if isinstance(each, Heading)]
    assert groups == ["附件1：文物保护类", "附件2：综合类"]
    renamed, converted = (
        {
            row
            for block in draft(PaperKind.LIST, *list_).body
            if isinstance(block, PaperTable)
            for row in block.rows
        }
        for list_ in (("2019-1",), ("2024-1", SECOND))
    )
    assert "样例云帆教育培训学校" in {name for _, name, _ in renamed}
    assert "52999921000000940Q" in {code for _, _, code in converted}
    coming = draft(PaperKind.LIST, "2027-1")
    assert coming.blanks == ("发文字号", "成文日期")
    assert coming.notes


def test_letters_about_records_say_what_was_found() -> None:
    receipt = draft(PaperKind.RECEIPT, "demo-001", of="plan", year=2027)
    assert write_text(receipt) == (
        "收件回执\n\n演示青松护理培训中心：\n"
        "　　你单位报送的2027年度计划（7门课程），已于2026年11月16日收到。\n"
        "　　按照《盐城市专业技术人员继续教育培训机构报备考核办法》第十七条，2027年度计划由业务主管部门和"
        "人社部门审核，两方都通过的才算通过，没有通过的不得实施。本回执只说明材料已经收到，不表示审核通过。\n\n"
        f"{'　' * 20}亭湖区人社部门（演示）\n{'　' * 20}2026年11月23日\n"
    )
    other = draft(PaperKind.RECEIPT, "demo-001", of="plan", year=2027, authority="tinghu-health")
    assert other.signers == ("亭湖区卫生健康主管部门（演示）",)
    notice = write_text(draft(PaperKind.SUPPLEMENT_NOTICE, "demo-048"))
    assert "2026年11月10日专家评审的结果是“补正”，有下列1处需要补正。" in notice
    assert "一、合作医院的实训协议未写明接收人数和带教教师" in notice
    returned = write_text(draft(PaperKind.SUPPLEMENT_NOTICE, "demo-025", of="plan", year=2026))
    assert "2026年1月16日已经退回，有下列1处需要补正。" in returned
    assert "报送的截止日2025年12月31日（《" in returned
    # What an office has numbered itself is numbered once.
    assert divide_points("1．协议\n（二）细则\n") == ["协议", "细则"]
    assert divide_points("协议没有写明：\n1．人数") == ["协议没有写明：\n1．人数"]
    with pytest.raises(UnknownNameError, match="没有要补正的"):
        draft(PaperKind.SUPPLEMENT_NOTICE, "demo-001")


def test_what_waits_no_more_is_asked_for_by_its_year_or_act() -> None:
    with pytest.raises(UnknownNameError) as caught:
        draft(PaperKind.SUPPLEMENT_NOTICE, "demo-025")
    assert str(caught.value).startswith(
        "demo-025 现在没有等着补正的；以前的仍要出通知，写明是哪一份：2026年度计划（--year 2026）"
    )
    register = source(CITY).register
    dossier = register.dossiers["demo-048"]
    again = msgspec.structs.replace(dossier.acts[-1], date=dt.date(2026, 11, 20), result=ReviewResult.PASSED)
    passed = replace(dossier, acts=(*dossier.acts, again))
    drafter = Drafter(source(CITY), DAY)
    with pytest.raises(UnknownNameError, match=r"申请（--act 2026-11-10-review）"):
        find_shortfall(drafter, passed, "application", "")
    assert find_shortfall(drafter, passed, "application", "2026-11-10-review").day == dt.date(2026, 11, 10)


def with_regulation(**changed: Any) -> Source:
    """The second city with another regulation."""
    register = source(SECOND).register
    regulation = msgspec.structs.replace(register.tables.regulations[0], **changed)
    tables = replace(register.tables, regulations=(regulation,))
    return source(SECOND)._replace(register=replace(register, tables=tables))


def test_a_city_whose_law_has_no_such_thing_gets_no_such_paper() -> None:
    citations = source(SECOND).register.tables.regulations[0].citations
    others = tuple(each for each in citations if each.basis not in ("20", "27"))
    silent = with_regulation(citations=(*others, Citation(basis="27", article=None)))
    for kind in (PaperKind.RECTIFICATION_ORDER, PaperKind.BAR_END, PaperKind.CHANGE_RECEIPT):
        with pytest.raises(NotLawful, match=f"没有这样的规定，.*，所以没有“{kind}”这种文书"):
            draft_paper(silent, PaperRequest(kind, is_blank=True))
    assert draft_paper(silent, PaperRequest(PaperKind.PLAN, is_blank=True))
    unbarred = msgspec.structs.replace(
        source(SECOND).register.tables.regulations[0].parameters, bar_years=None
    )
    with pytest.raises(NotLawful, match="bar_years"):
        draft_paper(with_regulation(parameters=unbarred), PaperRequest(PaperKind.BAR_END, is_blank=True))


def test_a_form_that_the_regulation_attaches_is_no_mere_example() -> None:
    papers = [draft(each, root=SECOND, is_blank=True) for each in (PaperKind.APPLICATION, PaperKind.PLAN)]
    assert [each.is_model for each in papers] == [False, True]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("责令限期整改通知书 demo-001", (PaperKind.RECTIFICATION_ORDER, "", "demo-001")),
        ("demo-001 期满", (PaperKind.BAR_END, "", "demo-001")),
        ("receipt plan demo-001", (PaperKind.RECEIPT, "plan", "demo-001")),
        ("计划 demo-001 回执", (PaperKind.RECEIPT, "plan", "demo-001")),
        ("回执 调整 demo-001", (PaperKind.RECEIPT, "amendment", "demo-001")),
        ("计划 demo-001", (PaperKind.PLAN, "", "demo-001")),
        ("list 2026-1", (PaperKind.LIST, "", "2026-1")),
        ("change-receipt", (PaperKind.CHANGE_RECEIPT, "", "")),
    ],
)
def test_words_mean_a_paper_in_any_order(words: str, meant: tuple[PaperKind, str, str]) -> None:
    assert read_words(words.split(), SCHEMAS) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("收件回直", "没有 收件回直 这种文书，是否想写 收件回执？"),
        ("demo-001 收件回直 计划", "没有 收件回直 这种文书，是否想写 收件回执？"),
        ("收件回直 计划", "没有 收件回直 这种文书，是否想写 收件回执？"),
        ("recipt demo-001", "没有 recipt 这种文书，是否想写 receipt？"),
        ("回执 demo-001 plna", "没有 plna 这种记录，是否想写 plan？"),
    ],
)
def test_a_word_that_is_nearly_a_paper_is_asked_about(words: str, meant: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        read_words(words.split(), SCHEMAS)
    assert str(caught.value) == meant


@pytest.mark.parametrize("words", ["demo-001", "计划 总结 demo-001", "计划 a b", "回执 计划 总结 a"])
def test_words_that_mean_no_paper_or_several_are_refused(words: str) -> None:
    with pytest.raises(UnknownNameError, match="写明一种文书"):
        read_words(words.split(), SCHEMAS)
