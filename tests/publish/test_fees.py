"""Silence about a fee is silence: 不收费 stands only where the record says so."""

import csv
import io
import re
from pathlib import Path

import pytest

from registry.json_data import JsonObject
from registry.model.fees import format_fee

PARTS = [{"name": "培训费", "amount": 290, "unit": "每人"}, {"name": "资料费", "amount": 60, "unit": "每人"}]
MODES = [
    {"name": "培训费", "amount": 115, "unit": "每人", "applies_to": "面授"},
    {"name": "培训费", "amount": 100, "unit": "每人", "applies_to": "远程"},
]
HOURLY = [{"name": "培训费", "amount": 4, "unit": "每学时", "at_most": True}]


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        ({}, ""),
        ({"amount": 0}, "不收费"),
        ({"amount": 0.0}, "不收费"),
        ({"amount": 290}, "每人290元"),
        ({"amount": 0.5}, "每人0.5元"),
        ({"amount": 350, "parts": PARTS}, "每人350元（培训费每人290元，资料费每人60元）"),
        ({"parts": MODES}, "培训费（面授）每人115元，培训费（远程）每人100元"),
        ({"parts": HOURLY, "cap": 300}, "培训费每学时不超过4元，每人合计不超过300元"),
    ],
)
def test_a_fee_in_words(fee: JsonObject, words: str) -> None:
    assert format_fee(fee) == words


def rows(site: Path) -> dict[tuple[str, str, str], str]:
    """The fees of all courses in the open data; empty where none is recorded."""
    text = (site / "data/v1/courses.csv").read_text("utf-8-sig")
    table = csv.DictReader(io.StringIO(text))
    return {(row["institution"], row["year"], row["id"]): row["fee_amount"] for row in table}


def test_the_open_data_tell_none_from_nothing_recorded(site: Path) -> None:
    table = rows(site)
    assert table["demo-003", "2026", "c01"] == "0"
    assert table["demo-003", "2026", "c02"] == "650"
    assert table["demo-003", "2026", "c07"] == ""


def test_the_page_of_an_institution_says_what_the_record_says(site: Path) -> None:
    fees = rows(site)
    for folder in (site / "institutions").iterdir():
        if not folder.is_dir():
            continue
        page = (folder / "index.html").read_text("utf-8")
        for year, course, rest in re.findall(r'<strong id="y(\d{4})-(\w+)">(.*?)</td>', page):
            fee = fees[folder.name, year, course]
            words = "收费：未载明" if not fee else "收费：不收费" if float(fee) == 0 else f"收费：每人{fee}元"
            assert words in rest, (folder.name, year, course)
            assert ("不收费" in rest) == (fee == "0")


def test_the_calendar_offers_the_three_apart(site: Path) -> None:
    page = (site / "courses/2026-10/index.html").read_text("utf-8")
    fees = rows(site)
    offers = set()
    for row in re.findall(r"<tr data-area.*?</tr>", page, re.DOTALL):
        institution, year, course = re.search(r"institutions/([\w-]+)/#y(\d{4})-(\w+)", row).groups()  # type: ignore[union-attr]
        fee = fees[institution, year, course]
        kind = "2" if not fee else "0" if float(fee) == 0 else "1"
        words = {"0": ">不收费<", "1": f">每人{fee}元<", "2": ">未载明<"}[kind]
        assert f'data-fee="{kind}"' in row
        assert words in row
        offers.add(kind)
    assert offers == {"0", "1", "2"}
