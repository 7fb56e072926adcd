"""How much a command says besides its result: nothing with `--quiet`, with `--verbose` also times."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

QUIET, USUAL, VERBOSE = -1, 0, 1
LEVELS = {QUIET: logging.ERROR, USUAL: logging.WARNING, VERBOSE: logging.INFO}
LOG = logging.getLogger("registry")


class _Formatter(logging.Formatter):
    """Puts the program's name before a message, and 提醒 before a reminder.

    Not before one that begins with the name: with MkDocs alone there is no formatter of ours to put it there.
    """

    def format(self, record: logging.LogRecord) -> str:
        words = record.getMessage()
        if words.startswith("registry："):
            return words
        return f"registry：{'提醒：' if record.levelno >= logging.WARNING else ''}{words}"


def add_volume_options(command: argparse._ActionsContainer) -> None:
    """The two options; the last one written counts."""
    for name, volume, words in (
        ("quiet", QUIET, "只写结果：不写提醒、进度、原有的问题和完成时的话"),
        ("verbose", VERBOSE, "另写每一步用了多少时间"),
    ):
        command.add_argument(
            f"--{name}", action="store_const", dest="volume", const=volume, default=USUAL, help=words
        )


@contextmanager
def lead_to_stderr(volume: int) -> Iterator[None]:
    """Lead reminders and times to standard error meanwhile, as far as they are wanted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter())
    before = LOG.level, LOG.propagate
    LOG.addHandler(handler)
    LOG.setLevel(LEVELS[volume])
    LOG.propagate = False
    try:
        yield
    finally:
        LOG.removeHandler(handler)
        LOG.setLevel(before[0])
        LOG.propagate = before[1]


def tell(words: str) -> None:
    """A reminder on standard error: something to know that is no finding."""
    LOG.warning(words)


def is_quiet() -> bool:
    """Whether nothing but the result is to be written."""
    return not LOG.isEnabledFor(logging.WARNING)
