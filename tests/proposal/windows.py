"""Run commands as if on Windows, as far as another system can: a script, `-- new … -- check …`.

Modules and functions that Windows has not are taken away, processes are made anew (spawn), links are refused.
"""

from __future__ import annotations

import concurrent.futures.process
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import webbrowser
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

# What the standard library itself has of them stays its own.
OWN = (concurrent.futures.process, shutil, subprocess, tempfile, webbrowser)
MODULES = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"})
FUNCTIONS: tuple[str, ...] = (
    "chown",
    "fchmod",
    "fork",
    "forkpty",
    "getegid",
    "geteuid",
    "getgid",
    "getpgid",
    "getuid",
    "killpg",
)
FUNCTIONS += (
    "lchown",
    "mkfifo",
    "mknod",
    "pathconf",
    "sched_getaffinity",
    "setsid",
    "statvfs",
    "sync",
    "uname",
)
CONSTANTS = ("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_PATH")


class _Absent(MetaPathFinder):
    """Finds that a module is not there."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def _refuse(*_: object, **__: object) -> None:
    raise OSError(1314, "A required privilege is not held by the client")


def pretend() -> None:
    """Take away what Windows has not."""
    sys.meta_path.insert(0, _Absent())
    for name in MODULES:
        sys.modules.pop(name, None)
    for name in (*FUNCTIONS, *CONSTANTS):
        if hasattr(os, name):
            delattr(os, name)
    # It knew at import what the system can; from Python 3.13 on its way by descriptors needs O_NONBLOCK.
    vars(shutil)["_use_fd_functions"] = False
    os.symlink = _refuse
    multiprocessing.set_start_method("spawn")


if __name__ == "__main__":
    pretend()
    from registry.cli.main import main

    for command in " ".join(sys.argv[1:]).split("-- ")[1:]:
        print(f"== {command}", flush=True)
        if code := main(command.split()):
            sys.exit(code)
