"""The command line in Chinese: help, complaints, and the values that arguments take."""

from __future__ import annotations

import argparse
import datetime as dt
import ipaddress
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from ..display import measure_width
from ..suggest import ask_whether
from ..typed import DAY, NotUnderstood, read_written_day, read_written_year, tidy_day
from .volume import add_volume_options

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

# Well within what `date` can hold: days and years are added to what is typed.
YEARS = range(1900, 3000)
LACKING = "缺少参数"
METAVAR_PLACE = re.compile(f"{LACKING}.*|参数 [A-Z|]+(?=:)", re.DOTALL)
COMPLAINTS = (
    ("the following arguments are required", LACKING),
    ("expected one argument", "后面要有一个值"),
    ("ignored explicit argument", "后面不能有值，现有"),
    ("ambiguous option", "不明确的选项"),
    (" could match ", " 可能是 "),
    ("argument ", "参数 "),
)


# What stands for a value in the help; completion knows the values by the English ones.
METAVARS = {
    "ID": "编号",
    "KIND": "种类",
    "FIELD": "项目",
    "AREA": "地区",
    "AUTHORITY": "机关",
    "NAME": "名称",
    "CODE": "规则",
    "DATE": "日期",
    "YYYY": "年",
    "N": "个数",
    "FILE": "文件",
    "PATH": "文件",
    "DIR": "文件夹",
    "TEXT": "文字",
    "WORD": "内容",
    "TITLE=VALUE": "字段=内容",
    "KIND|ID": "文书和编号",
    "KIND|ID|PATH": "种类、编号或文件",
    "PATH|ID": "文件或编号",
    "REV": "版本",
    "BASE": "改动之前的版本",
    "HEAD": "改动之后的版本",
    "DATE|REV": "日期或版本",
    "VERSION|FILE": "版本或文件",
    "ADDRESS": "地址",
    "URL": "网址",
    "NUMBER": "文号",
    "NAME[:ID[:CODE]]": "名称[:编号[:代码]]",
}


