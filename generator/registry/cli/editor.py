"""`registry editor`: completion, explanations and faults while a record is written."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..records.schemas import Schemas
from ..refusal import describe_os_error
from ..settings import find_schemas_folder
from .arguments import Subcommands
from .common import CannotRun, open_console


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    editor = commands.add_parser(
        "editor",
        help="设置编辑器",
        description="写出编辑器用的表式和对应关系（.vscode/）：填写时有中文的补全、说明和核对",
    )
    editor.add_argument("--root", type=Path, default=Path(), help="登记册所在文件夹（默认当前文件夹）")
    editor.add_argument(
        "--container",
        action="store_true",
        help="另外写出 Dockerfile 和 .devcontainer/，给没有 Python 的机器",
    )
    editor.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the files for editors."""
    from ..setup.editor import write_container_files, write_editor_files

    root, console = arguments.root, open_console()
    if not (root / "records").is_dir():
        raise CannotRun(f"找不到 {root / 'records'}；请在登记册的文件夹中运行，或用 --root 指明")
    try:
        paths = write_editor_files(root, Schemas.read(find_schemas_folder(root)))
        if arguments.container:
            paths += write_container_files(root)
    except OSError as error:
        raise CannotRun(f"没有写成 {describe_os_error(error)}") from error
    console.print(f"已写出 {'、'.join(paths)}", soft_wrap=True)
    console.print("VS Code 装上推荐的 YAML 扩展（redhat.vscode-yaml）就能用", soft_wrap=True)
    return 0
