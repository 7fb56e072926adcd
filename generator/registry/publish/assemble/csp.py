"""The content security policy of a page, written into the page, as a host of plain files sends no headers."""

from __future__ import annotations

import base64
import hashlib
import re

CHARSET = '<meta charset="utf-8">'
# A script without address or type: those of the theme. Data, such as JSON-LD, is no script.
INLINE = re.compile("<script>(.*?)</script>", re.DOTALL)
RULES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's icons are in its style sheet
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)


def with_policy(output: str) -> str:
    """A page with its policy: all from this site; within the page no style and no script but those it has."""
    scripts = " ".join(f"'sha256-{_digest(text)}'" for text in dict.fromkeys(INLINE.findall(output)))
    policy = "; ".join((*RULES, f"script-src 'self' {scripts}".rstrip()))
    return output.replace(
        CHARSET, f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
