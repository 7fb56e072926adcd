"""A new record as text: which files were written, what is to be filled in, what to do then."""

from __future__ import annotations

from rich.console import Console

from ..entry.new_files import NewFiles
from ..records.record_path import RecordPath
from ..shell import PROPOSE, quote_argument
from .after import NEXT, PAPER, TAKE_BACK

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
    for line in new.papers:
        console.print(f"{PAPER}{line}（填好以后）", soft_wrap=True)
    console.print(f"{NEXT}填好存盘，registry check 看还缺什么；没有错误了，{PROPOSE}", soft_wrap=True)
    drafts = {RecordPath.of(each.path).id or each.path: None for each in new.files if not each.row_of}
    if drafts:
        listed = " ".join(map(quote_argument, drafts))
        console.print(f"{TAKE_BACK}registry discard {listed}", soft_wrap=True)
