"""Jinja2 that refuses a name which is not there, with tables joined in Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from json import JSONEncoder
from pathlib import Path
from typing import ClassVar, Protocol

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket

from ...memo import PARTS, Memo
from ...plain_file import read_plain
from .. import html_tables

# White space that only makes a template legible.
LAYOUT = re.compile(r"\n\s+")


class View(Protocol):
    """What a template shows: a named tuple, whose fields are the template's variables."""

    def _asdict(self) -> dict[str, object]: ...


class Templates(Environment):
    """The templates of a site; `sources` are their texts by name, `compiled` has them as Python's code.

    What they show is a View, so that a misspelt name raises UndefinedError.
    """

    def __init__(self, sources: Mapping[str, str], compiled: BytecodeCache | None = None) -> None:
        super().__init__(
            loader=DictLoader(sources),
            bytecode_cache=compiled,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.filters.update(html_tables.FILTERS)
        self.tests.update(html_tables.TESTS)
        self.sources = sources
        # Jinja2 would escape each Chinese character, which makes it twice as long.
        self.policies["json.dumps_function"] = JSONEncoder(ensure_ascii=False).encode
        self.policies["json.dumps_kwargs"] = {}

    @classmethod
    def read(cls, *folders: Path, compiled: BytecodeCache | None = None) -> Templates:
        """The templates of folders, a later one's over an earlier one's of the same path.

        Without indents and empty lines: pages are a twentieth lighter. The same texts give the same object,
        compiled once in a process.
        """
        files = {
            file.relative_to(folder).as_posix(): file for folder in folders for file in folder.rglob("*.html")
        }
        texts = (
            (name, read_plain(files[name], f"templates/{name}").decode("utf-8", "replace"))
            for name in sorted(files)
        )
        return _templates(tuple((name, LAYOUT.sub("\n", text)) for name, text in texts), compiled)

    def __reduce__(self) -> tuple[object, ...]:
        """What goes to another process: the sources, which are compiled there once."""
        return _templates, (tuple(self.sources.items()),)


@lru_cache(2)
def _templates(sources: tuple[tuple[str, str], ...], compiled: BytecodeCache | None = None) -> Templates:
    return Templates(dict(sources), compiled)


class Compiled(BytecodeCache):
    """Templates as they were compiled: once in a process, and with a folder `cache` once for all builds."""

    # Of all caches: a preview and the tests build sites again and again.
    compiled: ClassVar[dict[tuple[str, str], bytes]] = {}

    def __init__(self, cache: Path | None = None) -> None:
        self.memo = Memo(cache / PARTS) if cache else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket its code, where there is some."""
        code = self.compiled.get((bucket.key, bucket.checksum))
        if code is None and self.memo:
            code = self.memo.get("template", bucket.key, bucket.checksum.encode())
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the code of a bucket."""
        code = self.compiled[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
        if self.memo:
            self.memo.put("template", bucket.key, bucket.checksum.encode(), code)
            self.memo.save()  # nothing tells which template is the last


@lru_cache(2)
def open_compiled(cache: Path | None) -> Compiled:
    """The compiled templates of a folder `cache`."""
    return Compiled(cache)
