"""How long each stage of a run takes: told on standard error where `--verbose` asks for it, else nowhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOG = logging.getLogger(__name__)
_depth = [0]  # of the stages under way: what is within another is set in


@contextmanager
def measure(stage: str) -> Iterator[None]:
    """Tell how long what is done within has taken, one line a stage."""
    begun = time.perf_counter()
    _depth[0] += 1
    try:
        yield
    finally:
        _depth[0] -= 1
        LOG.info("%s%s：%.2f 秒", "  " * _depth[0], stage, time.perf_counter() - begun)
