"""The way of a new register: from `registry init` to a published list and a passed plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from registry.records.schemas import Schemas
from tests.conftest import REPOSITORY, registry
from tests.entry.filling import fill

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
CITY = ("--city", "云梦泽市", "--area", "林洲区", "--area", "雁泽县:yanze:999921")
HERE = "records/institutions/linzhou/first"


class Clerk:
    """Who keeps a register: writes forms by the command, fills them in, and checks."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, command: str, *arguments: str) -> str:
        result = registry(command, "--root", self.root, *arguments)
        assert (result.returncode, "Traceback" in result.stderr) == (0, False), result.stdout + result.stderr
        return result.stdout

    def record(self, id_: str, kind: str, /, *options: str, **values: Any) -> list[Path]:
        """Write a record and fill it in: with `values` by their name, else with the schemas' examples."""
        output = self.run("new", id_, kind, *options)
        files = [self.root / name for name in re.findall(r"^已(?:写好|在) (\S+)", output, re.MULTILINE)]
        for file in files:
            placed = SCHEMAS.find_kind(file.relative_to(self.root / "records").as_posix())
            assert placed is not None
            answers = {f"/{name.replace('__', '/')}": value for name, value in values.items()}
            file.write_text(fill(SCHEMAS, placed[0].name, file.read_text("utf-8"), answers), "utf-8")
        return files

    def add(self, path: str, text: str) -> None:
        """Write something at the end of a record, as its steps or its list are."""
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write(text)


def begin(root: Path) -> Clerk:
    """The clerk of a register that has just been made, with a system and its department."""
    result = registry("init", root, *CITY, "--on", "2026-01-05")
    assert result.returncode == 0, result.stderr
    clerk = Clerk(root)
    clerk.record("health", "system", systems__0__name="卫生健康")
    clerk.record("city-health", "authority", name="云梦泽市卫生健康委员会", kind="业务主管部门")
    file = root / "records/authorities/city-health.yml"
    file.write_text(file.read_text("utf-8").replace('# system: ""', "system: health"), "utf-8")
    clerk.record("2026-1", "batch", window__from="2026-03-02", window__to="2026-03-31")
    return clerk


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return begin(tmp_path / "register")


def apply(clerk: Clerk) -> None:
    """The application of an institution, which is its only file for now, and both recommendations."""
    filing = {"filing__fields__0__practice": False}
    (application,) = clerk.record("first", "application", "--area", "linzhou", "--on", "2026-03-10", **filing)
    text = application.read_text("utf-8").replace(
        "  # classroom_total:\n", "  classroom_total:\n    rooms: 3\n"
    )
    application.write_text(text, "utf-8")
    for authority in OFFICES:
        output = clerk.record(
            "first", "recommendation", "--on", "2026-04-08", authority=authority, opinion="推荐"
        )
        assert len(output) == 1


LIST = """\
announcement:
  authority: city-hrss
  document:
    number: 虚构〔2026〕1号
    date: 2026-06-01
  published_on: 2026-06-02
  listed:
    - first
"""
OFFICES = ("linzhou-hrss", "city-health")
PASSED = "".join(f"  - action: 通过\n    date: 2026-06-20\n    authority: {each}\n" for each in OFFICES)


def go_on(clerk: Clerk) -> None:
    """From the recommendations to the passed plan."""
    apply(clerk)
    steps = {f"steps__{i}__date": f"2026-05-1{i}" for i in range(4)}
    clerk.record("first", "review", "--on", "2026-05-20", result="通过", **steps)
    clerk.add("records/batches/2026-1.yml", LIST)
    (plan,) = clerk.record("first", "plan", "--on", "2026-06-10", courses__0__months__0=10)
    clerk.add(plan.relative_to(clerk.root).as_posix(), PASSED)


def test_a_register_goes_from_nothing_to_a_list_and_a_passed_plan(clerk: Clerk) -> None:
    go_on(clerk)
    assert "没有错误" in clerk.run("check", "--no-cache")
    before, after = (clerk.run("status", "first", "--on", day) for day in ("2026-06-19", "2026-06-20"))
    assert "已列入  自 2026-06-02 起" in after
    assert "2026 年度首次计划通过后方可开班" in before
    assert "2026 年度首次计划通过后方可开班" not in after
    regulation = clerk.root / "records/regulations/regulation-1.yml"
    assert "报送 2027 年度计划" in after
    assert "未规定期限（办法没有规定期限，或者登记册还没有填）" in after
    text = regulation.read_text("utf-8")
    text = text.replace('  # annual_deadline: ""', '  annual_deadline: "11-30"')
    regulation.write_text(text.replace("  # deadline_rolls:", "  deadline_rolls: false"), "utf-8")
    assert "期限 2026-11-30" in clerk.run("status", "first", "--on", "2026-06-20")


@pytest.mark.long
def test_what_has_come_of_it_is_published(clerk: Clerk) -> None:
    go_on(clerk)
    clerk.run("build", "--on", "2026-06-21", "--no-cache", "--workers", "1")
    site = clerk.root / "public"
    assert "已列入" in (site / "institutions/first/index.html").read_text("utf-8")
    assert "办法的名称还没有填" in (site / "regulation/index.html").read_text("utf-8")
