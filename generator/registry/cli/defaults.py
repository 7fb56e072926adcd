"""The defaults of a desk: options that one does not want to type each time, from one file of the user's own.

It is no file of the register: a proposal could change that, and with it what is checked and where the
command writes. What is typed goes over it.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..refusal import Refusal, describe_cause
from ..suggest import ask_whether

CONFIG = "REGISTRY_CONFIG"  # in the environment: another file; empty, none
NAME = "registry.toml"


class DefaultsError(Refusal):
    """The file of defaults cannot be used; the message says why."""


def find_file() -> Path | None:
    """The user's file of defaults, None where there is none; one that the environment names must be there."""
    if (named := os.environ.get(CONFIG)) is not None:
        return Path(named) if named else None
    file = Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser(), NAME)
    return file if file.is_file() else None


def apply_defaults(commands: Mapping[str, argparse.ArgumentParser], file: Path) -> None:
    """Give each command what the file has for all of them, then what it has for this one.

    Raises DefaultsError.
    """
    content, options = _read(file), {name: list_options(command) for name, command in commands.items()}
    tables = {key: value for key, value in content.items() if isinstance(value, dict)}
    for key in content.keys() - tables.keys():
        having = [name for name in commands if key in options[name]]
        if not having:
            raise _refuse(file, key, {each for names in options.values() for each in names})
        for name in having:
            _set(commands[name], options[name][key], content[key], f"{file}：{key}")
    for name, table in tables.items():
        if name not in commands:
            raise _refuse(file, f"[{name}]", {f"[{each}]" for each in commands})
        for key, value in table.items():
            if key not in options[name]:
                raise _refuse(file, f"[{name}] 的 {key}", options[name])
            _set(commands[name], options[name][key], value, f"{file}：[{name}] 的 {key}")


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise DefaultsError(f"读不出 {file}：{describe_cause(error)}") from error
    except ValueError as error:
        raise DefaultsError(f"{file} 不是 UTF-8 的 TOML：{error}") from error


def _refuse(file: Path, key: str, keys: Iterable[str]) -> DefaultsError:
    """Refuse an option or command that does not exist, with what may be meant."""
    keys = sorted(keys)
    mend = ask_whether(key.rpartition(" ")[2], keys, f"可以写的有：{'、'.join(keys)}")
    return DefaultsError(f"{file}：没有 {key} 这一项，{mend}")


def list_options(command: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    """The options of a command that may have another default, by their names without dashes."""
    return {
        word.removeprefix("--"): action
        for action in command._actions
        for word in action.option_strings
        if word.startswith("--") and action.dest != "help"
    }


def _set(command: argparse.ArgumentParser, action: argparse.Action, value: object, place: str) -> None:
    """Make a value of the file the default of an option, if the option takes it. Raises DefaultsError."""
    if action.nargs == 0:
        if not isinstance(value, bool):
            raise DefaultsError(f"{place} 写 true 或 false")
        # `false` is what holds without the file.
        if value:
            command.set_defaults(**{action.dest: action.const})
        return
    is_many = isinstance(action, argparse._AppendAction)
    values = value if isinstance(value, list) and is_many else [value]
    if any(isinstance(each, bool | list | dict) for each in values):
        raise DefaultsError(f"{place} 写一个值" + ("，或者几个值的列表" if is_many else ""))
    try:
        # As text, through the option's own type: a default is judged as what is typed would be.
        given = [command._get_value(action, str(each)) for each in values]
        for part in given:
            command._check_value(action, part)
    except argparse.ArgumentError as error:
        raise DefaultsError(f"{place}：{error.message}") from error
    command.set_defaults(**{action.dest: given if is_many else given[0]})
