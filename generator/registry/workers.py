"""Who does the work: this process, others of this machine, or a cluster. The results are the same."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from itertools import chain, islice
from typing import NamedTuple, TypeVar

from .refusal import Refusal

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = 5  # seconds between two looks at the workers
MAX_ON_WINDOWS = 61  # processes that Windows waits for at a time


class Workers(NamedTuple):
    """An executor with so many workers; None: all is done here.

    `look` is called now and then while a result is waited for; it raises where there is no hope for one.
    """

    executor: Executor | None = None
    number: int = 1
    look: Callable[[], object] = lambda: None

    def map(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """The results of the tasks in their order; no more tasks and results are held than keep all busy."""
        # For one task no process is started, which takes longer than most tasks. Tasks are made lazily:
        # whether there are more is known once two are asked for.
        first = list(islice(tasks := iter(tasks), 2))
        tasks = chain(first, tasks)
        if self.executor is None or len(first) < 2:
            yield from map(function, tasks)
            return
        waiting: deque[Future[R]] = deque()
        try:
            for task in tasks:
                waiting.append(self.executor.submit(function, task))
                # More would fill memory with tasks and results, which are whole dossiers and their pages.
                if len(waiting) > 2 * self.number:  # one task at work and one at hand for each
                    yield self._get_result(waiting.popleft())
            while waiting:
                yield self._get_result(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()

    def _get_result(self, future: Future[R]) -> R:
        # Not future.result(): of an executor whose own thread has died no result ever comes.
        while not wait([future], timeout=PATIENCE).done:
            self.look()
        return future.result()


HERE = Workers()


class NoWorkersError(Refusal):
    """There are no workers, or they were lost; the message says why."""


def split_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of so many, the last maybe shorter."""
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


@contextmanager
def start_processes(number: int | None = None) -> Iterator[Workers]:
    """So many processes of this machine; by default as many as it has processors. Raises NoWorkersError."""
    number = number or os.cpu_count() or 1
    if sys.platform == "win32":
        number = min(number, MAX_ON_WINDOWS)
    if number == 1:
        yield HERE
        return
    # With much else, which one process does not need.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    died: list[threading.ExceptHookArgs] = []

    def look() -> None:
        if died:  # a thread of the executor's: what it has not handed on never comes
            raise BrokenExecutor

    before, threading.excepthook = threading.excepthook, died.append
    try:
        with ProcessPoolExecutor(number) as executor:
            yield Workers(executor, number, look)
    except RuntimeError as error:
        if not isinstance(error, BrokenExecutor) and "thread" not in str(error):
            raise
        # The executor is broken: its workers wait for tasks for ever, and the command would not end.
        for process in active_children():  # nobody tells them to end
            process.kill()
        raise NoWorkersError("有工作进程意外结束，多半是内存不够；用 --workers 1 再试") from error
    finally:
        threading.excepthook = before
