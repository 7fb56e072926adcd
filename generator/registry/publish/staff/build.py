"""Building the staff's site: whole or not at all, in a folder of its own apart from the public site's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ... import __version__
from ...forge.links import Forge, read_forge
from ...history.git import describe_head
from ...rules.checking import Examined
from ...settings import (
    SettingsError,
    get_address,
    get_title,
    is_example,
    list_template_folders,
    read_site_settings,
)
from ...stages import measure
from ...workers import HERE, Workers
from ..assemble.build import NotBuilt, find_site_folder, may_replace, require_settings
from ..assemble.failure import CAUSES, describe_failure
from ..assemble.site import STAMP
from ..assemble.sources import find_own_pages
from ..assemble.templates import Templates, open_compiled
from ..output_folder import OutputFolder
from ..output_mark import STAFF_STAMP, find_site_above, list_foreign_files, refuse_foreign_files
from ..search.packing import encode_compact
from ..switch import open_folder_beside
from .desk import StaffAbout
from .parts import StaffInputs
from .site import StaffSite

FOLDER = "staff-site"


def build_staff(
    root: Path,
    day: dt.date,
    examined: Examined,
    out: Path | None = None,
    cache: Path | None = None,
    workers: Workers = HERE,
) -> tuple[Path, int]:
    """Build the staff's site of a register into `out` (default: FOLDER), which is returned with its pages.

    It tells what the records say now, faults or not: nothing is held back from staff. Raises NotBuilt; then
    what was there before is untouched.
    """
    require_settings(root)
    try:
        folder = (out or root / FOLDER).resolve()
        may_replace(folder, root)
        # Before anything is made: even for a moment nothing of it may lie where the public site does.
        refuse_public_place(folder, root)
        about, forge = read_about(root, day, examined)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with open_folder_beside(folder) as aside:
            refuse_foreign_files(folder, list_foreign_files(folder, STAFF_STAMP))
            place = OutputFolder(folder, aside / "site", STAFF_STAMP, cache)
            place.aside.mkdir()  # of a site that is as it was no file is written
            templates = Templates.read(*list_template_folders(root), compiled=open_compiled(cache))
            with measure("生成经办人员的网站"):
                stamp = {"version": __version__, "as_of": day.isoformat(), "commit": about.commit}
                # By it a later build knows whose site this is, and puts no public one in its place.
                place.write(STAFF_STAMP, f"{encode_compact(stamp)}\n".encode())
                pages = 0
                inputs = StaffInputs(examined.schemas, about, templates, forge)
                for path, content in StaffSite(examined, inputs, workers).list_files():
                    place.write(path, content)
                    pages += path.endswith(".html")
            with measure("放到输出文件夹"):
                place.finish()
    except CAUSES as error:
        raise NotBuilt(f"没有生成经办人员的网站：{describe_failure(error)}") from error
    return folder, pages


def refuse_public_place(folder: Path, root: Path) -> None:
    """Raise NotBuilt where a folder is, holds or lies in what is public or will be."""
    public = find_site_folder(root).resolve()
    published = (public, find_own_pages(root).resolve(), (root / "site").resolve())
    words = "没有生成经办人员的网站：{}，含有不公开内容的网站不能放在那里；换一个输出文件夹"
    if public.is_relative_to(folder) or any(folder.is_relative_to(each) for each in published):
        raise NotBuilt(words.format(f"{folder} 在公开的网站（{public}）或者它的来源中"))
    if above := find_site_above(folder, STAMP):
        raise NotBuilt(words.format(f"{above} 中是公开的网站"))


def read_about(root: Path, day: dt.date, examined: Examined) -> tuple[StaffAbout, Forge | None]:
    """Read which register the pages belong to, and where its records are edited. Raises SettingsError."""
    settings = read_site_settings(root)
    try:
        forge = read_forge(settings.get("extra") or {})
    except ValueError as error:
        raise SettingsError(f"mkdocs.yml 有误：{error}") from error
    commit = describe_head(root, examined.loaded.files)
    title, address = get_title(settings), get_address(settings)
    return StaffAbout(title, day, commit, address, __version__, is_example(settings)), forge
