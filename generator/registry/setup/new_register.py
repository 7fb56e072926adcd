"""A new register: written beside its folder, checked, and put in its place in one step."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from ..forge.code_owners import PLACES, build_code_owners, find_dialect
from ..model.open_points import list_open_points
from ..records.schemas import Schemas
from ..refusal import Refusal
from ..rules.checking import Examined, examine
from ..settings import find_schemas_folder
from ..whole_file import replace_files
from .city import NewCity, check_city
from .first_files import make_first_files
from .lock import lock_running


class NewRegister(NamedTuple):
    """What was made: the files' paths, the check's result, the program's version, what the law leaves open.

    The version is empty where the program runs from its source and could not be locked.
    """

    paths: list[str]
    examined: Examined
    version: str
    open_points: list[str]


def create_register(folder: Path, city: NewCity, day: dt.date, example: bool = False) -> NewRegister:
    """Make the register of a city in a folder that is not there, or is empty.

    It is whole or not there at all. Raises Refusal and OSError.
    """
    check_folder(folder)
    schemas = Schemas.read(find_schemas_folder(folder))
    check_city(city, schemas)
    folder = folder.absolute()
    # Beside it, so that it lies on the same disk and one rename puts it in its place.
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        paths = _write_register(beside, city, make_first_files(city, schemas, day, example), day)
        beside.chmod(0o755)  # a temporary folder is its maker's alone
        if folder.exists():  # empty; Windows would let nothing take its place
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return paths


def check_folder(folder: Path) -> None:
    """Raise Refusal where no register can be made in a folder."""
    if folder.resolve() == Path.cwd():
        raise Refusal("写一个新文件夹的名称，如 registry init dengjice；不建在当前文件夹里")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Refusal(f"{folder} 不是文件夹；换一个名称")
    if folder.is_dir() and any(folder.iterdir()):
        raise Refusal(f"{folder} 里已有内容，没有改动；换一个新的文件夹，建好以后再放到代码托管网站上")
    if not folder.absolute().parent.is_dir():
        raise Refusal(f"没有文件夹 {folder.parent}；先建好它")


def _write_register(root: Path, city: NewCity, files: dict[str, str], day: dt.date) -> NewRegister:
    replace_files({root / path: text.encode() for path, text in files.items()})
    lock = lock_running(root)
    examined = examine(root, day)
    faults = [each for each in examined.findings if each.severity == "error"]
    if faults:
        where = f"{faults[0].path}:{faults[0].line} {faults[0].message}"
        raise Refusal(f"没有建立：写出的登记册有 {len(faults)} 处错误，如 {where}；请告诉程序的维护人员")
    # After the check: owners are made from the register as it was read.
    if city.forge.organisation:
        dialect = find_dialect(city.forge.kind)
        path = PLACES[dialect]
        files[path] = build_code_owners(examined.register, city.forge.organisation, dialect)
        replace_files({root / path: files[path].encode()})
    (regulation,) = (each for each in examined.register.filed.values() if each.kind == "regulation")
    open_points = list_open_points(examined.schemas, regulation.data)
    return NewRegister([*files, *lock.paths], examined, lock.version, list(open_points.values()))
