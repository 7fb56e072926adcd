"""What the web forms write is byte for byte what `registry fix` leaves and `registry step` adds."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.entry.canonical import lay_out
from registry.entry.steps.additions import Addition, add_to_text
from registry.entry.steps.later import LaterPlace, list_later
from registry.entry.steps.targets import walk_rows
from registry.json_data import JsonValue
from registry.records import fast_yaml
from registry.records.look_alikes import SUSPECT
from registry.records.schemas import Schema, walk_schemas
from registry.records.values import write_literal
from tests.conftest import CITY, EMPTY, SECOND
from tests.depth import DEPTH
from tests.entry.scripts import SCHEMAS, start_scripts

# A number without quotes stays so in a file; one who writes it anew puts it in quotes.
BARE_NUMBER = re.compile(r"(?<=: )[0-9]+-[0-9]{3}-?[0-9]+$", re.MULTILINE)


class File(NamedTuple):
    """A record: its kind, its text and what it holds."""

    kind: str
    text: str
    data: Any


@cache
def list_files() -> list[File]:
    forms = []
    for register in (CITY, SECOND, EMPTY):
        for path in sorted((register / "records").rglob("*.yml")):
            kind = SCHEMAS.find_kind(path.relative_to(register / "records").as_posix())
            raw = path.read_bytes()
            data, _ = fast_yaml.read(raw)
            if kind and isinstance(data, dict):
                forms.append(File(kind[0].name, raw.decode(), data))
    return forms


def test_every_record_is_written_as_it_stands() -> None:
    files = list_files()
    texts = start_scripts().call(
        "writeRecord", ([start_scripts().keep_schema(f.kind), f.data] for f in files)
    )
    for file, text in zip(files, texts, strict=True):
        without = "".join(
            line for line in file.text.splitlines(keepends=True) if not line.lstrip().startswith("#")
        )
        assert text == BARE_NUMBER.sub(r'"\g<0>"', without)
    assert len({file.kind for file in files}) == len(SCHEMAS.kinds)


def test_fields_come_in_the_order_of_the_schema() -> None:
    plan = next(file for file in list_files() if file.kind == "plan" and len(file.data["courses"]) > 1)

    def turn(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turn(below) for name, below in reversed(value.items())}
        return [turn(each) for each in value] if isinstance(value, list) else value

    data = turn(plan.data) | {"unknown": {}, "courses": turn(plan.data["courses"])}
    data["courses"][0]["none"] = None
    (text,) = start_scripts().call("writeRecord", [[start_scripts().keep_schema("plan"), data]])
    assert lay_out(SCHEMAS, "plan", text) == text
    assert fast_yaml.read(text.encode())[0] == data
    assert "\nunknown: {}\n" in text


# Pieces that are something else to one reader of YAML or another, or end something.
PIECES = st.sampled_from(
    [
        *(
            '"',
            "'",
            ":",
            ": ",
            " #",
            "#",
            "- ",
            "-",
            "? ",
            "?",
            ",",
            "[",
            "]",
            "{",
            "}",
            "&a",
            "*a",
            "!",
            "|",
        ),
        *(">", "%", "@", "`", "~", "=", "<<", "...", "---", "\\", "\n", "\n\n", "\t", " ", "\u3000", "\xa0"),
        *(
            "“",
            "”",
            "‘",
            "’",
            "《",
            "》",
            "：",
            "，",
            "（",
            "）",
            "０",
            "Ａ",
            "😀",
            "👨‍👩‍👧",
            "\u200b",
            "\ufeff",
        ),
        *(
            "yes",
            "No",
            "on",
            "null",
            "true",
            "y",
            "1",
            "0",
            "007",
            "1.0",
            "1e3",
            "0x1F",
            "0o7",
            "1_000",
            ".5",
        ),
        *("2024-03-05", "2024-3-5", "12:30", "2024-03-05 10:00:00", ".inf", "+86", "0515-00000001", "91DEMO"),
        *("第一", "人", "a", "key:", "x" * 200, "é", "\x07", "\x7f", "\u2028"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=4).map("".join), st.text(max_size=8))


@settings(max_examples=4 * DEPTH)
@given(st.lists(TEXTS, min_size=50, max_size=80))
def test_any_text_is_written_as_the_program_writes_it(texts: list[str]) -> None:
    """Letters that look like others are left out: the program quotes them, and the check tells of them."""
    plain = [each for each in texts if not re.search(SUSPECT, each) and each.isprintable() | ("\n" in each)]
    scripts = start_scripts()
    assert scripts.call("writeLiteral", ([each] for each in plain)) == [write_literal(each) for each in plain]
    records = [{"year": 2024, "remarks": each, "courses": [{"title": each}, each]} for each in texts]
    outputs = scripts.call("writeRecord", ([scripts.keep_schema("plan"), each] for each in records))
    for record, text in zip(records, outputs, strict=True):
        data, faults = fast_yaml.read(text.encode("utf-8", "surrogatepass"))
        if data is not None:  # what no file may hold, escaped or not, is refused
            assert data == record
        if not faults:
            assert lay_out(SCHEMAS, "plan", text) == text


def make_example(schema: Schema) -> JsonValue:
    schema = SCHEMAS.resolve(schema)
    if schema.get("examples"):
        example: JsonValue = copy.deepcopy(schema["examples"][0])
        return example
    if "properties" in schema:
        required = schema.get("required", ())
        return {
            name: make_example(below) for name, below in SCHEMAS.get_properties(schema) if name in required
        }
    return [make_example(schema["items"])] if schema.get("type") == "array" else "说明：见附件"


def list_additions(file: File) -> Iterator[tuple[LaterPlace, Addition]]:
    """All that `registry step` may add to a record."""
    for place in list_later(SCHEMAS, SCHEMAS.kinds[file.kind]):
        *_, name = place.parts
        for above, row in walk_rows(file.data, place.parts[:-1]):
            if place.at_end or name not in row:
                value = make_example(place.schema)
                if isinstance(value, dict) and place.action:
                    value["action"] = place.action
                yield place, Addition((*above, name), value, place.at_end)


def point(addition: Addition) -> str:
    return "".join(f"/{each}" for each in addition.parts) + ("/-" if addition.at_end else "")


def test_each_kind_of_addition_comes_as_a_step_adds_it() -> None:
    cases: dict[tuple[Any, ...], tuple[File, Addition]] = {}
    for file in list_files():
        for place, addition in list_additions(file):
            depth = len(addition.parts), addition.parts[-1] in file.data
            cases.setdefault((file.kind, place.parts, place.action, *depth), (file, addition))
    scripts = start_scripts()
    requests = [[f.text, point(a), a.value, scripts.keep_schema(f.kind)] for f, a in cases.values()]
    for (file, addition), text in zip(cases.values(), scripts.call("appendValue", requests), strict=True):
        expected = add_to_text(SCHEMAS, file.kind, file.text.encode(), addition)
        assert text == expected.raw.decode(), (file.kind, addition)
    assert len(cases) > 70


PLAN = f"""\
# 收件箱
year: 2021
type: 年度{" "}
# 课程
courses:
- id: c01
  title: '示例班：一'{" "}
    # 深处的说明

