"""All files of the open data: which there are, and their bytes.

What tells of the whole register is written while the institutions pass by, one at a time: it may be far
larger than what a machine holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple, Self

import msgspec

from ...model.present import Presenter, day_text
from ...model.register import Dossier
from ..public_view import PublicRecords
from .documents import Documents
from .feeds import Feeds, Happening
from .package import FILES, OPENAPI, Written, data_package, open_api
from .publication import FOLDER, Publication
from .published_schema import published_schema
from .tables import Row, Tables, csv_head, csv_lines, csv_rows, stamped
from .workbook import Rows, workbook_bytes


class DataPart(NamedTuple):
    """An institution in the open data.

    Its document as JSON in one line, of each table its lines and how many they are, what it is in the index,
    and its latest acts.
    """

    document: bytes
    lines: dict[str, tuple[int, bytes]]
    entry: dict[str, Any]
    latest: list[Happening]


class OpenData:
    """The open data of one register for one publication; made from the public view only."""

    def __init__(self, presenter: Presenter, records: PublicRecords, publication: Publication) -> None:
        self.schemas = records.schemas
        self.publication = publication
        self.documents = Documents(presenter, records, publication)
        self.tables = Tables(presenter, self.schemas, self.documents, publication)
        self.feeds = Feeds(self.documents)
        self.sizes: dict[str, int] = {}

    def files(self, dossier: Dossier, part: DataPart) -> list[tuple[str, bytes]]:
        """The files of one institution by their path from the site's root."""
        name = f"{FOLDER}institutions/{dossier.id}"
        return [
            (f"{name}.json", part.document + b"\n"),
            (f"{name}.atom.xml", self.feeds.institution(dossier)),
            (f"{name}.ics", self.feeds.calendar(dossier)),
        ]

    def part(self, dossier: Dossier, rows: dict[str, list[Row]]) -> DataPart:
        """What one institution, whose rows in the tables are given, is in the files of the whole register."""
        return DataPart(
            encoded(self.documents.institution(dossier)),
            {
                table.name: (len(rows[table.name]), csv_lines(table, rows[table.name]))
                for table in self.tables.all
            },
            self.documents.entry(dossier),
            self.feeds.latest(self.feeds.named_acts(dossier)),
        )

    def described(self, entries: list[dict[str, Any]], latest: Iterable[Happening]) -> dict[str, bytes]:
        """The other files of the whole register, by their path in the folder.

        Given are the institutions in the index, and the latest acts.
        """
        return {
            "index.json": readable(self.documents.index(entries)),
            "schema.json": readable(published_schema(self.schemas)),
            "openapi.json": readable(open_api(self.publication)),
            "feed.atom.xml": self.feeds.register(latest),
        }

    def section(self) -> dict[str, Any]:
        """What the page of the open data lists, once the files are written: those of the whole register."""
        return {
            **self.publication.stamp,
            "day": day_text(self.publication.day),
            "licence": self.publication.licence,
            "folder": FOLDER,
            "downloads": [
                {**each._asdict(), "size": size_text(self.sizes[each.path])}
                for each in (*FILES, OPENAPI)
                if each.path in self.sizes
            ],
        }


class WholeFiles:
    """The files that tell of the whole register, in the folder of the open data below `folder`.

    Within its `with` block every institution is added, by id; with the block's end the files are whole.
    """

    def __init__(self, data: OpenData, folder: Path) -> None:
        self.data = data
        self.folder = folder / FOLDER
        self.stack = ExitStack()
        self.counts = dict.fromkeys((table.name for table in data.tables.all), 0)
        self.entries: list[dict[str, Any]] = []
        self.latest: list[Happening] = []
        self.separator = b"\n"

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        head = encoded(self.data.documents.head())
        self.json = self._out("register.json", head.removesuffix(b"}") + b',"institutions":[')
        self.ndjson = self._out("register.ndjson", head + b"\n")
        self.tables = {
            table.name: self._out(f"{table.name}.csv", csv_head(table)) for table in self.data.tables.all
        }
        return self

    def _out(self, path: str, start: bytes) -> _Out:
        out: _Out = self.stack.enter_context(_Out(self.folder / path))
        out.write(start)
        return out

    def add(self, part: DataPart) -> None:
        """Add an institution."""
        self.json.write(self.separator + part.document)
        self.separator = b",\n"
        self.ndjson.write(part.document + b"\n")
        for name, (count, lines) in part.lines.items():
            self.tables[name].write(stamped(lines, self.data.publication))
            self.counts[name] += count
        self.entries.append(part.entry)
        self.latest += part.latest

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.json.write(b"\n]}\n")
        self.stack.close()
        if kind is None:
            self._finish()

    @property
    def written(self) -> dict[str, bytes]:
        """What tells the large files apart, by their path from the site's root."""
        outs = {"register.json": self.json, "register.ndjson": self.ndjson} | {
            f"{name}.csv": out for name, out in self.tables.items()
        }
        return {FOLDER + path: out.digest.digest() for path, out in outs.items()}

    def _finish(self) -> None:
        data, tables = self.data, self.data.tables.all
        described = data.described(self.entries, self.latest)
        written = [(table, self.tables[table.name].written) for table in tables]
        described["datapackage.json"] = readable(data_package(written, data.publication))
        with ExitStack() as stack:
            sheets = []
            for table in tables:
                lines = (self.folder / f"{table.name}.csv").open(encoding="utf-8-sig", newline="")
                rows = csv_rows(table, stack.enter_context(lines))
                sheets.append((table, Rows(self.counts[table.name], rows)))
            described["register.xlsx"] = workbook_bytes(sheets, data.publication)
        for path, content in described.items():
            (self.folder / path).write_bytes(content)
        data.sizes = {each.name: each.stat().st_size for each in self.folder.iterdir() if each.is_file()}


class _Out:
    """A file that is written bit by bit."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> None:
        self.file.write(content)
        self.digest.update(content)

    @property
    def written(self) -> Written:
        """What was written, once the file is closed."""
        return Written(Path(self.file.name).stat().st_size, self.digest.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def encoded(value: Any) -> bytes:
    """A value as JSON in one line."""
    return msgspec.json.encode(value)


def readable(value: Any) -> bytes:
    """A value as JSON for people to read as well."""
    return msgspec.json.format(encoded(value), indent=1) + b"\n"


def size_text(count: int) -> str:
    """A number of bytes in words: 12 KB, 3.4 MB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} KB"
