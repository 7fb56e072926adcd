"""An older list as the site shows it: what it does not state is 未载明, on page, in table and data."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from registry.publish.unstated import UNSTATED


def read(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text("utf-8")


def row(site: Path, id_: str) -> dict[str, str]:
    text = (site / "data/v1/institutions.csv").read_text("utf-8-sig")
    return next(each for each in csv.DictReader(io.StringIO(text)) if each["id"] == id_)


def test_a_page_names_what_is_not_stated_and_guesses_nothing(second_site: Path) -> None:
    page = read(second_site, "institutions/yx-p1")
    match = re.search(rf"<dt>{UNSTATED}</dt>\s*<dd>\s*(.*?)\s*</dd>", page)
    assert match
    assert {"统一社会信用代码", "主管系统", "教学方式"} <= set(match[1].split("、"))
    assert "登记册还没有哪一年的完整材料" in page
    assert "没有主管系统" not in page


def test_a_page_says_from_which_year_duties_are_told(second_site: Path) -> None:
    page = read(second_site, "institutions/yx-p3")
    assert "报送和考核的待办自2026年起列出" in page
    assert f"<del>{UNSTATED}</del>" in page  # the representative before the change
    assert "法定代表人" not in re.search(rf"<dt>{UNSTATED}</dt>\s*<dd>(.*?)</dd>", page, re.S)[1]  # type: ignore[index]


def test_the_name_on_the_list_and_the_dossier_lead_to_each_other(second_site: Path) -> None:
    assert '已查明就是 <a href="../../institutions/yx-e5/">' in read(second_site, "institutions/yx-p2")
    text = read(second_site, "institutions/yx-e5")
    assert '名单中写作 <a href="../../institutions/yx-p2/">演示云梦泽修复讲习所</a>' in text
    assert "自2019年5月30日起" in text


def test_a_list_shows_its_organs_groups_annexes_and_who_was_identified(second_site: Path) -> None:
    page = read(second_site, "batches/2019-1")
    rows = re.findall(r"<th scope=\"rowgroup\" colspan=\"5\">(.*?)</th>|<td [^>]*lead\">.*?>(.*?)</a>", page)
    groups = [group or name for group, name in rows]
    assert groups[0::3] == ["附件1：文物保护类", "附件2：综合类"]
    assert groups[1:3] + groups[4:] == ["演示云泽古建研修所", "演示云梦泽修复讲习所", "演示泽畔综合培训学校"]
    for each in (
        "云梦泽市文物局（虚构）、云梦泽市人力资源和社会保障局（虚构）",
        "附件3：联系方式汇总表",
        "查明的机构",
    ):
        assert each in page
    assert re.search(rf"<dt>{UNSTATED}</dt>\s*<dd>\s*申请时段、评审组人数", page)


def test_one_notice_and_the_call_stand_on_the_page_of_the_list(second_site: Path) -> None:
    page = read(second_site, "batches/2025-1")
    for each in ("虚构人社函〔2025〕7号", "人才开发处，或者局网站", "公示期内没有收到异议。"):
        assert each in page
    assert "公示至2025年5月28日" in read(second_site, "institutions/yx-g1")


def test_lists_and_the_printed_sheet_say_unstated(second_site: Path) -> None:
    sheet = read(second_site, "certificates/yx-p1")
    unknown = re.findall(r"<dt>(.*?)</dt><dd>未载明</dd>", sheet)
    assert unknown[:4] == ["统一社会信用代码", "组织形式", "主管系统", "法定代表人"]
    assert unknown[4:] == ["办公电话", "办公地址", "教学方式", "领域"]
    text = read(second_site, "institutions")
    match = re.search(r'href="\.\./institutions/yx-p1/".*?</tr>', text, re.S)
    assert match
    assert match[0].count(UNSTATED) == 3
    assert "无<" not in match[0]


def test_data_name_what_is_not_stated(second_site: Path) -> None:
    paper, whole = row(second_site, "yx-p1"), row(second_site, "yx-e5")
    assert {"credit_code", "system", "modes"} <= set(paper["unstated"].split("；"))
    assert (paper["credit_code"], paper["system_name"], whole["unstated"]) == ("", "", "")
    folder = second_site / "data/v1/institutions"
    assert "credit_code" in json.loads((folder / "yx-p1.json").read_text("utf-8"))["unstated"]
    assert "unstated" not in json.loads((folder / "yx-e5.json").read_text("utf-8"))
    assert json.loads((folder / "yx-p2.json").read_text("utf-8"))["status"]["filing"]["code"] == "identified"


def test_no_code_is_found_where_none_is_known(second_site: Path) -> None:
    codes = [json.loads(each.read_text("utf-8")) for each in (second_site / "search/codes").glob("*.json")]
    assert codes
    assert not any("" in each for each in codes)


def test_the_overview_keeps_an_unknown_system_apart(second_site: Path) -> None:
    assert "主管系统未载明" in read(second_site, "overview")
    assert "演示云泽古建研修所" in read(second_site, "overview/system-unstated")
    assert "演示云泽古建研修所" not in read(second_site, "overview/system-none")
