"""What another version of the program changes for a register, as text, and what is to be done then."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from .. import __version__
from ..display import limit_lines
from ..finding import SEVERITY_LABELS
from ..setup.lock import LOCK, WHEELHOUSE, Lock
from ..setup.version import Effect, NewFinding

MAX_SHOWN = 20  # of each: fields, findings


def print_effect(console: Console, effect: Effect) -> None:
    """Print what a version changes."""
    for line in write_effect(effect):
        console.print(line)


def print_lock(console: Console, lock: Lock, *, workflows: bool, editor: bool) -> None:
    """Print what was written, and what else is to be: the forge's files, and those for editors."""
    console.print(f"已写出 {'、'.join(lock.paths)}；records/ 没有动")
    install = f".venv/bin/python -m pip install --require-hashes --only-binary :all: -r {LOCK}"
    console.print(f"还要：安装 {install}")
    if workflows:
        console.print("还要：安装以后更新代码托管网站的流程文件 registry forge files")
    if editor:
        console.print("还要：安装以后更新编辑器用的表式 registry editor")
    paths = f"{LOCK} {WHEELHOUSE}" if len(lock.paths) > 1 else LOCK
    console.print(f"还要：提交（git add --all {paths}），发起提案，单独一份，不和记录放在一起")


def write_effect(effect: Effect) -> Iterator[str]:
    """The lines that tell what a version changes."""
    older = "（比现在的旧）" if effect.older else ""
    yield f"程序的版本：{__version__} → {effect.version}{older}"
    for heading, lines in effect.news:
        yield "还没有发行的版本的改变：" if heading == "Unreleased" else f"{heading} 的改变："
        yield from (f"  {line}" for line in lines)
    if effect.fields:
        yield "表式的改变："
        yield from (f"  {line}" for line in limit_lines([*effect.fields], MAX_SHOWN, "处"))
    yield from write_findings(effect)
    if effect.shadowed:
        yield "登记册自己的文件盖过了程序里改过的文件，网站上看不到这些改动："
        for path in effect.shadowed:
            yield f"  {path}：安装新版本以后照新的改好，再运行 registry override {path} --done"
    if not (effect.news or effect.fields or effect.shadowed):
        yield "没有登记册要知道的改变"


def write_findings(effect: Effect) -> Iterator[str]:
    """The lines that tell what the version's check newly finds."""
    if effect.hindrance:
        yield f"它还不能在这里核对（{effect.hindrance}）；安装以后运行 registry check"
    elif effect.findings:
        yield f"用它核对，多发现 {len(effect.findings)} 处："
        findings = limit_lines([_describe(each) for each in effect.findings], MAX_SHOWN, "处")
        yield from (f"  {each}" for each in findings)
    else:
        yield "用它核对，没有多发现问题"


def _describe(finding: NewFinding) -> str:
    hint = f"；改法：{finding.hint}" if finding.hint else ""
    return f"{finding.place}  {SEVERITY_LABELS[finding.severity]}  {finding.rule}：{finding.message}{hint}"
