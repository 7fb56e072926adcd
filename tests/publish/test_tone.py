"""Pages tell of orders and bars in neutral words, apart from what an institution is, and with the remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from registry.lifecycle.conditions import CONDITIONS
from registry.publish.pages.lists import OF_CONDITIONS
from tests.conftest import REPOSITORY

PAGES = REPOSITORY / "site/pages"
# Words of penalties; what a decision itself says may have them, our own words may not.
LOADED = ("黑名单", "失信", "违规机构", "违法机构", "惩戒", "曝光", "警示", "逾期")
HAND_WRITTEN = [each.parent.relative_to(PAGES).as_posix() for each in sorted(PAGES.rglob("index.md"))]
# Of the pages that are made, some.
OWN_PAGES = (
    *HAND_WRITTEN,
    "due/area-shiji",
    "decisions/2026",
    "statistics/2025",
    "handbook/institution-rectify",
    "handbook/county-steps",
)


@pytest.mark.parametrize("address", OWN_PAGES)
def test_pages_of_the_whole_register_use_no_word_of_penalties(site: Path, address: str) -> None:
    page = (site / address / "index.html").read_text("utf-8")
    assert [each for each in LOADED if each in page] == []


def test_conditions_are_listed_apart_from_the_filing_value(site: Path) -> None:
    page = (site / "search/index.html").read_text("utf-8")
    by_status = page.partition('id="browse-status"')[2].partition("<h2")[0]
    beside = page.partition('id="browse-condition"')[2].partition("</ul>")[0]
    assert "search/status-listed/" in by_status
    assert [code for code in CONDITIONS if f"status-{code}/" in by_status] == []
    assert "search/status-barred/" in beside
    assert OF_CONDITIONS in beside
    assert OF_CONDITIONS not in by_status


@pytest.mark.parametrize(("code", "noted"), [("barred", True), ("rectifying", True), ("listed", False)])
def test_a_list_by_condition_says_that_it_is_no_judgement(site: Path, code: str, noted: bool) -> None:
    page = (site / f"search/status-{code}/index.html").read_text("utf-8")
    assert (OF_CONDITIONS in page) == noted
    assert re.search(r"<h1[^>]*>(附加情况|状态)：", page)


def test_home_counts_filing_values_alone(site: Path) -> None:
    page = (site / "index.html").read_text("utf-8").partition('id="states"')[2].partition("</ul>")[0]
    assert "已列入" in page
    assert [each.label for each in CONDITIONS.values() if each.label in page] == []


def test_the_remedy_stands_in_sight_where_a_decision_states_it(second_site: Path) -> None:
    page = (second_site / "institutions/yx-d2/index.html").read_text("utf-8")
    entry = page.partition('id="2026-05-11-rectification-order"')[2].partition("</li>")[0]
    assert "<p>救济途径：" in entry.partition("<details")[0]
    assert "救济途径" not in entry.partition("<details")[2]
    without = page.partition('id="2026-07-20-rectification-outcome"')[2].partition("</li>")[0]
    assert "救济途径" not in without


def test_a_status_that_rests_on_a_decision_leads_to_it(site: Path) -> None:
    page = (site / "institutions/demo-025/index.html").read_text("utf-8")
    (act,) = re.findall('依据：<a href="#([^"]*-filing-ended)">该决定</a>。', page)
    assert f'<li id="{act}"' in page
    sheet = (site / "certificates/demo-025/index.html").read_text("utf-8")
    assert "依据：该决定。" in sheet
