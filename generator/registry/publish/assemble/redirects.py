"""Pages at addresses that the site has given up: each leads to its successor or says why there is none.

What the register publishes keeps its address; this is for a rule, a kind of record or a list that is renamed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping

from ..addresses import BASE
from .csp import CHARSET
from .frame import Frame, RecordPage

# As deep as the frame.
ADDRESS = re.compile("[a-z0-9-]+/[a-z0-9-]+/")


def read_moved(extra: Mapping[str, object], addresses: Collection[str]) -> dict[str, str]:
    """What mkdocs.yml says in `extra.moved`: an old address → a new one, or a sentence. Raises ValueError."""
    moved = extra.get("moved") or {}
    if not isinstance(moved, Mapping):
        raise ValueError("extra.moved 应当是一张表：旧地址后面写新地址，或者写一句说明")
    for old, new in moved.items():
        if not ADDRESS.fullmatch(str(old)):
            raise ValueError(f"extra.moved 中的 {old} 应当是两级地址，如 rules/plan-hours/")
        if old in addresses:
            raise ValueError(f"extra.moved 中的 {old} 现在就有，不是旧地址")
        if not isinstance(new, str) or not new:
            raise ValueError(f"extra.moved 中的 {old} 后面应当是新地址，或者一句说明")
        if new.endswith("/") and new not in addresses:
            raise ValueError(f"extra.moved 中的 {old} 要转到 {new}，但是没有 {new} 这一页")
    return dict(moved)


def build_moved_pages(moved: Mapping[str, str], frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The pages of `read_moved`: address and HTML."""
    for old, new in moved.items():
        if new.endswith("/"):
            target = f"{BASE}{html.escape(new)}"
            body = f'<p>本页已移到<a href="{target}">新的地址</a>。</p>'
            output = frame.stamp(RecordPage(old, "本页已移动", "本页已移到新的地址。", body)).decode()
            refresh = f'<meta http-equiv="refresh" content="0; url={target}">'
            yield old, output.replace(CHARSET, f"{CHARSET}\n{refresh}", 1).encode()
        else:
            body = f"<p>{html.escape(new)}</p>"
            yield old, frame.stamp(RecordPage(old, "本页不再保留", new, body))
