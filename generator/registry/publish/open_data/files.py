"""All files of the open data: which there are, and their bytes.

Files of the whole register are written while its institutions are made one by one, from their own files:
they may be far larger than a machine's memory.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Self

import msgspec

from ...display import format_day
from ...json_data import JsonObject
from ...lifecycle.as_of import view_as_of
from ...memo import compute_digest
from ...model.dossier import Dossier
from ...model.presenter import Presenter
from ...records.recorded import RecordingHistory
from ..output_folder import OutputFolder
from ..public_view import PublicRecords
from .calendars import Calendars
from .columns import Row
from .csv_lines import add_stamp, read_csv_rows, write_csv_head, write_csv_lines
from .decisions import DecisionItem, list_decisions
from .documents import Documents
from .duties import OwedDuty, list_owed_duties
from .feeds import Feeds
from .news import MAX_LATEST, News, NewsItem, select_latest
from .package import (
    FILES,
    OPENAPI,
    ApiPath,
    FileDigest,
    build_data_package,
    build_open_api,
    describe_dataset,
)
from .publication import FOLDER, OWN_ROOT, ROOT, Publication
from .published_schema import build_published_schema
from .tables import DataTables
from .workbook import MAX_ROWS, SheetRows, build_workbook

# What consists of the institutions' own JSON, and what all files of the whole register are called together.
JOINED = "register.json", "register.ndjson"
WHOLE = "whole"
# How the address of an institution's page begins in its own file and, a folder above, in those of the whole
# register, where the site's address is not known.
FROM_OWN, FROM_WHOLE = (f'"page":"{root}institutions/'.encode() for root in (OWN_ROOT, ROOT))


class ListedItems(NamedTuple):
    """What the lists of the whole register tell of an institution: latest news, what is owed, decisions."""

    latest: list[NewsItem]
    owed: list[OwedDuty]
    decisions: list[DecisionItem]


class DataPart(NamedTuple):
    """An institution in the files of the whole register.

    Of each table its lines and how many they are, what it is in the index, and what lists tell of it.
    """

    lines: dict[str, tuple[int, bytes]]
    entry: dict[str, str]
    items: ListedItems


class DownloadsData(NamedTuple):
    """The page of the open data; the files of the whole register come with their size."""

    publication: Publication
    day: str
    folder: str
    downloads: list[tuple[ApiPath, str]]
    structured: JsonObject


class OpenData:
    """The open data of one register for one publication; made from the public view only.

    `recorded` tells of each file when it was recorded, where that is known.
    """

    def __init__(
        self,
        presenter: Presenter,
        records: PublicRecords,
        publication: Publication,
        recorded: Mapping[str, RecordingHistory] = MappingProxyType({}),
    ) -> None:
        self.schemas = records.schemas
        self.publication = publication
        self.documents = Documents(presenter, records, publication)
        self.tables = DataTables(self.documents)
        self.news = News(self.documents, recorded)
        self.feeds = Feeds(self.documents, self.news)
        self.calendars = Calendars(self.documents)
        self._sizes: dict[str, int] | None = None

    def build_files(self, dossier: Dossier) -> list[tuple[str, bytes]]:
        """The files of one institution by their path from the site's root; its JSON is one line."""
        name = f"{FOLDER}institutions/{dossier.id}"
        dossier = view_as_of(dossier, self.publication.day)
        document = self.documents.build_institution(dossier)
        return [
            (build_document_path(dossier.id), msgspec.json.encode(document) + b"\n"),
            (f"{name}.atom.xml", self.feeds.build_institution_feed(dossier)),
            (f"{name}.ics", self.calendars.build_institution_calendar(dossier)),
        ]

    def build_part(self, dossier: Dossier, rows: dict[str, list[Row]]) -> DataPart:
        """What one institution, whose rows in the tables are given, is in the files of the whole register."""
        dossier = view_as_of(dossier, self.publication.day)
        return DataPart(
            {
                table.name: (len(rows[table.name]), write_csv_lines(table, rows[table.name]))
                for table in self.tables.all
            },
            self.documents.build_entry(dossier),
            self.list_items(dossier),
        )

    def list_items(self, dossier: Dossier) -> ListedItems:
        """What the lists of the whole register tell of an institution."""
        dossier = view_as_of(dossier, self.publication.day)
        return ListedItems(
            self.news.list_latest(dossier),
            [*list_owed_duties(self.documents, dossier)],
            [*list_decisions(self.documents, dossier)],
        )

    def build_descriptions(
        self,
        entries: list[dict[str, str]],
        latest: Iterable[NewsItem],
        owed: Iterable[tuple[str, OwedDuty]],
    ) -> dict[str, bytes]:
        """The other files of the whole register, by their path in the folder.

        Given are the institutions in the index, the latest acts, and what is owed, with the names of those
        whom it is about.
        """
        return {
            "index.json": encode_readable_json(self.documents.build_index(entries)),
            "schema.json": encode_readable_json(build_published_schema(self.schemas)),
            "openapi.json": encode_readable_json(build_open_api(self.publication)),
            "feed.atom.xml": self.feeds.build_register_feed(latest),
            **dict(self.calendars.build_due_calendars(owed)),
        }

    def take_sizes(self, sizes: dict[str, int]) -> None:
        """Take the sizes of the files of the whole register, once they are written."""
        self._sizes = sizes

    def build_section(self) -> DownloadsData:
        """What the page of the open data lists: the files of the whole register.

        Raises RuntimeError before they are written.
        """
        if self._sizes is None:
            raise RuntimeError("the page of the open data comes after the files that it lists")
        there = [each for each in (*FILES, OPENAPI) if each.path in self._sizes]
        downloads = [(each, format_size(self._sizes[each.path])) for each in there]
        structured = describe_dataset(self.publication, [each for each, _ in downloads])
        return DownloadsData(
            self.publication, format_day(self.publication.day), FOLDER, downloads, structured
        )


