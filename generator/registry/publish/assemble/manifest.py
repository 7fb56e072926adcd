"""What a device is told of the site where it keeps it among its programs: name, colours, icons."""

from __future__ import annotations

from ...json_data import JsonObject

MANIFEST = "assets/site.webmanifest"  # not .json: no script reads it
COLOUR = "#a61b1b"  # as the header has it, in register.css and favicon.svg


def build_manifest(name: str, about: str) -> JsonObject:
    """The manifest of a site by its name (W3C Web Application Manifest)."""
    return {
        "name": name,
        "description": about,
        "lang": "zh-CN",
        "start_url": "../",
        "scope": "../",
        "display": "browser",
        "theme_color": COLOUR,
        "background_color": "#ffffff",
        "icons": [
            {"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "icon.png", "sizes": "180x180", "type": "image/png"},
        ],
    }
