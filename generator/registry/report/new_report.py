"""A new record as text: which files were written, what is to be filled in, what to do then."""

from __future__ import annotations

from rich.console import Console

from ..entry.new_files import NewFiles

SHOWN = 8


def print_new(console: Console, new: NewFiles, brief: bool = False) -> None:
    """Print what was made and what is left to do; where it is to be brief, only the paths."""
    if brief:
        for file in new.files:
            console.print(file.path, soft_wrap=True)
        return
    for file in new.files:
        blanks = "、".join(f"{title}（第 {line} 行）" for title, line in file.blanks[:SHOWN])
        more = "等" if len(file.blanks) > SHOWN else ""
        where = f"已在 {file.path} 末尾添上一项" if file.row_of else f"已写好 {file.path}"
        console.print(where, soft_wrap=True)
        console.print(f"  要填 {len(file.blanks)} 处：{blanks}{more}", soft_wrap=True)
    for line in new.then:
        console.print(f"还要：{line}", soft_wrap=True)
    console.print("填好后运行 registry check；没有填写的，检查会逐处指出", soft_wrap=True)
