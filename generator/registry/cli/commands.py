"""All commands, a module each: what one needs is imported when it is called."""

from __future__ import annotations

from importlib import import_module

from .arguments import Subcommands

# As the help lists them: by who runs them, in the order in which they are wanted.
GROUPS = {
    "办一件事": ("start", "import", "new", "export", "paper", "step", "check", "fix", "propose", "discard"),
    "查看": ("status", "duties", "changes", "review", "rules"),
    "网站": ("serve", "build"),
    "准备和维护": ("editor", "completion", "doctor", "init", "update", "override", "codeowners", "forge"),
}
NAMES = tuple(name for group in GROUPS.values() for name in group)
MODULES = {"import": "import_sheets"}  # else a command's module is called as the command


def add_commands(commands: Subcommands, word: str = "") -> None:
    """Add the command that is called `word` to the command line; all of them, where none is.

    A command's module has `add`, which makes its parser, and `run`, which the arguments get.
    """
    for name in (word,) if word in NAMES else NAMES:
        module = import_module(f"{__package__}.{MODULES.get(name, name)}")
        module.add(commands)
        commands.choices[name].set_defaults(run=module.run)
