"""The lawful ways out, walked on real repositories: two proposals, each green, merged; then the repair."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.changes.base import compute_difference, find_change_faults, read_base, split_by_base
from registry.changes.meaning import describe_changes
from registry.finding import Finding
from registry.rules.cases import BASE, DAY
from registry.rules.checking import examine
from tests.repository import commit, git

INSTITUTIONS = Path("records/institutions")
ONE = INSTITUTIONS / "yangqu/base-one"
SUMMARY = ONE / "summaries/2020.yml"
FEE = "52999903000000019C"
BATCH = """id: "2021-1"
title: 2021年第一批
window:
  from: 2021-05-03
  to: 2021-05-31
panel_size: 5
"""
REPAIR = """date: 2021-05-20
authority: city-hrss
reason: 两份提案先后合并。
rows:
"""
INSPECTION = """date: 2021-05-06
authority: yangqu-hrss
form: 随堂听课
heads:
  - head: 教学设施配套
    text: 教室整洁。
    finding: 符合
conclusion: 课堂秩序良好。
"""
LISTED = "    - base-one\n"
SUPPLEMENT = """  - date: 2021-04-06
    runs:
      - course: c02
        from: 2020-09-21
        to: 2020-09-25
        persons: 39
        hours: 40
        new_remote_hours: 0
        evaluated_on: 2020-09-28
        archived_on: 2020-09-28
        results_entered_on: 2020-09-28
