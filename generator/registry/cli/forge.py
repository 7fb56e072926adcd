"""`registry forge`: do what the workflows of a forge run for a register, or write their files."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from ..settings import SETTINGS, read_forge_setting, read_settings
from ..whole_file import replace_files
from .arguments import Subcommands
from .common import CannotRun, add_common_options

# What judges a proposal is not its own: schemas, pages and templates are those of its base, or the program's.
JUDGING = ("schemas", "site")
REVIEW = "review.html"  # in the preview: what a reviewer keeps
TASKS = {
    "check": "核对一次改动，写出提案的核对（含义、问题、由谁批准），核对审批规则，生成预览",
    "trial": "改动换了程序的版本时，用换上的版本核对和生成：只有改动造成的错误才算",
    "publish": "核对登记册和到期事项，生成网站；有错误的照上一次无误的版本，网站生成以后退出码为 1",
    "files": "写出代码托管网站的流程文件，并说明还要在网站上设置什么",
}


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    about = "；".join(f"{name}：{what}" for name, what in TASKS.items())
    forge = commands.add_parser("forge", help="代码托管网站的流程所做的事", description=about)
    forge.add_argument("task", choices=tuple(TASKS), metavar="|".join(TASKS), help="做什么")
    forge.add_argument("--base", metavar="REV", help="改动要合并到的分支（默认由流程的环境得知）")
    about = "网站写到哪个文件夹（默认 check 是 preview，publish 是 public）"
    forge.add_argument("--out", type=Path, metavar="DIR", help=about)
    forge.add_argument("--kind", help="哪种代码托管网站（默认 mkdocs.yml 的 extra.forge.kind）")
    add_common_options(forge, ())


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for."""
    tasks = {"check": _check, "trial": _try, "publish": _publish, "files": _write_files}
    return tasks[arguments.task](arguments)


def _check(arguments: argparse.Namespace) -> int:
    from ..forge.runner import find_runner
    from ..history.base_commit import find_base_commit
    from ..history.checkout import check_out

    root, runner = arguments.root, find_runner()
    commit = find_base_commit(root, arguments.base or "")
    out = (arguments.out or root / "preview").absolute()
    # Both are checked out aside: what is judged is the commit, whatever else lies in the working tree.
    with (
        tempfile.TemporaryDirectory(prefix="registry-") as folder,
        check_out(root, commit, Path(folder, "base")) as base,
        check_out(root, "HEAD", Path(folder, "head")) as head,
    ):
        for name in JUDGING:
            _replace(head / name, base / name)
        options = ["--root", str(head), "--on", str(arguments.on), "--cache", str(Path(folder, "cache"))]
        check = ["check", *options, "--base", commit]
        # The summary gets the review, which has all that is found.
        codes = [_run(check, *_tell_where(runner.annotates, None))]
        if runner.quality:
            runner.quality.unlink(missing_ok=True)  # of an earlier run on this machine
            _run(check, "--format", "gitlab", into=runner.quality)
        review = ["review", *options, commit, "--page", str(Path(folder, REVIEW))]
        codes.append(
            _run(review, "--format", "markdown", into=runner.summary) if runner.summary else _run(review)
        )
        if _find_owners(base):
            codes.append(_run(["codeowners", "--check", *options]))
        codes.append(_build_preview(head, base, options, out))
        # With 1 there is a site too: what has errors is in it as it last was lawful.
        is_built = codes[-1] < 2
        if is_built:
            shutil.copyfile(Path(folder, REVIEW), out / REVIEW)
    if is_built:
        _tell_preview(out, runner.summary)
    return max(codes)


def _build_preview(head: Path, base: Path, options: Sequence[str], out: Path) -> int:
    """Build the site as it would be with a proposal, and return the exit code."""
    read_settings(head)  # if they cannot be read, the site could not be built once they are merged
    # Built by the base's settings: those of a proposal could name plugins and hooks, which are code.
    _replace(head / SETTINGS, base / SETTINGS)
    (out / REVIEW).unlink(missing_ok=True)  # of an earlier run: a build would refuse the folder
    build = ["build", "--portable", *options, "--out", str(out)]
    return _run(build, into=Path(os.devnull))  # the check has told it all


