"""What is typed for the fields of a record: by `--set TITLE=VALUE`, or as answers at the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .common import CannotRun

if TYPE_CHECKING:
    from ..entry.field_values import FieldQuestion

LIST = "--list"


def add_set_option(command: argparse.ArgumentParser, words: str) -> None:
    """The option that says what a field is to hold."""
    command.add_argument(
        "--set", action="append", default=[], dest="stated", metavar="TITLE=VALUE", help=words
    )


def parse_assignments(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The field and the text of each `TITLE=VALUE`. Raises CannotRun."""
    for given in texts:
        # A Chinese input method types the full-width sign.
        title, equals, text = given.replace("＝", "=", 1).partition("=")
        if not equals:
            raise CannotRun(f"--set 写成 字段=内容，如 --set 收到异议=0，现为“{given}”")
        yield title.strip(), text.strip()


def read_line(prompt: str) -> str:
    """What is typed behind a prompt, as a line; without a line break where nobody answers any more."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        print(file=sys.stderr)
    return line


def ask(question: FieldQuestion, today: str) -> str:
    """The answer of whoever sits at the terminal: a text, or the number of a choice."""
    from ..entry.asking import read_answer, write_prompt
    from ..typed import NotUnderstood, read_written_day

    default = today if question.is_day else ""
    if question.option.startswith(LIST):
        # A list mostly has all who may stand in it: then Enter is enough.
        default = "、".join(question.choices)
    what = prompt = write_prompt(f"{question.title}：{question.description}", question.choices, default)
    while True:
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise CannotRun("没有回答就结束了；什么也没有写")
        text = read_answer(line, question.choices, default)
        try:
            if text and question.is_day:
                return str(read_written_day(text))
        except NotUnderstood as error:
            prompt = f"{error}。\n{what}"
            continue
        if text:
            return text
        prompt = what
