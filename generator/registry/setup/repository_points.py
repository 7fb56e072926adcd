"""What of the repository stands between a register and going live: Git, the lock, owners, workflows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import __version__
from ..forge.code_owners import PLACES, build_code_owners, find_dialect
from ..forge.files import FILES, SCRIPT
from ..history.state import WHOLE, Kind, find_hindrances, has_identity
from ..shell import quote_argument
from .lock import LOCK
from .open_point import OpenPoint, SetUp
from .wheel import DISTRIBUTION

NO_HISTORY = "网站没有录入日期和版本；提案和以前的版本比不了（check --base、changes、--known-at）"
COSTS: dict[Kind, str] = {
    "shallow": "录入日期、更正和最后一次无误的版本都看不到以前的，网站不写录入日期",
    "sparse": "核对只看到一部分记录，生成网站会被拒绝",
    "submodule": "登记册的历史不在这个仓库里：没有录入日期，提案看不出改了哪些记录，核对不了",
    "untracked": "记录没有历史，换一台机器就没有了",
}
MENDS: dict[Kind, str] = {
    "no Git": "安装 Git（如 apt install git），再运行 registry doctor",
    "distrusted": "git config --global --add safe.directory {root}",
    "no repository": "git init -b main && git add --all && git commit -m 建立登记册",
    "no commit": "git add --all && git commit -m 建立登记册",
    "shallow": "git fetch --unshallow（自动流程里写 fetch-depth: 0 或 GIT_DEPTH: 0）",
    "sparse": WHOLE,
    "submodule": "先复制 records/，git submodule deinit -f records && git rm -f records，再放回来提交",
    "untracked": "git add records/ && git commit -m 录入",
}
IDENTITY = "git config --global user.name 姓名 && git config --global user.email 单位邮箱"
PLACEHOLDER = "example-organisation"


def find_git_faults(given: SetUp) -> Iterator[OpenPoint]:
    """Git is missing, refuses, or does not hold the whole history of the records."""
    for hindrance in find_hindrances(given.root):
        # Behind it stands advice for whatever command is hindered; here MENDS has it.
        fact = hindrance.words.partition("；")[0]
        mend = MENDS[hindrance.kind].format(root=quote_argument(str(given.root.absolute())))
        if "git commit" in mend and not has_identity(given.root):
            mend = f"Git 还不知道由谁提交，先写一次：{IDENTITY}；再运行 {mend}"
        yield OpenPoint(fact, COSTS.get(hindrance.kind, NO_HISTORY), mend)


def find_lock_faults(given: SetUp) -> Iterator[OpenPoint]:
    """The program's version is not locked, or another runs than is locked."""
    if given.is_source:
        return
    file = given.root / LOCK
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    locked = re.search(rf"^{DISTRIBUTION}==(\S+)", text, re.MULTILINE)
    cost = "换一台机器、过一夜，用的可能就是另一个版本：核对结果和网页会不一样，也说不清是哪一版生成的"
    if not locked:
        fact = f"{LOCK} 没有锁定程序的版本" if text else f"没有 {LOCK}，程序的版本没有锁定"
        yield OpenPoint(fact, cost, f"registry update {__version__}，或者 registry update 安装文件.whl")
    elif locked[1] != __version__:
        fact = f"{LOCK} 锁定的是 {locked[1]} 版，现在运行的是 {__version__} 版"
        mend = f".venv/bin/pip install --require-hashes --only-binary :all: -r {LOCK}"
        yield OpenPoint(fact, cost, f"{mend}；要改用现在的版本：registry update {__version__}")


def find_owner_faults(given: SetUp) -> Iterator[OpenPoint]:
    """Nobody must approve, or not those who should."""
    organisation, register = given.get_extra("forge", "organisation"), given.examined.register
    if given.unreadable or not (given.whole and register.tables.complete) or organisation is False:
        return  # false: the forge reads no CODEOWNERS
    if not isinstance(organisation, str) or organisation in ("", PLACEHOLDER):
        fact = f"审批的组织是占位的 {PLACEHOLDER}" if organisation else "没有写代码托管网站上的组织"
        cost = "审批规则里的小组不存在：谁的改动都可以不经负责的机关就合并"
        mend = (
            "mkdocs.yml 的 extra.forge 中写 organisation: 组织名，"
            "每个机关建一个同名的小组，再运行 registry codeowners；托管网站不读 CODEOWNERS 的写 false"
        )
        yield OpenPoint(fact, cost, mend)
        return
    dialect = find_dialect(str(given.get_extra("forge", "kind")))
    file = given.root / PLACES[dialect]
    if not file.is_file():
        cost = "谁的改动都可以不经负责的机关就合并"
        yield OpenPoint(f"没有 {PLACES[dialect]}", cost, "registry codeowners")
    elif file.read_text("utf-8", "replace") != build_code_owners(register, organisation, dialect):
        cost = "新设的地区、机关没有人审批，撤并了的还在审批"
        yield OpenPoint(f"{PLACES[dialect]} 与现在的机关、地区不符", cost, "registry codeowners")


def find_missing_workflows(given: SetUp) -> Iterator[OpenPoint]:
    """No workflow of a forge checks and publishes the register."""
    places = {SCRIPT, *(path for files in FILES.values() for path in files)}
    if not any((given.root / each).exists() for each in places):
        cost = "提案没有人核对；合并以后网站不更新，到期的状态也不变"
        mend = "registry forge files 写出代码托管网站的流程；不用托管网站的，每晚定时运行 registry build"
        yield OpenPoint("没有自动核对和发布的流程", cost, mend)
