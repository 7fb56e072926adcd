"""Records that move, on real repositories: within their dossier, with it, and into another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.changes.base import compute_difference, find_change_faults, read_base, split_by_base
from registry.changes.meaning import describe_changes
from registry.changes.moves import find_moves, may_be_same_record
from registry.finding import Finding
from registry.history.git import list_deleted_institutions
from registry.records.schemas import Schemas
from registry.rules.cases import BASE, DAY
from registry.rules.checking import examine
from registry.settings import HOME
from tests.repository import commit, git

SCHEMAS = Schemas.read(HOME / "schemas")
INSTITUTIONS = Path("records/institutions")
ONE, TWO = INSTITUTIONS / "yangqu/base-one", INSTITUTIONS / "yangqu/new-two"
CODES = {
    "12999903000000019G": "52999903000000019C",
    "事业单位法人": "社会服务机构法人",
    "base-one": "new-two",
    "演示甲培训中心": "演示乙培训中心",
}
ENDED = "date: 2021-04-06\nauthority: city-hrss\nreason: 演示。\n"
TRANSFER = """date: 2021-05-10
authority: city-hrss
from_area: yangqu
to_area: xuxian
from_system: health
to_system: health
reason: 监督地区调整。
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of two listed institutions whose records have the same texts, on a branch."""
    root = tmp_path / "登记册"
    shutil.copytree(BASE, root / "records")
    shutil.copytree(root / ONE, root / TWO)
    for file in (root / TWO).rglob("*.yml"):
        put(file, **CODES)
    batch = root / "records/batches/2019-1.yml"
    put(batch, **{"- base-one\n": "- base-one\n    - new-two\n"})
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root, "2021-05-01")
    git(root, "switch", "-q", "-c", "change")
    return root


def put(file: Path, **texts: str) -> None:
    text = file.read_text("utf-8")
    for old, new in texts.items():
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def caused(root: Path) -> list[Finding]:
    """What the change is found to have caused, but for days that passed."""
    base, head = read_base(root, "main", DAY), examine(root, DAY)
    difference = compute_difference(base, head)
    findings = [
        *split_by_base(base, head, difference.moved).caused,
        *find_change_faults(root, base, head, difference, DAY),
    ]
    return [each for each in findings if each.severity == "error"]


def meaning(root: Path) -> dict[str, list[str]]:
    """The lines that are told of each dossier."""
    base, head = read_base(root, "main", DAY), examine(root, DAY)
    sections = describe_changes(compute_difference(base, head), head.schemas, DAY, base.touched)
    return {each.id: [line for item in each.items for line in item.lines] for each in sections}


def transfer(root: Path, dossier: Path) -> None:
    """Move a dossier to the other area, lawfully."""
    folder = root / INSTITUTIONS / "xuxian" / dossier.name
    folder.parent.mkdir(exist_ok=True)
    (root / dossier).rename(folder)
    (folder / "acts/2021-05-10-transfer.yml").write_text(TRANSFER, "utf-8")
    put(folder / "institution.yml", **{"area: yangqu": "area: xuxian"})


def test_two_dossiers_of_the_same_texts_may_move_to_another_area_at_once(root: Path) -> None:
    transfer(root, ONE)
    transfer(root, TWO)
    commit(root, "2021-05-11")
    assert caused(root) == []
    meaning_lines = meaning(root)
    assert {id_: [each for each in lines if "删去" in each] for id_, lines in meaning_lines.items()} == {
        "base-one": [],
        "new-two": [],
    }


def test_a_file_rewritten_on_its_way_to_another_area_is_rewritten_not_deleted(root: Path) -> None:
    transfer(root, ONE)
    file = root / INSTITUTIONS / "xuxian/base-one/acts/2019-04-08-recommendation.yml"
    file.write_text(
        "date: 2019-04-08\nbatch: '2019-1'\nauthority: city-hrss\nopinion: 推荐\ntext: 另写。\n", "utf-8"
    )
    assert {each.rule for each in caused(root)} == {"recorded-acts-stay"}


def test_one_rename_that_ends_one_institution_and_not_another_names_both(root: Path) -> None:
    old, new = (each / "acts/2021-04-06-filing-ended.yml" for each in (ONE, TWO))
    git(root, "switch", "-q", "main")
    (root / old).write_text(ENDED, "utf-8")
    commit(root, "2021-05-02")
    git(root, "switch", "-q", "change")
    git(root, "merge", "-q", "main")
    git(root, "mv", str(old), str(new))
    commit(root, "2021-05-03")
    (finding,) = caused(root)
    assert (finding.rule, finding.path) == ("records-stay", old.as_posix())
    assert "移到了机构 new-two 的档案" in finding.message
    lines = meaning(root)
    assert lines["base-one"][0].startswith("删去 2021-04-06 终止报备")
    assert any(each.startswith("新增 2021-04-06 终止报备") for each in lines["new-two"])
    assert any("已终止" in each and "→ 已列入" in each for each in lines["base-one"])
    assert any("已列入" in each and "→ 已终止" in each for each in lines["new-two"])


@pytest.mark.parametrize(("area", "id_", "given_up"), [("xuxian", "base-one", False), ("yangqu", "x", True)])
def test_an_id_that_was_exchanged_is_remembered(root: Path, area: str, id_: str, given_up: bool) -> None:
    (root / INSTITUTIONS / area).mkdir(exist_ok=True)
    git(root, "mv", str(ONE), str(INSTITUTIONS / area / id_))
    commit(root, "2021-05-20")
    assert list_deleted_institutions(root, "HEAD") == ({"base-one": "12999903000000019G"} if given_up else {})


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("tinghu/a/acts/2021-04-06-bar.yml", "tinghu/a/acts/2021-04-06-bar-02.yml", True),
        ("tinghu/a/acts/2021-04-06-bar.yml", "yandu/a/acts/2021-04-07-bar.yml", True),
        ("tinghu/a/acts/2021-04-06-bar.yml", "tinghu/a/acts/2021-04-06-suspension.yml", False),
        ("tinghu/a/acts/2021-04-06-bar.yml", "tinghu/b/acts/2021-04-06-bar.yml", False),
        ("tinghu/a/plans/2021.yml", "tinghu/a/plans/2022.yml", True),
        ("tinghu/a/plans/2021.yml", "tinghu/a/summaries/2021.yml", False),
        ("tinghu/a/plans/2021.yml", "tinghu/a/plans/2021-amendment-1.yml", False),
        ("tinghu/a/assessments/2021.yml", "yandu/b/assessments/2021.yml", False),
        ("tinghu/a/plans/计划.yml", "tinghu/a/plans/2021.yml", True),
    ],
)
def test_what_may_be_one_record(old: str, new: str, same: bool) -> None:
    place = INSTITUTIONS.as_posix()
    assert may_be_same_record(f"{place}/{old}", f"{place}/{new}", SCHEMAS) is same


def test_the_place_in_a_dossier_tells_more_than_git() -> None:
    before = {f"{INSTITUTIONS}/tinghu/{id_}/plans/2021.yml" for id_ in "ab"}
    now = {f"{INSTITUTIONS}/yandu/{id_}/plans/2021.yml" for id_ in "ab"}
    crossed = dict(zip(sorted(before), sorted(now, reverse=True), strict=True))
    moved, elsewhere = find_moves(before | now, before, now, crossed, SCHEMAS)
    assert moved == dict(zip(sorted(before), sorted(now), strict=True))
    assert elsewhere == {}
