"""A letter as plain text, for a mail: what stands in it is the same as in the document."""

from __future__ import annotations

from collections.abc import Iterator

from .paper import Heading, Items, Paper, Paragraph

INDENT = "　　"
RIGHT = "　" * 20


def write_text(paper: Paper) -> str:
    """The text of a paper that has no tables, ending with a line break."""
    signature = [f"{RIGHT}{each}" for each in (*paper.signers, paper.date)]
    return "\n".join([paper.title, "", f"{paper.to}：", *_write_body(paper), "", *signature, ""])


def _write_body(paper: Paper) -> Iterator[str]:
    for block in paper.body:
        match block:
            case Paragraph() | Heading():
                yield f"{INDENT}{block.text}"
            case Items():
                yield from ("", *(f"{INDENT}{each}" for each in block.texts), "")
