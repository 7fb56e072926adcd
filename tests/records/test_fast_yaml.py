"""The quick reader and the strict one tell the same of any file."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.corpus import build_files, draw_dossiers
from registry.records import fast_yaml, strict_yaml
from registry.records.text import decode
from tests.conftest import CITY, REPOSITORY
from tests.depth import DEPTH
from tests.records.test_strict_yaml import DATA, PLAIN, STRINGS, WORDS

RECORDS = sorted((CITY / "records").rglob("*.yml"))
CASES = sorted({*(REPOSITORY / "tests").rglob("*.yml")} - {*RECORDS})
CORPUS = [text for dossier in draw_dossiers(21, seed=1) for text in build_files(dossier).values()]
# What makes another thing of a line that is written plainly.
TRICKS = [
    *"[]{}:,-?&*!|>'\"%@`#~ \n\t\r：.=<\\0eyn",
    *(
        ": ",
        " #",
        "- ",
        "- - ",
        "\n  ",
        "\n\n",
        "---\n",
        "...\n",
        "  ",
        "\r\n",
        "null",
        "a: b\n",
        "\u3000",
        "\xa0",
    ),
    *("\ufeff", "\u200b", "\x85", "\u2028", "\ud7ff", "\ue000", "😀", "x" * 1100),
]
# Each on its own line, with its last line feed or without.
HARD = [
    *("", "\n", "a", "a\n", "a:", "a:\n", "a: \n", "a: 1", "a:1\n", "a : 1\n", " a: 1\n", "a: 1 \n"),
    *("a: 1\na: 2\n", "a:\n  b: 1\n  b: 2\n", "a: 1\n b: 2\n", "a:\n  b: 1\n c: 2\n", "a:\nb: 1\n"),
    *("a:\n- 1\n", "a:\n- b: 1\n", "a:\n  - 1\n  b: 2\n", "a:\n  b: 2\n  - 1\n", "a:\n  -  1\n"),
    *("a:\n  -\n", "a:\n  - \n", "a:\n  - b:\n", "a:\n  - b:\n      c: 1\n", "a:\n  - b:\n    c: 1\n"),
    *("a:\n  - b:\n      - 1\n", "a:\n  - b:\n    - 1\n", "a:\n  - - 1\n", "a:\n  - b: 1\n   c: 2\n"),
    *("a:\n  - b: 1\n     c: 2\n", "a: b: c\n", "a: b:\n", "a: b:c\n", "a: b::c\n", "a: http://x.y/z\n"),
    *("a:\n  - http://x.y/z\n", "a: b #c\n", "a: b#c\n", "# a\na: 1\n", "a: 1 # b\n", "a: 1\n\nb: 2\n"),
    *('a: ""\n', 'a: "b\n', 'a: "b"c\n', 'a: "b" \n', 'a: "\\n"\n', 'a: " b "\n', "a: 'b'\n", 'a: b"c"\n'),
    *('"a": 1\n', "A: 1\n", "甲: 1\n", "1: 1\n", "a-b: 1\n", "a: |\n  b\n", "a: >\n  b\n", "a: b\n  c\n"),
    *("a: [1]\n", "a: {}\n", "a: &b 1\n", "a: *b\n", "a: !b 1\n", "%a\n", "a: b, c\n", "a: -b\n", "a: - b\n"),
    *("a: ? b\n", "? a\n: b\n", "---\na: 1\n", "a: 1\n---\nb: 2\n", "a: 1\n...\n", "a: ...\n", "a: ---\n"),
    *("a: 1\r\n", "a: 1\r", 'a: "1"\r\n', "a:\t1\n", "a: \u30001\n", "a: 1\u3000\n", "\ufeffa: 1\n"),
    *("a: \x85\n", "no: 1\n", *(f"{'k' * n}: 1\n" for n in (64, 65, 1024, 1025))),
]
# A mapping in a list counts as two levels.
DEEP = [
    *("".join(f"{'  ' * i}a:\n" for i in range(n)) + "  " * n + "a: 1\n" for n in range(13, 18)),
    *(
        "a:\n" + "".join(f"{'    ' * i}  - a:\n" for i in range(n)) + "    " * n + end
        for n in range(6, 10)
        for end in ("  b: 1\n", "  - 1\n")
    ),
]


def agree(raw: bytes) -> bool:
    """Whether the quick way was taken; either way both must tell the same."""
    parsed = strict_yaml.parse(raw)
    assert repr(fast_yaml.read(raw)) == repr((parsed.data, parsed.faults))
    text, faults = decode(raw)
    return not faults and fast_yaml.read_plain(text) is not None


def test_every_record_reads_the_same_and_nearly_all_the_quick_way() -> None:
    results = [agree(file.read_bytes()) for file in RECORDS]
    assert sum(results) > 0.95 * len(results)


def test_every_file_of_the_tests_reads_the_same() -> None:
    assert sum(agree(file.read_bytes()) for file in CASES) > 0


def test_the_corpus_is_read_the_quick_way() -> None:
    assert all(agree(text.encode()) for text in CORPUS)


@pytest.mark.parametrize(("text", "value", "warned"), PLAIN)
def test_a_plain_scalar_reads_the_same(text: str, value: Any, warned: bool) -> None:
    for form in ("a: {}\n", "a:\n  - {}\n", "a:\n  - b: {}\n    c: 1\n", "a:\n  {}\n", "- {}\n"):
        assert not (agree(form.format(text).encode()) and warned)


@pytest.mark.parametrize("text", [*HARD, *DEEP])
def test_a_hard_case_reads_the_same(text: str) -> None:
    agree(text.encode())


@settings(max_examples=350 * DEPTH)
@given(st.data())
def test_a_record_with_a_trick_in_it_reads_the_same(data: st.DataObject) -> None:
    """Records of the corpus, shortened, with some characters put in or taken out anywhere."""
    lines = data.draw(st.sampled_from(CORPUS)).splitlines(keepends=True)
    first = data.draw(st.integers(0, max(0, len(lines) - 12)))
    text = "".join(lines[:3] + lines[first : first + 12])
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        removed = data.draw(st.integers(0, 2))
        text = text[:place] + data.draw(st.sampled_from(TRICKS)) + text[place + removed :]
    agree(text.encode())


@settings(max_examples=200 * DEPTH)
@given(st.lists(WORDS | st.sampled_from(["a: ", "b:", "\n", "  "]), max_size=30).map("".join) | st.text())
@example("a:\n  b")
def test_any_text_reads_the_same(text: str) -> None:
    agree(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes_read_the_same(raw: bytes) -> None:
    agree(raw)


@settings(max_examples=150 * DEPTH)
@given(DATA | STRINGS, st.sampled_from([None, '"']))
def test_what_pyyaml_writes_reads_the_same(data: Any, style: Any) -> None:
    agree(yaml.safe_dump({"data": data}, allow_unicode=True, default_style=style, sort_keys=False).encode())
