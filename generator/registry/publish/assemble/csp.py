"""The content security policy of a page, written into the page, as a host of plain files sends no headers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .bare_theme import walk_visible

CHARSET = '<meta charset="utf-8">'
# A script without address or type: those of the theme. Data, such as JSON-LD, is no script.
INLINE = re.compile("<script>(.*?)</script>", re.DOTALL)
# What a template fills in, and what that may be within a script.
FILLED_IN = re.compile(r"\{\{.*?\}\}")
VALUE = r"""[^"'<>\\\n;()]*"""
RULES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's icons are in its style sheet
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)


def collect_theme_scripts(folders: Iterable[str]) -> list[re.Pattern[str]]:
    """The scripts within the pages of a theme, from its templates, which fill in an address or a word."""
    # A template's blanks are filled with an address or a word; that pattern, and not whatever stands in the
    # finished page, says which scripts are the theme's: a script that has come in by a record is not.
    files = [file for folder in folders for file in sorted(walk_visible(Path(folder)))]
    texts = (file.read_text("utf-8") for file in files if file.suffix == ".html")
    scripts = dict.fromkeys(script for text in texts for script in INLINE.findall(text) if "{%" not in script)
    return [re.compile(VALUE.join(map(re.escape, FILLED_IN.split(each)))) for each in scripts]


def add_policy(output: str, own: Sequence[re.Pattern[str]]) -> str:
    """A page with its policy: all from this site; within the page no style and of scripts the theme's own.

    Whatever else has come into the page does not run.
    """
    inline = dict.fromkeys(INLINE.findall(output))
    lawful = (text for text in inline if any(each.fullmatch(text) for each in own))
    digests = (hashlib.sha256(text.encode()).digest() for text in lawful)
    scripts = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    policy = "; ".join((*RULES, f"script-src 'self' {scripts}".rstrip()))
    return output.replace(
        CHARSET, f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1
    )
