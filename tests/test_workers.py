"""Workers give the results in order, and say so where one is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from registry.workers import HERE, NoWorkersError, Workers, split_batches, start_processes


def square(number: int) -> int:
    return number * number


def vanish(number: int) -> int:
    os._exit(number)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_results_come_in_the_order_of_the_tasks(count: int) -> None:
    expected = [square(each) for each in range(count)]
    assert list(HERE.map(square, range(count))) == expected
    with ThreadPoolExecutor(2) as executor:
        assert list(Workers(executor, 2).map(square, range(count))) == expected


def test_no_more_is_held_than_keeps_the_workers_busy() -> None:
    begun: list[int] = []

    def tasks() -> Iterator[int]:
        for each in range(100):
            begun.append(each)
            yield each

    with ThreadPoolExecutor(2) as executor:
        results = Workers(executor, 2).map(square, tasks())
        assert next(results) == 0
        assert len(begun) == 5
        assert list(results) == [square(each) for each in range(1, 100)]


def test_a_lost_process_is_said() -> None:
    with pytest.raises(NoWorkersError, match="有工作进程意外结束"), start_processes(2) as workers:
        list(workers.map(vanish, [3, 3]))


def test_batches_hold_everything_in_order() -> None:
    assert [list(each) for each in split_batches(range(5), 2)] == [[0, 1], [2, 3], [4]]
    assert list(split_batches([], 2)) == []


LITTLE = """
import resource
import sys
from registry import workers

workers.PATIENCE = 0.1
if __name__ == "__main__":
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    try:
        with workers.start_processes(2) as found:
            resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[1]) * 2**20,) * 2)
            list(found.map(abs, range(9)))
    except workers.NoWorkersError as error:
        sys.exit(str(error))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited otherwise")
@pytest.mark.parametrize("megabytes", [6, 14])
def test_too_little_memory_for_a_thread_is_said(megabytes: int) -> None:
    """Neither that of the executor nor the one that hands on its tasks can begin."""
    result = subprocess.run(
        [sys.executable, "-c", LITTLE, str(megabytes)], capture_output=True, timeout=60, check=False
    )
    assert (result.returncode, "用 --workers 1 再试" in result.stderr.decode()) == (1, True)