class Formatter(argparse.HelpFormatter):
    """Help in Chinese, its columns aligned by the width of the characters, its usage without single options.

    argparse counts characters, of which a Chinese one takes two columns, and has English words in its code:
    there is no way around its private methods.
    """

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        if usage is None:
            positional = [each for each in actions if not each.option_strings]
            usage = f"%(prog)s [选项] {self._format_actions_usage(positional, [])}".rstrip()
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def add_argument(self, action: argparse.Action) -> None:
        super().add_argument(action)
        if action.help is not argparse.SUPPRESS:
            # argparse has just counted characters: by columns it may only become more.
            length = measure_width(self._format_action_invocation(action)) + self._current_indent
            self._action_max_length = max(self._action_max_length, length)

    def format_help(self) -> str:
        # The colon that argparse itself puts behind the title of a group.
        return re.sub(r"^(\S+):$", r"\1：", super().format_help(), flags=re.MULTILINE)

    def _format_action(self, action: argparse.Action) -> str:
        head = f"{'':{self._current_indent}}{self._format_action_invocation(action)}"
        at = min(self._action_max_length + 2, self._max_help_position)
        lines = wrap_text(self._expand_help(action), self._width - at) if action.help else []
        room = at - measure_width(head)
        first = [head + " " * room + lines.pop(0)] if lines and room > 1 else [head]
        return "".join(f"{each}\n" for each in (*first, *(" " * at + each for each in lines)))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + each for each in wrap_text(text, width - len(indent)))

    def _metavar_formatter(
        self, action: argparse.Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        write = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(METAVARS.get(each, each) for each in write(size))


def wrap_text(text: str, width: int) -> list[str]:
    """The lines of a text, at most `width` columns each; none begins with a closing mark or within a word."""
    lines, line = [], ""
    for part in re.findall(r"[!-~]+[）」”。，；：、？！]*|.[）」”。，；：、？！]*", " ".join(text.split())):
        if line and measure_width(line + part.rstrip()) > width:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return [*lines, line.rstrip()]


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
        if named := METAVAR_PLACE.match(message):  # what stands for values in the help is in Chinese here too
            words = re.sub("[A-Z][A-Z|]*", lambda match: METAVARS.get(match[0], match[0]), named[0])
            message = words + message[named.end() :]
        message = re.sub(f"^({LACKING}|参数 [^ ]+): ", r"\1：", message)
        self.exit(2, f"registry：{message}\n用法见 {self.prog} --help\n")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse what is none of an argument's choices, with the one that was likely meant."""
        if action.choices is not None and value not in action.choices:
            choices = [str(each) for each in action.choices]
            mend = ask_whether(str(value), choices, f"可选：{'、'.join(choices)}")
            # Named without its action, or argparse would put the English name of the group before the
            # sentence.
            if isinstance(action, argparse._SubParsersAction):
                raise argparse.ArgumentError(None, f"没有命令 {value}，{mend}")
            raise argparse.ArgumentError(action, f"不能写 {value}，{mend}")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does, but what a command does not know it complains of itself, naming its own help."""
        parsed, rest = super().parse_known_args(args, namespace)
        if self.takes_words and not any(each.startswith("-") and each != "-" for each in rest):
            # argparse ends the words at the first option: those behind it come back as unknown.
            parsed.words, rest = [*parsed.words, *rest], []
        if rest:
            options = [each for action in self._actions for each in action.option_strings]
            word = rest[0].partition("=")[0]
            mend = ask_whether(word, options) if word.startswith("-") else ""
            self.error("，".join(filter(None, (f"不认识的参数：{' '.join(rest)}", mend))))
        return parsed, rest


class Command(Parser):
    """The parser of one command, with the options that all commands have."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.shared = self.add_argument_group("各命令都有的选项")  # behind the command's own
        add_volume_options(self.shared)


class Top(Parser):
    """The parser of the whole command line, whose help lists the commands by group."""

    groups: Mapping[str, Sequence[str]] = {}

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does, but for an option before the command, whose value would be taken for one."""
        first = args[0] if args else ""
        if first.startswith("-") and not any(each.startswith(first) for each in self._option_string_actions):
            self.error(f"不认识的参数：{first}；一个命令的选项写在命令后面")
        return super().parse_known_args(args, namespace)

    def format_help(self) -> str:
        """The usage, the commands by group, and the options."""
        (commands,) = (each for each in self._actions if isinstance(each, argparse._SubParsersAction))
        words = {each.dest: each.help for each in commands._choices_actions}
        width = max(map(len, words))
        listed = [
            "\n".join([f"{title}：", *(f"  {name:{width}}  {words[name]}" for name in names)])
            for title, names in self.groups.items()
        ]
        options = [each for each in self._actions if each.option_strings]
        formatter = self._get_formatter()
        formatter.start_section(self._optionals.title)
        formatter.add_arguments(options)
        formatter.end_section()
        end = f"一个命令怎样用：{self.prog} 命令 --help"
        parts = (self.format_usage().rstrip(), str(self.description), *listed, formatter.format_help() + end)
        return "\n\n".join(parts) + "\n"


Subcommands: TypeAlias = "argparse._SubParsersAction[Command]"


def list_commands(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, by its name."""
    parsers = (each.choices for each in top._actions if isinstance(each, argparse._SubParsersAction))
    return {name: command for choices in parsers for name, command in choices.items()}


def parse_day(text: str) -> dt.date:
    """A day as 2026-03-15 or as people write it, of a year that can be reckoned with."""
    try:
        day = read_written_day(text)
    except NotUnderstood as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"年份从 {YEARS[0]} 到 {YEARS[-1]}，现为“{text}”")
    return day


def parse_day_or_revision(text: str) -> str:
    """A day in ISO's form where a text names one, else the text: the name of a revision."""
    return str(parse_day(text)) if DAY.match(tidy_day(text)) else text


def parse_year(text: str) -> int:
    """A year as 2026 or as people write it."""
    try:
        return read_written_year(text)
    except NotUnderstood as error:
        raise argparse.ArgumentTypeError(str(error)) from error


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
