"""What mkdocs.yml says that is no matter of MkDocs alone: the site's address and the city's own settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from yaml import SafeLoader

# MkDocs itself lets its file name Python objects, and makes them. To us the file is data: it may come from a
# proposed change, which must not run anything here.
_Loader = get_yaml_loader(SafeLoader)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def site_config(root: Path) -> dict[str, Any]:
    """The content of `root`/mkdocs.yml; empty where there is none that can be read."""
    try:
        with (root / "mkdocs.yml").open("rb") as file:
            found = yaml_load(file, _Loader)
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
