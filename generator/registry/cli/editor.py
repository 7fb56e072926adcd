"""`registry editor`: write the files by which an editor completes, explains and checks a record."""

from __future__ import annotations

import argparse

from ..records.record_path import RECORDS
from ..records.schemas import Schemas
from ..settings import find_schemas_folder
from .arguments import Subcommands
from .common import NO_REGISTER, CannotRun, add_root_option, explain_os_errors, open_console


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    editor = commands.add_parser(
        "editor",
        help="设置编辑器",
        description="写出编辑器用的表式和对应关系（.vscode/）：填写时有中文的补全、说明和核对",
    )
    add_root_option(editor)
    editor.add_argument(
        "--container", action="store_true", help="另外写出 Dockerfile 和 .devcontainer/，给没有 Python 的机器"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files for editors."""
    from ..setup.editor import write_editor_files

    root, console = arguments.root, open_console()
    if not (root / RECORDS).is_dir():
        raise CannotRun(NO_REGISTER.format(root / RECORDS))
    with explain_os_errors():
        schemas = Schemas.read(find_schemas_folder(root))
        paths = write_editor_files(root, schemas, container=arguments.container)
    console.print(f"已写出 {'、'.join(paths)}")
    console.print("VS Code 装上推荐的 YAML 扩展（redhat.vscode-yaml）就能用")
    return 0
