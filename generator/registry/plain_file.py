"""Files of the program and of a register that may come from a proposed change: read with bounds."""

from __future__ import annotations

import stat
from pathlib import Path

from .refusal import Refusal, describe_cause

MAX_BYTES = 1024 * 1024
TOO_LARGE = f"读不出 {{}}：过大，上限 {MAX_BYTES // 1024} KiB"


def read_bounded(file: Path, name: str) -> bytes:
    """The content of a file that a person names, which may be a pipe. Raises Refusal where it is too much."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refusal(f"读不出 {name}：{describe_cause(error)}") from error
    if len(content) > MAX_BYTES:
        raise Refusal(TOO_LARGE.format(name))
    return content


def read_plain(file: Path, name: str) -> bytes:
    """The content of a file, called `name` in messages. Raises Refusal where it cannot be read.

    Only a regular file of bounded size is read: reading a pipe would wait, and a device might never end.
    """
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal(f"读不出 {name}：不是普通文件")
        if status.st_size > MAX_BYTES:
            raise Refusal(TOO_LARGE.format(name))
        return file.read_bytes()
    except OSError as error:
        raise Refusal(f"读不出 {name}：{describe_cause(error)}") from error
