"""A new record as text: which files were written, what is to be filled in, what to do then."""

from __future__ import annotations

from rich.console import Console

from ..entry.new_files import NewFiles

SHOWN = 8


def print_new(console: Console, new: NewFiles) -> None:
    """Print what was made and what is left to do."""
    for each in new.files:
        console.print(f"已写好 {each.path}", soft_wrap=True)
        console.print(f"  要填 {len(each.blanks)} 处：{_listed(each.blanks)}", soft_wrap=True)
    for line in new.then:
        console.print(f"还要：{line}", soft_wrap=True)
    console.print("填好后运行 registry check；没有填写的，检查会逐处指出", soft_wrap=True)


def _listed(blanks: list[tuple[str, int]]) -> str:
    shown = "、".join(f"{title}（第 {line} 行）" for title, line in blanks[:SHOWN])
    return shown + ("等" if len(blanks) > SHOWN else "")
