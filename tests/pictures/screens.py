"""A clerk's morning in the command prompt: what each command prints, for the handbook's pictures.

It is one journey in the second city's register, whose names are all made up, on the day of the tests.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from openpyxl import load_workbook

from tests.conftest import DAY, registry
from tests.proposal.world import World

PROMPT = "D:\\登记册>"
DESK, MAIL = "D:\\登记册\\", "D:\\收件\\"  # the clerk's folders: the register, and what has come by e-mail
OFFICES = ("--authority", "linzhou-rsj", "--authority", "forestry-bureau")
PLAN = "records/institutions/linzhou/yx-d2/plans/2027.yml"
STEP = """  - date: 2026-11-24
    authority: forestry-bureau
    action: 通过
"""
# Cells in which an institution went wrong, by address: what it wrote.
SLIPS = {"J9": "二十学时", "L10": "13", "I11": None}
VERSIONS = re.compile("(?m)^版本 .*\n")  # of the register and of the program, which are others tomorrow
COMMIT = re.compile(r"\b[0-9a-f]{12}\b")


class Desk(NamedTuple):
    """The clerk's desk: the forge and the clones, and the folder of what has come by e-mail."""

    world: World
    mail: Path

    def run(self, *words: str, on: str = "") -> str:
        """A command as it is typed, and all that it prints, with the folders of a clerk."""
        arguments = [word.replace(MAIL, f"{self.mail}/") for word in words]
        result = registry(*arguments, "--on", on or DAY.isoformat(), cwd=self.world.desk)
        output = f"{result.stdout}{result.stderr}".rstrip("\n").replace(f"{self.mail}/", MAIL)
        output = COMMIT.sub("0a1b2c3d4e5f", output.replace(f"{self.world.desk}/", DESK))
        return f"{PROMPT}registry {' '.join([*words, *(('--on', on) if on else ())])}\n{output}"

    def spoil(self, sheet: str, out: str) -> None:
        """A sheet as an institution sends it that has made mistakes."""
        book = load_workbook(self.mail / sheet)
        for cell, value in SLIPS.items():
            book.worksheets[0][cell] = value
        book.save(self.mail / out)


def show_screens(world: World) -> dict[str, str]:
    """The text of each picture of the command prompt, by its name."""
    desk = Desk(world, world.desk.parent / "mail")
    desk.mail.mkdir()
    noon = f"{DAY}T12:00:00+08:00"
    with patch.dict(os.environ, {"GIT_COMMITTER_DATE": noon, "GIT_AUTHOR_DATE": noon}):
        return {**_take_a_plan_in(desk), **_pass_it(desk), **_report_a_change(desk)}


def _take_a_plan_in(desk: Desk) -> dict[str, str]:
    """A form goes out, comes back with mistakes and then without, and is proposed."""
    sheet, faulty = f"{MAIL}2027年度计划.xlsx", f"{MAIL}报来的计划.xlsx"
    options = ("--received", "2026-11-23", *OFFICES)
    screens = {
        "county-export": desk.run("export", "--template", "计划", "yx-d2", "--from", "2026", "--out", sheet)
    }
    desk.spoil("2027年度计划.xlsx", "报来的计划.xlsx")
    screens["county-faults"] = desk.run("import", faulty, *options)
    screens["county-letter"] = (desk.mail / "报来的计划（补正通知）.txt").read_text("utf-8-sig").strip()
    screens["county-import"] = desk.run("import", sheet, *options)
    screens["county-propose"] = desk.run("propose", "收到2027年度计划", "--no-browser")
    screens["city-proposal"] = _cut(VERSIONS.sub("", desk.run("review", "origin/main")), 14)
    screens["city-status"] = desk.run("status", "yx-d2", on="2026-06-01")
    screens["administrator-doctor"] = _cut(desk.run("doctor"), 8)
    return screens


def _cut(text: str, lines: int) -> str:
    """The first lines of a text."""
    return "\n".join([*text.splitlines()[:lines], "……"])


def _pass_it(desk: Desk) -> dict[str, str]:
    """The plan is on the main line; it passes, while a colleague enters a step as well."""
    desk.world.merge("2026-11-23-yx-d2-plans-2027")
    screens = {"county-merged": desk.run("start")}
    words = ("step", "yx-d2", "计划", "2027", "通过", "--authority", "林洲")
    screens["county-refused"] = desk.run(*words, on="2026-11-20")
    screens["county-step"] = desk.run(*words)
    plan = (desk.world.colleague / PLAN).read_text("utf-8")
    desk.world.change_on_main(PLAN, plan + STEP, "林业局通过")
    screens["county-conflict"] = desk.run("start")
    return screens


def _report_a_change(desk: Desk) -> dict[str, str]:
    """A form for a change, checked while it is blank."""
    desk.run("discard", "--yes")
    desk.run("start")
    return {
        "county-form": desk.run("new", "yx-d2", "change", "--field", "办公电话"),
        "county-check": desk.run("check", "--base", "origin/main"),
    }
