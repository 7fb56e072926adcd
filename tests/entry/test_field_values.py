"""What is typed for a field is read as the cell of a spreadsheet is, by `new` and `step` alike."""

from __future__ import annotations

from typing import Any

import pytest

from registry.entry.field_values import ValueReader
from registry.entry.request import UnknownNameError
from registry.entry.written.values import Context, read_value
from registry.records.schemas import Schemas

DAYS = ("2026年3月5日", "2026/3/5", "2026.3.5", "２０２６－３－５", "20260305", "2026-3-5（周四）")
TYPED: dict[str, dict[str, Any]] = {
    "hours": {"20学时": 20, "２０": 20, "7.5 课时": 7.5, "20 节": 20},
    "persons": {"1,200人": 1200, "１２０": 120, "80人次": 80},
    "months": {"3、9月": [3, 9], "第一季度": [1, 2, 3], "3月": [3], "3 9": [3, 9], "3至5月": [3, 4, 5]},
    "until": dict.fromkeys(DAYS, "2026-03-05"),
    "mode": {"线上": "远程", "面授课程": "面授", "混 合": "混合"},
    "contact_phone": {"（0515）8888 8888": "0515-88888888", "0515—88888888": "0515-88888888"},
    "subject": {"专业科目": "专业"},
    "title": {"护理班（第２期）": "护理班（第2期）"},
    "recognized_hours": {"无": 0},
}
# What is not certain stays as it is written: the check says what may be written.
UNSURE = {
    "hours": ("20个", "二十左右"),
    "until": ("3月5日", "05/03/2026", "2026-3"),
    "mode": ("面对面",),
    "contact_phone": ("88888888",),
}


def read(schemas: Schemas, name: str, text: str) -> Any:
    schema = schemas.resolve_path("plan", ["courses", 0, name])[-1]
    return ValueReader(schemas, {}, lambda _, word: word, {}).read_value(schema, text)


@pytest.mark.parametrize(
    ("name", "text", "value"), [(name, *each) for name, texts in TYPED.items() for each in texts.items()]
)
def test_a_typed_text_is_read_as_a_cell_is(schemas: Schemas, name: str, text: str, value: Any) -> None:
    assert read(schemas, name, text) == value
    schema = schemas.resolve_path("plan", ["courses", 0, name])[-1]
    if text not in ("无", "3 9"):  # which a sheet writes otherwise
        assert read_value(text, schema, Context(schemas)) == value


@pytest.mark.parametrize(("name", "text"), [(name, each) for name, texts in UNSURE.items() for each in texts])
def test_what_is_not_certain_is_left_to_the_check(schemas: Schemas, name: str, text: str) -> None:
    written = read(schemas, name, text)
    assert written == text or written == [text]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-03-02至2026-03-06", ("2026-03-02", "2026-03-06")),
        ("2026年3月2日至6日", ("2026-03-02", "2026-03-06")),
        ("2026年3月2日—4月6日", ("2026-03-02", "2026-04-06")),
        ("２０２６．３．２-3.6", ("2026-03-02", "2026-03-06")),
        ("2026/3/2 2026/3/6", ("2026-03-02", "2026-03-06")),
    ],
)
def test_a_period_is_read_as_a_span_is(schemas: Schemas, text: str, days: tuple[str, str]) -> None:
    schema = schemas.resolve_path("batch", ["window"])[-1]
    read = ValueReader(schemas, {}, lambda _, word: word, {}).read_value(schema, text)
    assert read == dict(zip(("from", "to"), days, strict=True))


@pytest.mark.parametrize("text", ["2026-03-02", "3月2日至6日", "2026-03-06至2026-03-02", "春季"])
def test_a_period_that_is_not_certain_is_refused_in_words(schemas: Schemas, text: str) -> None:
    schema = schemas.resolve_path("batch", ["window"])[-1]
    with pytest.raises(
        UnknownNameError, match=r"看不出从哪天到哪天|没有写年份|结束在开始之前|读不出是哪一天"
    ):
        ValueReader(schemas, {}, lambda _, word: word, {}).read_value(schema, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20", 20),
        ("７.5", 7.5),
        ("true", True),
        ("null", None),
        ("0515", "0515"),
        ("路 3 号", "路 3 号"),
    ],
)
def test_what_may_be_of_several_types_is_read_as_a_record_has_it(
    schemas: Schemas, text: str, value: object
) -> None:
    schema = schemas.resolve_path("correction", ["new"])[-1]
    read = ValueReader(schemas, {}, lambda _, word: word, {}).read_value(schema, text)
    assert (type(read), read) == (type(value), value)


def test_a_document_is_its_number_and_its_day(schemas: Schemas) -> None:
    schema = schemas.resolve_path("suspension", ["document"])[-1]
    reader = ValueReader(schemas, {}, lambda _, word: word, {})
    for text in ("示例人社发〔2026〕1号 2026年3月5日", "示例人社发〔2026〕1号，２０２６．３．５"):
        assert reader.read_value(schema, text) == {"number": "示例人社发〔2026〕1号", "date": "2026-03-05"}
