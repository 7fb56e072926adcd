"""On a phone a cell names its column: each heading of a table of courses has its rule in the style sheet."""

import re
from pathlib import Path

from registry.publish.html_tables import name_label
from registry.publish.pages.column_labels import ADDRESS, build_style_sheet, list_labels
from registry.records.schemas import Schemas

TABLE = re.compile(r'<table class="grid stack[^"]*\blabelled ([^"]*)">(.*?)</table>', re.DOTALL)
HEADING = re.compile(r"<th scope=\"col\"[^>]*>(.*?)</th>")
RULE = re.compile(r'\.(c\d+-\w+) td:nth-child\((\d+)\)::before\{content:"(.*?)"\}')


def test_every_heading_on_a_page_has_its_rule(site: Path, second_site: Path) -> None:
    headings: set[str] = set()
    for each in (site, second_site):
        rules = {name: text for name, _, text in RULE.findall((each / ADDRESS).read_text("utf-8"))}
        for page in (each / "institutions").glob("*/index.html"):
            for classes, table in TABLE.findall(page.read_text("utf-8")):
                names = [name for name in classes.split() if name[0] == "c"]
                assert {*names} <= {*rules}
                if "colgroup" not in table:  # there the headings are not in the order of the columns
                    assert [rules[name] for name in names] == HEADING.findall(table)
                headings.update(rules[name] for name in names)
    assert {"课程", "计划月份", "领域", "实际人数"} <= headings


def test_no_two_headings_of_a_place_share_a_class(schemas: Schemas) -> None:
    labels = {*list_labels(schemas)}
    assert len({name_label(*each) for each in labels}) == len(labels)


def test_the_style_sheet_is_light_and_each_rule_is_of_its_place(schemas: Schemas) -> None:
    sheet = build_style_sheet(schemas)
    assert len(sheet.encode()) < 12_000  # a sixth of it as a server sends it
    assert all(name.startswith(f"c{place}-") for name, place, _ in RULE.findall(sheet))
    assert len(RULE.findall(sheet)) == len({*list_labels(schemas)})
