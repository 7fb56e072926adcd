"""A paper as flat data: what stands in it, apart from how it looks."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

# What stands where the record says nothing, for whoever finishes the paper.
BLANK = "〔　〕"
# What marks a paper for which the regulation attaches no form.
MODEL = "样式参考（办法没有附这种文书的样式；正式使用时删去本行）"


class Heading(NamedTuple):
    """A heading of the text, on level 1 (一、) or 2 (（一）)."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """A paragraph of the text."""

    text: str


class Items(NamedTuple):
    """Points of the text, each a paragraph with its number before it."""

    texts: tuple[str, ...]


class FactTable(NamedTuple):
    """A table of labels and values."""

    lines: tuple[tuple[str, str], ...]


class PaperTable(NamedTuple):
    """A table with a head, which is repeated on every page.

    `room` is how many characters each column of a blank one is to hold, as far as that is known.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    room: tuple[int, ...] = ()


Block: TypeAlias = Heading | Paragraph | Items | FactTable | PaperTable


class Annex(NamedTuple):
    """An annex, which begins on a page of its own; one `is_wide` lies across."""

    title: str
    blocks: tuple[Block, ...]
    is_wide: bool = False


class Paper(NamedTuple):
    """A paper from head to signature.

    `issuer` stands above the title, `number` below it (empty: the paper has none), `to` is whom it is
    addressed to; `annexes` are named below the text, `signers` and `date` stand below them, then in `tail`
    what others add, and last the `sheets` that are annexed. `blanks` says what is left open, `notes` what the
    clerk is to know of it, `about` whose it is. `is_model`: the regulation attaches no such form.
    """

    title: str
    body: tuple[Block, ...]
    issuer: str = ""
    number: str = ""
    to: str = ""
    signers: tuple[str, ...] = ()
    date: str = ""
    annexes: tuple[str, ...] = ()
    tail: tuple[Block, ...] = ()
    sheets: tuple[Annex, ...] = ()
    blanks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    about: str = ""
    is_model: bool = True
