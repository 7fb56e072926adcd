"""The foot of each page: who keeps the site, and how an error is shown; from mkdocs.yml, `extra.footer`."""

from __future__ import annotations

from collections.abc import Mapping

# Where a link may lead: without one of these it would lead to a page of the site that is not there.
SCHEMES = ("tel:", "mailto:", "http://", "https://")
LINKS = {"contact_link": "tel:0000-00000001", "report": "https://…?page={page}"}


def read_footer(extra: Mapping[str, object]) -> dict[str, str]:
    """What the footer says, by key; `false` and nothing say that it is not there. Raises ValueError."""
    footer = extra.get("footer") or {}
    if not isinstance(footer, Mapping):
        raise ValueError(f"extra.footer 应是一张表，每行一项，如 contact: 办公电话，现为“{footer}”")
    texts = {str(key): value for key, value in footer.items() if value not in (None, False, "")}
    for key, value in texts.items():
        if not isinstance(value, str | int):
            raise ValueError(f"extra.footer.{key} 应是一段文字，现为“{value}”")
    words = {key: str(value) for key, value in texts.items()}
    for key, example in LINKS.items():
        if not words.get(key, SCHEMES[0]).startswith(SCHEMES):
            expected = f"应以 {'、'.join(SCHEMES)} 开头，如 {example}"
            raise ValueError(f"extra.footer.{key} {expected}，现为“{words[key]}”")
    return words
