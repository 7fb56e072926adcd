"""A paper as text: which file was written, what is left blank in it, what the clerk is to know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..papers.paper import BLANK, Paper
from .after import DELETE_FILE, NEXT, describe_file


def describe_paper(paper: Paper, path: Path, dry_run: bool) -> Iterator[str]:
    """What is reported of a paper, a line each."""
    yield describe_file(path, dry_run)
    if paper.blanks:
        yield f"  留空{BLANK} {len(paper.blanks)} 项：{'、'.join(paper.blanks)}"
    else:
        yield "  没有留空的"
    if paper.is_model:
        yield "  办法没有附这种文书的样式，第一行标明“样式参考”；以单位的格式为准，正式使用时删去那一行"
    yield from (f"  {each}" for each in paper.notes)
    if not dry_run:
        yield f"{NEXT}照单位的规定审核、签发、编号、用印"
        yield DELETE_FILE
