"""The front door: arguments in, exit code out. 0 clean, 1 errors found, 2 cannot run.

What one command alone needs is imported by it when it runs: the others start without.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from ..clock import today
from ..model.typed import ModelDiffersError
from ..records.schemas import UnreadableSchemaError
from . import build, changes, check, codeowners, duties, new, rules, serve, status
from .arguments import Command, Parser
from .common import CannotRun

# In the order in which the help lists them.
COMMANDS = (check, build, serve, status, changes, duties, codeowners, new, rules)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = parse(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except (CannotRun, ModelDiffersError, UnreadableSchemaError) as error:
        print(f"registry：{error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("registry：已中断", file=sys.stderr)
        return 2
    return code


def registry() -> NoReturn:
    """The command of the shell: main, and the end at once.

    To take apart all that memory holds, as Python would, takes seconds after a build of a large register.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # whoever reads may be gone
            stream.flush()
    os._exit(code)


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The arguments, with the day that they mean: the clock is read here alone."""
    arguments = parser().parse_args(argv)
    if getattr(arguments, "on", None) is None:
        arguments.on = today()
    return arguments


def parser() -> Parser:
    """The command line as a parser; each command sets `run`."""
    top = Parser(prog="registry", description="专业技术人员继续教育培训机构登记册")
    commands = top.add_subparsers(title="命令", required=True, metavar="命令", parser_class=Command)
    for command in COMMANDS:
        command.add(commands)
    return top
