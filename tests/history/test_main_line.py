"""On which day something reached the main line, whatever the commits say of themselves."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.history.git import find_commit_at, list_corrected, read_recorded
from registry.history.main_line import convert_to_day, find_longest_in_order, put_in_order, read_main_line
from tests.files import write_file
from tests.repository import commit, git

LATEST = dt.date(2026, 12, 31)
ACT = "records/institutions/tinghu/x/acts/2024-03-15-inspection.yml"
PLAN = "records/institutions/tinghu/x/plans/2025.yml"


def days(*numbers: str) -> list[dt.date | None]:
    return [dt.date.fromisoformat(each) if each else None for each in numbers]


# -- the order of days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row_of_days", "expected"),
    [
        ("2024-01-01 2024-01-01 2024-02-01", "2024-01-01 2024-01-01 2024-02-01"),
        ("2024-01-01 2035-03-16 2024-02-01", "2024-01-01 2024-01-01 2024-02-01"),
        ("2024-01-01 1999-03-16 2024-02-01", "2024-01-01 2024-01-01 2024-02-01"),
        ("2024-01-01 2024-02-01 2035-03-16", "2024-01-01 2024-02-01 2024-02-01"),
        ("2026-06-01 2024-01-01 2024-02-01", "2024-01-01 2024-01-01 2024-02-01"),
        ("2024-01-01 - 2024-02-01", "2024-01-01 2024-01-01 2024-02-01"),
        ("- 2024-01-01", "2024-01-01 2024-01-01"),
        ("2024-05-01 2024-04-30", "2024-05-01 2024-05-01"),
        ("2035-01-01", "-"),
        ("", ""),
    ],
)
def test_the_fewest_days_are_corrected(row_of_days: str, expected: str) -> None:
    own, wanted = (
        days(*("" if each == "-" else each for each in row.split())) for row in (row_of_days, expected)
    )
    assert put_in_order(own, LATEST) == wanted


@given(st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=9))
def test_no_way_keeps_more_days(numbers: list[int | None]) -> None:
    own = [dt.date(2024, 1, each) if each else None for each in numbers]
    longest = find_longest_in_order(own)
    chosen = [each for i in longest if (each := own[i])]
    assert len(chosen) == len(longest)
    assert chosen == sorted(chosen)
    present = [each for each in own if each]
    best = max(
        n
        for n in range(len(present) + 1)
        for some in itertools.combinations(present, n)
        if list(some) == sorted(some)
    )
    assert len(longest) == best


@given(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), max_size=30))
def test_days_are_in_order_and_none_lies_after_the_last(own: list[dt.date]) -> None:
    trusted = [each for each in put_in_order(own, LATEST) if each]
    assert trusted == sorted(trusted)
    assert all(each <= LATEST for each in trusted)
    assert not trusted or len(trusted) == len(own)


@pytest.mark.parametrize(
    ("seconds", "day"),
    [
        ("1710431999", dt.date(2024, 3, 14)),
        ("1710432000", dt.date(2024, 3, 15)),  # midnight in Beijing
        ("1710518399", dt.date(2024, 3, 15)),
        ("1710518400", dt.date(2024, 3, 16)),
        ("0", dt.date(1970, 1, 1)),
        ("253402300799", None),  # already the year 10000 in Beijing
        ("99999999999999", None),
        ("9" * 5000, None),
        ("", None),
        ("-5", None),
        ("%ct", None),
        ("１７", None),
    ],
)
def test_a_time_is_read_as_a_day_in_beijing_or_not_at_all(seconds: str, day: dt.date | None) -> None:
    assert convert_to_day(seconds) == day


# -- real repositories ---------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register that began on 1 January 2024."""
    folder = tmp_path / "register"
    write_file(folder, "records/areas.yml", "areas: []\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "2024-01-01")
    return folder


def odd_commit(root: Path, committer: bytes) -> None:
    """Commit all below `root`, with a committer's line of any bytes."""
    git(root, "add", "--all")
    tree, parent = (ask(root, *each).decode().strip() for each in (("write-tree",), ("rev-parse", "HEAD")))
    head = f"tree {tree}\nparent {parent}\nauthor c <c@example.org> 1764000000 +0800\n".encode()
    text = head + b"committer " + committer + b"\n\n\xff\xfe\x00m\n"
    hashed = ["git", "-C", str(root), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    id_ = subprocess.run(hashed, input=text, check=True, capture_output=True).stdout.decode().strip()
    git(root, "reset", "-q", "--hard", id_)


def ask(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True).stdout


ODD = [
    b"c <c@example.org> 1764000000 +2400",
    b"c <c@example.org> 1764000000 +051800",
    b"c <c@example.org> 1700000000 +9999",
    b"c <c@example.org> 99999999999999 +0000",
    b"c <c@example.org> 18446744073709551615 +0000",
    b"c <c@example.org> -5 +0000",
    b"c <c@example.org> 1764000000",
    b"c <c@example.org>",
    b"\xff\xfe\xb2\xe2 <> 1764000000 +0800",
    b"\x01\x02 <\x1b[31m> 1764000000 +0800",
    b"",
]


@pytest.mark.parametrize("committer", ODD, ids=range(len(ODD)))
def test_no_commit_stops_the_history(root: Path, committer: bytes) -> None:
    write_file(root, ACT, "date: 2024-03-15\n")
    odd_commit(root, committer)
    write_file(root, PLAN, "year: 2025\n")
    commit(root, "2025-12-01")
    recorded = read_recorded(root, LATEST)
    assert recorded[PLAN].first == dt.date(2025, 12, 1)
    assert dt.date(2023, 11, 1) <= recorded[ACT].first <= dt.date(2025, 12, 1)
    assert recorded[ACT].first_corrected == any(each.corrected for each in read_main_line(root, LATEST))
    assert find_commit_at(root, "2025-12-01", LATEST) == find_commit_at(root, "HEAD")


def test_what_a_merge_brings_was_recorded_with_the_merge(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "clerk")
    write_file(root, ACT, "date: 2024-03-15\n")
    commit(root, "2024-03-16")
    git(root, "checkout", "-q", "main")
    write_file(root, PLAN, "year: 2025\n")
    commit(root, "2024-05-01")
    git(root, "merge", "-q", "--no-ff", "-m", "合并", "clerk", day="2026-12-20")
    recorded = read_recorded(root, LATEST)
    assert recorded[ACT].first == dt.date(2026, 12, 20)
    assert recorded[PLAN].first == dt.date(2024, 5, 1)
    assert find_commit_at(root, "HEAD").startswith(recorded[ACT].commit)


def test_what_is_edited_within_a_merge_was_last_changed_by_it(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "clerk")
    write_file(root, PLAN, "year: 2025\n")
    commit(root, "2024-03-16")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "--no-commit", "clerk")
    write_file(root, PLAN, "year: 2025\nremarks: 甲\n")
    commit(root, "2024-04-01")
    assert read_recorded(root)[PLAN].first == read_recorded(root)[PLAN].last == dt.date(2024, 4, 1)


def test_a_clock_set_ahead_is_corrected_and_told(root: Path) -> None:
    write_file(root, PLAN, "year: 2025\n")
    commit(root, "2024-05-01")
    write_file(root, ACT, "date: 2024-03-15\n")
    commit(root, "2035-03-16")
    history = read_recorded(root, LATEST)[ACT]
    assert (history.first, history.first_corrected) == (dt.date(2024, 5, 1), True)
    [corrected] = list_corrected(root, LATEST)
    assert (corrected.day, corrected.own_day) == (dt.date(2024, 5, 1), dt.date(2035, 3, 16))


def test_an_honest_history_is_not_corrected(root: Path) -> None:
    for day in ("2024-05-01", "2024-05-01", "2024-06-01"):
        write_file(root, ACT, f"date: {day}\n")
        commit(root, day)
    assert list_corrected(root, LATEST) == []
    assert not any(each.first_corrected or each.last_corrected for each in read_recorded(root).values())


def test_a_day_follows_the_main_line_and_no_branch(root: Path) -> None:
    write_file(root, ACT, "date: 2024-03-15\n")
    commit(root, "2024-12-01")
    git(root, "branch", "clerk")
    write_file(root, PLAN, "year: 2025\n")
    commit(root, "2024-12-10")
    with_plan = find_commit_at(root, "HEAD")
    git(root, "checkout", "-q", "clerk")
    write_file(root, ACT, "date: 2024-03-15\nremarks: 甲\n")
    commit(root, "2024-12-12")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "合并", "clerk", day="2024-12-20")
    assert find_commit_at(root, "2024-12-11", LATEST) == with_plan
    assert find_commit_at(root, "2024-12-15", LATEST) == with_plan
    assert find_commit_at(root, "2024-12-20", LATEST) == find_commit_at(root, "HEAD")


