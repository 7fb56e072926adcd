"""What is held back of three institutions: a table of cases.

Each case has the commits after the first, in which all is lawful, and what is held back, with the number of
the commit whose version is published instead; None of what is left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.publish.assemble.last_lawful import HeldBack, find_last_lawful
from registry.rules.checking import examine
from tests.conftest import DAY, build, registry
from tests.repository import commit

Step = Callable[[Path], object]
PLACE = "records/institutions"
ONE, TWO, THREE = (
    f"{PLACE}/{each}" for each in ("shiji/demo-000001", "tinghu/demo-000002", "yandu/demo-000003")
)
OFFICE, BATCH = "records/authorities/city-hrss.yml", "records/batches/2019-1.yml"
AREAS, RULES = "records/areas.yml", "records/regulations/ycrsf-2018-223.yml"
LATER = "records/regulations/later.yml"


def write(path: str, old: str, new: str) -> Step:
    """Replace in a file, or in all files below a folder, what there is."""

    def step(root: Path) -> None:
        place = root / path
        files = [place] if place.is_file() else sorted(place.rglob("*.yml"))
        texts = {each: re.sub(old, new, each.read_text("utf-8"), flags=re.MULTILINE) for each in files}
        assert any(text != each.read_text("utf-8") for each, text in texts.items())
        for each, text in texts.items():
            each.write_text(text, "utf-8")

    return step


def remove(path: str) -> Step:
    return lambda root: shutil.rmtree(root / path) if (root / path).is_dir() else (root / path).unlink()


def move(old: str, new: str) -> Step:
    def step(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(root / old, root / new)

    return step


def copy(old: str, new: str) -> Step:
    return lambda root: shutil.copytree(root / old, root / new)


def link(path: str, target: str = "/etc/passwd") -> Step:
    """A link, in the place of what is there."""

    def step(root: Path) -> None:
        if (root / path).exists():
            remove(path)(root)
        (root / path).symlink_to(target)

    return step


def both(*steps: Step) -> Step:
    return lambda root: [each(root) for each in steps]


def share_code(path: str) -> Step:
    """Give a dossier the credit code of the first."""

    def step(root: Path) -> None:
        code = re.search(r'credit_code: "(\w+)"', (root / ONE / "institution.yml").read_text("utf-8"))
        assert code
        write(path, r'credit_code: "\w+"', f'credit_code: "{code[1]}"')(root)

    return step


def add_regulation(root: Path) -> None:
    """Another one, that is in force from a day to come."""
    text = re.sub("^id: .*", "id: later", (root / RULES).read_text("utf-8"), flags=re.MULTILINE)
    text = re.sub("^in_force_from: .*", "in_force_from: 2040-01-01", text, flags=re.MULTILINE)
    (root / LATER).write_text(text, "utf-8")


REVIEW = f"{TWO}/acts/2019-06-20-review.yml"
PLAN = write(f"{ONE}/plans/2023.yml", r"\Z", "remarks: 新的说明。\n")
NEWLY = write(OFFICE, "^phone: .*", 'phone: "0515-00000097"')
GONE = write(OFFICE, r"\Z", "valid_to: 2019-01-01\n")

CASES: dict[str, tuple[list[Step], dict[str, int | None]]] = {
    # of two that collide
    "a code that came later": ([share_code(TWO)], {TWO: 0}),
    "a code that came later, though the first changed since": ([share_code(TWO), PLAN], {TWO: 0}),
    "a code that came later, though it changed before": (
        [write(f"{TWO}/plans/2023.yml", r"\Z", "remarks: 一。\n"), share_code(TWO)],
        {TWO: 1},
    ),
    "a code that came twice to what is gone": (
        [share_code(TWO), both(remove(ONE), remove(TWO))],
        {ONE: 0, TWO: 0},
    ),
    "an id that came later": (
        [copy(ONE, f"{PLACE}/yandu/demo-000001")],
        {f"{PLACE}/yandu/demo-000001": None},
    ),
    "an id that came later, though the first changed since": (
        [both(copy(ONE, f"{PLACE}/binhai/demo-000001")), PLAN],
        {f"{PLACE}/binhai/demo-000001": None},
    ),
    # what is named and is gone
    "a dossier deleted": ([remove(ONE)], {ONE: 0}),
    "a dossier deleted after a change": ([PLAN, remove(ONE)], {ONE: 1}),
    "a dossier given another id": (
        [
            both(
                move(ONE, f"{PLACE}/shiji/demo-000009"),
                write(f"{PLACE}/shiji/demo-000009", "^id: .*", "id: demo-000009"),
            )
        ],
        {ONE: 0, f"{PLACE}/shiji/demo-000009": None},
    ),
    "all dossiers deleted": ([remove(PLACE)], {ONE: 0, TWO: 0, THREE: 0}),
    "a review deleted": ([remove(REVIEW)], {TWO: 0}),
    "a list deleted": ([remove(BATCH)], {BATCH: 0}),
    "an institution that never was on a list": ([write(BATCH, r"\Z", "    - demo-000009\n")], {BATCH: 0}),
    # folders
    "a dossier in the folder of another area": ([move(ONE, f"{PLACE}/yandu/demo-000001")], {ONE: 0}),
    "a dossier in a folder of no area": ([PLAN, move(ONE, f"{PLACE}/nowhere/demo-000001")], {ONE: 1}),
    "a file in the folder of another area": (
        [move(f"{ONE}/plans/2023.yml", f"{PLACE}/yandu/demo-000001/plans/2023.yml")],
        {ONE: 0},
    ),
    # links
    "a link in a dossier": ([link(f"{ONE}/link.yml")], {ONE: 0}),
    "a link in the place of a record": ([link(f"{ONE}/plans/2023.yml")], {ONE: 0}),
    "a link in the place of a dossier": ([link(ONE, "../yandu")], {ONE: 0}),
    "a link in the place of an area": ([link(f"{PLACE}/shiji", "yandu")], {ONE: 0, f"{PLACE}/shiji": None}),
    "a link in the place of an office": ([link(OFFICE)], {OFFICE: 0}),
    "a link in the place of a table": ([link(AREAS)], {AREAS: 0}),
    "a link in the place of the regulation": ([link(RULES)], {RULES: 0}),
    "a link in the place of the regulations": (
        [link("records/regulations")],
        {RULES: 0, "records/regulations": None},
    ),
    "a link in the place of the regulations, of which one was taken out before": (
        [add_regulation, remove(LATER), link("records/regulations")],
        {RULES: 0, "records/regulations": None},
    ),
    # tables
    "an office deleted after a change": ([NEWLY, remove(OFFICE)], {OFFICE: 1}),
    "an office that ended before its acts": ([NEWLY, GONE], {OFFICE: 1}),
    "an office that ended before its acts, and changed since": (
        [NEWLY, GONE, write(OFFICE, "000097", "000096")],
        {OFFICE: 1},
    ),
    "an area gone, and others changed with it": (
        [
            both(
                write(AREAS, "id: tinghu$", "id: tinghu-x"),
                NEWLY,
                write("records/systems.yml", "name: 卫生健康", "name: 卫生健康委"),
            )
        ],
        {AREAS: 0},
    ),
    "a list published before its reviews": (
        [write(BATCH, "^  published_on: .*", "  published_on: 2019-06-01")],
        {BATCH: 0},
    ),
    "a list published before its reviews, and an institution on it changed since": (
        [write(BATCH, "^  published_on: .*", "  published_on: 2019-06-01"), PLAN],
        {BATCH: 0},
    ),
    "a regulation that asks for more than there is": (
        [write(RULES, "min_hours: 100", "min_hours: 100000")],
        {RULES: 0},
    ),
    "the regulations deleted": ([remove("records/regulations")], {RULES: 0}),
    "a table deleted": ([remove(AREAS)], {AREAS: 0}),
    "an unreadable table, and an office gone with it": (
        [both(write(AREAS, r"\Z", "一"), remove(OFFICE))],
        {AREAS: 0, OFFICE: 0},
    ),
    # dossiers at fault themselves, though what they rest on has changed
    "a date that cannot be, and an office changed since": (
        [write(REVIEW, "^date: .*", "date: 2019-07-20"), NEWLY],
        {TWO: 0},
    ),
}


def commits(root: Path) -> list[str]:
    """The commits, the oldest first."""
    hashes = subprocess.run(
        ["git", "-C", str(root), "log", "--reverse", "--format=%H"], capture_output=True, check=True
    )
    return hashes.stdout.decode().split()


@pytest.mark.parametrize("case", CASES)
def test_what_is_held_back(root: Path, case: str) -> None:
    steps, expected = CASES[case]
    for step in steps:
        step(root)
        commit(root)
    lawful = find_last_lawful(root, examine(root, DAY), DAY)
    places = commits(root)
    assert dict(lawful.held) == {
        path: "" if place is None else places[place] for path, place in expected.items()
    }
    assert len(lawful.examined.register.dossiers) == 3


@pytest.mark.parametrize("case", ["a dossier deleted", "a link in a dossier", "a code that came later"])
def test_what_is_not_committed_is_held_back_alike(root: Path, case: str) -> None:
    steps, expected = CASES[case]
    for step in steps:
        step(root)
    (commit_,) = commits(root)
    assert dict(find_last_lawful(root, examine(root, DAY), DAY).held) == dict.fromkeys(expected, commit_)


def test_what_was_listed_is_told_in_public_where_nothing_of_it_is_lawful(root: Path, tmp_path: Path) -> None:
    """Its page, its row in the list, its name where all is told that is being checked."""
    shutil.rmtree(root / ".git")
    write(f"{ONE}/plans/2023.yml", r"\Z", "unknown: 一\n")(root)
    name = re.search("^name: (.*)", (root / ONE / "institution.yml").read_text("utf-8"), re.MULTILINE)
    assert name
    out = build(root, tmp_path / "public")
    for page in ("institutions/demo-000001", "batches/2019-1", "publication"):
        text = (out / page / "index.html").read_text("utf-8")
        assert name[1] in text
        assert "正在核对" in text
    assert "共 3 个机构" in (out / "batches/2019-1/index.html").read_text("utf-8")
    sitemap = out / "sitemap.xml"
    assert not sitemap.exists() or "institutions/demo-000001/" in sitemap.read_text("utf-8")


def test_a_list_and_an_office_that_are_held_back_are_told_in_public(root: Path, tmp_path: Path) -> None:
    write(BATCH, r"\Z", "unknown: 一\n")(root)
    write(OFFICE, r"\Z", "unknown: 一\n")(root)
    out = build(root, tmp_path / "public")
    assert "其后的记录正在核对" in (out / "batches/2019-1/index.html").read_text("utf-8")
    text = (out / "publication/index.html").read_text("utf-8").partition('id="held"')[2].partition("<h2")[0]
    assert "2019年第1批" in text
    assert "市人社局（演示）" in text
    assert "示例1号" not in text


def test_what_is_due_is_told_of_a_faulty_dossier_too(root: Path) -> None:
    before = registry("duties", "--root", root, "--on", str(DAY))
    write(f"{ONE}/institution.yml", r"\Z", "unknown: 一\n")(root)
    after = registry("duties", "--root", root, "--on", str(DAY))
    assert "示例1号" in before.stdout
    assert (after.returncode, after.stdout) == (0, before.stdout)
    assert (ONE in before.stderr, ONE in after.stderr) == (False, True)


def test_a_pipe_holds_only_its_dossier_back(root: Path) -> None:
    os.mkfifo(root / ONE / "acts/pipe.yml")
    (commit_,) = commits(root)
    assert find_last_lawful(root, examine(root, DAY), DAY).held == [HeldBack(ONE, commit_)]


def test_a_dossier_that_has_moved_lawfully_keeps_its_newest_version(root: Path) -> None:
    """A transfer moves the folder; a fault that comes after it is mended by the version in the new place."""
    new = f"{PLACE}/yandu/demo-000001"
    act = f"{new}/acts/2023-05-08-transfer.yml"
    move(ONE, new)(root)
    (root / act).write_text(TRANSFER, "utf-8")
    write(f"{new}/institution.yml", "^area: .*", "area: yandu")(root)
    commit(root)
    assert examine(root, DAY).lawful
    write(f"{new}/institution.yml", r"\Z", "unknown: 一\n")(root)
    commit(root)
    assert find_last_lawful(root, examine(root, DAY), DAY).held == [HeldBack(new, commits(root)[1])]


TRANSFER = """date: 2023-05-08
authority: city-hrss
from_area: shiji
to_area: yandu
from_system: health
to_system: health
reason: 住所迁移。
document:
  number: 盐人社演〔2023〕9号
  date: 2023-05-08
"""
