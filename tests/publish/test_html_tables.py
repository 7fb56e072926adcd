"""Tables and texts as HTML: whatever a record says stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from registry.display import Grid, PropertyColumn, Text
from registry.publish.assemble.templates import Templates
from registry.publish.html_tables import (
    NUMBER,
    HtmlColumn,
    list_label_classes,
    name_label,
    render_anchor,
    render_anchors,
    render_body,
    render_columns,
    render_options,
    render_table,
    render_unbroken,
)

TEXTS = st.text(st.sampled_from("护a<>&\"'%s{}（ "), max_size=8)


@given(TEXTS | st.integers() | st.none())
def test_templates_escape_what_is_no_markup(value: object) -> None:
    template = Templates({"page.html": "<p title='{{ value }}'>{{ value }}</p>{{ bold }}"}).get_template(
        "page.html"
    )
    expected = f"<p title='{escape(value)}'>{escape(value)}</p><b>粗</b>"
    assert template.render(value=value, bold=Markup("<b>粗</b>")) == expected


@given(TEXTS, TEXTS, TEXTS)
def test_a_row_is_its_cells_and_the_table_names_the_columns(heading: str, one: str, other: str) -> None:
    columns = [
        HtmlColumn(heading, "lead", [str(escape(one))]),
        HtmlColumn("时", NUMBER, [str(escape(other))], group="课"),
    ]
    assert render_body(columns) == f"<tr><td>{escape(one)}</td><td>{escape(other)}</td></tr>"
    classes = list_label_classes(columns)
    assert classes == f"labelled {name_label(1, heading)} {name_label(2, '课时')} n2"
    assert re.fullmatch(r"[\w -]+", classes)


@given(TEXTS)
def test_the_cells_of_a_wide_table_of_facts_name_their_columns(title: str) -> None:
    titles = [title, *"乙丙丁戊己"]
    table = render_table(Grid([PropertyColumn(each, [Text("一")]) for each in titles]), "宽表", "../")
    assert re.findall('<td[^>]* data-label="(.*?)"', table) == [str(escape(each)) for each in titles]


@given(TEXTS, TEXTS, TEXTS)
def test_a_table_tells_its_caption_its_headings_and_what_is_there(
    caption: str, title: str, text: str
) -> None:
    grid = Grid(
        [
            PropertyColumn(title, [Text(text), Text("二")]),
            PropertyColumn("链接", [None, Text(text, "batches/1/")]),
        ]
    )
    table = render_table(grid, caption, "../")
    assert f"<caption>{escape(caption)}</caption>" in table
    assert re.findall('<th scope="col">(.*?)</th>', table) == [str(escape(title)), "链接"]
    cells = re.findall("<td[^>]*>(.*?)</td>", table)
    assert cells == [str(escape(text)), "", "二", f'<a href="../batches/1/">{escape(text)}</a>']


def test_the_heading_of_a_column_of_numbers_is_one_of_numbers() -> None:
    table = render_columns(
        [HtmlColumn("课程", "lead", ["甲"]), HtmlColumn("课时", NUMBER, ["8"])], "", "", "门"
    )
    assert '<th scope="col">课程</th>' in table
    assert f'<th scope="col" class="{NUMBER}">课时</th>' in table


def test_a_table_of_nothing_has_no_rows() -> None:
    assert "<tbody>\n\n</tbody>" in render_table(Grid([]), "空表", "../")
    assert render_body([HtmlColumn("甲", "lead", [])]) == ""


def test_a_column_that_is_too_short_is_no_table() -> None:
    with pytest.raises(ValueError, match="of size"):
        render_body([HtmlColumn("甲", "", ["一", "二"]), HtmlColumn("乙", "", ["一"])])


@given(TEXTS)
def test_an_address_outside_says_that_it_is_not_ours(text: str) -> None:
    anchor = render_anchor(Text(text, f"https://example.org/{text}"), "../")
    assert anchor == f'<a href="https://example.org/{escape(text)}" rel="nofollow">{escape(text)}</a>'


def test_a_long_address_ends_its_line_after_the_name_of_the_site() -> None:
    addresses = ("https://example.org/shidi/", "https://example.org/", "https://example.org")
    shown = [str(render_anchor(Text(each, each), "")) for each in addresses]
    assert [each.count("<wbr>") for each in shown] == [1, 0, 0]
    assert ">https://example.org/<wbr>shidi/</a>" in shown[0]


def test_words_are_listed_and_sentences_are_numbered() -> None:
    sentences = [Text("补办课程。"), Text("补齐<登记>。")]
    assert render_anchors([Text("甲"), Text("乙")], "") == "甲、乙"
    assert render_anchors(sentences, "") == "（1）补办课程。（2）补齐&lt;登记&gt;。"
    assert render_anchors(sentences[:1], "") == "补办课程。"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("办公电话0515-00000061", "0515-00000061"),
        ("电话 010-00000061转801，上午", "010-00000061转801"),
        ("400-000-0001", "400-000-0001"),
    ],
)
def test_a_telephone_number_is_one_piece(text: str, number: str) -> None:
    assert render_unbroken(text) == text.replace(number, f'<span class="unbroken">{number}</span>')


@pytest.mark.parametrize("text", ["2026-11-23", "10515-00000061", "0515-000000612", "a-0515-00000061", "<-"])
def test_what_is_no_telephone_number_is_a_text(text: str) -> None:
    assert render_unbroken(text) == escape(text)


def test_a_fact_that_is_a_telephone_number_can_be_dialled() -> None:
    number = "010-00000061转801"
    assert render_anchor(Text(number), "") == f'<a href="tel:010-00000061,801">{number}</a>'
    assert "tel:" not in render_anchor(Text(f"电话{number}"), "")


def test_an_option_is_one_piece_but_not_in_a_tag() -> None:
    words = Markup('<p class="a--b" title="with --on">registry step <var>x</var> --all-received --on</p>')
    options = render_options(words)
    assert re.findall('<span class="unbroken">(.*?)</span>', options) == ["--all-received", "--on"]
    assert re.sub("</?span[^>]*>", "", options) == words
