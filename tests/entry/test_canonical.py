"""The one form of a record: it says the same, keeps its comments, and is reached from any other."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.entry.canonical import lay_out
from registry.entry.round_trip import read_document, write_document
from registry.records.form import Prefill, write_form
from registry.records.mending import mend_text
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from tests.conftest import CITY, REPOSITORY, SECOND

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
PLAN = (SECOND / "records/institutions/linzhou/yx-b3/plans/2021.yml").read_text("utf-8")


def write(text: str, kind: str = "plan") -> str:
    return lay_out(SCHEMAS, kind, mend_text(SCHEMAS, kind, text))


def test_records_and_forms_stand_in_it() -> None:
    """A record of each kind, and its form, whole and short."""
    kinds = set()
    for file in sorted((CITY / "records").rglob("*.yml")):
        kind, _ = SCHEMAS.find_kind(file.relative_to(CITY / "records").as_posix()) or (None, {})
        if kind and kind.name not in kinds:
            kinds.add(kind.name)
            text = file.read_text("utf-8")
            assert write(text, kind.name) == text, file
            assert write_document(read_document(text)) == text, file
    for kind in SCHEMAS.kinds.values():
        form = write_form(SCHEMAS, kind, Prefill(), rare=[*kind.properties])
        assert write(form.text, kind.name) == form.text, kind.name
    assert len(kinds) > 20


@st.composite
def written_otherwise(draw: st.DrawFn) -> tuple[str, list[str]]:
    """The plan in some other layout, with comments, and these."""
    comments: list[str] = []
    wide = draw(st.sampled_from([2, 3, 4]))
    ends = draw(st.sampled_from(["\n", "\r\n"]))

    def scalar(value: Any) -> str:
        plain = str(value) if not isinstance(value, str) else value
        if isinstance(value, bool):
            return json.dumps(value)
        if not isinstance(value, str):
            return plain
        quoted = json.dumps(value, ensure_ascii=draw(st.booleans()))
        return draw(st.sampled_from([plain, quoted, f"'{plain}'"]))

    def block(value: Any, indent: int) -> Iterator[str]:
        space = " " * indent
        entries = (
            draw(st.permutations([*value.items()]))
            if isinstance(value, dict)
            else [("-", each) for each in value]
        )
        for name, below in entries:
            if draw(st.integers(0, 5)) == 0:
                comments.append(f"# 说明 {len(comments)}")
                yield f"{space}{comments[-1]}"
            head = f"{space}{name}{':' if name != '-' else ''}"
            if not isinstance(below, dict | list):
                yield f"{head}{' ' * draw(st.integers(1, 2))}{scalar(below)}{' ' * draw(st.integers(0, 1))}"
            elif (
                isinstance(below, list)
                and not any(isinstance(each, dict) for each in below)
                and draw(st.booleans())
            ):
                yield f"{head} [{', '.join(map(scalar, below))}]"
            elif name == "-":
                first, *more = block(below, indent + 2)
                while first.lstrip().startswith("#"):
                    yield first[2:]
                    first, *more = more
                yield f"{space}- {first.lstrip()}"
                yield from more
            else:
                yield head
                yield from block(
                    below, indent + (0 if isinstance(below, list) and draw(st.booleans()) else wide)
                )

    lines = [*block(parse(PLAN.encode()).data, 0)]
    return ends.join(lines) + draw(st.sampled_from(["", ends, ends * 3])), comments


@settings(max_examples=15)
@given(written_otherwise())
def test_it_is_reached_from_any_layout_and_says_the_same(other: tuple[str, list[str]]) -> None:
    text, comments = other
    parsed = parse(text.encode())
    assert not any(each.severity == "error" for each in parsed.faults), text
    output = write(text)
    lines = output.splitlines()
    assert parse(output.encode()).data == parsed.data
    assert write(output) == output
    assert sorted(line.strip() for line in lines if line.strip().startswith("#")) == sorted(comments)
    assert "".join(f"{line}\n" for line in lines if not line.strip().startswith("#")) == PLAN


SMALL = f"""\
# 约定的说明
date: 2024-03-15
remarks: |
  第一段{" "}
    第二段

  # 不是注释
authority: "city-hrss"
# 关于理由
reason: 自愿退出。
# 末尾
"""


def test_comments_go_with_what_stands_below_and_texts_of_several_lines_stay() -> None:
    text = write(SMALL, "withdrawal")
    assert parse(text.encode()).data == parse(SMALL.encode()).data
    assert text.startswith(
        "# 约定的说明\ndate: 2024-03-15\nauthority: city-hrss\n# 关于理由\nreason: 自愿退出。\n"
    )
    assert "remarks: |\n  第一段 \n    第二段\n\n  # 不是注释\n" in text
    assert text.endswith("# 末尾\n")


def test_a_field_that_the_schema_does_not_know_stays_behind_the_one_before_it() -> None:
    text = "reason: 甲\ndate: 2024-03-15\nautority: city-hrss\n"
    assert write(text, "withdrawal") == "date: 2024-03-15\nautority: city-hrss\nreason: 甲\n"


@pytest.mark.parametrize(
    "text",
    [
        "date: 2024-03-15\nreason: 自愿\n  退出。\n",  # folded: a blank has come in between
        "reason: 甲 # 乙\ndate: 2024-03-15\n",
        "reason: 甲\ndate: 2024-03-15\nreason: 乙\n",
        "reason: [\ndate: 2024-03-15\n",
        "reason: “甲”\ndate: 2024-03-15\n",
        "- date: 2024-03-15\n",
        "",
    ],
)
def test_what_is_in_doubt_stays_as_it_is_written(text: str) -> None:
    assert write(text, "withdrawal") == text


def test_a_changed_document_keeps_comments_and_says_nothing_by_the_word() -> None:
    document = read_document("a: 0571 # 区号\nb: null\nc:\n  # 说明\n  - 2024-03-15\n")
    assert [*document["c"]] == ["2024-03-15"]
    document["b"], document["d"] = None, "true"
    assert write_document(document) == "a: 0571 # 区号\nb: null\nc:\n  # 说明\n  - 2024-03-15\nd: 'true'\n"
