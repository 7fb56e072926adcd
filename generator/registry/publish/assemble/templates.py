"""Jinja2 that refuses a name which is not there, with tables joined in Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from json import JSONEncoder
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Protocol

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket

from ...memo import PARTS, Memo
from ...plain_file import read_plain
from .. import html_tables
from .links import refuse_links
from .template_fault import FaultyTemplateError, describe_fault

# White space that only makes a template legible.
LAYOUT = re.compile(r"\n\s+")


class View(Protocol):
    """What a template shows: a named tuple, whose fields are the template's variables."""

    def _asdict(self) -> dict[str, object]: ...


class Sources(BaseLoader):
    """Templates' texts by name, without what only makes them legible: pages are a twentieth lighter."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of a template, and its name as that of its file: a traceback then tells the two apart."""
        if template not in self.sources:
            raise TemplateNotFound(template)
        return LAYOUT.sub("\n", self.sources[template]), template, None


class Templates(Environment):
    """The templates of a site; `sources` are their texts by name, `compiled` has them as Python's code.

    What they show is a View, so that a misspelt name raises UndefinedError. `own` are the files of those
    that a register has for itself.
    """

    def __init__(
        self,
        sources: Mapping[str, str],
        compiled: BytecodeCache | None = None,
        own: Mapping[str, Path] = MappingProxyType({}),
    ) -> None:
        super().__init__(
            loader=Sources(sources),
            bytecode_cache=compiled,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.filters.update(html_tables.FILTERS)
        self.sources = sources
        self.own = own
        # Jinja2 would escape each Chinese character, which makes it twice as long.
        self.policies["json.dumps_function"] = JSONEncoder(ensure_ascii=False).encode
        self.policies["json.dumps_kwargs"] = {}

    @classmethod
    def read(cls, *folders: Path, compiled: BytecodeCache | None = None) -> Templates:
        """The templates of folders, a later one's over an earlier one's of the same path.

        All but the first folder are a register's own. The same texts give the same object, compiled once in
        a process. Raises Refusal.
        """
        files = {
            file.relative_to(folder).as_posix(): file for folder in folders for file in folder.rglob("*.html")
        }
        for folder in folders[1:]:
            refuse_links(folder)
        texts = (
            (name, read_plain(files[name], f"templates/{name}").decode("utf-8", "replace"))
            for name in sorted(files)
        )
        # In a checkout the register's folder is the program's own.
        first = folders[0].resolve()
        own = tuple((name, file) for name, file in files.items() if not file.resolve().is_relative_to(first))
        return _templates(tuple(texts), compiled, own)

    def __reduce__(self) -> tuple[object, ...]:
        """What goes to another process: the sources, which are compiled there once."""
        return _templates, (tuple(self.sources.items()), None, tuple(self.own.items()))

    def show(self, template: str, base: str, data: View, **others: object) -> str:
        """What a template makes of a view and others; `base` leads from the page to the site's root.

        Raises FaultyTemplateError where a register's own template is at fault.
        """
        try:
            return self.get_template(f"{template}.html").render(base=base, **others, **data._asdict())
        except Exception as error:
            if fault := describe_fault(error, self.sources, self.own):
                raise FaultyTemplateError(fault) from error
            raise


@lru_cache(2)
def _templates(
    sources: tuple[tuple[str, str], ...],
    compiled: BytecodeCache | None = None,
    own: tuple[tuple[str, Path], ...] = (),
) -> Templates:
    return Templates(dict(sources), compiled, dict(own))


class Compiled(BytecodeCache):
    """Templates as they were compiled: once in a process, and with a folder `cache` once for all builds."""

    # Shared by all caches: a preview and the tests build sites again and again.
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
