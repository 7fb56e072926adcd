"""A progress bar for what takes longer than a second while a person watches."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console

from .volume import is_quiet

T = TypeVar("T")
PATIENCE = 1.0


def show_progress(items: Iterable[T], label: str, total: int) -> Iterator[T]:
    """The items, with a bar on standard error once they have taken a second; none where nobody watches."""
    console = Console(stderr=True)
    if not console.is_terminal or is_quiet():
        yield from items
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # seldom needed

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(label, total=total)
    begun = time.monotonic()
    # The bar starts late, within the loop: for what is done in a second it would only flicker.
    try:
        for item in items:
            yield item
            bar.advance(task)
            if not bar.live.is_started and time.monotonic() - begun > PATIENCE:
                bar.start()
    finally:
        bar.stop()
