"""Whether a change ends an example, and may: all its records at once, once, and never back.

Where a register's settings say that its data are an example (`extra.demo`), each page says so too, and nobody
may rely on one. What the settings said on the main line is asked of Git only where an example ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..finding import Finding
from ..git_command import GitError
from ..history.git import COMMIT_LENGTH
from ..history.record_log import list_setting_commits
from ..history.settings_then import read_settings_at
from ..history.state import UNSHALLOW, is_shallow
from ..model.difference import Difference, holds_institutions
from ..model.register import Register
from ..rules.site_settings import find_line
from ..settings import SETTINGS, is_example, read_site_config

WAY = (
    "git rm -r --ignore-unmatch records/institutions records/batches records/repairs，"
    "同一次改动里 mkdocs.yml 写 demo: false，删去 data_licence"
)


def judge_example(root: Path, commit: str, difference: Difference) -> tuple[bool, list[Finding]]:
    """Whether the data at `commit` were an example, and what is wrong with what becomes of it, in mkdocs.yml.

    What becomes of it stands in the working tree of `root`. Raises GitError.
    """
    before, now = read_settings_at(root, commit), read_site_config(root)
    was, still = is_example(before), is_example(now)
    faults: list[tuple[str, str]] = []
    # Settings that were not there, or could not be read, did not say that the data are real.
    if before and still and not was:
        faults.append(_describe_return(difference.base))
    elif was and not still:
        faults += _find_obstacles(root, commit, difference)
    elif was and difference.is_emptied:
        message = "示例的机构和批次都已删去，extra.demo 还是 true：以后录入的真实机构会被标成演示数据"
        faults.append((message, "在同一次改动中改成 demo: false，并删去示例数据的许可 extra.data_licence"))
    return was, [_make_finding(root, *each) for each in faults]


def _find_obstacles(root: Path, commit: str, difference: Difference) -> Iterator[tuple[str, str]]:
    """Why the data may not cease to be an example in this way; nothing where the base has no institution."""
    if not holds_institutions(difference.base):
        return
    if holds_institutions(difference.head):
        left = _count(difference.head)
        message = f"extra.demo 不再是 true，登记册中还有{left}：示例中的会被当作真实的登记发布"
        yield message, f"示例一次整个清空，真实的记录合并以后再录：{WAY}"
    elif is_shallow(root):
        raise GitError(f"这次改动清空了示例，要看主分支上 extra.demo 是否一直是 true；{UNSHALLOW}")
    elif earlier := _find_earlier_end(root, commit):
        message = (
            f"主分支上的版本 {earlier[:COMMIT_LENGTH]} 已不是演示数据：删去的曾作为真实的登记发布，不是示例"
        )
        yield message, "恢复删去的记录；不再有效的以处理决定、终止报备等记录，录错的以更正、修复了结"


def _find_earlier_end(root: Path, commit: str) -> str:
    """A commit of the main line up to `commit` whose settings said that the data are no example, or none."""
    for setting in list_setting_commits(root, commit):
        settings = read_settings_at(root, setting)
        if settings and not is_example(settings):
            return setting
    return ""


def _describe_return(base: Register) -> tuple[str, str]:
    """That data that are no example cannot become one."""
    there = f"已有的{_count(base)}" if holds_institutions(base) else "以后录入的机构"
    message = f"extra.demo 改成了 true，改动之前不是：{there}会被标成虚构的，并可以当作示例整个删去"
    return message, "改回 demo: false；要试用的，另建一个登记册，不放在正式的登记册里"


def _count(register: Register) -> str:
    """How many institutions and batches there are, in words."""
    ids = register.known_ids
    parts = [(len(ids["institution"]), "家机构"), (len(ids["batch"]), "个批次")]
    return "、".join(f" {number} {what}" for number, what in parts if number) or "修复记录"


def _make_finding(root: Path, message: str, hint: str) -> Finding:
    """A finding in the settings, at the line that says whether the data are an example."""
    return Finding(
        rule="example-ended",
        severity="error",
        path=SETTINGS,
        pointer="/extra/demo",
        message=message,
        hint=hint,
        line=find_line(root, "demo"),
        column=1,
    )
