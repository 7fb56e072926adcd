"""No process of the tests reads the repository's own records/, as any city's may stand there.

Python imports this at its start, as the folder is on the PYTHONPATH of all that the tests start. The tests'
own process imports it in conftest.py.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORDS = os.path.realpath(HERE.parent.parent / "records")
READS = frozenset({"open", "os.listdir", "os.scandir"})


def identify(path: str) -> tuple[int, int] | None:
    """What tells a file apart by whatever path it is reached; None of one that is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116  in all processes, and quick
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


OWN = identify(RECORDS)


def leads_there(path: str) -> bool:
    """Whether an absolute path goes through RECORDS, or a link of such a name that leads to it.

    Each open file is asked about: to follow every link on its way took a fifteenth of all tests' time.
    """
    at = path.find("records")
    while at >= 0:
        end = path.find(os.sep, at)
        folder = path[:end] if end >= 0 else path
        if OWN and identify(folder) == OWN:
            return True
        at = path.find("records", len(folder))
    return False


def refuse(event: str, arguments: tuple[object, ...], reads: frozenset[str] = READS) -> None:
    """Raise AssertionError where something below RECORDS is opened or listed.

    Called for all that Python tells of, as for each id(): what it is not about goes first.
    """
    if event not in reads or os is None:  # None: Python is ending, and has emptied this module
        return
    place = os.curdir if arguments[0] is None else arguments[0]
    if isinstance(place, int):  # a file that was opened before
        return
    path = os.fsdecode(place)  # type: ignore[arg-type]
    relative = not path.startswith(os.sep)
    if relative and event == "open" and arguments[1] is None:
        return  # by os.open, which may start from any folder and does not say from which
    if leads_there(os.path.realpath(path) if relative else path):
        real = os.path.realpath(path)
        if sys._getframe(1).f_globals["__name__"] != "pkgutil":  # it looks for packages everywhere
            raise AssertionError(f"{real} is read: it is the city's own; tests read tests/registers/")


def run_hidden() -> None:
    """Run the sitecustomize that Python would have imported, were there not this one."""
    path = [each for each in sys.path if os.path.realpath(each) != str(HERE)]
    spec = PathFinder.find_spec("sitecustomize", path)
    if spec and spec.loader:
        spec.loader.exec_module(module_from_spec(spec))


sys.addaudithook(refuse)
if __name__ == "sitecustomize":
    run_hidden()
