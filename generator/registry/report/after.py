"""How a command of the desk ends: the paper, what is next, how it is taken back, in this order."""

from __future__ import annotations

from pathlib import Path

PAPER = "文书："
NEXT = "接着："
TAKE_BACK = "要收回："
DELETE_FILE = f"{TAKE_BACK}登记册没有改动，删去这个文件就是"  # of a file that is no record
DRY_RUN = "这是试运行，什么也没有写"


def describe_file(path: Path, dry_run: bool) -> str:
    """Say that a file which is no record was written, or in a dry run would be."""
    return f"要写 {path}（--dry-run，没有写）" if dry_run else f"已写好 {path}"
