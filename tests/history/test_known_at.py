"""`status --known-at`: what the register said at the time, whatever it has learnt since."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SECOND, registry
from tests.repository import commit, git

ID = "yx-d2"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register that learns of a change of name at noon of 20 October 2025, Beijing time."""
    root = tmp_path_factory.mktemp("register")
    shutil.copytree(SECOND / "records", root / "records")
    git(root, "init", "-q", "-b", "main")
    (folder,) = (root / "records" / "institutions").glob(f"*/{ID}")
    (change,) = folder.glob("acts/2025-09-15-change.yml")
    text = change.read_text("utf-8")
    change.unlink()
    commit(root, "2025-09-01")
    change.write_text(text, encoding="utf-8")
    commit(root, "2025-10-20")
    return root


def name(root: Path, *arguments: str) -> str:
    result = registry("status", ID, "--root", root, "--on", "2025-12-01", "--format", "json", *arguments)
    assert result.returncode == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return str(data["name"])


def test_what_was_learnt_later_was_not_known(register: Path) -> None:
    now = name(register)
    assert name(register, "--known-at", "2025-10-19") != now
    assert name(register, "--known-at", "HEAD~1") != now


def test_the_version_that_tells_it_is_named(register: Path) -> None:
    result = registry("status", ID, "--root", register, "--on", "2025-12-01", "--known-at", "2025-10-19")
    version = re.fullmatch(r"  按版本 ([0-9a-f]{12})（2025-09-01，.*）的记录", result.stdout.splitlines()[1])
    assert version
    assert registry("status", ID, "--root", register, "--known-at", version[1]).returncode == 0


def test_what_was_learnt_on_a_day_was_known_at_its_end(register: Path) -> None:
    assert name(register, "--known-at", "2025-10-20") == name(register)
    assert name(register, "--known-at", "HEAD") == name(register)


@pytest.mark.parametrize(
    ("when", "words"), [("2025-08-31", "及以前没有版本"), ("nirgends", "没有 nirgends 这个版本")]
)
def test_a_time_before_the_register_is_said(register: Path, when: str, words: str) -> None:
    result = registry("status", ID, "--root", register, "--known-at", when)
    assert (result.returncode, words in result.stderr, "Traceback" in result.stderr) == (2, True, False)
