"""Whoever reads the repository's own records/ in a test is told so, in whatever process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.conftest import CITY, REPOSITORY

RECORDS = REPOSITORY / "records"
REFUSED = f"{re.escape(str(RECORDS.resolve()))}.* is read: "
READS: list[Callable[[Path], object]] = [
    lambda folder: (folder / "areas.yml").read_bytes(),
    lambda folder: os.open(folder / "none.yml", os.O_RDONLY),
    lambda folder: next(os.scandir(os.fsencode(folder))),
    lambda folder: sorted(folder.iterdir()),
    lambda folder: sorted(folder.rglob("*.yml")),
]


@pytest.mark.parametrize("read", READS)
def test_a_test_that_reads_the_records_fails(read: Callable[[Path], object]) -> None:
    with pytest.raises(AssertionError, match=REFUSED):
        read(RECORDS)


def test_no_link_and_no_relative_path_leads_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "records").symlink_to(RECORDS)
    with pytest.raises(AssertionError, match=REFUSED):
        (tmp_path / "records/areas.yml").read_bytes()
    monkeypatch.chdir(REPOSITORY)
    with pytest.raises(AssertionError, match=REFUSED):
        Path("tests/../records/areas.yml").read_bytes()
    with pytest.raises(AssertionError, match=REFUSED):
        sorted(Path("records").iterdir())


@pytest.mark.parametrize("arguments", [("check",), ("rules", "plan-hours"), ("build",)])
def test_a_command_that_reads_the_records_fails(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "registry", *arguments]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert re.search(f"AssertionError: {REFUSED}", result.stderr)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_worker_that_reads_the_records_fails(method: str) -> None:
    with ProcessPoolExecutor(1, get_context(method)) as executor:
        assert executor.submit(os.listdir, CITY / "records").result()
        with pytest.raises(AssertionError, match=REFUSED):
            executor.submit(os.listdir, RECORDS).result()


def test_what_is_no_record_may_be_read() -> None:
    assert sorted((REPOSITORY / "generator/registry/records").iterdir())
    assert (CITY / "records/areas.yml").read_bytes()


def test_a_sitecustomize_that_is_hidden_runs_too(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('hidden')\n", "utf-8")
    env = {**os.environ, "PYTHONPATH": f"{os.environ['PYTHONPATH']}{os.pathsep}{tmp_path}"}
    command = [sys.executable, "-c", "print('run')"]
    result = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["hidden", "run"]
