"""A proposal: records/ alone, on a branch of its own; a refusal leaves the drafts as they were."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.cli.import_sheets import describe_rivals
from registry.entry.intake.result import REFUSED, SAME, WRITTEN, Result
from registry.git_command import GitError
from registry.proposal.aside import ASIDE, list_put_aside, put_aside, take_back
from registry.proposal.branches import Rival, describe_paths, find_rivals, list_own_files
from registry.proposal.clone import open_clone
from registry.proposal.drafts import discard, read_drafts
from registry.proposal.propose import make_proposal, prepare, set_identity, withdraw, write_message
from registry.proposal.remote import describe_refusal, fetch, find_web_address, hide_credentials
from registry.proposal.start import ClashError, start
from registry.refusal import Refusal
from registry.report.proposal_report import write_rivals
from tests.conftest import DAY, registry
from tests.proposal.world import LINES, PLAN, World, ask, state, write
from tests.repository import commit, git

FOLDER = "records/institutions/linzhou/yx-b3"
NEW = f"{FOLDER}/acts/2026-11-23-change.yml"
BRANCH = "2026-11-23-yx-b3-change"


def propose(root: Path, words: str = "说明") -> str:
    """Propose the drafts without a check, as these records would pass none."""
    clone = open_clone(root)
    fetch(clone)
    clone, _ = prepare(clone, str(DAY))
    return make_proposal(clone, words, read_drafts(root), DAY).branch


def test_only_records_are_committed_and_what_is_staged_otherwise_stays(world: World) -> None:
    desk = world.desk
    write(desk, NEW, "new\n")
    write(desk, "records/README.md", None)
    write(desk, "notes.txt", "mine\n")
    write(desk, "mkdocs.yml", "extra: {}\n")
    git(desk, "add", "mkdocs.yml")
    assert propose(desk, "办了一件事\n\n依据\n") == BRANCH
    log = ask(world.forge, "show", "--name-status", "--format=%an %s", BRANCH)
    assert log.splitlines() == ["经办人 办了一件事", "", "D\trecords/README.md", f"A\t{NEW}"]
    assert ask(desk, "status", "--porcelain", "-b").splitlines() == [
        *(f"## {BRANCH}...origin/{BRANCH}", "M  mkdocs.yml", "?? notes.txt"),
    ]
    assert ask(world.forge, "rev-parse", "main") == ask(desk, "rev-parse", "main")


def test_a_second_one_adds_to_the_same_proposal_after_what_others_added(world: World) -> None:
    write(world.desk, NEW, "new\n")
    propose(world.desk)
    git(world.colleague, "fetch", "-q")
    git(world.colleague, "checkout", "-q", BRANCH)
    write(world.colleague, PLAN, f"{LINES}theirs: 1\n")
    commit(world.colleague)
    git(world.colleague, "push", "-q", "origin", BRANCH)
    write(world.desk, NEW, "new\nmore\n")
    assert propose(world.desk) == BRANCH
    assert ask(world.forge, "rev-list", "--count", f"main..{BRANCH}") == "3"
    assert ask(world.forge, "show", f"{BRANCH}:{NEW}") == "new\nmore"
    write(world.colleague, NEW, "theirs\n")
    commit(world.colleague)
    write(world.desk, NEW, "mine\n")
    git(world.colleague, "pull", "-q", "--no-rebase", "-X", "ours", "origin", BRANCH)
    git(world.colleague, "push", "-q", "origin", BRANCH)
    before = state(world.desk)
    with pytest.raises(ClashError, match="别人在提案"):
        propose(world.desk)
    assert state(world.desk) == before


def test_another_open_proposal_with_the_same_new_file_is_told(world: World) -> None:
    write(world.desk, NEW, "new\n")
    propose(world.desk)
    git(world.desk, "checkout", "-q", "main")
    other = f"{FOLDER}/plans/2027.yml"
    assert find_rivals(open_clone(world.desk), [other]) == []
    rivals = find_rivals(open_clone(world.desk), [NEW, other])
    day = ask(world.desk, "log", "-1", "--format=%as", BRANCH)
    assert rivals == [Rival(BRANCH, [NEW], "经办人", day)]
    (line,) = write_rivals(rivals)
    assert f"提案 {BRANCH}（经办人，{day}）也有 {NEW}，还没有合并" in line
    imported = [Result(Path("计划.xlsx"), state, path=NEW) for state in (WRITTEN, REFUSED, SAME)]
    for result in imported[:2]:
        assert describe_rivals(world.desk, [result]) == [line.partition("。")[0]]
    assert describe_rivals(world.desk, imported[2:]) == describe_rivals(world.desk.parent, imported) == []
    world.merge(BRANCH)
    fetch(open_clone(world.desk))
    assert find_rivals(open_clone(world.desk), [NEW]) == []


def test_a_branch_of_another_with_the_same_name_is_left_alone(world: World) -> None:
    for name in (BRANCH.upper(), f"{BRANCH}-2/of-somebody"):  # some disks know no case
        git(world.colleague, "push", "-q", "origin", f"main:refs/heads/{name}")
    write(world.desk, NEW, "new\n")
    assert propose(world.desk) == f"{BRANCH}-3"


def test_a_branch_that_came_in_between_is_not_overwritten(world: World) -> None:
    write(world.desk, NEW, "new\n")
    clone = open_clone(world.desk)
    git(world.colleague, "push", "-q", "origin", f"main:refs/heads/{BRANCH}")
    before = state(world.desk)
    with pytest.raises(GitError, match="刚刚有别人推送的内容：再运行一次"):
        make_proposal(clone, "说明", read_drafts(world.desk), DAY)
    assert state(world.desk) == before
    assert propose(world.desk) == f"{BRANCH}-2"


def refuse(world: World, words: str) -> None:
    """Have the forge refuse every push with these words."""
    hook = world.forge / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n", "utf-8")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("GitLab: You are not allowed to push code to protected branches on this project.", "受保护"),
        ("请找李某，手机13912345678", "没有接受：照它说的改"),
    ],
)
def test_a_refused_push_leaves_the_drafts_drafts(world: World, said: str, words: str) -> None:
    refuse(world, said)
    write(world.desk, NEW, "new\n")
    before = state(world.desk)
    with pytest.raises(GitError) as advice:
        propose(world.desk)
    assert state(world.desk) == before
    assert words in str(advice.value)
    assert "草稿都还在" in str(advice.value)
    assert "13912345678" not in str(advice.value)
    assert said[:5] in str(advice.value)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://name:secret@127.0.0.1:9/o/r.git", "连不上 http://127.0.0.1:9/o/r.git"),
        ("../nothing.git", r"\.\./nothing\.git 没有这个仓库"),
    ],
)
def test_no_way_to_the_forge(world: World, address: str, words: str) -> None:
    git(world.desk, "remote", "set-url", "origin", address)
    write(world.desk, NEW, "new\n")
    before = state(world.desk)
    with pytest.raises(GitError, match=words) as advice:
        propose(world.desk)
    assert "secret" not in str(advice.value)
    assert state(world.desk) == before


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("fatal: Authentication failed for 'https://u:p@git.example.org/o/r.git/'", "没有认出你"),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", "没有认出你"),
        (
            "git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.",
            "没有认出你",
        ),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 403", "没有认出你"),
        ("remote: Repository not found.\nfatal: repository 'https://x/' not found", "没有这个仓库"),
        ("fatal: unable to access 'https://x/': SSL certificate problem: self-signed", "证书"),
        ("ssh: connect to host x port 22: Connection timed out\nfatal: Could not read from", "连不上"),
        (
            "error: cannot open '.git/FETCH_HEAD': Read-only file system",
            "登记册所在的磁盘是只读的，Git 写不了。草稿都还在",
        ),
        ("error: cannot open '.git/FETCH_HEAD': Permission denied", ".git 文件夹没有权限"),
        ("error: unable to unlink old 'records/a.yml': Permission denied", "records/a.yml 不能读写"),
        ('error: open("records/a.yml"): Permission denied', "正被别的程序打开"),
        ("remote: error: unable to write: Read-only file system", "Git 报错"),
        ("fatal: Unable to create '/r/.git/x.lock': File exists.\n\nAnother", "删去 /r/.git/x.lock"),
        ("fatal: something else", "Git 报错"),
    ],
)
def test_what_git_complains_of_in_words(said: str, words: str) -> None:
    advice = describe_refusal("https://x/", "origin", BRANCH, said)
    assert words in advice
    assert "u:p@" not in advice


def test_a_proposal_that_clashes_with_the_main_line_is_not_pushed(world: World) -> None:
    write(world.desk, PLAN, f"{LINES}mine: 1\n")
    branch = propose(world.desk)
    world.change_on_main(PLAN, f"{LINES}theirs: 1\n", "受理计划")
    write(world.desk, NEW, "new\n")
    before = state(world.desk)
    with pytest.raises(ClashError, match=r"“受理计划”(.|\n)*registry discard --proposal"):
        propose(world.desk)
    assert state(world.desk) == before
    # The way out that it names: the main line's stays, the own is put aside.
    withdrawn = withdraw(open_clone(world.desk), str(DAY))
    assert withdrawn.given_up == [PLAN]
    assert (world.desk / PLAN).read_text("utf-8") == f"{LINES}theirs: 1\n"
    assert (world.desk / ".cache/registry/discarded/2026-11-23-1" / PLAN).read_text(
        "utf-8"
    ) == f"{LINES}mine: 1\n"
    assert [each.path for each in read_drafts(world.desk)] == [NEW]
    assert branch not in ask(world.forge, "branch")


def test_after_the_merge_the_next_one_is_a_new_proposal(world: World) -> None:
    write(world.desk, NEW, "new\n")
    world.merge(propose(world.desk), "--squash")
    write(world.desk, PLAN, f"{LINES}mine: 1\n")
    assert propose(world.desk) == "2026-11-23-yx-b3-plans-2026"
    assert ask(world.forge, "rev-list", "--count", "main..2026-11-23-yx-b3-plans-2026") == "1"


def test_a_proposal_taken_back_is_drafts_again(world: World) -> None:
    write(world.desk, NEW, "new\n")
    write(world.desk, PLAN, None)
    propose(world.desk)
    world.change_on_main("records/areas.yml", "areas: []\n")
    write(world.desk, NEW, "new\nmore\n")
    fetch(open_clone(world.desk))
    withdraw(open_clone(world.desk), str(DAY))
    assert [(each.how, each.path) for each in read_drafts(world.desk)] == [("new", NEW), ("deleted", PLAN)]
    assert (world.desk / NEW).read_text("utf-8") == "new\nmore\n"
    assert ask(world.desk, "branch", "--format=%(refname:short)") == "main"
    assert ask(world.forge, "branch", "--format=%(refname:short)") == "main"


@pytest.mark.long
def test_what_cannot_be_taken_back(world: World) -> None:
    with pytest.raises(GitError, match="现在不在提案上"):
        withdraw(open_clone(world.desk), str(DAY))
    write(world.desk, NEW, "new\n")
    branch = propose(world.desk)
    git(world.colleague, "fetch", "-q")
    git(world.colleague, "checkout", "-q", branch)
    commit(world.colleague)
    git(world.colleague, "push", "-q", "origin", branch)
    fetch(open_clone(world.desk))
    with pytest.raises(GitError, match="有别人的改动"):
        withdraw(open_clone(world.desk), str(DAY))
    world.merge(branch)
    fetch(open_clone(world.desk))
    with pytest.raises(GitError, match="已经合并，撤不回"):
        withdraw(open_clone(world.desk), str(DAY))


def test_drafts_put_aside_come_back_whole(world: World) -> None:
    desk = world.desk
    write(desk, NEW, "new\r\nline\n")
    write(desk, PLAN, f"{LINES}mine: 1\n")
    write(desk, "records/README.md", None)
    git(desk, "add", NEW, PLAN)
    drafts, before = read_drafts(desk), (desk / NEW).read_bytes()
    assert put_aside(desk, drafts, "2026-11-23", "HEAD") == "2026-11-23-1"
    discard(desk, drafts)
    assert ask(desk, "status", "--porcelain") == ""
    assert not (desk / NEW).parent.exists()
    assert put_aside(desk, [], "2026-11-23", "HEAD") == "2026-11-23-2"
    assert list_put_aside(desk) == ["2026-11-23-1", "2026-11-23-2"]
    write(desk, PLAN, "other\n")
    with pytest.raises(Refusal, match="另有草稿"):
        take_back(desk, "2026-11-23-1", read_drafts(desk))
    write(desk, PLAN, LINES)
    assert take_back(desk, "2026-11-23-1", read_drafts(desk)) == drafts
    assert (desk / NEW).read_bytes() == before


def kill_at(
    patch: pytest.MonkeyPatch, owner: Any, name: str, calls: int, action: Callable[[], object]
) -> None:
    """Do something in a process of its own, which is killed before a function is called so many times."""
    steps = iter(range(calls))
    own = getattr(owner, name)

    def call(*arguments: Any, **options: Any) -> Any:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return own(*arguments, **options)

    process = os.fork()
    if not process:
        try:
            patch.setattr(owner, name, call)
            action()
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(process, 0)[1]) == signal.SIGKILL


def test_a_dossier_that_became_a_link_is_put_back(world: World) -> None:
    """The link has the name of the folder of files that Git has."""
    desk = world.desk
    dossier = (desk / PLAN).parent
    dossier.rename(desk.parent / "elsewhere")
    dossier.symlink_to(desk.parent / "elsewhere")
    discard(desk, read_drafts(desk))
    assert (ask(desk, "status", "--porcelain"), dossier.is_symlink()) == ("", False)


def test_a_run_that_is_killed_loses_nothing_and_the_next_one_heals(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, day = world.desk, "2026-11-23"
    write(desk, NEW, "new\n")
    write(desk, PLAN, f"{LINES}mine: 1\n")
    drafts = read_drafts(desk)
    kill_at(monkeypatch, shutil, "copy2", 1, lambda: put_aside(desk, drafts, day, "HEAD"))
    assert (list_put_aside(desk), read_drafts(desk)) == ([], drafts)
    # Whole beside what is only half taken away.
    name = put_aside(desk, drafts, day, "HEAD")
    (desk / NEW).unlink()
    assert (name, list_put_aside(desk)) == (f"{day}-1", [name])
    kill_at(monkeypatch, shutil, "copy2", 1, lambda: take_back(desk, name, read_drafts(desk)))
    assert list_put_aside(desk) == [name]
    kill_at(monkeypatch, shutil, "rmtree", 0, lambda: take_back(desk, name, read_drafts(desk)))
    assert (list_put_aside(desk), read_drafts(desk)) == ([], drafts)
    assert put_aside(desk, drafts, day, "HEAD") == name
    assert sorted(each.name for each in (desk / ASIDE).iterdir()) == [name]


def test_what_was_put_aside_never_undoes_what_was_committed_since(world: World) -> None:
    desk = world.desk
    write(desk, PLAN, f"{LINES}mine: 1\n")
    write(desk, NEW, "new\n")
    name = put_aside(desk, read_drafts(desk), "2026-11-23", open_clone(desk).head)
    discard(desk, read_drafts(desk))
    world.change_on_main(PLAN, LINES.replace("line: 1\n", "line: one\n"))
    start(open_clone(desk), str(DAY))
    assert [each.path for each in take_back(desk, name, [])] == [NEW, PLAN]
    assert (desk / PLAN).read_text("utf-8") == f"{LINES}mine: 1\n".replace("line: 1\n", "line: one\n")
    name = put_aside(desk, read_drafts(desk), "2026-11-23", open_clone(desk).head)
    discard(desk, read_drafts(desk))
    world.change_on_main(PLAN, f"{LINES}theirs: 1\n".replace("line: 1\n", "line: one\n"))
    start(open_clone(desk), str(DAY))
    before = state(desk)
    with pytest.raises(Refusal, match=f"{PLAN} 后来在登记册中另有改动(.|\\n)*discarded/{name}/"):
        take_back(desk, name, [])
    assert state(desk) == before


def test_who_commits_is_asked_once(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    for name in ("user.name", "user.email"):
        git(world.desk, "config", "--unset", name)
    clone = open_clone(world.desk)
    with pytest.raises(GitError, match="--name 姓名或工号 --email"):
        set_identity(clone, "", "")
    assert set_identity(clone, "张三", "office@example.org") == "张三 <office@example.org>"
    assert set_identity(clone, "", "") == ""
    assert ask(world.desk, "config", "user.name") == "张三"
    result = registry("propose", "准备电脑", "--name", "李四", "--root", world.desk)
    assert result.stdout == "已经记住：以后在这里提交的是 李四 <office@example.org>\n"
    assert (result.returncode, "没有草稿可以提出" in result.stderr) == (2, True)


@pytest.mark.parametrize("words", [[""], [" ", "\n"], ["电话 13912345678 换了"], ["a\x1b[31m"]])
def test_words_that_cannot_stand_in_the_history(words: list[str]) -> None:
    with pytest.raises(Refusal):
        write_message(words, [])


def test_a_long_subject_is_cut_and_stands_below_whole() -> None:
    words = "收到年度计划" * 20
    subject, blank, body, *_ = write_message([words], ["含义"]).split("\n")
    assert (len(subject), blank, body) == (72, "", words)
    assert write_message(["换 电话", "依据"], []) == "换 电话 依据\n"


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        ([NEW, f"{FOLDER}/institution.yml"], "yx-b3-change"),
        ([f"{FOLDER}/plans/2027.yml"], "yx-b3-plans-2027"),
        ([f"{FOLDER}/plans/2027.yml", "records/institutions/a/z-1/plans/2027.yml"], "yx-b3-and-1-more"),
        (["records/calendar/2027.yml"], "calendar-2027"),
        (["records/institutions/a/z-1/说明.txt"], "z-1-txt"),
        (["records/说明.txt"], "txt"),
        ([], "records"),
    ],
)
def test_a_branch_is_called_by_what_it_is_about(paths: list[str], words: str) -> None:
    assert describe_paths(paths) == words


@pytest.mark.parametrize(
    ("address", "web"),
    [
        ("https://u:p@git.example.org:8443/o/r.git", "https://git.example.org:8443/o/r"),
        ("http://10.0.0.5/o/r/", "http://10.0.0.5/o/r"),
        ("git@git.example.org:group/o/r.git", "https://git.example.org/group/o/r"),
        ("ssh://git@git.example.org:2222/o/r.git", "https://git.example.org/o/r"),
        ("/srv/git/r.git", ""),
        ("../forge.git", ""),
        ("D:/git/r.git", ""),
        (r"D:\git\r.git", ""),
        (r"\\server\share\r.git", ""),
        ("file:///srv/git/r.git", ""),
    ],
)
def test_where_a_browser_finds_the_repository(address: str, web: str) -> None:
    assert find_web_address(address) == web


def test_credentials_are_hidden() -> None:
    assert hide_credentials("to https://u:p@x/ and http://t@y") == "to https://x/ and http://y"


@pytest.mark.long
def test_started_from_a_proposal_that_only_the_forge_merged(world: World) -> None:
    """The whole way, in the bare repository as a reviewer's forge merges."""
    write(world.desk, NEW, "new\n")
    branch = propose(world.desk)
    shutil.rmtree(world.desk / "records/institutions/linzhou/yx-b3/acts")
    git(world.desk, "checkout", "-q", "--", "records")
    world.merge(branch)
    started = start(open_clone(world.desk), str(DAY))
    assert (world.desk / NEW).is_file()
    assert started.before != started.after


def test_a_branch_that_never_left_the_main_line_has_no_files_of_its_own(world: World) -> None:
    git(world.desk, "checkout", "-q", "--orphan", "apart")
    commit(world.desk, "2020-01-01")  # of another day, lest it be the main line's first commit itself
    clone = open_clone(world.desk)
    assert list_own_files(clone, clone.head) == []