class WholeFiles:
    """The files that tell of the whole register, below FOLDER in the place of the site.

    Within its `with` block every institution is added, by id, once its own files are in the place; with the
    block's end the files are whole. `version` is a digest of the program and the schemas, `source` one of
    all that the files follow from (empty where that is not known): those of the same source stay.
    """

    def __init__(
        self, data: OpenData, place: OutputFolder, version: bytes = b"", source: bytes = b""
    ) -> None:
        self.data = data
        self.place = place
        self.version = version
        self.source = source
        self.stays = False
        self.stack = ExitStack()
        self.counts = dict.fromkeys((table.name for table in data.tables.all), 0)
        self.entries: list[dict[str, str]] = []
        self.latest: list[NewsItem] = []
        self.oldest: tuple[dt.date, dt.date, str] | None = None  # the last of the latest, once there are many
        self.owed: list[tuple[str, OwedDuty]] = []
        self.keys: list[bytes] = []

    def __enter__(self) -> Self:
        self.stays = bool(self.source) and self.place.keep_all(WHOLE, self.source)
        if self.stays:
            return self
        self.tables = {
            table.name: self.stack.enter_context(
                _HashedFile(self.place.prepare_file(f"{FOLDER}{table.name}.csv"))
            )
            for table in self.data.tables.all
        }
        for table in self.data.tables.all:
            self.tables[table.name].write(write_csv_head(table))
        return self

    def add(self, part: DataPart, key: bytes) -> None:
        """Add an institution; `key` tells all that its own files hold."""
        if self.stays:
            return
        for name, (count, lines) in part.lines.items():
            self.tables[name].write(add_stamp(lines, self.data.publication))
            self.counts[name] += count
        self.entries.append(part.entry)
        self.owed += [(part.entry["name"], each) for each in part.items.owed if each.duty.due]
        self._add_latest(part)
        self.keys.append(key)

    def _add_latest(self, part: DataPart) -> None:
        """Add the news of an institution that may be among the latest of all."""
        # The latest come first: mostly not even the first of them is newer than all that is held.
        newer = takewhile(lambda item: self.oldest is None or item.order() > self.oldest, part.items.latest)
        self.latest += (each._replace(title=f"{part.entry['name']}：{each.title}") for each in newer)
        # Seldom, as this sorts: institutions come by id, and each may have something newer.
        if len(self.latest) > 10 * MAX_LATEST:
            self.latest = select_latest(self.latest)
            self.oldest = self.latest[-1].order()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stack.close()
        if kind is None:
            if not self.stays:
                self._finish()
            paths = (FOLDER + each.path for each in (*FILES, OPENAPI) if "{" not in each.path)
            sizes = {path.removeprefix(FOLDER): self.place.find_file(path).stat().st_size for path in paths}
            self.data.take_sizes(sizes)

    def _finish(self) -> None:
        data, tables = self.data, self.data.tables.all
        for table in tables:
            self.place.note_source(f"{FOLDER}{table.name}.csv", self.tables[table.name].digest.digest())
        self._join_documents()
        described = data.build_descriptions(self.entries, self.latest, self.owed)
        written = [(table, self.tables[table.name].written) for table in tables]
        described["datapackage.json"] = encode_readable_json(build_data_package(written, data.publication))
        self._write_workbook()
        for path, content in described.items():
            self.place.write(FOLDER + path, content)
        names = (*(f"{table.name}.csv" for table in tables), *described, "register.xlsx", *JOINED)
        self.place.note_all(WHOLE, self.source, [FOLDER + name for name in names])

    def _join_documents(self) -> None:
        """Write what consists of the institutions' own JSON, where it is not in place already."""
        head = msgspec.json.encode(self.data.documents.build_head())
        whole = compute_digest(head, *self.keys)
        both = [FOLDER + name for name in JOINED]
        if self.place.keep(both, whole):
            return
        with (
            self.place.prepare_file(both[0]).open("wb") as json,
            self.place.prepare_file(both[1]).open("wb") as ndjson,
        ):
            json.write(head.removesuffix(b"}") + b',"institutions":[')
            ndjson.write(head + b"\n")
            for number, entry in enumerate(self.entries):
                document = self.place.find_file(build_document_path(entry["id"])).read_bytes()
                # The institutions' own files are read back from the disk, one at a time: a build must not
                # hold ten thousand of them in memory.
                document = document.replace(FROM_OWN, FROM_WHOLE, 1)
                ndjson.write(document)
                json.write((b",\n" if number else b"\n") + document.removesuffix(b"\n"))
            json.write(b"\n]}\n")
        for path in both:
            self.place.note_source(path, whole)

    def _write_workbook(self) -> None:
        """Write the workbook from the tables' files, where it is not in place already."""
        path, tables = f"{FOLDER}register.xlsx", self.data.tables.all
        # The workbook follows from the tables' bytes: where they are as they were it stays. To make it takes
        # longer than to write all tables.
        shown = (out.digest.digest() for name, out in self.tables.items() if self.counts[name] <= MAX_ROWS)
        content = repr((self.counts, self.data.publication)).encode()
        source = compute_digest(self.version, content, *shown)
        if self.place.keep([path], source):
            return
        with ExitStack() as stack:
            sheets = []
            for table in tables:
                lines = self.tables[table.name].path.open(encoding="utf-8-sig", newline="")
                rows = read_csv_rows(table, stack.enter_context(lines))
                sheets.append((table, SheetRows(self.counts[table.name], rows)))
            self.place.write(path, build_workbook(sheets, self.data.publication), source)


class _HashedFile:
    """A file that is written bit by bit, with a digest of what it holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("wb")
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> None:
        self.file.write(content)
        self.digest.update(content)

    @property
    def written(self) -> FileDigest:
        """What was written, once the file is closed."""
        return FileDigest(self.path.stat().st_size, self.digest.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def build_document_path(id_: str) -> str:
    """The path of an institution's JSON from the site's root."""
    return f"{FOLDER}institutions/{id_}.json"


def encode_readable_json(value: object) -> bytes:
    """A value as JSON for people to read as well."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def format_size(count: int) -> str:
    """A number of bytes in words: 12 KB, 3.4 MB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} KB"
