"""Workers of a Dask cluster that is there already. Needs the optional extra `cluster`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager

from .memo import digest_program
from .workers import NoWorkersError, Workers

SCHEME = "dask://"
PATIENCE = 10  # seconds in which a scheduler has to answer


@contextmanager
def connect_cluster(address: str) -> Iterator[Workers]:
    """The workers of the scheduler at dask://HOST:PORT. Raises NoWorkersError.

    A task whose worker is lost runs again on another. Files are read and written here alone, so the workers
    need no folder in common with us; but they must have the same program.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise NoWorkersError(
            "没有安装 Dask；安装 training-institutions-registry[cluster] 后再用 --executor"
        ) from error
    for name in ("distributed", "distributed.client"):  # what is wrong is said here
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address.replace(SCHEME, "tcp://"), timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoWorkersError(f"连不上 {address}：{error}") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise NoWorkersError(f"{address} 上没有工作进程")
        digests = client.run(digest_program)
        if others := [each for each, digest in digests.items() if digest != digest_program()]:
            raise NoWorkersError(f"{'、'.join(sorted(others))} 上的程序与这里的不同；装同一版本")

        def look() -> None:
            if not client.nthreads():
                raise NoWorkersError(f"{address} 上的工作进程都没有了；检查集群再试")

        try:
            yield Workers(client.get_executor(pure=False), threads, look)
        except (CancelledError, KilledWorker) as error:
            raise NoWorkersError(f"{address} 的调度进程或者工作进程没有了；检查集群再试") from error
