"""`registry codeowners`: CODEOWNERS, made from areas and authorities."""

from __future__ import annotations

import argparse

from ..forge import code_owners
from ..settings import read_forge_setting, read_settings
from .arguments import Subcommands
from .common import CannotRun, add_common_options, examine_register
from .volume import is_quiet


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    owners = commands.add_parser(
        "codeowners", help="生成 CODEOWNERS", description=f"按机关和地区生成 {code_owners.PLACE}"
    )
    owners.add_argument("--check", action="store_true", help="只核对现有的文件，不改写")
    add_common_options(owners, ())
    owners.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write CODEOWNERS, or say whether it is what the authorities ask for."""
    register = examine_register(arguments).register
    if not register.tables.regulations:
        raise CannotRun("登记册中没有办法参数，先运行 registry check")
    read_settings(arguments.root)  # tells what is wrong where it cannot be read
    organisation = read_forge_setting(arguments.root, "organisation")
    if not organisation:
        raise CannotRun("mkdocs.yml 的 extra.forge.organisation 没有填写代码托管网站上的组织名")
    wanted, file = code_owners.build_code_owners(register, organisation), arguments.root / code_owners.PLACE
    if arguments.check:
        if file.is_file() and file.read_text("utf-8") == wanted:
            return 0
        print(f"{code_owners.PLACE} 与机关、地区不符；运行 registry codeowners 重新生成")
        return 1
    if file.is_file() and not file.read_bytes().startswith(code_owners.MADE.encode()):
        raise CannotRun(f"{file} 不是 registry codeowners 写的，没有改写；先移走，或者删去")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(wanted, encoding="utf-8")
    if not is_quiet():
        print(f"已写出 {file}")
    return 0
