"""The command line in Chinese: help, complaints, and the values that arguments take."""

from __future__ import annotations

import argparse
import datetime as dt
import ipaddress
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from ..suggest import ask_whether
from .volume import add_volume_options

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
YEARS = range(1900, 3000)
COMPLAINTS = (
    ("the following arguments are required", "缺少参数"),
    ("expected one argument", "后面要有一个值"),
    ("ignored explicit argument", "后面不能有值，现有"),
    ("ambiguous option", "不明确的选项"),
    (" could match ", " 可能是 "),
    ("argument ", "参数 "),
)


class Formatter(argparse.HelpFormatter):
    """Help with a Chinese heading."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that helps and complains in Chinese.

    One that `takes_words` has an argument `words`, and takes them behind its options too.
    """

    takes_words = False

    def __init__(self, **options: Any) -> None:
        # Help is added below, with its text in Chinese: argparse's own could not be worded.
        super().__init__(**{"formatter_class": Formatter, **options, "add_help": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        (file or sys.stderr).write(message)  # argparse itself passes over what cannot be written

    def error(self, message: str) -> NoReturn:
        for english, chinese in COMPLAINTS:
            message = message.replace(english, chinese)
        self.exit(2, f"registry：{message}\n用法见 {self.prog} --help\n")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse what is none of an argument's choices, with the one that was likely meant."""
        if action.choices is not None and value not in action.choices:
            known = [str(each) for each in action.choices]
            mend = ask_whether(str(value), known, f"可选：{'、'.join(known)}")
            # Named without its action, or argparse would put the English name of the group before the
            # sentence.
            if isinstance(action, argparse._SubParsersAction):
                raise argparse.ArgumentError(None, f"没有命令 {value}，{mend}")
            raise argparse.ArgumentError(action, f"不能写 {value}，{mend}")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does; what a command does not know it says itself, so that its own help is named."""
        parsed, rest = super().parse_known_args(args, namespace)
        if self.takes_words and not any(each.startswith("-") and each != "-" for each in rest):
            parsed.words, rest = [*parsed.words, *rest], []
        if rest:
            known = [each for action in self._actions for each in action.option_strings]
            word = rest[0].partition("=")[0]
            mend = ask_whether(word, known) if word.startswith("-") else ""
            self.error("，".join(filter(None, (f"不认识的参数：{' '.join(rest)}", mend))))
        return parsed, rest


class Command(Parser):
    """The parser of one command, with the options that all commands have."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        add_volume_options(self)


Subcommands: TypeAlias = "argparse._SubParsersAction[Command]"


def list_commands(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, by its name."""
    parsers = (each.choices for each in top._actions if isinstance(each, argparse._SubParsersAction))
    return {name: command for choices in parsers for name, command in choices.items()}


def parse_day(text: str) -> dt.date:
    """A day as 2026-03-15, in no other form, of a year that can be reckoned with."""
    try:
        day = dt.date.fromisoformat(text) if ISO_DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if not day:
        raise argparse.ArgumentTypeError(f"日期写成 2026-03-15 的样子，现为“{text}”")
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"年份从 {YEARS[0]} 到 {YEARS[-1]}，现为“{text}”")
    return day


def parse_year(text: str) -> int:
    """A year in four digits."""
    if re.fullmatch("[1-9][0-9]{3}", text, re.ASCII):
        return int(text)
    raise argparse.ArgumentTypeError(f"年度写成四位数字，如 2026，现为“{text}”")


def parse_count(text: str) -> int:
    """A whole number from 1 on."""
    if re.fullmatch("[1-9][0-9]{0,3}", text, re.ASCII):
        return int(text)
    raise argparse.ArgumentTypeError(f"写一个从 1 起的整数，现为“{text}”")


def parse_address(text: str) -> str:
    """A host and a port: 127.0.0.1:8000, localhost:8000 or [::1]:8000."""
    host, _, port = text.rpartition(":")
    try:
        if host != "localhost":
            ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        if re.fullmatch("[0-9]{1,5}", port, re.ASCII) and 1 <= int(port) <= 65535:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"地址写成 127.0.0.1:8000 的样子，端口从 1 到 65535，现为“{text}”")


def parse_scheduler(text: str) -> str:
    """The address of a Dask scheduler: dask://HOST:PORT."""
    match = re.fullmatch(r"dask://(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})", text, re.ASCII)
    if match and 1 <= int(match[1]) <= 65535:
        return text
    raise argparse.ArgumentTypeError(f"地址写成 dask://HOST:8786 的样子，现为“{text}”")
