"""All files of the open data: which there are, and their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec

from ...model.present import Presenter, day_text
from ...records.schemas import Schemas
from .documents import Documents
from .feeds import Feeds
from .package import FILES, OPENAPI, data_package, open_api
from .publication import FOLDER, Publication
from .published_schema import published_schema
from .tables import Tables, csv_bytes
from .workbook import workbook_bytes


class OpenData:
    """The open data of one register for one publication; made from the public view only."""

    def __init__(self, presenter: Presenter, schemas: Schemas, publication: Publication) -> None:
        self.schemas = schemas
        self.publication = publication
        self.documents = Documents(presenter, schemas, publication)
        self.tables = Tables(presenter, schemas, self.documents, publication)
        self.feeds = Feeds(self.documents)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file: its path from the site's root and its bytes."""
        for path, content in self.whole.items():
            yield FOLDER + path, content
        for dossier, document in zip(self.documents.institutions, self.institutions, strict=True):
            name = f"{FOLDER}institutions/{dossier.id}"
            yield f"{name}.json", document + b"\n"
            yield f"{name}.atom.xml", self.feeds.institution(dossier)
            yield f"{name}.ics", self.feeds.calendar(dossier)

    @cached_property
    def institutions(self) -> list[bytes]:
        """The institutions' documents as JSON, each in one line."""
        return [encoded(self.documents.institution(each)) for each in self.documents.institutions]

    @cached_property
    def whole(self) -> dict[str, bytes]:
        """The files that tell of the whole register, by their path in the folder."""
        tables = [(table, csv_bytes(table)) for table in self.tables.all]
        head = encoded(self.documents.head())
        listed = b",\n".join(self.institutions)
        return {
            "register.json": head.removesuffix(b"}") + b',"institutions":[\n' + listed + b"\n]}\n",
            "register.ndjson": b"\n".join([head, *self.institutions]) + b"\n",
            "register.xlsx": workbook_bytes([table for table, _ in tables], self.publication),
            **{f"{table.name}.csv": content for table, content in tables},
            "datapackage.json": readable(data_package(tables, self.publication)),
            "index.json": readable(self.documents.index()),
            "schema.json": readable(published_schema(self.schemas)),
            "openapi.json": readable(open_api(self.publication)),
            "feed.atom.xml": self.feeds.register(),
        }

    def section(self) -> dict[str, Any]:
        """What the page of the open data lists: the files that tell of the whole register."""
        return {
            **self.publication.stamp,
            "day": day_text(self.publication.day),
            "licence": self.publication.licence,
            "folder": FOLDER,
            "downloads": [
                {**each._asdict(), "size": size_text(len(self.whole[each.path]))}
                for each in (*FILES, OPENAPI)
                if each.path in self.whole
            ],
        }


def encoded(value: Any) -> bytes:
    """A value as JSON in one line."""
    return msgspec.json.encode(value)


def readable(value: Any) -> bytes:
    """A value as JSON for people to read as well."""
    return msgspec.json.format(encoded(value), indent=1) + b"\n"


def size_text(count: int) -> str:
    """A number of bytes in words: 12 KB, 3.4 MB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} KB"