def _tell_preview(out: Path, summary: Path | None) -> None:
    words = f"预览：{out.name}，双击其中的 index.html 就能看；{REVIEW} 是这份提案的核对，可以打印存档"
    print(words)
    if summary:
        with summary.open("a", encoding="utf-8") as file:
            file.write(f"\n{words}；先下载，再解压\n")


def _try(arguments: argparse.Namespace) -> int:
    """Check and build what a proposal brings with this program, which is its own."""
    from ..forge.runner import find_runner
    from ..history.base_commit import find_base_commit

    root, runner = arguments.root, find_runner()
    options = ["--root", str(root), "--on", str(arguments.on), "--no-cache"]
    reporting = _tell_where(runner.annotates, runner.summary)
    commit = find_base_commit(root, arguments.base or "")
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        out = str(arguments.out or Path(folder, "site"))
        checked = _run(["check", *options, "--base", commit], *reporting)
        return max(checked, _run(["build", *options, "--out", out]))


def _publish(arguments: argparse.Namespace) -> int:
    """Check, tell what is overdue, build; 1 where the site was built although the register has errors."""
    from ..forge.runner import find_runner

    root, runner = arguments.root, find_runner()
    options = ["--root", str(root), "--on", str(arguments.on)]
    options += ["--cache", str(arguments.cache)] if arguments.cache else []
    options += ["--no-cache"] if arguments.no_cache else []
    reporting = _tell_where(runner.annotates, runner.summary)
    checked = _run(["check", *options], *reporting)
    if checked > 1 or _run(["check", *options, "--scope", "clock"], *reporting) > 1:
        return 2
    built = _run(["build", *options, "--out", str(arguments.out or root / "public")])
    return built or checked


def _write_files(arguments: argparse.Namespace) -> int:
    from ..forge.files import FILES, MARK, list_steps, make_forge_files

    root = arguments.root
    kind = arguments.kind or read_forge_setting(root, "kind")
    if kind not in FILES:
        raise CannotRun(f"用 --kind 写明是哪种代码托管网站：{'、'.join(FILES)}")
    branch = read_forge_setting(root, "branch") or "main"
    files = {root / path: text for path, text in make_forge_files(kind, branch).items()}
    for file in files:
        if file.is_file() and MARK not in file.read_text("utf-8", errors="replace"):
            raise CannotRun(f"{file} 不是 registry 写的，没有改写；先移走，或者删去")
    replace_files({file: text.encode() for file, text in files.items()})
    print("\n".join(f"已写出 {file}" for file in files))
    print("\n还要在代码托管网站上设置：\n")
    for number, step in enumerate(list_steps(kind, branch), 1):
        print(f"{number}. {step}")
    return 0


def _run(command: Sequence[str], *more: str, into: Path | None = None) -> int:
    """One command, in this process; with `into` what it prints is added to that file."""
    from .main import main

    if into is None:
        return main([*command, *more])
    with into.open("a", encoding="utf-8") as file, redirect_stdout(file):
        return main([*command, *more])


def _tell_where(annotates: bool, summary: Path | None) -> list[str]:
    """The options by which a check tells its findings where the forge shows them."""
    options = ["--format", "github"] if annotates else []
    return options + (["--summary", str(summary)] if summary else [])


def _find_owners(root: Path) -> bool:
    """Whether the register has a CODEOWNERS at all, in the place of its forge."""
    from ..forge.code_owners import PLACES, find_dialect

    return (root / PLACES[find_dialect(read_forge_setting(root, "kind"))]).is_file()


def _replace(place: Path, other: Path) -> None:
    """Put another file or folder in the place of one; nothing where there is no other."""
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.is_dir():
        shutil.rmtree(place)
    if other.is_dir() and not other.is_symlink():
        shutil.copytree(other, place, symlinks=True)
    elif other.is_symlink() or other.exists():
        shutil.copy2(other, place, follow_symlinks=False)
