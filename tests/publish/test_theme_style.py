"""The theme's style sheets: lighter, and nothing that a page has is left without its style."""

from __future__ import annotations

import re
from pathlib import Path

from registry.publish.assemble.theme_style import RULE, list_names, trim_rules

SHEET = (
    '@charset "utf-8";.a,.b>.c{x:1}.d:not(.e){x:2}.f:is(.g){x:"}"}[data-md-color-primary=red]{x:3}'
    "@media print{.b{x:4}.a .z{x:5}}@media screen{.b{x:6}}@keyframes k{0%{x:0}to{x:1}}p,#id:is(a,b){x:7}"
)


def test_a_selector_goes_where_it_asks_for_what_no_page_names() -> None:
    kept = trim_rules(SHEET, frozenset({"a", "d", "f", "z"}))
    assert kept == (
        '@charset "utf-8";.a{x:1}.d:not(.e){x:2}.f:is(.g){x:"}"}'
        "@media print{.a .z{x:5}}@keyframes k{0%{x:0}to{x:1}}p,#id:is(a,b){x:7}"
    )
    page = '<p class="a d--{{ x }}"><b class="b{% if y %} c{% endif %}" data-md-color-primary="red">'
    assert {"a", "b", "c", "d--", "red"} <= list_names(page)
    assert "z" not in list_names(page)


def test_the_sheets_of_a_site_have_what_its_pages_have(site: Path) -> None:
    (sheet,) = site.glob("assets/stylesheets/main.*.css")
    (palette,) = site.glob("assets/stylesheets/palette.*.css")
    text = sheet.read_text("utf-8")
    assert "".join(map("".join, RULE.findall(text))) == text  # the whole of it was read
    assert 40_000 < len(text) < 70_000  # of 137,000
    assert ".admonition" not in text
    assert {".md-header{", ".md-typeset table:", ".md-grid{"} <= {
        *re.findall(r"\.md-(?:header|typeset table|grid)[{:]", text)
    }
    assert "[data-md-color-scheme=slate]" in palette.read_text("utf-8")
    assert "[data-md-color-primary=red]" not in palette.read_text("utf-8")
