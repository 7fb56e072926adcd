"""A question to whoever sits at the terminal: how it is put, and what is meant by a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping


def write_prompt(what: str, choices: Mapping[str, str], default: str = "") -> str:
    """The question, the choices (value → words) numbered, and what just pressing Enter means."""
    lines = [f"  {number}  {name_choice(*each)}" for number, each in enumerate(choices.items(), 1)]
    how = "写号码或名称" if lines else "写在这里"
    enter = f"（直接按回车：{default}）" if default else ""
    return "\n".join([what, *lines, f"{how}{enter}> "])


def read_answer(line: str, choices: Mapping[str, str], default: str = "") -> str:
    """What a line means: a choice by its number, the default where it is empty, else what it says."""
    number = unicodedata.normalize("NFKC", line).strip()
    values = list(choices)
    # A choice may itself be a number (a year): then what was typed is that, not a place in the list.
    if number.isdecimal() and number not in choices and 1 <= int(number) <= len(values):
        return values[int(number) - 1]
    return line.strip() or default


def name_choice(value: str, words: str) -> str:
    """A choice as it is shown: its words, with the id where that is another."""
    return f"{words}（{value}）" if words and value.isascii() else words or value
