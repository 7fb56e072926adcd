"""What several commands share: their options, the register that they read, how they print."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TextIO

from rich.console import Console

from ..history.git import read_recorded
from ..history.state import describe_sparse
from ..memo import CACHE
from ..refusal import Refusal, describe_os_error
from ..rules.checking import Examined, examine
from ..rules.engine import PLAIN, CheckOptions
from ..rules.rule import Scope
from ..settings import is_source
from ..suggest import ask_whether
from ..workers import Workers, start_processes
from .arguments import Command, parse_count, parse_day, parse_scheduler
from .progress import show_progress
from .volume import tell

NO_REGISTER = "找不到 {}；请在登记册的文件夹中运行，或用 --root 指明"


class CannotRun(Refusal):
    """The command cannot run; the message says why and what to do."""


def add_root_option(command: Command) -> None:
    """Where the register is."""
    command.shared.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="登记册所在文件夹（默认当前文件夹）"
    )


def add_common_options(command: Command, formats: Sequence[str] = ("text", "json"), day: bool = True) -> None:
    """Where the register is, the `day`, workers and cache; with `formats` how the output is written."""
    add_root_option(command)
    shared = command.shared
    if day:
        shared.add_argument("--on", type=parse_day, metavar="DATE", help="按哪一天推算（默认北京时间今天）")
    shared.add_argument(
        "--workers", type=parse_count, metavar="N", help="用几个进程核对和生成（默认处理器的个数）"
    )
    shared.add_argument(
        "--cache", type=Path, metavar="DIR", help=f"读过的内容存在哪里（默认登记册中的 {CACHE}）"
    )
    shared.add_argument("--no-cache", action="store_true", help="不存，也不用以前存的")
    if formats:
        command.add_argument("--format", choices=formats, default="text", help="输出格式（默认 text）")


def add_executor_option(command: argparse.ArgumentParser) -> None:
    """A cluster that does the work instead of processes of this machine."""
    command.add_argument(
        "--executor",
        type=parse_scheduler,
        metavar="dask://HOST:PORT",
        help="交给已有的 Dask 集群，代替 --workers",
    )


@contextmanager
def open_shared_cache(arguments: argparse.Namespace) -> Iterator[None]:
    """Let a base and a head share a cache; with --no-cache a temporary one, which is deleted at the end."""
    if not arguments.no_cache:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        # In the arguments themselves, where whoever reads or checks a register looks for its cache.
        arguments.cache, arguments.no_cache = Path(folder), False
        yield


@contextmanager
def open_workers(arguments: argparse.Namespace) -> Iterator[Workers]:
    """The workers that the arguments ask for: a cluster, or processes of this machine.

    Raises NoWorkersError.
    """
    from ..cluster import connect_cluster

    # Not every command that comes here has both options.
    address, count = getattr(arguments, "executor", None), getattr(arguments, "workers", None)
    with connect_cluster(address) if address else start_processes(count) as workers:
        yield workers


def examine_register(
    arguments: argparse.Namespace, scopes: frozenset[Scope] = PLAIN, workers: Workers | None = None
) -> Examined:
    """The register that the arguments name, read and checked. Raises CannotRun where there is none."""
    root, on, cache = arguments.root, arguments.on, find_cache_folder(arguments)
    if words := describe_sparse(root):
        tell(words)
    try:
        with nullcontext(workers) if workers else open_workers(arguments) as workers:
            # For this Git walks through the whole history, and only rules of the clock ask for it.
            recorded = read_recorded(root, arguments.latest) if "clock" in scopes else {}
            return examine(root, on, CheckOptions(scopes, recorded, show_progress, workers, cache))
    except FileNotFoundError as error:
        if error.filename:  # a file that was there a moment ago
            raise
        raise CannotRun(NO_REGISTER.format(error)) from error


def refuse_source(root: Path, instead: str) -> None:
    """Refuse a register that holds the program's source: it has no version to keep. Raises CannotRun."""
    if is_source(root):
        raise CannotRun(f"这里就是程序的源代码，没有锁定的版本；{instead}")


@contextmanager
def explain_os_errors(what: str = "没有写成") -> Iterator[None]:
    """Raise CannotRun where the system refuses something within: what cannot be done, and why."""
    try:
        yield
    except OSError as error:
        raise CannotRun(f"{what}：{describe_os_error(error)}") from error


def format_place(place: Path) -> str:
    """A file or folder as seen from the current one, where it lies below it; with slashes on every system."""
    here = Path.cwd()
    return (place.relative_to(here) if place.is_relative_to(here) else place).as_posix()


def find_cache_folder(arguments: argparse.Namespace) -> Path | None:
    """The folder of the cache; None with --no-cache."""
    if getattr(arguments, "no_cache", False):
        return None
    chosen: Path | None = getattr(arguments, "cache", None)
    return chosen or Path(arguments.root, CACHE)


def describe_unknown(what: str, name: str, names: Iterable[str], examined: Examined | None = None) -> str:
    """The message that there is no such thing, with what may be meant; or that its dossier has faults."""
    if examined and name in examined.register.known_ids["institution"]:
        return f"{what} {name} 的档案有错误，先运行 registry check 改正"
    return "，".join(filter(None, (f"没有{what} {name}", ask_whether(name, names))))


class _Console(Console):
    """A console that leaves it to `main` to end where nobody reads on."""

    # rich would exit with 1, which here speaks of the records alone.
    def on_broken_pipe(self) -> None:
        raise


def open_console(file: TextIO | None = None) -> Console:
    """The terminal, or a file, which takes no text for markup.

    No line is broken: a terminal breaks them itself, and what reads from a pipe gets each whole.
    """
    return _Console(file=file, soft_wrap=True, highlight=False, emoji=False, markup=False)