"""
ENDED = "date: 2021-05-{}\nauthority: city-hrss\nreason: 演示。\n"
Edit = Callable[[Path], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "登记册"
    shutil.copytree(BASE, root / "records")
    (root / "records/batches/2021-1.yml").write_text(BATCH, "utf-8")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root, "2021-05-01")
    return root


def applicant(root: Path, id_: str, area: str = "yangqu", code: str = FEE, day: str = "2021-05-06") -> None:
    """The application of a new institution."""
    texts = {
        "12999903000000019G": code,
        "事业单位法人": "社会服务机构法人",
        "base-one": id_,
        "area: yangqu": f"area: {area}",
        "2019-03-08": day,
        '"2019-1"': '"2021-1"',
        "yangqu-hrss": "city-hrss",
    }
    folder = root / INSTITUTIONS / area / id_
    (folder / "acts").mkdir(parents=True)
    for old, new in (
        ("institution.yml", "institution.yml"),
        ("acts/2019-03-08-application.yml", f"acts/{day}-application.yml"),
    ):
        text = (root / ONE / old).read_text("utf-8")
        for before, after in texts.items():
            text = text.replace(before, after)
        (folder / new).write_text(text, "utf-8")


def put(root: Path, path: Path, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert text.count(old) >= 1
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def errors(findings: list[Finding]) -> list[Finding]:
    return [each for each in findings if each.severity == "error"]


def standing(root: Path) -> list[Finding]:
    return errors(examine(root, DAY).findings)


def caused(root: Path, base: str = "main") -> list[Finding]:
    before, head = read_base(root, base, DAY), examine(root, DAY)
    difference = compute_difference(before, head)
    old = split_by_base(before, head, difference.moved)
    return errors([*old.caused, *find_change_faults(root, before, head, difference, DAY)])


def describe(root: Path) -> str:
    base, head = read_base(root, "main", DAY), examine(root, DAY)
    sections = describe_changes(compute_difference(base, head), head.schemas, DAY, base.touched)
    lines = (f"{each.title}：{line}" for each in sections for item in each.items for line in item.lines)
    return "\n".join(lines)


def merge_two(root: Path, *proposals: Edit) -> None:
    """Merge proposals of one day, each without fault by itself."""
    for number, proposal in enumerate(proposals):
        git(root, "switch", "-q", "-c", f"proposal-{number}", "main~0" if not number else "start")
        if not number:
            git(root, "branch", "-q", "start")
        proposal(root)
        commit(root, "2021-05-10")
        assert caused(root, "start") == []
    git(root, "switch", "-q", "main")
    for number, _ in enumerate(proposals):
        git(root, "merge", "-q", "--no-ff", "-m", "合并", f"proposal-{number}", day="2021-05-11")
    git(root, "switch", "-q", "-c", "repair")


def repair(root: Path, **rows: str) -> None:
    """Write a record of repair; paths are written with | for / in keyword arguments."""
    file = root / "records/repairs/2021-05-20-01.yml"
    file.parent.mkdir(exist_ok=True)
    lines = "".join(f"  - from: {old}\n    to: {new}\n" for old, new in rows.items())
    file.write_text(REPAIR + lines, "utf-8")


def lawful(root: Path) -> None:
    """The change causes no error, and none stands any more."""
    commit(root, "2021-05-20")
    assert [(each.rule, each.path, each.message) for each in caused(root)] == []
    assert [(each.rule, each.path, each.message) for each in standing(root)] == []


def test_one_code_twice_ends_by_taking_one_dossier_out(root: Path) -> None:
    merge_two(root, lambda root: applicant(root, "demo-060"), lambda root: applicant(root, "demo-061"))
    (finding,) = standing(root)
    assert finding.rule == "credit-codes-unique"
    assert "registry new demo-061 repair" in finding.hint
    shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-061")
    assert {each.rule for each in caused(root)} == {"records-stay"}
    repair(root, **{"institutions/yangqu/demo-061": "作废"})
    lawful(root)


def test_one_code_twice_ends_by_moving_the_application_to_the_first_dossier(root: Path) -> None:
    merge_two(
        root,
        lambda root: applicant(root, "demo-060"),
        lambda root: applicant(root, "demo-061", day="2021-05-07"),
    )
    act = "acts/2021-05-07-application.yml"
    repair(
        root,
        **{
            "institutions/yangqu/demo-060/acts/2021-05-06-application.yml": "作废",
            f"institutions/yangqu/demo-061/{act}": f"institutions/yangqu/demo-060/{act}",
            "institutions/yangqu/demo-061/institution.yml": "作废",
        },
    )
    first, second = (root / INSTITUTIONS / "yangqu" / each for each in ("demo-060", "demo-061"))
    (first / "acts/2021-05-06-application.yml").unlink()
    text = (second / act).read_text("utf-8").replace("id: demo-061", "id: demo-060")
    (first / act).write_text(text, "utf-8")
    shutil.rmtree(second)
    lawful(root)  # the application says whose it is; nothing else of it may be other
    lines = describe(root)
    assert f"移到 records/institutions/yangqu/demo-060/{act}" in lines
    assert "从 records/institutions/yangqu/demo-061/acts/2021-05-07-application.yml 移来" in lines


def test_two_institutions_of_one_id(root: Path) -> None:
    merge_two(
        root,
        lambda root: applicant(root, "demo-060"),
        lambda root: applicant(root, "demo-060", "xuxian", "51999903000000019F"),
    )
    (finding,) = standing(root)
    assert (finding.rule, "registry new" in finding.hint) == ("ids-unique", True)
    repair(root, **{"institutions/yangqu/demo-060": "institutions/yangqu/demo-062"})
    move(root, "yangqu/demo-060", "yangqu/demo-062")
    lawful(root)
    assert "编号由 demo-060 改为 demo-062" in describe(root)


def move(root: Path, old: str, new: str) -> None:
    """Move a dossier, with the other id in it."""
    places = [root / INSTITUTIONS / each for each in (old, new)]
    places[1].parent.mkdir(exist_ok=True)
    places[0].rename(places[1])
    for file in places[1].rglob("*.yml"):
        text = file.read_text("utf-8").replace(f"id: {places[0].name}", f"id: {places[1].name}")
        file.write_text(text, "utf-8")


def test_an_institution_never_listed_may_be_given_another_id(root: Path) -> None:
    applicant(root, "demo-06o")
    commit(root, "2021-05-10")
    git(root, "switch", "-q", "-c", "change")
    move(root, "yangqu/demo-06o", "yangqu/demo-060")
    assert {each.rule for each in caused(root)} == {"records-stay"}
    repair(root, **{"institutions/yangqu/demo-06o": "institutions/yangqu/demo-060"})
    lawful(root)
    assert "编号由 demo-06o 改为 demo-060" in describe(root)
    git(root, "branch", "-f", "main")
    git(root, "switch", "-q", "-c", "later")
    applicant(root, "demo-06o", code="51999903000000019F")
    assert [each.rule for each in caused(root)] == ["ids-not-used-again"]


def test_an_id_given_up_is_not_given_to_another_at_once(root: Path) -> None:
    applicant(root, "demo-06o")
    commit(root, "2021-05-10")
    git(root, "switch", "-q", "-c", "change")
    move(root, "yangqu/demo-06o", "yangqu/demo-060")
    repair(root, **{"institutions/yangqu/demo-06o": "institutions/yangqu/demo-060"})
    applicant(root, "demo-06o", "xuxian", "51999903000000019F")
    assert "repaired-ids-stay-free" in {each.rule for each in caused(root)}


def test_a_listed_institution_keeps_its_id(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    move(root, "yangqu/base-one", "yangqu/base-1")
    repair(root, **{"institutions/yangqu/base-one": "institutions/yangqu/base-1"})
    by_rule = {each.rule: each for each in caused(root)}
    assert by_rule["repair-ends-an-error"].message == "机构 base-one 列入过名单，编号一经公布不再改变"


@pytest.mark.parametrize("where", ["act", "dossier"])
def test_nothing_is_taken_out_where_no_error_stands(root: Path, where: str) -> None:
    applicant(root, "demo-060")
    (root / ONE / "acts/2021-05-03-filing-ended.yml").write_text(ENDED.format("03"), "utf-8")
    commit(root, "2021-05-10")
    git(root, "switch", "-q", "-c", "change")
    if where == "act":
        (root / ONE / "acts/2021-05-03-filing-ended.yml").unlink()
        repair(root, **{"institutions/yangqu/base-one/acts/2021-05-03-filing-ended.yml": "作废"})
    else:
        shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-060")
        repair(root, **{"institutions/yangqu/demo-060": "作废"})
    (finding,) = caused(root)
    assert (finding.rule, finding.pointer) == ("repair-ends-an-error", "/rows/0")


def test_what_the_error_does_not_need_stays(root: Path) -> None:
    """Under cover of a double an act is taken out that nothing asks for."""
    (root / ONE / "acts/2021-04-20-inspection.yml").write_text(
        INSPECTION.replace("2021-05-06", "2021-04-20"), "utf-8"
    )
    commit(root, "2021-05-02")
    merge_two(root, lambda root: applicant(root, "demo-060"), lambda root: applicant(root, "demo-061"))
    shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-061")
    (root / ONE / "acts/2021-04-20-inspection.yml").unlink()
    repair(
        root,
        **{
            "institutions/yangqu/demo-061": "作废",
            "institutions/yangqu/base-one/acts/2021-04-20-inspection.yml": "作废",
        },
    )
    (finding,) = caused(root)
    assert (finding.rule, finding.pointer) == ("repair-ends-an-error", "/rows/1")


def test_one_act_twice_ends_by_taking_one_out(root: Path) -> None:
    def end(day: str) -> Edit:
        return lambda root: none(
            (root / ONE / f"acts/2021-05-{day}-filing-ended.yml").write_text(ENDED.format(day), "utf-8")
        )

    merge_two(root, end("03"), end("04"))
    (finding,) = standing(root)
    assert finding.rule == "act-fits-status"
    (root / ONE / "acts/2021-05-04-filing-ended.yml").unlink()
    assert [each.rule for each in caused(root)] == ["records-stay"]
    assert "repair" in caused(root)[0].hint
    repair(root, **{"institutions/yangqu/base-one/acts/2021-05-04-filing-ended.yml": "作废"})
    lawful(root)
    assert "作废" in describe(root)


def none(_: object) -> None:
    return None


def test_one_batch_twice_ends_by_taking_one_out(root: Path) -> None:
    def batch(number: int) -> Edit:
        text = BATCH.replace("2021-1", f"2021-{number}").replace("第一批", "第二批")
        return lambda root: none((root / f"records/batches/2021-{number}.yml").write_text(text, "utf-8"))

    merge_two(root, batch(2), batch(3))
    (finding,) = standing(root)
    assert (finding.rule, "registry new 2021-3 repair" in finding.hint) == ("batches-unique", True)
    (root / "records/batches/2021-3.yml").unlink()
    assert [each.rule for each in caused(root)] == ["records-stay"]
    repair(root, **{"batches/2021-3.yml": "作废"})
    lawful(root)


def test_one_course_twice_in_a_passed_plan_ends_by_taking_the_row_out(root: Path) -> None:
    plan = ONE / "plans/2021.yml"
    text = (root / plan).read_text("utf-8")
    row = text[text.index("  - id: ") : text.index("steps:")]
    put(root, plan, "steps:", f"{row}steps:")
    commit(root, "2021-05-10")
    git(root, "switch", "-q", "-c", "change")
    assert [each.rule for each in standing(root)] == ["course-ids-unique"]
    put(root, plan, f"{row}steps:", "steps:")
    assert [each.rule for each in caused(root)] == ["passed-plans-stay"]
    repair(root, **{"institutions/yangqu/base-one/plans/2021.yml#/courses/1": "作废"})
    lawful(root)


def test_a_row_that_is_no_double_stays(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    text = (root / SUMMARY).read_text("utf-8")
    row = text[text.index("  - course: c02") : text.index("steps:")]
    row = row[: row.index("text:")] if "text:" in row else row
    put(root, SUMMARY, row, "")
    repair(root, **{"institutions/yangqu/base-one/summaries/2020.yml#/runs/1": "作废"})
    assert "repair-ends-an-error" in {each.rule for each in caused(root)}


def test_a_file_in_the_wrong_areas_folder_is_told_as_that_and_moves_back(root: Path) -> None:
    wrong = INSTITUTIONS / "xuxian/base-one/acts/2021-05-06-inspection.yml"
    (root / wrong).parent.mkdir(parents=True)
    (root / wrong).write_text(INSPECTION, "utf-8")
    commit(root, "2021-05-10")
    git(root, "switch", "-q", "-c", "change")
    (finding,) = standing(root)
    assert (finding.rule, finding.path) == ("institution-file-present", wrong.as_posix())
    right = ONE / "acts/2021-05-06-inspection.yml"
    assert finding.message == f"放错了文件夹：机构 base-one 的档案在 {ONE.as_posix()}/，不在这里"
    assert finding.hint == f"移到 {right.as_posix()}"
    git(root, "mv", str(wrong), str(right))
    lawful(root)


def test_a_file_in_the_wrong_areas_folder_that_is_in_the_right_one_too_is_taken_out(root: Path) -> None:
    wrong = INSTITUTIONS / "xuxian/base-one/acts/2021-05-06-inspection.yml"
    (root / wrong).parent.mkdir(parents=True)
    for path in (wrong, ONE / "acts/2021-05-06-inspection.yml"):
        (root / path).write_text(INSPECTION, "utf-8")
    commit(root, "2021-05-10")
    git(root, "switch", "-q", "-c", "change")
    (finding,) = standing(root)
    assert "已经合并的由市人社局添一份修复记录" in finding.hint
    (root / wrong).unlink()
    assert [each.rule for each in caused(root)] == ["records-stay"]
    repair(root, **{wrong.relative_to("records").as_posix(): "作废"})
    lawful(root)


def test_what_is_written_is_also_done(root: Path) -> None:
    merge_two(root, lambda root: applicant(root, "demo-060"), lambda root: applicant(root, "demo-061"))
    repair(root, **{"institutions/yangqu/demo-061": "作废"})
    (finding,) = caused(root)
    assert finding.rule == "repair-is-carried-out"
    assert finding.hint == "照写明的做完：删去 records/institutions/yangqu/demo-061"


def merged_repair(root: Path) -> Path:
    """A repair that is on main, of one code twice; a proposal comes after it."""
    merge_two(root, lambda root: applicant(root, "demo-060"), lambda root: applicant(root, "demo-061"))
    shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-061")
    repair(root, **{"institutions/yangqu/demo-061": "作废"})
    lawful(root)
    git(root, "branch", "-f", "main")
    git(root, "switch", "-q", "-c", "later")
    return Path("records/repairs/2021-05-20-01.yml")


def test_a_repair_stays_as_it_was_recorded(root: Path) -> None:
    path = merged_repair(root)
    put(root, path, "先后合并", "合并")
    assert [each.rule for each in caused(root)] == ["recorded-acts-stay"]
    (root / path).unlink()
    assert [each.rule for each in caused(root)] == ["records-stay"]


def merge_quietly(root: Path, edit: Edit) -> None:
    """Put on main what no rule can stop before it is merged."""
    edit(root)
    commit(root, "2021-05-12")
    git(root, "switch", "-q", "-c", "repair")


def test_a_listed_institution_is_not_taken_out_with_its_place_on_the_list(root: Path) -> None:
    """Whoever applies with its code makes an error, which must not end what the public has read."""
    merge_quietly(root, lambda root: applicant(root, "demo-060", code="12999903000000019G"))
    shutil.rmtree(root / ONE)
    put(root, Path("records/batches/2019-1.yml"), LISTED, "")
    repair(
        root,
        **{
            "institutions/yangqu/base-one": "作废",
            "batches/2019-1.yml#/announcement/listed/0": "作废",
        },
    )
    (finding,) = [each for each in caused(root) if each.rule == "repair-ends-an-error"]
    assert finding.message == "机构 base-one 列入过名单，档案不作废"
    git(root, "checkout", "-q", ".")
    shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-060")
    repair(root, **{"institutions/yangqu/demo-060": "作废"})
    lawful(root)


def test_of_one_institution_listed_twice_one_dossier_is_taken_out(root: Path) -> None:
    def listed_again(root: Path) -> None:
        shutil.copytree(root / ONE, root / INSTITUTIONS / "yangqu/demo-060")
        for file in (root / INSTITUTIONS / "yangqu/demo-060").rglob("*.yml"):
            file.write_text(file.read_text("utf-8").replace("base-one", "demo-060"), "utf-8")
        put(root, Path("records/batches/2019-1.yml"), LISTED, LISTED + LISTED.replace("base-one", "demo-060"))

    merge_quietly(root, listed_again)
    assert [each.rule for each in standing(root)] == ["credit-codes-unique"]
    shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-060")
    put(root, Path("records/batches/2019-1.yml"), LISTED.replace("base-one", "demo-060"), "")
    repair(
        root,
        **{
            "institutions/yangqu/demo-060": "作废",
            "batches/2019-1.yml#/announcement/listed/1": "作废",
        },
    )
    lawful(root)


def test_a_newcomer_with_the_id_of_a_listed_institution_is_given_another(root: Path) -> None:
    merge_quietly(root, lambda root: applicant(root, "base-one", "xuxian"))
    repair(root, **{"institutions/xuxian/base-one": "institutions/xuxian/demo-060"})
    move(root, "xuxian/base-one", "xuxian/demo-060")
    lawful(root)


def test_what_two_repairs_have_both_taken_out_comes_back(root: Path) -> None:
    merge_two(root, lambda root: applicant(root, "demo-060"), lambda root: applicant(root, "demo-061"))
    for id_ in ("demo-060", "demo-061"):
        shutil.rmtree(root / INSTITUTIONS / "yangqu" / id_)
    repair(root, **{"institutions/yangqu/demo-061": "作废", "institutions/yangqu/demo-060": "作废"})
    commit(root, "2021-05-20")
    git(root, "branch", "-f", "main")
    git(root, "switch", "-q", "-c", "later")
    applicant(root, "demo-060")
    assert caused(root) == []
    shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-060")
    applicant(root, "demo-062")
    assert caused(root) == []
    shutil.rmtree(root / INSTITUTIONS / "yangqu/demo-062")
    applicant(root, "demo-061", code="51999903000000019F")
    assert [each.rule for each in caused(root)] == ["ids-not-used-again"]


def test_the_day_of_a_repair_is_put_right_with_its_name(root: Path) -> None:
    path = merged_repair(root)
    put(root, path, "2021-05-20", "2021-05-19")
    (root / path).rename(root / "records/repairs/2021-05-19-01.yml")
    assert caused(root) == []
    put(root, Path("records/repairs/2021-05-19-01.yml"), "先后合并", "合并")
    (finding,) = caused(root)
    assert (finding.rule, finding.hint) == ("recorded-acts-stay", "改回原来的内容")


def test_the_day_of_a_correction_is_put_right_by_another(root: Path) -> None:
    wrong = "file: plans/2020.yml\npointer: /courses/0/title\n"

    def correct(day: str, rest: str) -> None:
        text = f"date: {day}\nauthority: city-hrss\n{rest}reason: 录入有误。\n"
        (root / ONE / f"acts/{day}-correction.yml").write_text(text, "utf-8")

    title = examine(root, DAY).register.filed[f"{ONE.as_posix()}/plans/2020.yml"].data["courses"][0]["title"]
    correct("2062-05-18", f"{wrong}old: {title}\nnew: 演示课程\n")
    commit(root, "2021-05-12")
    git(root, "switch", "-q", "-c", "later")
    target = "file: acts/2062-05-18-correction.yml\n"
    correct("2021-05-20", f"{target}pointer: /date\nold: 2062-05-18\nnew: 2021-05-18\n")
    assert caused(root) == []
    correct("2021-05-20", f"{target}pointer: /new\nold: 演示课程\nnew: 演示课\n")
    (finding,) = caused(root)
    assert (finding.rule, finding.pointer) == ("correction-applies", "/pointer")


def test_a_row_that_was_recorded_is_not_corrected_away(root: Path) -> None:
    def add(root: Path) -> None:
        put(root, SUMMARY, "steps:", f"supplements:\n{SUPPLEMENT}{SUPPLEMENT}steps:")

    merge_quietly(root, add)
    (finding,) = standing(root)
    row = "institutions/yangqu/base-one/summaries/2020.yml#/supplements/1"
    assert f"registry new {row} repair" in finding.hint
    put(root, SUMMARY, SUPPLEMENT, "")
    (finding,) = [each for each in caused(root) if each.rule == "recorded-acts-stay"]
    assert "correction" not in finding.hint
    assert "registry new" in finding.hint
    repair(root, **{row: "作废"})
    lawful(root)


def test_one_regulation_twice_ends_by_taking_one_out(root: Path) -> None:
    file = Path("records/regulations/demo-2018.yml")

    def add(root: Path) -> None:
        text = (root / file).read_text("utf-8").replace("id: demo-2018", "id: demo-2018b", 1)
        (root / "records/regulations/demo-2018b.yml").write_text(text, "utf-8")

    merge_quietly(root, add)
    (finding,) = standing(root)
    assert (finding.rule, "registry new regulations/" in finding.hint) == ("regulations-begin-apart", True)
    (root / "records/regulations/demo-2018b.yml").unlink()
    repair(root, **{"regulations/demo-2018b.yml": "作废"})
    lawful(root)
