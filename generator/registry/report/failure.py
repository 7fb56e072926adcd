"""Say where a forge shows it that a command could not run: a job alone leaves only its exit code."""

from __future__ import annotations

from contextlib import suppress

from ..forge.runner import escape_message, find_runner
from .markdown import escape_markdown

TITLE = "没有运行"


def announce_failure(words: str) -> str:
    """The annotation that says why, "" where the forge has none; the job's summary says it too."""
    runner = find_runner()
    if runner.summary:
        # A summary that cannot be written must not hide why the command failed.
        with suppress(OSError), runner.summary.open("a", encoding="utf-8") as summary:
            summary.write(f"## {TITLE}\n\n{escape_markdown(words)}\n\n")
    return f"::error title={TITLE}::{escape_message(words)}" if runner.annotates else ""
