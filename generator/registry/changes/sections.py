"""The parts in which a change is told: a section for each dossier or file, its items, its records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ..personal import mask_personal
from .pairs import FilePair


class Item(msgspec.Struct, frozen=True):
    """What a section tells under one heading, a line each."""

    heading: str
    lines: list[str]


class Section(msgspec.Struct, frozen=True):
    """What has become of one dossier, or of one file beside the dossiers, with the pages that change.

    `id` is the institution's, or the path of the file.
    """

    id: str
    title: str
    items: list[Item]
    pages: list[str]


class RecordLine(NamedTuple):
    """A line of what has become of a record, and the JSON Pointer of what it tells of ("": of the record)."""

    text: str
    pointer: str = ""


class RecordChange(NamedTuple):
    """What has become of a record: its file as it was and as it is, what it is called, a line each."""

    pair: FilePair
    lead: str
    lines: list[RecordLine]


class SectionDetail(NamedTuple):
    """A section with its records apart: under `heading`, before its items and after `lines` of its own.

    `has_turned` says of a dossier that its items tell its filing value before and after the change.
    """

    section: Section
    heading: str = ""
    lines: Sequence[str] = ()
    records: Sequence[RecordChange] = ()
    has_turned: bool = False

    def fold(self) -> Section:
        """The section with its records as its first item."""
        texts = [*self.lines, *(line.text for each in self.records for line in each.lines)]
        items = [Item(self.heading, texts), *self.section.items] if texts else self.section.items
        return Section(self.section.id, self.section.title, items, self.section.pages)


def mask_section(section: Section) -> Section:
    """A section as it may be shown: what it quotes has nothing personal in it."""
    return Section(
        mask_personal(section.id),
        mask_personal(section.title),
        [*map(mask_item, section.items)],
        [mask_personal(each) for each in section.pages],
    )


def mask_item(item: Item) -> Item:
    """An item as it may be shown."""
    return Item(item.heading, [mask_personal(line) for line in item.lines])
