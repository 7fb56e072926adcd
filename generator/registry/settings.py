"""Where things are: what the program brings along, and a register's own settings in its mkdocs.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yaml import SafeLoader

HOME = Path(__file__).resolve().parent.parent.parent


def schemas_folder(root: Path) -> Path:
    """The schemas of the register at `root`, or the program's own where it has none."""
    own = root / "schemas"
    return own if own.is_dir() else HOME / "schemas"


def templates_folder(root: Path) -> Path:
    """The templates of record pages of the register at `root`, or the program's own."""
    own = root / "site" / "templates"
    return own if own.is_dir() else HOME / "site" / "templates"


def site_config(root: Path) -> dict[str, Any]:
    """The content of `root`/mkdocs.yml; empty where there is none that can be read."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load  # slow to import, and seldom needed

    # MkDocs itself lets its file name Python objects, and makes them. To us the file is data: it may come
    # from a proposed change, which must not run anything here.
    loader = get_yaml_loader(SafeLoader)
    loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
    try:
        with (root / "mkdocs.yml").open("rb") as file:
            found = yaml_load(file, loader)
    except Exception:  # whatever is wrong with it is told when the site is built
        return {}
    return found if isinstance(found, dict) else {}


def site_address(root: Path) -> str:
    """The address of the published site, with a slash at its end; empty where it is not configured."""
    address = site_config(root).get("site_url")
    return f"{address.rstrip('/')}/" if isinstance(address, str) and address else ""


def forge_setting(root: Path, name: str) -> str:
    """A text from `extra.forge`, where it is written how the forge is used; empty where there is none."""
    value: Any = site_config(root)
    for key in ("extra", "forge", name):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
