"""The page of a reviewer in a browser: it asks for nothing, and fits a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from registry.changes.sections import Item
from registry.report.review_page import write_page
from registry.review.view import (
    FactLine,
    ProposalReview,
    ReviewedRecord,
    ReviewRow,
    ReviewTable,
    Revision,
    Subject,
)

CELLS = ["c01", "公共文化服务专题一班", "41", "12", "4月、5月、6月", "文化馆研究馆员" * 6]
TABLE = ReviewTable(
    "课程（1 项）", ["编号", "名称", "人数", "课时", "月份", "师资"], [ReviewRow(CELLS, ["课时多得多"])]
)
RECORD = ReviewedRecord(
    path=f"records/institutions/dongtai/demo-013/plans/{'2027' * 30}.yml",
    title="2027 年度计划",
    action="added",
    former="",
    standing="",
    lines=[],
    facts=[FactLine("网址", "https://www.example.org/" + "a" * 200)],
    tables=[TABLE],
    documents=[],
    findings=[],
    approvers="市人社局",
    approval="等待",
)
REVISION = Revision("0" * 40, "2026-11-01", "录入")
REVIEW = ProposalReview(
    program="0.1.0",
    base=REVISION,
    head=REVISION,
    day="2026-11-23",
    site="",
    committers=["演示"],
    commits=1,
    outside=[],
    outside_findings=[],
    actions={"added": 1},
    subjects=[Subject("demo-013", "演示机构", [], [RECORD], [Item("待办", ["报送"])], [], [])],
    brief=[],
    left=0,
    unchanged=[],
    findings=[],
    others=[],
    before=[],
    requirements=[],
    surplus=[],
    files=1,
    has_approvals=False,
)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_asks_for_nothing(browser: Browser, tmp_path: Path, width: int) -> None:
    address = (tmp_path / "page.html").as_uri()
    (tmp_path / "page.html").write_text(write_page(REVIEW), "utf-8")
    requests: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda message: requests.append(message.text))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address)
        assert requests == [address]  # no complaint of its policy either
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("article").evaluate("each => getComputedStyle(each).borderLeftWidth") == "6px"
