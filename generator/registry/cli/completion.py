"""`registry completion`: write a script by which the shell completes commands, options, ids and kinds."""

from __future__ import annotations

import argparse

from ..model.kinds import PaperKind
from ..records.schemas import Schemas
from ..rules.table import RULES
from ..settings import HOME
from .arguments import Subcommands, list_commands

SHELLS = ("bash", "zsh", "fish")
# What there is in the current folder, asked for when it is wanted; zsh would take a colon for the end of it.
IDS = "find records/institutions -mindepth 2 -maxdepth 2 2>/dev/null | sed s,.*/,,"
BATCHES = "ls records/batches 2>/dev/null | sed s/.yml//"
AREAS = "ls records/institutions 2>/dev/null"
BRANCHES = "git rev-parse --abbrev-ref --branches --remotes 2>/dev/null"


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    about = "写出命令行补全的脚本：按 Tab 键补全命令、选项、机构编号、记录种类和规则"
    completion = commands.add_parser("completion", help="命令行补全", description=about)
    completion.add_argument("shell", choices=SHELLS, help="哪一种命令行：bash、zsh 或 fish")


def run(arguments: argparse.Namespace) -> int:
    """Print the script that completes commands in a shell."""
    from .main import build_parser

    parser = build_parser()
    print(write_script(parser, arguments.shell))
    return 0


def write_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for a shell, made of the parser itself."""
    import shtab

    from ..entry.request import is_made
    from ..entry.steps.later import list_step_words
    from ..lifecycle.means import SHEETS
    from ..lifecycle.papers import RECEIVED, get_word

    schemas = Schemas.read(HOME / "schemas")
    kinds = [each.name for each in schemas.kinds.values() if is_made(each)]
    words = sorted({*list_step_words(schemas), *kinds})
    papers = [word for each in PaperKind for word in (get_word(each), str(each))]
    values = {
        "DIR": shtab.DIRECTORY,
        "FILE": shtab.FILE,
        "PATH": shtab.FILE,
        "ID": shtab.cmd(IDS),
        "AREA": shtab.cmd(AREAS),
        "KIND": shtab.cmd(f"echo {' '.join(sorted(kinds))}"),
        "WORD": shtab.cmd(f"{IDS}; echo {' '.join(words)}"),
        "KIND|ID": shtab.cmd(f"{IDS}; {BATCHES}; echo {' '.join([*papers, *RECEIVED])}"),
        "KIND|ID|PATH": shtab.cmd(f"{IDS}; {BATCHES}; echo {' '.join(SHEETS)}"),
        "CODE": shtab.cmd(f"echo {' '.join(sorted(RULES))}"),
        **dict.fromkeys(("REV", "BASE", "HEAD"), shtab.cmd(BRANCHES)),
    }
    for command in list_commands(parser).values():
        for action in command._actions:
            if action.metavar in values:
                # Where shtab looks for it.
                action.complete = values[action.metavar]  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell))
