"""A page of the staff's site from its template: it opens from a disk."""

from __future__ import annotations

from ..addresses import build_file_path
from ..assemble.portable import convert_page
from ..assemble.templates import Templates, View

Content = tuple[str, bytes]  # a file by its path from the site's root


def render_page(templates: Templates, url: str, template: str, data: View) -> Content:
    """A page at an address."""
    base = "../" * url.count("/") or "./"
    text = templates.show(template, base, data)
    return build_file_path(url), convert_page(text).encode()
