"""The front door: arguments in, exit code out. 0 clean, 1 errors found, 2 cannot run.

What one command alone needs is imported by it: the others start without.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec
from rich.console import Console

from ..changes.base import base_of, change_findings, compare, difference, examine_at
from ..clock import today
from ..finding import Finding
from ..forge import code_owners
from ..git_command import GitError
from ..history.git import known_at
from ..model.typed import ModelDiffersError
from ..records.cache import CACHE
from ..records.schemas import UnreadableSchemaError
from ..report import status_report
from ..report.github_report import workflow_commands
from ..report.json_report import as_json
from ..report.markdown import shown
from ..report.markdown_report import as_markdown
from ..report.sarif_report import as_sarif
from ..report.text_report import print_summary, print_text
from ..report.told import Told
from ..rules.checking import Examined, examine, uncollected
from ..rules.engine import PLAIN
from ..rules.explain import regulation_beside
from ..rules.rule import Scope
from ..rules.table import RULES
from ..suggest import nearest
from ..workers import NoWorkersError, Workers, processes
from .arguments import Command, Parser, address, count, day, scheduler, year
from .progress import watched

if TYPE_CHECKING:
    from ..entry.request import Asked

# What a check can be told in, besides text.
REPORTS: dict[str, Callable[[Told], str]] = {
    "json": as_json,
    "github": lambda told: "".join(f"{each}\n" for each in workflow_commands(told)),
    "markdown": as_markdown,
    "sarif": as_sarif,
}
SCOPES: dict[str, frozenset[Scope]] = {"plain": PLAIN, "clock": frozenset({"clock"})}


class CannotRun(Exception):
    """The command cannot run; the message says why and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except (CannotRun, ModelDiffersError, UnreadableSchemaError) as error:
        print(f"registry：{error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("registry：已中断", file=sys.stderr)
        return 2
    return code


def registry() -> NoReturn:
    """The command of the shell: main, and the end at once.

    To take apart all that memory holds, as Python would, takes seconds after a build of a large register.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # whoever reads may be gone
            stream.flush()
    os._exit(code)


def parser() -> Parser:
    """The command line as a parser; each command sets `run`."""
    top = Parser(prog="registry", description="专业技术人员继续教育培训机构登记册")
    commands = top.add_subparsers(title="命令", required=True, metavar="命令", parser_class=Command)

    check = commands.add_parser("check", help="核对登记册", description="核对登记册：格式、引用和办法各条")
    _common(check, ("text", *REPORTS))
    check.add_argument("--summary", type=Path, metavar="FILE", help="另把 Markdown 摘要追加到这个文件")
    check.add_argument("--scope", choices=SCOPES, default="plain", help="clock 只核对到期事项（默认 plain）")
    check.add_argument("--base", metavar="REV", help="与 REV 相比，只有本次改动造成的问题才算")
    check.add_argument("paths", nargs="*", metavar="PATH", help="只报告这些文件或文件夹中的问题")
    _executor(check)
    check.set_defaults(run=run_check)

    build = commands.add_parser("build", help="核对并生成网站", description="核对登记册，没有错误时生成网站")
    _common(build, ())
    build.add_argument("--out", type=Path, help="输出文件夹（默认 public）")
    _executor(build)
    build.set_defaults(run=run_build)

    serve = commands.add_parser("serve", help="预览网站", description="预览网站，文件改动后自动更新")
    serve.add_argument("--root", type=Path, default=Path(), help="登记册所在文件夹（默认当前文件夹）")
    serve.add_argument(
        "--address", type=address, default="127.0.0.1:8000", help="预览地址（默认 127.0.0.1:8000）"
    )
    serve.set_defaults(run=run_serve)

    status = commands.add_parser(
        "status", help="查看一个机构", description="一个机构在某一天的状态、限制和待办事项"
    )
    status.add_argument("id", metavar="ID", help="机构编号")
    _common(status)
    status.add_argument(
        "--known-at", metavar="DATE|REV", help="按当时已录入的记录（某一天结束时，或某个版本）"
    )
    status.set_defaults(run=run_status)

    meaning = commands.add_parser(
        "changes", help="说明一次改动", description="一次改动的含义：发生了什么，状态、待办和页面怎样变"
    )
    meaning.add_argument("base", metavar="BASE", help="改动之前的版本，如 main")
    meaning.add_argument("head", metavar="HEAD", nargs="?", help="改动之后的版本（默认工作区中的文件）")
    _common(meaning, ("text", "markdown", "json"))
    meaning.set_defaults(run=run_changes)

    due = commands.add_parser("duties", help="列出待办", description="各地区的待办事项：已过期的、快到期的")
    due.add_argument("--area", metavar="ID", help="只列一个地区")
    due.add_argument("--out", type=Path, metavar="DIR", help="写出代码托管网站的议题：create、edit、close")
    due.add_argument(
        "--issues", type=Path, metavar="FILE", help="已有议题的 JSON（number 和 title），与 --out 一起用"
    )
    _common(due, ())
    due.set_defaults(run=run_duties)

    owners = commands.add_parser(
        "codeowners", help="生成 CODEOWNERS", description=f"按机关和地区生成 {code_owners.PLACE}"
    )
    owners.add_argument("--check", action="store_true", help="只核对现有的文件，不改写")
    _common(owners, ())
    owners.set_defaults(run=run_codeowners)

    new = commands.add_parser(
        "new", help="添一份记录", description="写好下一份记录的表：填空后即可提交；现在不能录入的不写"
    )
    new.add_argument("id", metavar="ID", help="机构编号；批次写 年-序号")
    new.add_argument("kind", metavar="KIND", help="记录种类或它的名称，如 change 或 变更")
    _common(new, formats=())
    new.add_argument(
        "--year", type=year, metavar="YYYY", help="计划、调整、总结、考核的年度（默认该办的年度）"
    )
    new.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="FIELD",
        help="变更的项目，如 phone 或 办公电话，可多次",
    )
    new.add_argument("--area", default="", metavar="AREA", help="新机构的监督地区")
    new.add_argument("--rule", default="", metavar="CODE", help="例外说明针对的规则")
    new.set_defaults(run=run_new)

    rules = commands.add_parser("rules", help="查看规则", description="规则表，或说明一条规则")
    rules.add_argument("code", nargs="?", metavar="CODE", help="规则代码")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="输出格式（默认 text）")
    rules.set_defaults(run=run_rules)
    return top


def _common(command: argparse.ArgumentParser, formats: Sequence[str] = ("text", "json")) -> None:
    command.add_argument("--root", type=Path, default=Path(), help="登记册所在文件夹（默认当前文件夹）")
    command.add_argument("--on", type=day, metavar="DATE", help="按哪一天推算（默认北京时间今天）")
    command.add_argument(
        "--workers", type=count, metavar="N", help="用几个进程核对和生成（默认处理器的个数）"
    )
    command.add_argument(
        "--cache", type=Path, metavar="DIR", help=f"读过的内容存在哪里（默认登记册中的 {CACHE}）"
    )
    command.add_argument("--no-cache", action="store_true", help="不存，也不用以前存的")
    if formats:
        command.add_argument("--format", choices=formats, default="text", help="输出格式（默认 text）")


def _executor(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--executor", type=scheduler, metavar="dask://HOST:PORT", help="交给已有的 Dask 集群，代替 --workers"
    )


@contextmanager
def _in_common(arguments: argparse.Namespace) -> Iterator[None]:
    """A cache for a base and a head, which goes with the command where none shall be kept."""
    if not arguments.no_cache:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        arguments.cache, arguments.no_cache = Path(folder), False
        yield


def run_check(arguments: argparse.Namespace) -> int:
    """Report what is found."""
    with _in_common(arguments) if arguments.base else nullcontext(), uncollected():
        return _check(arguments)


def _check(arguments: argparse.Namespace) -> int:
    examined = _examine(arguments, SCOPES[arguments.scope])
    site = ""
    if arguments.format != "text" or arguments.summary:  # what is read elsewhere has links
        from ..settings import site_address

        site = site_address(arguments.root)
    told = Told(examined.findings, examined.files, site=site, clock=arguments.scope == "clock")
    if arguments.base:
        told = _compare(arguments, examined, told)
    told = told._replace(findings=_within(arguments.root, told.findings, arguments.paths))
    if arguments.format == "text":
        print_text(_console(), arguments.root, told)
    else:
        print(REPORTS[arguments.format](told), end="")
    if arguments.summary:
        _append(arguments.summary, as_markdown(told))
    failing = ("error",) if arguments.scope == "plain" else ("error", "warning")
    return int(any(each.severity in failing for each in told.findings))


def run_build(arguments: argparse.Namespace) -> int:
    """Publish a register without errors."""
    from ..publish.assemble.build import NotBuilt, build

    with _workers(arguments) as workers:
        examined = _examine(arguments, workers=workers)
        if not examined.lawful:
            print_text(_console(), arguments.root, Told(examined.findings, examined.files))
            print("registry：有错误，没有生成网站", file=sys.stderr)
            return 1
        on, cache = arguments.on or today(), _cache(arguments)
        try:
            built = build(arguments.root, examined, on, arguments.out, cache=cache, workers=workers)
        except NotBuilt as error:
            raise CannotRun(str(error)) from error
    console = _console()
    print_summary(console, Told(examined.findings, examined.files))
    console.print(f"已生成 {built.pages} 个页面：{_shown(built.folder)}", soft_wrap=True)
    return 0


def run_serve(arguments: argparse.Namespace) -> int:
    """Show the site while records are edited."""
    from ..publish.assemble.build import NotBuilt, serve

    examined = _examine(arguments)
    if not examined.lawful:
        print_text(_console(), arguments.root, Told(examined.findings, examined.files))
        return 1
    try:
        serve(arguments.root, arguments.address)
    except NotBuilt as error:
        raise CannotRun(str(error)) from error
    return 0


def run_status(arguments: argparse.Namespace) -> int:
    """Tell the status of one institution."""
    examined = _examine_known_at(arguments) if arguments.known_at else _examine(arguments)
    dossiers = examined.register.dossiers
    if arguments.id not in dossiers:
        raise CannotRun(_unknown("机构", arguments.id, dossiers, examined))
    dossier, day = dossiers[arguments.id], arguments.on or today()
    if arguments.format == "json":
        print(_json(status_report.as_data(dossier, day)))
    else:
        status_report.print_status(_console(), dossier, day)
    return 0


def run_changes(arguments: argparse.Namespace) -> int:
    """Tell what a change means."""
    with _in_common(arguments), uncollected():
        return _changes(arguments)


def _changes(arguments: argparse.Namespace) -> int:
    from ..changes.meaning import changes
    from ..report import changes_report

    day = arguments.on or today()
    try:
        head = (
            examine_at(arguments.root, known_at(arguments.root, arguments.head), day, progress=watched)
            if arguments.head
            else _examine(arguments)
        )
        base = base_of(arguments.root, arguments.base, day, PLAIN, watched, arguments.head, head)
        found = changes(difference(base, head), head.schemas, day, base.touched)
    except GitError as error:
        raise CannotRun(str(error)) from error
    if arguments.format == "json":
        print(_json(found))
    elif arguments.format == "markdown":
        print(changes_report.as_markdown(found), end="")
    else:
        changes_report.print_changes(_console(), found)
    return 0


def run_new(arguments: argparse.Namespace) -> int:
    """Write the form of the next record."""
    from ..entry import scaffold
    from ..report import new_report

    examined, root = _examine(arguments), arguments.root
    try:
        made = scaffold.scaffold(
            asked(arguments), examined.register, examined.schemas, lambda path: os.path.lexists(root / path)
        )
        scaffold.write(root, made.files)
    except scaffold.NotLawful as error:
        print(f"registry：{error}", file=sys.stderr)
        return 1
    except scaffold.Unknown as error:
        raise CannotRun(str(error)) from error
    except OSError as error:
        raise CannotRun(f"没有写成 {error.filename or ''}：{error.strerror}") from error
    new_report.print_new(_console(), made)
    return 0


def asked(arguments: argparse.Namespace) -> Asked:
    """The record that the arguments of `new` ask for."""
    from ..entry.request import Asked

    return Asked(
        id=arguments.id,
        kind=arguments.kind,
        day=arguments.on or today(),
        year=arguments.year,
        fields=tuple(arguments.field),
        rule=arguments.rule,
        area=arguments.area,
    )


def run_duties(arguments: argparse.Namespace) -> int:
    """Tell what is due, by area, or write it for the forge's issues."""
    from ..forge.issues import open_issues, write_issues
    from ..report.due_report import issues

    register, day = _examine(arguments).register, arguments.on or today()
    areas = register.tables.areas
    if arguments.area and arguments.area not in areas:
        raise CannotRun(_unknown("地区", arguments.area, areas))
    found = [each for each in issues(register, day) if arguments.area in (None, each.area)]
    if arguments.out is None:
        for each in found:
            if each.body:
                print(f"# {each.title}\n\n{shown(each.body)}", end="")
        return 0
    try:
        known = open_issues(arguments.issues) if arguments.issues else {}
        done = write_issues(found, known, arguments.out)
    except OSError as error:
        raise CannotRun(f"{error.filename}：{error.strerror}") from error
    except ValueError as error:
        raise CannotRun(str(error)) from error
    print(f"新开 {done['create']} 个议题，更新 {done['edit']} 个，关闭 {done['close']} 个：{arguments.out}/")
    return 0


def run_codeowners(arguments: argparse.Namespace) -> int:
    """Write CODEOWNERS, or say whether it is what the authorities ask for."""
    from ..settings import forge_setting

    register = _examine(arguments).register
    if not register.tables.regulations:
        raise CannotRun("登记册中没有办法参数，先运行 registry check")
    organisation = forge_setting(arguments.root, "organisation")
    if not organisation:
        raise CannotRun("mkdocs.yml 的 extra.forge.organisation 没有填写代码托管网站上的组织名")
    wanted, file = code_owners.code_owners(register, organisation), arguments.root / code_owners.PLACE
    if arguments.check:
        if file.is_file() and file.read_text("utf-8") == wanted:
            return 0
        print(f"{code_owners.PLACE} 与机关、地区不符；运行 registry codeowners 重新生成")
        return 1
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(wanted, encoding="utf-8")
    print(f"已写出 {file}")
    return 0


def run_rules(arguments: argparse.Namespace) -> int:
    """Show the table of rules, or one rule."""
    from ..report import rules_report

    if arguments.code and arguments.code not in RULES:
        raise CannotRun(_unknown("规则", arguments.code, RULES))
    found = [RULES[arguments.code]] if arguments.code else list(RULES.values())
    if arguments.format == "json":
        print(_json([rules_report.as_data(each) for each in found]))
    elif arguments.code:
        rules_report.print_rule(_console(), found[0], regulation_beside(Path()))
    else:
        rules_report.print_rules(_console(), found)
    return 0


@contextmanager
def _workers(arguments: argparse.Namespace) -> Iterator[Workers]:
    """Who does the work, as the arguments say."""
    from ..cluster import cluster

    address = getattr(arguments, "executor", None)
    try:
        with cluster(address) if address else processes(getattr(arguments, "workers", None)) as workers:
            yield workers
    except NoWorkersError as error:
        raise CannotRun(str(error)) from error


def _examine(
    arguments: argparse.Namespace, scopes: frozenset[Scope] = PLAIN, workers: Workers | None = None
) -> Examined:
    on = getattr(arguments, "on", None) or today()
    try:
        with nullcontext(workers) if workers else _workers(arguments) as workers:
            return examine(arguments.root, on, scopes, watched, cache=_cache(arguments), workers=workers)
    except FileNotFoundError as error:
        raise CannotRun(
            f"找不到 {error.filename or error}；请在登记册的文件夹中运行，或用 --root 指明"
        ) from error


def _cache(arguments: argparse.Namespace) -> Path | None:
    """Where what is known of files by their content is kept; None where it shall not be."""
    if getattr(arguments, "no_cache", False):
        return None
    chosen: Path | None = getattr(arguments, "cache", None)
    return chosen or Path(arguments.root, CACHE)


def _examine_known_at(arguments: argparse.Namespace) -> Examined:
    try:
        commit = known_at(arguments.root, arguments.known_at)
        return examine_at(arguments.root, commit, arguments.on or today(), progress=watched)
    except GitError as error:
        raise CannotRun(f"--known-at：{error}") from error


def _compare(arguments: argparse.Namespace, head: Examined, told: Told) -> Told:
    """The findings parted by the base; in the plain scope with those of the rules that see a change."""
    scopes, on = SCOPES[arguments.scope], arguments.on or today()
    try:
        base = base_of(arguments.root, arguments.base, on, scopes, watched, like=head)
        found = change_findings(arguments.root, base, head, on) if scopes == PLAIN else []
    except GitError as error:
        raise CannotRun(f"--base：{error}") from error
    caused, before = compare(base, head.findings)
    caused = sorted([*caused, *found], key=Finding.order)
    return told._replace(findings=caused, before=before, touched=base.touched)


def _append(file: Path, text: str) -> None:
    try:
        with file.open("a", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise CannotRun(f"写不了 {file}：{error.strerror}") from error


def _within(root: Path, findings: Iterable[Finding], paths: Sequence[str]) -> list[Finding]:
    """The findings in the files or folders named, as seen from the current folder or from the root."""
    if not paths:
        return list(findings)
    wanted = []
    for path in paths:
        places = [each for each in (Path(path), root / path) if each.is_symlink() or each.exists()]
        if not places:
            raise CannotRun(f"没有 {path} 这个文件或文件夹")
        inside = [_real(each) for each in places if _real(each).is_relative_to(root.resolve())]
        if not inside:
            raise CannotRun(f"{path} 不在登记册 {root.resolve()} 中")
        wanted.append(inside[0].relative_to(root.resolve()).as_posix())
    return [
        each
        for each in findings
        if any(path == "." or each.path == path or each.path.startswith(f"{path}/") for path in wanted)
    ]


def _real(path: Path) -> Path:
    """The path without links in it; a link itself is not followed."""
    return path.parent.resolve() / path.name if path.is_symlink() else path.resolve()


def _unknown(what: str, name: str, known: Iterable[str], examined: Examined | None = None) -> str:
    guess = nearest(name, known, 0.6)
    message = f"没有{what} {name}" + (f"，是否想写 {guess}？" if guess else "")
    if examined and name in examined.register.known["institution"]:
        message = f"{what} {name} 的档案有错误，先运行 registry check 改正"
    return message


def _shown(folder: Path) -> str:
    """A folder as seen from the current one, where it lies below it."""
    here = Path.cwd()
    return f"{folder.relative_to(here)}/" if folder.is_relative_to(here) else str(folder)


def _json(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


class _Console(Console):
    """A console that leaves it to `main` to end where nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise


def _console() -> Console:
    return _Console(highlight=False, emoji=False, markup=False)


if __name__ == "__main__":
    registry()
