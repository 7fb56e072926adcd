"""`registry codeowners`: write CODEOWNERS from areas, authorities and the legal table of acts."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..settings import read_forge_setting, read_settings
from ..whole_file import replace_file
from .arguments import Subcommands
from .common import CannotRun, add_common_options, examine_register
from .volume import is_quiet


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    owners = commands.add_parser(
        "codeowners", help="生成 CODEOWNERS", description="按机关、地区和各类事项由谁办理生成 CODEOWNERS"
    )
    owners.add_argument("--check", action="store_true", help="只核对现有的文件，不改写")
    owners.add_argument(
        "--dialect",
        metavar="github|gitlab|gitea",
        help="给哪个代码托管网站（默认按 mkdocs.yml 的 extra.forge.kind）",
    )
    owners.add_argument("--out", type=Path, metavar="FILE", help="写到哪个文件（默认那个网站读它的地方）")
    add_common_options(owners, ())


def run(arguments: argparse.Namespace) -> int:
    """Write CODEOWNERS, or say whether it is what the authorities ask for."""
    from ..forge.code_owners import EARLIER, MARK, PLACES, build_code_owners, find_dialect

    register = examine_register(arguments).register
    if not register.tables.regulations:
        raise CannotRun("登记册中没有办法参数，先运行 registry check")
    read_settings(arguments.root)  # tells what is wrong where it cannot be read
    organisation = read_forge_setting(arguments.root, "organisation")
    if not organisation:
        raise CannotRun("mkdocs.yml 的 extra.forge.organisation 没有填写代码托管网站上的组织名")
    dialect = arguments.dialect or find_dialect(read_forge_setting(arguments.root, "kind"))
    if dialect not in PLACES:
        raise CannotRun(f"--dialect 应是 {'、'.join(PLACES)} 之一")
    place = Path(PLACES[dialect])
    wanted, file = build_code_owners(register, organisation, dialect), arguments.out or arguments.root / place
    earlier = [each for each in EARLIER[dialect] if (arguments.root / each).is_file() and not arguments.out]
    if earlier:
        print(f"代码托管网站先读 {earlier[0]}，{place} 不起作用；删去 {earlier[0]}")
        return 1
    if arguments.check:
        if file.is_file() and file.read_text("utf-8", "replace") == wanted:
            return 0
        print(f"{arguments.out or place} 与机关、地区不符；运行 registry codeowners 重新生成")
        return 1
    if file.is_file() and not file.read_bytes().startswith(MARK.encode()):
        raise CannotRun(f"{file} 不是 registry codeowners 写的，没有改写；先移走，或者删去")
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, wanted.encode())
    if not is_quiet():
        print(f"已写出 {file}")
    return 0
