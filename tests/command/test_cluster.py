"""Check and build on a real Dask cluster: a scheduler and two workers, one of which is killed meanwhile."""

from __future__ import annotations

import filecmp
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import make
from registry import cluster as module
from registry.cli.main import main
from registry.cluster import connect_cluster
from registry.workers import NoWorkersError
from tests.conftest import DAY, registry

DOSSIERS = 96
FAULTS = 20
DASK = Path(sys.executable).with_name("dask")
PATIENCE = 60  # seconds


class Cluster:
    """A cluster of this machine; `stack` ends it."""

    def __init__(self, workers: int, folder: Path, stack: ExitStack) -> None:
        from distributed import Client  # long, and not for each process that collects the tests

        self.folder, self.stack = folder, stack
        self.address = f"127.0.0.1:{free_port()}"
        host, _, port = self.address.partition(":")
        self.scheduler = self.start("scheduler", "--host", host, "--port", port, "--no-dashboard")
        connected: Any = Client  # without types
        self.client = stack.enter_context(
            connected(f"tcp://{self.address}", timeout=PATIENCE, set_as_default=False)
        )
        for _ in range(workers):
            options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
            self.start("worker", f"tcp://{self.address}", *options)
        if workers:
            self.client.wait_for_workers(workers, timeout=PATIENCE)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{arguments[0]}.log").open("a") as log:
            process = subprocess.Popen([DASK, *arguments], cwd=self.folder, stdout=log, stderr=log)
        self.stack.callback(process.wait)
        self.stack.callback(process.terminate)
        return process

    @property
    def executor(self) -> str:
        return f"dask://{self.address}"

    def worker_at(self, task: str, running: subprocess.Popen[str]) -> str:
        """The address of a worker as soon as it is at a task of that name."""
        while running.poll() is None:
            for worker, tasks in self.client.processing().items():
                if any(task in str(each) for each in tasks):
                    return str(worker)
        raise AssertionError("the command ended before a worker was seen at work")


def started(command: list[str], folder: Path) -> subprocess.Popen[str]:
    """The register's command as it begins to run in a folder."""
    whole = [sys.executable, "-m", "registry", *command]
    return subprocess.Popen(whole, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(2, tmp_path_factory.mktemp("dask"), stack)


@pytest.mark.long
def test_a_lost_worker_changes_no_byte(dask: Cluster, tmp_path: Path) -> None:
    root, options = tmp_path / "register", ("--on", DAY.isoformat(), "--no-cache")
    make(root, DOSSIERS)
    alone = registry("build", "--root", root, *options, "--workers", "1", "--out", tmp_path / "alone")
    assert alone.returncode == 0, alone.stderr
    command = ["build", "--root", str(root), *options, "--executor", dask.executor, "--out", "together"]
    together = started(command, tmp_path)
    (pid,) = dask.client.run(os.getpid, workers=[dask.worker_at("_make", together)]).values()
    os.kill(pid, signal.SIGKILL)
    _, errors = together.communicate()
    assert together.returncode == 0, errors
    assert len(dask.client.nthreads()) == 1
    paths = files(tmp_path / "alone")
    assert paths == files(tmp_path / "together")
    same, *others = filecmp.cmpfiles(tmp_path / "alone", tmp_path / "together", paths, shallow=False)
    assert others == [[], []]
    assert len(same) > 5 * DOSSIERS


@pytest.mark.long
def test_a_cluster_finds_the_same(dask: Cluster, tmp_path: Path) -> None:
    make(tmp_path / "faulty", DOSSIERS // 2, FAULTS)
    results = [
        registry("check", "--root", tmp_path / "faulty", "--no-cache", "--format", "json", *how)
        for how in (("--workers", "1"), ("--executor", dask.executor))
    ]
    assert [each.returncode for each in results] == [1, 1]
    assert results[0].stdout == results[1].stdout


def test_a_worker_with_another_program_is_named(dask: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    def digest_program() -> bytes:
        return str(os.getpid()).encode()

    monkeypatch.setattr(module, "digest_program", digest_program)
    with pytest.raises(NoWorkersError, match="的程序与这里的不同"), connect_cluster(dask.executor):
        pass


def test_a_cluster_that_is_not_there_or_has_no_workers_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 1)
    nobody = f"dask://127.0.0.1:{free_port()}"
    assert main(["check", "--executor", nobody]) == 2
    assert f"registry：连不上 {nobody}" in capsys.readouterr().err
    with ExitStack() as stack:
        empty = Cluster(0, tmp_path, stack)
        assert main(["check", "--executor", empty.executor]) == 2
    assert f"registry：{empty.executor} 上没有工作进程" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.parametrize(
    ("gone", "words"), [("scheduler", "的调度进程或者工作进程没有了"), ("workers", "上的工作进程都没有了")]
)
def test_a_cluster_that_goes_away_meanwhile_is_said(tmp_path: Path, gone: str, words: str) -> None:
    with ExitStack() as stack:
        brief = Cluster(1, tmp_path, stack)
        make(tmp_path / "register", DOSSIERS)
        command = ["check", "--root", str(tmp_path / "register"), "--no-cache", "--executor", brief.executor]
        running = started(command, tmp_path)
        worker = brief.worker_at("_check", running)
        if gone == "scheduler":
            brief.scheduler.kill()
        else:
            (pid,) = brief.client.run(os.getpid, workers=[worker]).values()
            os.kill(pid, signal.SIGKILL)
        _, errors = running.communicate()
    assert running.returncode == 2
    assert errors == f"registry：{brief.executor} {words}；检查集群再试\n"
