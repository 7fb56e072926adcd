"""One faulty record stops nobody's site: what has errors is published as it last had none."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from registry.publish.assemble.last_lawful import HeldBack, NothingLawfulError, find_last_lawful
from registry.publish.assemble.site import Site
from registry.publish.register_view import Provenance
from registry.rules.checking import examine
from tests.conftest import DAY, TEMPLATES, build, registry
from tests.files import change_file
from tests.repository import commit, git


def folders(root: Path) -> list[str]:
    paths = sorted(each.parent for each in root.glob("records/institutions/*/*/institution.yml"))
    return [each.relative_to(root).as_posix() for each in paths]


def spoil(root: Path, path: str) -> None:
    """Make a record one that cannot be valid."""
    file = root / path
    file.write_text(file.read_text("utf-8") + "unknown: 一\n", "utf-8")


def held(root: Path) -> tuple[list[str], list[HeldBack]]:
    """The institutions that may be published, and what is held back."""
    lawful = find_last_lawful(root, examine(root, DAY), DAY)
    return [*lawful.examined.register.dossiers], lawful.held


def head(root: Path) -> str:
    return (root / ".git/refs/heads/main").read_text("utf-8").strip()


def test_of_a_register_without_errors_nothing_is_held_back(root: Path) -> None:
    ids, lawful = held(root)
    assert (len(ids), lawful) == (3, [])


def test_a_faulty_dossier_keeps_its_last_lawful_version_and_others_their_newest(root: Path) -> None:
    first, second, _ = folders(root)
    lawful = head(root)
    spoil(root, f"{first}/institution.yml")
    commit(root)
    spoil(root, f"{first}/plans/2023.yml")
    plan = root / second / "plans/2023.yml"
    plan.write_text(plan.read_text("utf-8") + "remarks: 新的说明。\n", "utf-8")
    commit(root)
    ids, result = held(root)
    assert len(ids) == 3
    assert result == [HeldBack(first, lawful)]
    now = find_last_lawful(root, examine(root, DAY), DAY).examined.register
    assert now.documents[f"{second}/plans/2023.yml"].data["remarks"] == "新的说明。"


def test_a_version_that_was_faulty_too_is_passed_over(root: Path) -> None:
    first = folders(root)[0]
    lawful = head(root)
    for _ in range(3):
        spoil(root, f"{first}/institution.yml")
        commit(root)
    assert held(root)[1] == [HeldBack(first, lawful)]


def test_what_is_not_committed_counts_as_well(root: Path) -> None:
    first = folders(root)[0]
    spoil(root, f"{first}/institution.yml")
    assert held(root)[1] == [HeldBack(first, head(root))]


def test_a_file_that_should_not_be_there_holds_nothing_else_back(root: Path) -> None:
    (root / "records" / "名单.txt").write_text("甲", "utf-8")
    ids, lawful = held(root)
    assert (len(ids), lawful) == (3, [HeldBack("records/名单.txt", "")])


def test_a_dossier_that_was_never_lawful_is_left_out(root: Path) -> None:
    first = folders(root)[0]
    shutil.copytree(root / first, root / Path(first).with_name("new-one"))
    commit(root)
    ids, lawful = held(root)
    assert len(ids) == 3
    assert lawful == [HeldBack(Path(first).with_name("new-one").as_posix(), "")]


def test_without_history_a_faulty_dossier_is_left_out_and_the_others_stay(root: Path) -> None:
    first = folders(root)[0]
    shutil.rmtree(root / ".git")
    spoil(root, f"{first}/institution.yml")
    ids, lawful = held(root)
    assert (len(ids), lawful) == (2, [HeldBack(first, "")])


@pytest.mark.parametrize("later", [0, 1])
def test_of_two_that_collide_the_one_recorded_later_is_held_back(root: Path, later: int) -> None:
    """Two proposals, each green, give one credit code; whichever name comes first in the alphabet."""
    ours = folders(root)
    both = [ours[0], ours[1]]
    late, early = both[later], both[1 - later]
    shutil.move(root / late, root.parent / "late")
    batches = {path: path.read_text("utf-8") for path in root.glob("records/batches/*.yml")}
    for path, text in batches.items():
        path.write_text(re.sub(rf"^ *- \"?{Path(late).name}\"?\n", "", text, flags=re.MULTILINE), "utf-8")
    git(root, "add", "--all")
    git(root, "commit", "-q", "--amend", "-m", "录入")
    code = re.search('credit_code: *"?(\\w{18})', (root / early / "institution.yml").read_text("utf-8"))
    assert code
    shutil.move(root.parent / "late", root / late)
    for file in [*(root / late).rglob("*.yml")]:
        text = re.sub('(credit_code: *"?)\\w{18}', rf"\g<1>{code[1]}", file.read_text("utf-8"))
        file.write_text(text, "utf-8")
    for path, text in batches.items():
        path.write_text(text, "utf-8")
    commit(root)
    ids, lawful = held(root)
    assert lawful == [HeldBack(late, "")]
    assert Path(early).name in ids


def test_a_faulty_table_keeps_its_last_lawful_version(root: Path) -> None:
    lawful = head(root)
    (root / "records" / "areas.yml").write_text("areas: 无\n", "utf-8")
    commit(root)
    ids, result = held(root)
    assert (len(ids), result) == (3, [HeldBack("records/areas.yml", lawful)])


def test_a_dossier_at_fault_itself_steps_back_although_a_table_has_changed_since(root: Path) -> None:
    first = folders(root)[0]
    lawful = head(root)
    spoil(root, f"{first}/institution.yml")
    commit(root)
    change_file(root, "records/areas.yml", "name: ", "name: 新")
    commit(root)
    ids, result = held(root)
    assert (len(ids), result) == (3, [HeldBack(first, lawful)])
    now = find_last_lawful(root, examine(root, DAY), DAY).examined.register
    assert all(each.name.startswith("新") for each in now.tables.areas.values())


def test_a_dossier_and_a_table_may_both_be_at_fault(root: Path) -> None:
    first, second, _ = folders(root)
    lawful = head(root)
    change_file(root, "records/areas.yml", f"id: {Path(second).parts[2]}", "id: nowhere")
    spoil(root, f"{first}/institution.yml")
    commit(root)
    ids, result = held(root)
    assert (len(ids), result) == (3, [HeldBack("records/areas.yml", lawful), HeldBack(first, lawful)])


def test_a_table_without_a_lawful_version_is_told(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / "records" / "areas.yml").write_text("areas: 无\n", "utf-8")
    with pytest.raises(NothingLawfulError):
        held(root)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_site_says_what_is_being_checked_and_the_command_what_was_held_back(
    root: Path, three_site: Path, tmp_path: Path, workers: str
) -> None:
    first, second, _ = folders(root)
    lawful = head(root)
    spoil(root, f"{first}/institution.yml")
    number = root / first / "../p13812345678/institution.yml"
    number.parent.mkdir()
    number.write_text("没有内容\n", "utf-8")
    commit(root)
    out = tmp_path / "public"
    result = registry("build", "--root", root, "--on", str(DAY), "--out", out, "--workers", workers)
    assert result.returncode == 0
    assert f"  {first}：按版本 {lawful[:12]} 发布" in result.stdout
    assert "p138******78：没有无误的版本，暂不发布" in result.stdout
    assert "13812345678" not in result.stdout + result.stderr
    page = Path("institutions") / Path(first).name / "index.html"
    other = Path("institutions") / Path(second).name / "index.html"
    note = "其后的记录正在核对"
    assert note in (out / page).read_text("utf-8")
    assert note not in (three_site / page).read_text("utf-8")
    assert note not in (out / other).read_text("utf-8")
    assert Path(first).name in (out / "publication/index.html").read_text("utf-8")
    files = [json.loads((out / f"verify/{Path(each).name}.json").read_bytes()) for each in (first, second)]
    assert [each.get("held", False) for each in files] == [True, False]
    assert registry("check", "--root", root, "--on", str(DAY)).returncode == 1


def test_once_mended_nothing_is_held_back_although_a_cache_knew_better(root: Path, tmp_path: Path) -> None:
    first = folders(root)[0]
    file = root / first / "institution.yml"
    text = file.read_text("utf-8")
    spoil(root, f"{first}/institution.yml")
    build(root, tmp_path / "public")
    file.write_text(text, "utf-8")
    page = build(root, tmp_path / "public") / "institutions" / Path(first).name / "index.html"
    assert "正在核对" not in page.read_text("utf-8")


def test_verification_knows_who_was_listed_and_is_left_out(root: Path) -> None:
    first, second, _ = map(Path, folders(root))
    for file in (root / first / "institution.yml", *(root / first / "acts").glob("*-application.yml")):
        file.unlink()
    names = frozenset({first.name, second.name, "p13812345678"})
    site = Site(examine(root, DAY), DAY, TEMPLATES, Provenance(held=names))
    page = site.render_section("verify", "../")
    assert f'data-left-out="{first.name}"' in page
