"""What a workbook does not say is asked once, or listed where nobody can answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..asking import read_answer, write_prompt

Answer = Callable[[str], str]


class Question(NamedTuple):
    """Something that is not known, what may be answered (value → words), and the option that says it.

    `default` is what no answer means, for a person who sits there; nobody else is taken to have said it.
    """

    what: str
    choices: Mapping[str, str] = {}
    option: str = ""
    default: str = ""

    def describe(self) -> str:
        """The question in one line."""
        shown = "、".join(f"{value}（{words}）" if words else value for value, words in self.choices.items())
        return self.what + (f"：{shown}" if shown else "")


class Questions:
    """Asks by `answer`, which is given what is to be shown and returns a line; without it nobody answers.

    A `shared` question that was answered is not asked again for another file.
    """

    def __init__(self, answer: Answer | None) -> None:
        self.answer = answer
        self.about = ""  # what a question is about: the file's name
        self.open: list[Question] = []
        self._answers: dict[tuple[str, tuple[str, ...]], str] = {}

    def ask(self, question: Question, parse: Callable[[str], str], shared: bool = False) -> str | None:
        """What `parse` makes of the answer; None where there is none, and then the question is open.

        `parse` raises ValueError with the reason where an answer will not do; then it is asked again.
        """
        key = (question.what, tuple(question.choices))
        if shared and key in self._answers:
            return self._answers[key]
        prompt = text = write_prompt(f"{self.about}：{question.what}", question.choices, question.default)
        while self.answer:
            line = self.answer(text)
            if not line.endswith("\n"):  # nobody answers any more
                break
            try:
                value = parse(read_answer(line, question.choices, question.default))
            except ValueError as error:
                text = f"{error}。\n{prompt}"
                continue
            self._answers[key] = value
            return value
        self.open.append(question)
        return None

    def choose(self, question: Question, shared: bool = False) -> str | None:
        """Ask for one of the choices, by its value or its words; None where nobody answers."""
        return self.ask(question, lambda line: _find(line, question.choices), shared)

    def take_open(self) -> list[Question]:
        """The questions that are open since this was last asked."""
        taken, self.open = self.open, []
        return taken


def _find(line: str, choices: Mapping[str, str]) -> str:
    if line in choices:
        return line
    fitting = [value for value, words in choices.items() if line and line in words]
    if len(fitting) == 1:
        return fitting[0]
    raise ValueError(f"“{line}”不是其中一个" if line else "没有回答")
