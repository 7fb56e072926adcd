"""Links in what a register has of its own for its site: none is followed."""

from __future__ import annotations

from pathlib import Path

from ...records.files import walk_folder
from ...settings import SettingsError


def refuse_links(folder: Path) -> None:
    """Refuse links in a folder of pages, templates or a theme: what they lead to would be published.

    One that leads nowhere is passed over: editors lock a file that is open by such a link. Raises
    SettingsError.
    """
    for path, what in walk_folder(folder, leave="").items() if folder.is_dir() else ():
        file = folder / path
        if what == "other":
            raise SettingsError(f"{file} 不是普通文件，不能放在网页的文件夹里")
        if what == "link" and file.exists():
            raise SettingsError(f"{file} 是一个链接：它指向的内容会公开；放入文件本身")
