"""What the handbook's pages say to run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from registry.publish.pages.handbook import READERS, show_task
from tests.conftest import DAY, TEMPLATES

CODE = re.compile(r"<code>(.*?)</code>", re.DOTALL)
TAG = re.compile("<[^>]*>")
TYPED = re.compile(r'<pre class="typed"><code>(.*?)</code>', re.DOTALL)


def read_code() -> list[str]:
    """What stands in <code> on all pages of tasks, line by line."""
    return [line for name in list_names() for line in _read(name, CODE)]


def read_table() -> list[str]:
    """What stands in <code> on the page of all commands."""
    return _read("county-commands", CODE)


def read_typed(name: str) -> list[str]:
    """The lines that a task's page says to type, in order; `name` is the last part of its address."""
    return _read(name, TYPED)


def list_names() -> Iterator[str]:
    """The last part of the addresses of all tasks' pages."""
    return (f"{reader.name}-{task.name}" for reader in READERS for task in reader.tasks)


def _read(name: str, pattern: re.Pattern[str]) -> list[str]:
    reader, task = next(
        (reader, task)
        for reader in READERS
        for task in reader.tasks
        if reader.find_address(task) == f"handbook/{name}/"
    )
    data = show_task(reader, task, DAY)._asdict()
    page = TEMPLATES.get_template(f"handbook/{name}.html").render(base="../../", **data)
    return [line for code in pattern.findall(page) for line in html.unescape(TAG.sub("", code)).splitlines()]
