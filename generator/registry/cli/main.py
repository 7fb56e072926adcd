"""The front door: arguments in, exit code out. 0 clean, 1 errors found or not lawful, 2 cannot run.

Whatever goes wrong ends in one line and 2, so that 1 speaks of the records and of nothing else. What the
commands need is imported within `main`, where running out of memory or of descriptors is reported like all
else; what one command alone needs is imported by it when it runs: the others start without.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from ..refusal import TRACE, Refusal, describe_os_error

if TYPE_CHECKING:
    import argparse

    from .arguments import Parser

CONTEXT = 40  # characters that are shown before what is no text
CLOSED = "没有可以写的标准输出（它已经关闭）"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    try:
        code = _run(argv)
        sys.stdout.flush()
    except SystemExit as ended:  # help, or arguments that cannot be understood
        code = ended.code if isinstance(ended.code, int) else 2
        try:
            sys.stdout.flush()
        except OSError as error:
            code = _fail(error)
    except BaseException as error:
        code = _fail(error)
    return code


def run_registry() -> NoReturn:
    """The command of the shell: main, and its exit code."""
    gc.disable()  # to the end: turned on again, it would look through all that the command has made
    code = main() if _open_streams() else 2
    for number, stream in enumerate((sys.stdout, sys.stderr), 1):
        try:
            stream.flush()
        except (OSError, ValueError):  # told already; what is left unwritten must not fail again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    # At its end Python would look through all objects for circles, although they go with the process: an
    # eighth of a build with everything known. What is to be done at the end (atexit, finalizers) is done.
    gc.freeze()
    sys.exit(code)


def _run(argv: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # whatever the locale
    if sys.flags.optimize > 1:  # -OO takes the docstrings away, in which the rules are stated
        raise Refusal("PYTHONOPTIMIZE=2（python -OO）去掉了程序中的说明，规则没有了文字；不用这个设置再运行")
    from ..stages import measure
    from .volume import lead_to_stderr

    with pause_collector():  # of importing too, which makes most of the objects that stay
        arguments = parse(argv)
        with lead_to_stderr(arguments.volume), measure("共用"):
            code: int = arguments.run(arguments)
    return code


@contextmanager
def pause_collector() -> Iterator[None]:
    """Let Python not search for circles of objects while a command runs: it would visit all records often.

    What is a circle and large (the register of some dossiers, in a worker) is collected where it is made.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _open_streams() -> bool:
    """Whether there is an output; what is closed is led to nowhere, lest a file of ours takes its number."""
    closed = [number for number in range(3) if not _is_open(number)]
    for number in closed:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        _tell(CLOSED)
        sys.stdout = sys.stderr
    return 1 not in closed


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _fail(error: BaseException) -> int:
    """Say in one line why the command has not run to its end; returns the exit code."""
    code = error.exit_code if isinstance(error, Refusal) else 2
    with suppress(Exception):
        if isinstance(error, BrokenPipeError):  # what is still to be written goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            _tell("输出没有写完：读的一方已经关闭")
        else:
            words = _describe_error(error)
            _tell(words)
            if code == 2:
                _announce(words)
        if os.environ.get(TRACE):
            traceback.print_exception(error, file=sys.stderr)
    return code


def _announce(words: str) -> None:
    """Say it where the forge of a workflow shows it too."""
    from ..report.failure import announce_failure

    if line := announce_failure(words):
        print(line, file=sys.stderr, flush=True)


def _describe_error(error: BaseException) -> str:
    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "已中断"
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and "map segment" in str(error)):
        return "内存不够；加 --workers 1 再试，或换一台内存大些的机器"
    if isinstance(error, UnicodeEncodeError):  # all files are UTF-8: what cannot be written came from outside
        text = error.object[max(0, error.start - CONTEXT) : error.end]
        shown = " ".join(text.encode("utf-8", "backslashreplace").decode().split())
        return f"参数、文件名或者环境变量中有不是 UTF-8 的文字，不能继续：{shown}"
    if isinstance(error, OSError):
        return f"不能继续：{describe_os_error(error)}"
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"程序出错：{said[:500]}（{_find_line(error)}）；请把这一行告诉维护人员，{TRACE}=1 显示全部经过"


def _find_line(error: BaseException) -> str:
    """The innermost line of the program on the way to an error."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if f"{os.sep}registry{os.sep}" in each.filename] or frames
    return f"{os.path.basename(own[-1].filename)}:{own[-1].lineno}" if own else "?"  # noqa: PTH119


def _tell(words: str) -> None:
    print(f"registry：{words}", file=sys.stderr, flush=True)


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The arguments, with the day that they mean: the clock is read here alone."""
    from ..clock import resolve
    from ..typed import mend_arguments
    from .arguments import list_commands
    from .defaults import apply_defaults, find_file

    typed, file = mend_arguments(sys.argv[1:] if argv is None else argv), find_file()
    # A file of defaults is looked at whole, whichever command runs.
    parser = build_parser("" if file or not typed else typed[0])
    if file:  # before the parser runs, so that what is typed goes over them
        apply_defaults(list_commands(parser), file)
    arguments = parser.parse_args(typed)
    on = getattr(arguments, "on", None)
    arguments.on, arguments.latest = resolve(on)
    arguments.on_option = f" --on {on}" if on else ""  # of commands that are printed to be run next
    return arguments


def build_parser(word: str = "") -> Parser:
    """The command line as a parser; each command has its `run`. Where `word` names one, it alone is there."""
    from .. import __version__
    from .arguments import Command, Top
    from .commands import GROUPS, add_commands

    top = Top(prog="registry", description="专业技术人员继续教育培训机构登记册")
    top.add_argument("--version", action="version", version=f"registry {__version__}", help="显示程序的版本")
    commands = top.add_subparsers(
        title="命令", prog=top.prog, required=True, metavar="命令", parser_class=Command
    )
    add_commands(commands, word)
    top.groups = GROUPS
    return top
