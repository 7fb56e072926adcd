"""What a change does outside of records/: told first of all, as it may touch what judges it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from ..display import format_path, join_first, shorten_text
from ..git_command import GIT_SETTINGS, find_prefix, run_git
from ..history.settings_then import read_settings_at, read_whole_settings_at
from ..json_data import JsonValue
from ..records.record_path import RECORDS
from ..settings import SETTINGS, SettingsError
from .sections import Item, Section

TITLE = "先看这里：这次改动不只改了记录"
MAX_FILES = 10  # files, and settings
MAX_SETTING = 60  # characters of a setting
PAGES = "网站的页面"
# What a file is, by how its path begins: from the repository's root, where the forge looks for it.
# The first that fits counts: CODEOWNERS may lie in .github/, where workflows are.
GROUPS = {
    "审批规则": tuple(
        f"{folder}CODEOWNERS" for folder in ("", "docs/", ".github/", ".gitlab/", ".gitea/", ".forgejo/")
    ),
    "核对的流程": (".github/", ".gitlab", ".gitea/", ".forgejo/", ".ci/", "Makefile"),
    "网站的设置": (SETTINGS,),
    "程序": ("generator/", "schemas/", "requirements", "wheelhouse/", "pyproject.toml", "package"),
    PAGES: ("site/",),
    "Git 的设置": GIT_SETTINGS,
}
OTHER = "其他文件"
ADVICE = {
    "审批规则": "哪些文件由谁批准，由它决定：由负责它的人看过，核对会说它与机关、地区是否相符",
    "核对的流程": "这次核对用的流程是改动自己带来的，核对通过不说明它没有问题：先由负责这些文件的人逐行看过",
    "网站的设置": "设置在合并以后起作用；核对和预览用的是改动之前的设置",
    "程序": "核对用的是改动之前的程序和表式；改动的程序合并以后才起作用，由负责程序的人看过",
    PAGES: "预览用的是改动之前的页面和模板；合并以后才起作用",
    "Git 的设置": "它们决定文件怎样取出、哪些文件看不见，核对不能代替人看",
}
# The working tree is looked at for these too: a workflow leaves no more of what is proposed.
PLACES = (SETTINGS, ".github", ".gitlab*", ".gitea", ".forgejo", ".ci", ".gitattributes")
DEMO = "extra.demo"
DEMO_ENDS = "合并以后每一页不再标明“演示数据”，录入的都是真实的登记，不能再改回"
DEMO_BEGINS = "合并以后每一页都标明“演示数据”，已有的机构会被标成虚构的，核对不放行"
UNREADABLE = "合并以后网站生成不了：{}"


def describe_outside(root: Path, base: str, head: str | None = None) -> list[Section]:
    """What a change does outside of the records of `root`, between two commits; none where it does nothing.

    Without `head` the change ends at HEAD, or with what the working tree makes of the settings and workflows.
    Raises GitError.
    """
    prefix, paths = find_prefix(root), list_outside_paths(root, base, head)
    groups: dict[str, list[str]] = {name: [] for name in (*GROUPS, OTHER)}
    pages = _list_page_folders(root, base)
    for path, lines in paths.items():
        groups[_group(path, prefix, pages)].append(f"{format_path(path)}（{lines}）")
    items = [_make_item(name, inside) for name, inside in groups.items() if inside]
    if settings := [*_list_settings(root, base, head)] if f"{prefix}{SETTINGS}" in paths else []:
        items.append(Item("设置的改变", settings))
    return [Section("", TITLE, items, [])] if items else []


def list_outside_paths(root: Path, base: str, head: str | None = None) -> dict[str, str]:
    """The files outside of the records that a change touches, from the repository's root, by path.

    With each how many lines have come and gone, in words. Raises GitError.
    """
    paths = dict(_list_differing(root, base, head or "HEAD"))
    if not head:
        paths |= _list_differing(root, base, "", *PLACES)
    return dict(sorted(paths.items()))


def _list_differing(root: Path, base: str, head: str, *paths: str) -> Iterator[tuple[str, str]]:
    """The files outside of the records that differ between a commit and another, or the working tree."""
    revisions = [base, head] if head else [base]
    # Whatever the attributes of a proposal or the reader's own settings say: told is what was committed.
    arguments = ("--numstat", "--no-renames", "--no-relative", "--no-ext-diff", "--no-textconv", "-z")
    wanted = [f":(top){path}" for path in paths] or [":(top)"]
    records = f":(top,literal,exclude){find_prefix(root)}{RECORDS}/"
    output = run_git(root, "diff", *arguments, *revisions, "--", *wanted, records)
    for line in filter(None, output.decode("utf-8", "backslashreplace").split("\0")):
        added, removed, path = line.split("\t", 2)
        counts = [(added, "增"), (removed, "减")]
        words = "，".join(f"{word} {number} 行" for number, word in counts if number != "0")
        yield path, "不是文本" if added == "-" else words or "行数没有变"


def _list_page_folders(root: Path, base: str) -> tuple[str, ...]:
    """Where the register has pages and a theme of its own, by its settings."""
    settings = read_settings_at(root, base)
    theme = settings.get("theme")
    named = (settings.get("docs_dir"), theme.get("custom_dir") if isinstance(theme, dict) else None)
    paths = [PurePosixPath(each) for each in named if isinstance(each, str)]
    return tuple(f"{each}/" for each in paths if each.parts)


def _group(path: str, prefix: str, pages: tuple[str, ...]) -> str:
    inner = path.removeprefix(prefix)
    for name, beginnings in (GROUPS | {PAGES: (*GROUPS[PAGES], *pages)}).items():
        if any(each == inner or inner.startswith(each) or path.startswith(each) for each in beginnings):
            return name
    return OTHER


def _make_item(name: str, paths: list[str]) -> Item:
    lines = [join_first(paths, MAX_FILES, "个文件")]
    return Item(name, [*lines, ADVICE[name]] if name in ADVICE else lines)


def _list_settings(root: Path, base: str, head: str | None) -> Iterator[str]:
    """The settings that are other, before → after."""
    old = dict(_flatten(read_settings_at(root, base)))
    try:
        # What can be read of the base will do; a head that cannot be read whole could not be built.
        new = dict(_flatten(read_whole_settings_at(root, head or "HEAD")))
    except SettingsError as error:
        yield UNREADABLE.format(error)
        return
    keys = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    for key in keys[:MAX_FILES]:
        effect = ""
        if key == DEMO and bool(old.get(key)) != bool(new.get(key)):
            effect = f"；{DEMO_BEGINS if new.get(key) else DEMO_ENDS}"
        yield f"{key}：{_format_value(old.get(key))} → {_format_value(new.get(key))}{effect}"
    if len(keys) > MAX_FILES:
        yield f"等 {len(keys)} 项"


def _flatten(settings: Mapping[str, JsonValue], above: str = "") -> Iterable[tuple[str, JsonValue]]:
    for key, value in settings.items():
        if isinstance(value, dict) and value:
            yield from _flatten(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _format_value(value: JsonValue) -> str:
    if value is None or value == "":
        return "（没有）"
    text = " ".join(str(value).split()) if not isinstance(value, bool) else str(value).lower()
    return shorten_text(text, MAX_SETTING)
