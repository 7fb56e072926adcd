"""Silence about a fee is silence: 不收费 stands only where the record says so."""

import csv
import io
import re
from pathlib import Path

import pytest

from registry.publish.card import format_fee


@pytest.mark.parametrize(
    ("amount", "words"), [(None, ""), (0, "不收费"), (0.0, "不收费"), (290, "每人290元"), (0.5, "每人0.5元")]
)
def test_a_fee_in_words(amount: float | None, words: str) -> None:
    assert format_fee(amount) == words


def rows(site: Path) -> dict[tuple[str, str, str], str]:
    """The fees of all courses in the open data; empty where none is recorded."""
    text = (site / "data/v1/courses.csv").read_text("utf-8-sig")
    found = csv.DictReader(io.StringIO(text))
    return {(row["institution"], row["year"], row["id"]): row["fee_amount"] for row in found}


def test_the_open_data_tell_none_from_nothing_recorded(site: Path) -> None:
    found = rows(site)
    assert found["demo-003", "2026", "c01"] == "0"
    assert found["demo-003", "2026", "c02"] == "650"
    assert found["demo-003", "2026", "c07"] == ""


def test_the_page_of_an_institution_says_what_the_record_says(site: Path) -> None:
    fees = rows(site)
    for folder in (site / "institutions").iterdir():
        if not folder.is_dir():
            continue
        page = (folder / "index.html").read_text("utf-8")
        for year, course, rest in re.findall(r'<strong><span id="y(\d{4})-(\w+)">(.*?)</td>', page):
            fee = fees[folder.name, year, course]
            words = "收费：未载明" if not fee else "收费：不收费" if float(fee) == 0 else f"收费：每人{fee}元"
            assert words in rest, (folder.name, year, course)
            assert ("不收费" in rest) == (fee == "0")


def test_the_calendar_offers_the_three_apart(site: Path) -> None:
    page = (site / "courses/2026-10/index.html").read_text("utf-8")
    fees = rows(site)
    seen = set()
    for row in re.findall(r"<tr data-area.*?</tr>", page, re.DOTALL):
        institution, year, course = re.search(r"institutions/([\w-]+)/#y(\d{4})-(\w+)", row).groups()  # type: ignore[union-attr]
        fee = fees[institution, year, course]
        kind = "2" if not fee else "0" if float(fee) == 0 else "1"
        words = {"0": ">不收费<", "1": f">每人{fee}元<", "2": ">未载明<"}[kind]
        assert f'data-fee="{kind}"' in row
        assert words in row
        seen.add(kind)
    assert seen == {"0", "1", "2"}
