"""What one fault of form hides is told in the same run, where the writer sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.records.loader import MORE, check_bytes
from registry.records.mending import mend_text
from registry.records.schemas import Schemas
from tests.records.test_mending import PATH, PLAN

HOURS = "hours: 24", "hours: 二十四"
MODE = "mode: 面授", "mode: 面受"
WRONG_HOURS, WRONG_MODE = "schema 12:12 /courses/0/hours", "schema 9:11 /courses/0/mode"
# What is written in the place of pieces of the plan, and all that is found of it in one run.
HIDDEN: list[tuple[list[tuple[str, str]], list[str]]] = [
    ([("title: 护", "title: 护\u200b"), HOURS], ["yaml-invisible 5:13", WRONG_HOURS]),
    ([("title: 护", "title: 护\x07"), MODE, HOURS], ["yaml-invisible 5:13", WRONG_MODE, WRONG_HOURS]),
    ([("year: 2026", "\ufeffyear: 2026"), HOURS], ["yaml-encoding 1:1", WRONG_HOURS]),
    ([("year", "\ufeffy\u200bear"), HOURS], ["yaml-encoding 1:1", "yaml-invisible 1:3", WRONG_HOURS]),
    ([("title: 护", "title: 护\t"), HOURS], ["yaml-tab 5:13", WRONG_HOURS]),
    ([("    mode: 面授", "\t\tmode: 面受")], ["yaml-tab 9:1", "schema 9:9 /courses/0/mode"]),
    (
        [("    hours: 24", "    \u200bhours:\t二十四")],
        ["yaml-tab 12:12", "yaml-invisible 12:5", "schema 12:13 /courses/0/hours"],
    ),
    ([("place: 二", "place：二"), HOURS], ["yaml-syntax 16:10", WRONG_HOURS]),
    (
        [("title: 护", "title: 护\u200b"), ("place: 二", "place：二")],
        ["yaml-invisible 5:13", "yaml-syntax 16:10"],
    ),
    ([("title: 护", "title: ⼿"), HOURS], ["yaml-look-alike 5:12", WRONG_HOURS]),
    ([("mode: 面授", "mode: 面受 # 注")], ["yaml-comment 9:14", WRONG_MODE]),
    ([("hours: 24", "hours: 24\n    hours: 25"), MODE], ["yaml-duplicate 13:5", WRONG_MODE]),
    # Of what is read as nothing only the reason is told.
    ([("hours: 24", "hours: *x"), MODE], ["yaml-anchor 12:12", WRONG_MODE]),
    ([("hours: 24", "hours: # 24"), MODE], ["yaml-comment 12:12", WRONG_MODE]),
]
# What nobody can read on from.
BROKEN = [
    [("title: 护理技能班", 'title: "护理技能班'), HOURS],
    [("      favour: 费用全免。", "\tfavour: 费用全免。"), HOURS],
    [("  - id: c01", "   - id: c01\n  - id: c02"), HOURS],
    [("year: 2026", "year: 2026\n---"), HOURS],
]


def write(pieces: list[tuple[str, str]]) -> bytes:
    text = PLAN
    for piece, value in pieces:
        assert piece in text
        text = text.replace(piece, value, 1)
    return text.encode()


@pytest.mark.parametrize(("pieces", "rules"), HIDDEN)
def test_a_fault_of_form_hides_nothing_else(
    schemas: Schemas, pieces: list[tuple[str, str]], rules: list[str]
) -> None:
    findings = check_bytes(PATH, write(pieces), schemas).findings
    assert [f"{each.rule} {each.line}:{each.column} {each.pointer}".strip() for each in findings] == rules
    assert not any(MORE in each.hint for each in findings)


@pytest.mark.parametrize("raw", [*map(write, BROKEN), PLAN.encode("gbk"), PLAN.replace("\n", "\r").encode()])
def test_what_cannot_be_read_on_says_that_there_may_be_more(schemas: Schemas, raw: bytes) -> None:
    findings = check_bytes(PATH, raw, schemas).findings
    assert [each.hint.endswith(f"；{MORE}") for each in findings] == [True]


@pytest.mark.parametrize("raw", [b"", b"a: 1\n" * 300_000])
def test_what_is_said_of_a_whole_file_promises_no_more(schemas: Schemas, raw: bytes) -> None:
    (finding,) = check_bytes(PATH, raw, schemas).findings
    assert MORE not in finding.hint


SIGNS = st.sampled_from(
    [
        *"[]{}:,-?&*!|>'\"%@`#~ \t\r\x00\x07：　\u200b\ufeff\u00a0\n",
        ": ",
        " # 注",
        "\n  ",
        "\n---\n",
        "&a ",
        "*a",
    ]
)


@given(st.lists(st.tuples(st.integers(0, len(PLAN)), SIGNS), min_size=1, max_size=4))
def test_whatever_is_typed_into_a_file_is_told_within_it(
    schemas: Schemas, slips: list[tuple[int, str]]
) -> None:
    text = PLAN
    for at, sign in slips:
        text = text[:at] + sign + text[at:]
    document = check_bytes(PATH, text.encode(), schemas)
    lines = text.split("\n")
    for finding in document.findings:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
    once = mend_text(schemas, "plan", text)
    assert mend_text(schemas, "plan", once) == once
