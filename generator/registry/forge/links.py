"""The way from a page to the forge, where staff edit a file or make a new one in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

# What servers and browsers take as an address; a Chinese character takes nine bytes.
LONGEST = 8000


class Forge(NamedTuple):
    """The addresses of the forge's pages.

    `edit` has {path} in it; `new` has {folder} and, where the forge takes them, {name} and {text}.
    """

    edit: str
    new: str

    def build_edit_link(self, path: str) -> str:
        """Where the file at `path` is edited."""
        return self.edit.replace("{path}", quote(path))

    def build_new_link(self, path: str, text: str) -> str:
        """Where a file is made at `path`, with `text` in it where the address does not become too long."""
        folder, _, name = path.rpartition("/")
        link = self.new.replace("{folder}", quote(folder)).replace("{name}", quote(name, safe=""))
        filled = link.replace("{text}", quote(text, safe=""))
        return filled if len(filled) <= LONGEST else link.replace("{text}", "")


def read_forge(extra: Mapping[str, Any]) -> Forge | None:
    """The forge that mkdocs.yml names; None where it names none. Raises ValueError."""
    settings = extra.get("forge") or {}
    if not isinstance(settings, Mapping) or set(settings) - {"organisation", "edit", "new"}:
        raise ValueError("extra.forge 中只有 organisation、edit 和 new")
    addresses = {name: settings.get(name) or "" for name in ("edit", "new")}
    if not any(addresses.values()):
        return None
    for name, part in (("edit", "{path}"), ("new", "{folder}")):
        address = addresses[name]
        if not isinstance(address, str) or not address.startswith("https://") or part not in address:
            raise ValueError(f"extra.forge.{name} 应是以 https:// 开头、含有 {part} 的地址")
    return Forge(**addresses)
