"""Addresses of the site's pages."""

from __future__ import annotations

# From a record page to the site's root.
BASE = "../../"
# Where the forms lie in which records are filled in.
FORMS = "forms/"


def build_file_path(url: str) -> str:
    """The path of a page's file from the site's root, by the page's address."""
    return f"{url}index.html"


def build_institution_address(site_url: str, id_: str) -> str:
    """The whole address of an institution's page; empty where the site's is not configured."""
    return f"{site_url}institutions/{id_}/" if site_url else ""


def find_institution(url: str) -> str:
    """The id of the institution whose page is at this address from the site's root; "" of other pages."""
    folder, _, rest = url.partition("/")
    return rest.rstrip("/") if folder == "institutions" else ""