steps:
    # 说明
    - action: 报送
      date: 2020-12-14
      authority: "yangqu-hrss"
      # reason:
# 到此为止

remarks: |
  第一段
"""
STEP = {"action": "通过", "date": "2020-12-22", "authority": "yangqu-hrss", "reason": "是：#"}
DOCUMENT = {"number": "示例人社发〔2024〕1号", "date": "2024-03-15"}


@pytest.mark.parametrize(
    ("text", "addition"),
    [
        (PLAN, Addition(("steps",), STEP, at_end=True)),
        (PLAN.replace("\n", "\r\n"), Addition(("steps",), STEP, at_end=True)),
        (PLAN.rstrip("\n"), Addition(("steps",), STEP, at_end=True)),
        (PLAN, Addition(("steps", 0, "document"), DOCUMENT, at_end=False)),
        (PLAN, Addition(("activities",), {"id": "a01", "months": [6]}, at_end=True)),
        (PLAN, Addition(("courses", 0, "months"), [3, 9], at_end=False)),
        ("year: 2021\nsteps: []\n# 完\n", Addition(("steps",), STEP, at_end=True)),
        ("year: 2021\nsteps: [ ]", Addition(("steps",), STEP, at_end=True)),
    ],
)
def test_comments_and_line_ends_stay(text: str, addition: Addition) -> None:
    (output,) = start_scripts().call(
        "appendValue", [[text, point(addition), addition.value, start_scripts().keep_schema("plan")]]
    )
    assert output == add_to_text(SCHEMAS, "plan", text.encode(), addition).raw.decode()
    lines = iter(output.splitlines())
    assert all(line in lines for line in text.splitlines() if "[" not in line)  # each, in this order


def test_what_is_written_in_brackets_is_laid_out_anew_with_its_comments() -> None:
    text = 'year: 2021 # 年\n# 说明\nsteps: [{action: "报送", date: 2020-12-14}]\n'
    (output,) = start_scripts().call(
        "appendValue", [[text, "/steps/-", STEP, start_scripts().keep_schema("plan")]]
    )
    data, _ = fast_yaml.read(output.encode())
    assert data == {"year": 2021, "steps": [{"action": "报送", "date": "2020-12-14"}, STEP]}
    assert "# 年" in output
    assert "\n# 说明\n" in output


def test_a_file_is_read_as_the_program_reads_it() -> None:
    """One of each kind, and values that others take for something else."""
    odd = "a: 0571\nb: 1e3\nc: 2024-03-05\nd: no\ne: ~\nf:\ng: '1'\nh: -0.5\n"
    odd += "i: |\n  甲\n  乙\nj: []\nk: {}\nl: true\n"
    texts = [*{file.kind: file.text for file in list_files()}.values(), PLAN, odd]
    assert start_scripts().call("readRecord", ([each] for each in texts)) == [
        fast_yaml.read(each.encode())[0] for each in texts
    ]


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("steps: [\n", "/steps/-"),
        ("- 1\n", "/steps/-"),
        ("steps: 1\n", "/steps/-"),
        ("year: 2021\n", "/year"),
        ("year: 2021\n", "/courses/0/months"),
        ("year: 2021\nyear: 2022\n", "/remarks"),
    ],
)
def test_what_has_no_place_for_it_is_refused(text: str, pointer: str) -> None:
    answer = start_scripts().call("appendValue", [[text, pointer, "x", start_scripts().keep_schema("plan")]])
    assert answer == [{"refused": True}]


def test_amendments_stand_in_the_order_of_their_numbers() -> None:
    paths = [f"plans/2026-amendment-{number}.yml" for number in (1, 2, 10)]
    pairs = [[one, other] for one in paths for other in paths]
    ranks = [paths.index(one) - paths.index(other) for one, other in pairs]
    assert [*map(sign, start_scripts().call("comparePaths", pairs))] == [*map(sign, ranks)]


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def test_a_form_says_in_its_own_words_how_a_correction_is_placed() -> None:
    places = [
        schema["properties"]["pointer"]
        for schema in walk_schemas(SCHEMAS.documents)
        if "pointer" in schema.get("properties", {})
    ]
    words = [place[word] for place in places for word in ("description", "x-hint") if word in place]
    assert len(words) > len(places) > 3
    for text in start_scripts().call("speakPlainly", ([each] for each in words)):
        assert not re.search("斜线|JSON|（[a-z-]+）", text), text
