"""Commands that a person copies into a terminal, as the shells of Linux, macOS and Windows take them."""

from __future__ import annotations

import re
import shlex
import sys

PROPOSE = "registry propose 说明"
PLAIN = re.compile(r"[\w@+=:,./-]+")  # no shell reads these otherwise, the letters of any script among them
SPECIAL = re.compile(r'["$`!\\]')  # what a shell of Linux or macOS reads otherwise within double quotes


def quote_argument(text: str, platform: str = sys.platform) -> str:
    """An argument of a command, in double quotes where it needs any: cmd.exe knows no single ones."""
    if PLAIN.fullmatch(text):
        return text
    if platform != "win32" and SPECIAL.search(text):
        return shlex.quote(text)
    return f'"{text}"'
