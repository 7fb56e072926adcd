"""XML read as a stream, without what makes it dangerous: no document type, no entities of its own."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from .bounds import UnreadableSheet

Attributes = dict[str, str]


def parse_markup(
    content: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start`, `end` and `text` for what stands in XML; names come without prefix, attributes with it.

    Raises UnreadableSheet where there is a document type, and ExpatError where it is not well formed.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, given: start(_drop_prefix(name), given)
    if end:
        parser.EndElementHandler = lambda name: end(_drop_prefix(name))
    if text:
        parser.CharacterDataHandler = text
    parser.Parse(content, True)  # noqa: FBT003  expat takes no keywords


def _drop_prefix(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_: object) -> None:
    raise UnreadableSheet("文件中有表格程序不会写的内容（文档类型声明），可能是有意破坏的文件，没有打开")
