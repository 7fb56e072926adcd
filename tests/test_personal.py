"""What is personal is found as people write it; what only looks alike is let be."""

from __future__ import annotations

import json

import pytest

from registry.personal import find_personal, mask_personal
from registry.personal_looks import ZEROS, may_be_personal
from registry.personal_search import is_identity_number
from tests.habits import HABITS, INNOCENT

NEEDED, FALSE = 0.95, 0.03


def test_both_tables_are_large_and_hold_nothing_twice() -> None:
    habits = [text for texts in HABITS.values() for text in texts]
    assert len({*habits}) == len(habits) >= 800
    assert len({*INNOCENT}) == len(INNOCENT) >= 550


@pytest.mark.parametrize("kind", HABITS)
def test_habits_are_found_as_what_they_are(kind: str) -> None:
    kinds = {"mail", "chat", "paper"} if kind == "names" else {kind}
    missed = [text for text in HABITS[kind] if not kinds & {match.kind for match in find_personal(text)}]
    assert len(missed) <= (1 - NEEDED) * len(HABITS[kind]), missed


def test_innocents_are_let_be() -> None:
    accused = [text for text in INNOCENT if find_personal(text)]
    assert len(accused) <= FALSE * len(INNOCENT), accused


def test_a_text_around_changes_little() -> None:
    """What is found alone is found within a sentence, and what is innocent stays so."""
    lead, end = "本期由我单位组织，", "；其余见附件。"
    missed = [
        text
        for texts in HABITS.values()
        for text in texts
        if find_personal(text) and not find_personal(f"{lead}{text}{end}")
    ]
    assert missed == []
    accused = [text for text in INNOCENT if find_personal(f"{lead}{text}{end}")]
    assert len(accused) <= FALSE * len(INNOCENT), accused


@pytest.mark.parametrize("kind", HABITS)
def test_a_masked_text_keeps_its_length_and_shows_nothing(kind: str) -> None:
    for text in HABITS[kind]:
        hidden = mask_personal(text)
        assert len(hidden) == len(text)
        assert hidden.count("\n") == text.count("\n")
        for match in find_personal(text):
            whole = text[match.start : match.end]
            masked = hidden[match.start : match.end]
            assert sum(each.isalnum() for each in masked) <= max(
                5, sum(each.isalnum() for each in whole) // 2
            )
        assert mask_personal(hidden) == hidden


def test_a_text_without_anything_personal_stays_as_it_is() -> None:
    changed = [text for text in INNOCENT if not find_personal(text) and mask_personal(text) != text]
    assert changed == []


def test_a_first_look_passes_all_that_is_found() -> None:
    """Also in a record as JSON, where a line break, a quotation mark and a backslash are two signs."""
    texts = [text for texts in HABITS.values() for text in texts if find_personal(text)]
    texts += [text.replace("-", "\n\n \n") for text in texts if find_personal(text.replace("-", "\n\n \n"))]
    missed = [
        text for text in texts if not may_be_personal(json.dumps({"a": text}, ensure_ascii=False).encode())
    ]
    assert missed == []


def test_the_digits_of_every_script_are_looked_for() -> None:
    decimals = {each for each in map(chr, range(128, 0x10000)) if each.isdecimal()}
    assert decimals == {chr(ord(zero) + number) for zero in ZEROS for number in range(10)}


def test_an_identity_number_has_a_date_and_a_check_digit() -> None:
    assert is_identity_number("320902199003071232")
    assert not is_identity_number("320902199003071236")
    assert not is_identity_number("320902199013071232")


def test_a_long_text_is_searched_in_no_time() -> None:
    for sign in (
        "1",
        "13",
        "138 ",
        "1-",
        "(",
        "138…",
        "微信",
        "a@",
        "1\\",
        "一五九",
        "身份证1 ",
        "家住1",
        "个人邮箱",
    ):
        assert find_personal(sign * 20_000) is not None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "address: https://clerk:gh@p_x@forge.example.org/a",
            "address: https://************@forge.example.org/a",
        ),
        ('{"url": "http://token@forge.example.org"}', '{"url": "http://*****@forge.example.org"}'),
        ("https://forge.example.org/@clerk", "https://forge.example.org/@clerk"),
        ("https://forge.example.org 见 clerk@example.org", "https://forge.example.org 见 clerk@example.org"),
    ],
)
def test_a_password_in_an_address_is_not_shown(text: str, shown: str) -> None:
    assert mask_personal(text) == shown