def test_a_step_was_recorded_when_it_came_into_the_file(root: Path) -> None:
    steps = "steps:\n  - action: 报送\n    date: 2024-12-20\n"
    write_file(root, PLAN, steps)
    commit(root, "2024-12-21")
    more = "  - {action: 受理, date: 2024-12-20}\n  - {action: 通过, date: '2024-12-28'}\n"
    write_file(root, PLAN, steps + more)
    commit(root, "2025-06-01")
    history = read_recorded(root)[PLAN]
    assert history.find_day(dt.date(2024, 12, 20)) == dt.date(2024, 12, 21)
    assert history.find_day(dt.date(2024, 12, 20), 1) == dt.date(2025, 6, 1)
    assert history.find_day(dt.date(2024, 12, 28)) == dt.date(2025, 6, 1)


def test_what_came_with_the_first_records_is_told_apart(root: Path) -> None:
    write_file(root, ACT, "date: 2024-03-15\n")
    commit(root, "2024-04-01")
    recorded = read_recorded(root)
    assert (recorded["records/areas.yml"].began, recorded[ACT].began) == (True, False)


def test_outside_git_and_in_a_shallow_clone_nothing_is_corrected(root: Path, tmp_path: Path) -> None:
    commit(root, "2035-01-01")
    git(root, "clone", "--quiet", "--depth", "1", root.as_uri(), str(tmp_path / "shallow"))
    shutil.copytree(root / "records", tmp_path / "bare" / "records")
    assert list_corrected(root, LATEST)
    assert list_corrected(tmp_path / "shallow", LATEST) == []
    assert list_corrected(tmp_path / "bare", LATEST) == []
