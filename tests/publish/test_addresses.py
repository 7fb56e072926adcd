"""An address that was published once leads somewhere for good."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from registry.publish.assemble.site import Site
from tests.conftest import (
    CITY,
    DAY,
    EMPTY,
    REPOSITORY,
    SECOND,
    TEMPLATES,
    build,
    configure,
    examined,
    registry,
)

DAYS = [dt.date(year, month, 15) for year in range(2018, 2029) for month in (3, 9)]


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_no_address_is_lost_while_days_pass(root: Path) -> None:
    before: set[str] = set()
    for day in DAYS:
        addresses = Site(examined(root), day, TEMPLATES).list_addresses()
        assert before - {*addresses} == set(), day
        before = {*addresses}
        assert len(before) == len(addresses)
    assert len(before) > 100


def test_every_page_that_is_built_is_among_the_addresses(site: Path, second_site: Path) -> None:
    """By them pages are counted and come into the sitemap, and the test above knows that none is lost."""
    pages = REPOSITORY / "site/pages"
    by_hand = {each.relative_to(pages).with_suffix("").as_posix() for each in pages.rglob("*.md")}
    fixed = {each.removesuffix("index").strip("/") for each in by_hand - {"record/frame"}}
    for folder, root in ((site, CITY), (second_site, SECOND)):
        built = {each.parent.relative_to(folder).as_posix() for each in folder.rglob("index.html")}
        addresses = Site(examined(root), DAY, TEMPLATES).list_addresses()
        assert built == {each.strip("/") or "." for each in (*fixed, *addresses)}


def test_the_month_of_a_past_year_says_where_its_courses_are(site: Path) -> None:
    text = (site / "courses" / "2025-03" / "index.html").read_text("utf-8")
    assert "日历只列今年和明年" in text
    assert "institutions/" in text


def test_a_month_without_courses_and_an_empty_list_say_so(site: Path, second_site: Path) -> None:
    assert "没有" in (second_site / "courses" / "2026-01" / "index.html").read_text("utf-8")
    empty = (site / "search" / "status-applying" / "index.html").read_text("utf-8")
    assert "现在没有机构" in empty
    assert "search/status-applying/" not in (site / "search" / "index.html").read_text("utf-8")


MOVED = "extra:\n  moved:\n    rules/old-rule/: {}\n"


def test_what_was_moved_is_redirected(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path, MOVED.format("rules/plan-hours/"))
    page = (build(tmp_path, tmp_path / "public") / "rules/old-rule/index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../rules/plan-hours/">' in page
    assert '<a href="../../rules/plan-hours/">' in page


def test_what_is_no_more_says_why(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path, MOVED.format("这条规则 2026 年并入别的规则。"))
    page = (build(tmp_path, tmp_path / "public") / "rules/old-rule/index.html").read_text("utf-8")
    assert "这条规则 2026 年并入别的规则。" in page
    assert 'http-equiv="refresh"' not in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extra:\n  moved:\n    rules/plan-hours/: rules/plan-persons/\n", "rules/plan-hours/ 现在就有"),
        ("extra:\n  moved:\n    rules/old/: rules/none/\n", "没有 rules/none/"),
        ("extra:\n  moved:\n    old/: rules/plan-hours/\n", "old/ 应当是两级"),
        ("extra:\n  moved:\n    a/b/: 3\n", "a/b/ 后面应当是"),
        ("extra:\n  moved: 旧\n", "moved 应当是"),
    ],
)
def test_a_wrong_table_of_moved_pages_is_refused(tmp_path: Path, text: str, message: str) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path, text)
    result = registry("build", "--root", tmp_path, "--on", DAY.isoformat(), "--out", tmp_path / "public")
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
