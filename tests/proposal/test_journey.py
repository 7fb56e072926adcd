"""A clerk who has never used Git: start, new, propose, the reviewer merges, start; each screen as read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import DAY, registry
from tests.proposal.world import World, ask, state, write

FOLDER = "records/institutions/linzhou/yx-b3"
NEW = f"{FOLDER}/acts/2026-11-23-change.yml"
BRANCH = "2026-11-23-yx-b3-change"
PAGE = f"https://git.example.org/o/r/compare/main...{BRANCH}"


def run(root: Path, command: str, *arguments: str, code: int = 0) -> str:
    result: subprocess.CompletedProcess[str] = registry(
        command, *arguments, "--on", DAY.isoformat(), cwd=root
    )
    assert "Traceback" not in result.stderr
    assert result.returncode == code, result.stdout + result.stderr
    return result.stdout + result.stderr


def fill(root: Path) -> None:
    """Fill the form in as the clerk does."""
    text = (root / NEW).read_text("utf-8")
    text = text.replace('after: ""', 'after: "0000-00000099"').replace('reason: ""', "reason: 换号")
    (root / NEW).write_text(text.replace("reported_on:", "reported_on: 2026-11-23"), "utf-8")


def test_the_whole_way(second_world: World) -> None:
    world, desk = second_world, second_world.desk
    assert run(desk, "start") == (
        "主线没有新的内容\n现在在主线上\n"
        "接着：registry import、new 或 step 办一件事，办完 registry propose 说明\n"
    )
    run(desk, "new", "yx-b3", "change", "--field", "办公电话")
    before = state(desk)
    output = run(desk, "propose", "换办公电话", code=1)
    assert "“变更原因”没有填写" in output
    assert output.endswith("有错误，没有提出；改好以后再运行。草稿都在：共 1 份\n")
    assert state(desk) == before
    fill(desk)
    form = desk / NEW
    form.write_text(form.read_text("utf-8").replace("reason: 换号", "reason:   换号"), "utf-8")
    write(desk, "备忘.txt", "自己的\n")
    before = state(desk)
    assert run(desk, "propose", "换办公电话", "--dry-run").endswith("以上是会提出的；没有提出\n")
    assert state(desk) == before
    mended, _, output = run(desk, "propose", "换办公电话，依据准予变更登记通知书").partition("已提出")
    assert mended.startswith(f"提出以前先改好了 2 个文件（registry fix）：\n{NEW}\n")
    assert f"{FOLDER}/institution.yml\n  照事项更新\n" in mended
    assert f"已提出{output}" == (
        f"已提出，提案的分支是 {BRANCH}：\n"
        f"  新添  {NEW}\n  改动  {FOLDER}/institution.yml\n"
        "没有提出的其他文件（提案只含 records/；程序和设置请维护人员另提）：备忘.txt\n"
        f"接着：打开这个网址发起合并请求  {PAGE}\n"
        "还要改的，改好再运行 registry propose 说明，加进同一份提案；另办一件事，先运行 registry start\n"
        "要收回：registry discard --proposal（合并以前）\n"
    )
    subject, blank, *meaning = ask(world.forge, "log", "-1", "--format=%B", BRANCH).splitlines()
    assert (subject, blank) == ("换办公电话，依据准予变更登记通知书", "")
    assert "，yx-b3）" in meaning[0]
    assert PAGE in run(desk, "propose", "再提一次", code=2)
    world.merge(BRANCH)
    output = run(desk, "start")
    assert output.splitlines()[:2] == [f"刚才在提案 {BRANCH} 上：已经合并", "主线有新的内容："]
    assert "  yx-b3：新添 变更 2026-11-23、改动 机构" in output


def test_a_draft_whose_name_acts_is_listed_in_one_line(second_world: World) -> None:
    desk = second_world.desk
    write(desk, "records/batches/\x1b[31m\nx.yml", "")
    assert run(desk, "discard", "--dry-run") == (
        "会放下 1 份草稿：\n  新添  records/batches/\\x1b[31m\\x0ax.yml\n没有动文件\n"
    )


def test_a_draft_is_discarded_and_taken_back(second_world: World) -> None:
    desk = second_world.desk
    run(desk, "new", "yx-b3", "change", "--field", "办公电话")
    draft = (desk / NEW).read_bytes()
    refused = run(desk, "new", "yx-b3", "change", "--field", "办公电话", code=2)
    assert "registry discard yx-b3" in refused
    assert "确定的加 --yes" in run(desk, "discard", code=2)
    assert run(desk, "discard", "--dry-run") == f"会放下 1 份草稿：\n  新添  {NEW}\n没有动文件\n"
    assert "yx-g1 没有草稿" in run(desk, "discard", "yx-g1", "--yes", code=2)
    assert run(desk, "discard", "yx-b3", "--yes") == (
        f"放下了 1 份草稿，副本在 .cache/registry/discarded/2026-11-23-1：\n  新添  {NEW}\n"
        "要收回：registry discard --restore 2026-11-23-1\n"
    )
    assert ask(desk, "status", "--porcelain") == ""
    assert "没有草稿" in run(desk, "discard", "--yes", code=2)
    assert run(desk, "discard", "--restore") == (
        f"取回了 1 份草稿：\n  新添  {NEW}\n接着：改好以后 registry propose 说明\n要收回：registry discard\n"
    )
    assert (desk / NEW).read_bytes() == draft
    assert "没有放下过草稿" in run(desk, "discard", "--restore", code=2)
    assert "没有放下过草稿" in run(desk, "discard", "--restore=", "--yes", code=2)


@pytest.mark.parametrize("name", [FOLDER, f"{FOLDER}/", NEW, "yx-b3", "2026-11-23-change", "./records"])
def test_what_a_draft_is_named_by(name: str) -> None:
    from registry.cli.discard import select_drafts
    from registry.proposal.drafts import DraftFile

    drafts = [DraftFile(NEW, "new"), DraftFile("records/areas.yml", "changed")]
    chosen = select_drafts(drafts, [name], Path())
    assert DraftFile(NEW, "new") in chosen
    assert (len(chosen) == 2) == (name == "./records")


@pytest.mark.long
def test_a_proposal_is_left_and_gone_on_with_by_its_name(second_world: World) -> None:
    desk = second_world.desk
    write(desk, "records/README.md", "说明\n")
    output = run(desk, "propose", "添说明", "--no-browser")
    branch = "2026-11-23-readme-md"
    assert branch in output
    assert f"  接着改它：registry start {branch}\n" in run(desk, "start")
    assert run(desk, "start", branch) == (
        f"现在在提案 {branch} 上：还没有合并\n"
        "接着：改好以后 registry propose 说明，加进这份提案；回到主线写 registry start\n"
    )
    assert "没有提案 nothing" in run(desk, "start", "nothing", code=2)
    output = run(desk, "discard", "--proposal", "--yes")
    assert output.startswith(
        f"提案 {branch} 已撤回，内容变回了草稿，现在在主线上：\n  新添  records/README.md\n"
    )
    assert branch not in ask(second_world.forge, "branch")
