"""The open data is what its formats ask, by validators that are not ours, and what its version promises."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from registry.lifecycle.duties import derive_duties
from registry.model.dossier import Dossier
from registry.model.kinds import Change, RectificationOrder, RectificationOutcome
from registry.model.presenter import Presenter
from registry.publish.assemble.site import STAMP
from registry.publish.open_data import events, workbook
from registry.publish.open_data.columns import DataTable, Row, TableColumn
from registry.publish.open_data.csv_lines import FORMULA, add_stamp, write_csv_head, write_csv_lines
from registry.publish.open_data.feeds import EXTENSION
from registry.publish.open_data.files import OpenData, WholeFiles
from registry.publish.open_data.package import FILES
from registry.publish.open_data.publication import FOLDER, VERSION, Publication
from registry.publish.open_data.workbook import SheetRows, build_workbook
from registry.publish.output_folder import OutputFolder
from registry.publish.public_view import PublicRecords
from registry.rules.checking import Examined
from tests.conftest import CITY, DAY, EMPTY, REPOSITORY, SECOND, build_files, examined, join_files

PROMISED = Path(__file__).parent / "data-v1.txt"
ABOUT = Publication(DAY, "0123456789ab", "演示登记册", "https://example.org/register/")
ATOM = "{http://www.w3.org/2005/Atom}"


def make_data(examined: Examined, publication: Publication = ABOUT) -> OpenData:
    presenter = Presenter(examined.schemas, examined.register, publication.day)
    return OpenData(
        presenter, PublicRecords(examined.schemas, examined.register, publication.day), publication
    )


@pytest.fixture(scope="module", params=[CITY, SECOND, EMPTY], ids=["city", "second", "empty"])
def data(request: pytest.FixtureRequest) -> OpenData:
    return make_data(examined(request.param))


@pytest.fixture(scope="module")
def files(data: OpenData) -> dict[str, bytes]:
    return {path.removeprefix(FOLDER): content for path, content in build_files(data).items()}


@pytest.fixture(scope="module")
def second() -> Examined:
    return examined(SECOND)


def faults(files: Mapping[str, bytes], definition: str, document: Any) -> Iterator[str]:
    for error in validator(files["schema.json"], definition).iter_errors(document):
        yield f"{error.json_path}: {error.message[:200]}"


@cache
def validator(schema: bytes, definition: str) -> Draft202012Validator:
    """What holds a document to one definition of the schema that the open data bring along."""
    document = json.loads(schema)
    del document["oneOf"]
    return Draft202012Validator({**document, "$ref": f"#/$defs/{definition}"})


def of_institutions(files: Mapping[str, bytes], ending: str) -> list[bytes]:
    return [
        content
        for path, content in files.items()
        if path.startswith("institutions/") and path.endswith(ending)
    ]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_json_document_is_as_its_schema_says(files: dict[str, bytes]) -> None:
    Draft202012Validator.check_schema(json.loads(files["schema.json"]))
    documents = [json.loads(each) for each in of_institutions(files, ".json")]
    for each in documents:
        assert not list(faults(files, "institution", each))
    whole = json.loads(files["register.json"])
    assert whole["institutions"] == documents
    assert not list(faults(files, "register", {**whole, "institutions": []}))
    assert not list(faults(files, "index", json.loads(files["index.json"])))
    head, *lines = files["register.ndjson"].decode().splitlines()
    assert not list(faults(files, "head", json.loads(head)))
    assert [json.loads(line) for line in lines] == documents


def test_the_schema_lets_nothing_by_that_it_does_not_name(files: dict[str, bytes]) -> None:
    for each in of_institutions(files, ".json")[:3]:
        document = json.loads(each)
        document["institution"]["record"]["remarks"] = "内部说明"
        assert list(faults(files, "institution", document))


def validate_package(folder: Path) -> Any:
    """What frictionless reports of the data package in a folder."""
    from frictionless import Package, system  # long, and not for each process that collects the tests

    with system.use_context(trusted=True):
        return Package(folder / "datapackage.json").validate()


def test_the_data_package_and_its_tables_are_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    for path, content in files.items():
        if "/" not in path:
            (tmp_path / path).write_bytes(content)
    report = validate_package(tmp_path)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "message"])
    assert [task.name for task in report.tasks] == ["institutions", "courses", "runs", "acts", "duties"]


def test_a_wrong_cell_makes_the_data_package_invalid(files: dict[str, bytes], tmp_path: Path) -> None:
    for path, content in files.items():
        if "/" not in path:
            (tmp_path / path).write_bytes(content)
    with (tmp_path / "courses.csv").open("ab") as table:
        table.write(b"nobody\r\n")
    assert not validate_package(tmp_path).valid


def test_an_area_and_a_system_are_called_the_same_in_every_table(data: OpenData) -> None:
    titles: dict[str, set[str]] = {}
    for table in data.tables.all:
        for column in table.columns:
            titles.setdefault(column.name, set()).add(column.title)
    assert {name: titles[name] for name in ("area", "area_name", "system", "system_name")} == {
        "area": {"监督地区"},
        "area_name": {"监督地区名称"},
        "system": {"主管系统"},
        "system_name": {"主管系统名称"},
    }


def test_open_api_is_valid_and_tells_of_every_file(files: dict[str, bytes], tmp_path: Path) -> None:
    for name in ("openapi.json", "schema.json"):
        (tmp_path / name).write_bytes(files[name])
    document = json.loads(files["openapi.json"])
    validate(document, base_uri=(tmp_path / "openapi.json").as_uri())
    index = json.loads(files["index.json"])
    expected = {path.removeprefix("/") for path in document["paths"]} | {"openapi.json"}
    for name, ids in (("{id}", index["institutions"]), ("{area}", index["areas"])):
        paths = {path for path in expected if name in path}
        expected -= paths
        expected |= {path.replace(name, each["id"]) for path in paths for each in ids}
    assert expected == set(files)


def test_every_feed_is_atom_with_ids_of_its_own(files: dict[str, bytes]) -> None:
    feeds = [files["feed.atom.xml"], *of_institutions(files, ".atom.xml")]
    ids = []
    for content in feeds:
        feed = feedparser.parse(content)
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        assert feed.feed.id.startswith("urn:uuid:")
        assert feed.feed.register_version == VERSION
        assert feed.namespaces["register"] == EXTENSION
        assert feed.feed.title
        assert feed.feed.author
        assert feed.feed.link.startswith(ABOUT.address)
        moments = [entry.updated for entry in feed.entries]
        assert moments == sorted(moments, reverse=True)
        assert feed.feed.updated == (moments[0] if moments else feed.feed.updated)
        for each in (feed.feed.updated, *moments):
            moment = dt.datetime.fromisoformat(each)
            assert moment.utcoffset() == dt.timedelta(hours=8)
            assert moment.date() <= DAY
        for entry in feed.entries:
            assert entry.title
            assert entry.summary
            assert entry.link.startswith(ABOUT.address)
        own = [entry.id for entry in feed.entries]
        assert len(own) == len(set(own))
        ids.append(feed.feed.id)
    assert len(ids) == len(set(ids))


def register_feed(data: OpenData) -> bytes:
    """The feed of the whole register."""
    latest = [data.news.list_latest(dossier) for dossier in data.documents.presenter.public]
    return data.feeds.build_register_feed(act for acts in latest for act in acts)


def test_ids_of_entries_stay_when_the_site_moves_and_days_pass(second: Examined) -> None:
    later = Publication(DAY + dt.timedelta(days=40), "ffffffffffff", "改了名", "https://example.com/")
    before, after = (feedparser.parse(register_feed(make_data(second, each))) for each in (ABOUT, later))
    assert before.feed.id == after.feed.id
    updated = {entry.id: entry.updated for entry in after.entries}
    assert before.entries
    assert all(updated[entry.id] == entry.updated for entry in before.entries)


def read_calendar(content: bytes, page: str) -> list[Any]:
    """The events of a calendar, which says how often it is new and where its page is; each reminds."""
    calendar: Any = Calendar.from_ical(content)
    assert calendar.to_ical() == content
    assert calendar.subcomponents
    assert calendar["x-register-version"] == VERSION
    assert calendar["refresh-interval"].dt == dt.timedelta(days=1)
    assert calendar["x-published-ttl"] == "P1D"
    assert calendar["url"] == ABOUT.address + page
    for event in calendar.events:
        assert event["url"] == ABOUT.address + page
        days = [-alarm["trigger"].dt.days for alarm in event.walk("VALARM")]
        assert days == sorted(days, reverse=True)
        assert bool(days) == (event.start >= DAY)
    return list(calendar.events)


def test_every_calendar_holds_what_has_a_date(data: OpenData) -> None:
    for dossier in data.documents.presenter.public:
        content = data.calendars.build_institution_calendar(dossier)
        events = read_calendar(content, f"institutions/{dossier.id}/")
        due = [duty.due for duty in derive_duties(dossier, DAY) if duty.due]
        due += (each.last for each in data.calendars.list_endings(dossier))
        assert [event.start for event in events] == due
        assert len({event["uid"] for event in events}) == len(due)
        for event in events:
            assert event["summary"].endswith(f"（{dossier.institution.name}）")
            assert event["dtstamp"].dt.date() <= DAY


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\^;,\r\nN护")))
def test_a_text_in_a_calendar_is_escaped_and_folded_as_a_library_does(text: str) -> None:
    event = Event()
    event.add("summary", text)
    assert events.build_component("VEVENT", [("SUMMARY", events.escape_text(text))]) == event.to_ical()


def test_the_workbook_says_the_same_as_the_tables(data: OpenData, files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["register.xlsx"]))
    assert book.sheetnames[0] == "说明"
    tables = data.tables.all
    assert book.sheetnames[1:] == [table.title for table in tables]
    assert any(DAY.isoformat() in [cell.value for cell in row] for row in book["说明"].iter_rows())
    for table in tables:
        head, *sheet_rows = book[table.title].iter_rows()
        assert [cell.value for cell in head] == [column.title for column in table.columns]
        own_rows = [
            data.tables.build_rows(dossier)[table.name] for dossier in data.documents.presenter.public
        ]
        stamp = data.publication.stamp
        for cells, row in zip(
            sheet_rows, [{**row, **stamp} for rows in own_rows for row in rows], strict=True
        ):
            for cell, column in zip(cells, table.columns, strict=True):
                value = row.get(column.name)
                assert cell.data_type != "f"
                if isinstance(cell.value, dt.datetime):
                    assert cell.value.date().isoformat() == value
                else:
                    assert cell.value == (None if value == "" else value)
                if column.type == "string" and cell.value is not None:
                    assert cell.number_format == "@"


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
CELLS = st.builds(str.__add__, st.sampled_from(["", *FORMULA]), TEXTS)


@given(CELLS)
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    table = DataTable("t", "表", (TableColumn("a", "甲", ""), TableColumn("b", "乙", "")), ("a",), "a")
    lines = write_csv_lines(table, [{"a": text, "b": "尾"}])
    content = write_csv_head(table) + add_stamp(lines, ABOUT)
    assert content.startswith(b"\xef\xbb\xbf")
    cell = rows(content)[0]["a"]
    assert not cell.startswith(tuple(each for each in FORMULA if each != "'"))
    assert cell.removeprefix("'") == text


def workbook_of(*tables: tuple[str, list[str]]) -> openpyxl.Workbook:
    """A workbook with sheets of these titles, each with a column "a" of these cells."""
    writes = []
    for title, cells in tables:
        rows: list[Row] = [{"a": each} for each in cells]
        writes.append(
            (DataTable("t", title, (TableColumn("a", "甲", ""),), ("a",), "a"), SheetRows(len(rows), rows))
        )
    return openpyxl.load_workbook(io.BytesIO(build_workbook(writes, ABOUT)))


@given(TEXTS.map(lambda text: f"={text}"))
def test_no_cell_of_the_workbook_is_a_formula(text: str) -> None:
    sheet = workbook_of(("表", [text]))["表"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)


def test_a_table_too_long_for_a_sheet_is_named_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    book = workbook_of(("短", ["1", "2"]), ("长", ["1", "2", "3"]))
    assert [cell.value for (cell,) in book["短"].iter_rows()] == ["甲", "1", "2"]
    cells = [cell.value for (cell,) in book["长"].iter_rows()]
    assert cells == ["共 3 行，2 行以上的表打开很慢，不放在这里；请用 t.csv。"]


def test_the_same_register_gives_the_same_bytes(second: Examined) -> None:
    assert build_files(make_data(second)) == build_files(make_data(second))


def test_a_file_of_an_institution_changes_only_with_the_institution(second: Examined) -> None:
    tomorrow = ABOUT._replace(day=DAY + dt.timedelta(days=1), commit="fedcba987654")
    before, after = build_files(make_data(second)), build_files(make_data(second, tomorrow))
    changed = {path.removeprefix(FOLDER) for path in before if before[path] != after[path]}
    assert not {path for path in changed if path.startswith("institutions/")}
    stamped = {"register.json", "register.ndjson", "register.xlsx", "index.json", "datapackage.json"}
    stamped |= {f"{each}.csv" for each in ("institutions", "courses", "runs", "acts", "duties")}
    assert stamped <= changed
    assert all(path.startswith("due") for path in changed - stamped)


def test_every_format_says_which_version_of_the_data_it_is(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".xlsx"):
            cells = [
                [cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content))["说明"]
            ]
            assert ["数据版本", VERSION] in [row[:2] for row in cells]
        elif path.endswith(".csv"):
            assert "version" in content.decode("utf-8-sig").partition("\r\n")[0].split(",")
        else:
            assert VERSION in content.decode(), path


def test_every_whole_file_says_of_when_it_is(files: dict[str, bytes]) -> None:
    stamp = {"version": VERSION, "as_of": DAY.isoformat(), "commit": ABOUT.commit}
    for name in ("register.json", "index.json", "datapackage.json"):
        document = json.loads(files[name])
        assert {each: document[each] for each in stamp} == stamp
    for name in ("institutions.csv", "courses.csv", "runs.csv", "acts.csv", "duties.csv"):
        assert all({each: row[each] for each in stamp} == stamp for row in rows(files[name]))


def promised(data: OpenData) -> set[str]:
    """The files, columns and properties that a reader of the data may count on."""
    schema = json.loads(data.build_descriptions([], [], [])["schema.json"])
    tables = {f"{table.name}.csv {column.name}" for table in data.tables.all for column in table.columns}
    names = {
        f"schema.json {kind} {name}"
        for kind, definition in schema["$defs"].items()
        for name in list_names(definition)
    }
    return tables | names | {each.path for each in FILES}


def list_names(schema: Any) -> Iterator[str]:
    """The properties of a schema and those within them (`parameters/bar_years`); no reference is followed."""
    for name, below in schema.get("properties", {}).items():
        yield name
        yield from (f"{name}/{each}" for each in list_names(below))
    for below in (schema.get("items"), *schema.get("anyOf", ())):
        if isinstance(below, dict):
            yield from list_names(below)


def test_what_the_version_has_promised_is_still_there_and_what_is_new_is_promised() -> None:
    names = promised(make_data(examined(EMPTY)))
    lines = PROMISED.read_text("utf-8").splitlines()
    assert not {*lines} - names, "a reader of v1 may use this; see site/pages/data/changes.md"
    new = "\n".join(sorted(names - {*lines}))
    assert not new, f"tell of these in site/pages/data/changes.md, and add to data-v1.txt:\n{new}"
    assert lines == sorted(lines)


def test_the_change_log_tells_of_the_version() -> None:
    assert f"\n## {VERSION}\n" in (REPOSITORY / "site/pages/data/changes.md").read_text("utf-8")


def test_an_expired_notice_is_told_in_no_file(second: Examined) -> None:
    dossier = next(each for each in second.register.dossiers.values() if each.get_acts(RectificationOutcome))
    outcome = dossier.get_acts(RectificationOutcome)[0]
    order = dossier.get_act(outcome.order, RectificationOrder)
    assert order
    texts = [order.facts, *order.requirements, outcome.text]

    def publish_until(until: dt.date) -> str:
        ended = msgspec.structs.replace(order, notice_until=until)
        acts = tuple(ended if each is order else each for each in dossier.acts)
        dossiers = {**second.register.dossiers, dossier.id: replace(dossier, acts=acts)}
        data = make_data(second._replace(register=replace(second.register, dossiers=dossiers)))
        return join_files(data)

    public, hidden = publish_until(DAY), publish_until(DAY - dt.timedelta(days=1))
    for text in texts:
        assert json.dumps(text, ensure_ascii=False)[1:-1] in public
        assert json.dumps(text, ensure_ascii=False)[1:-1] not in hidden
    assert "公开期已满" in hidden


def test_a_list_prepared_for_a_later_day_is_in_no_file(second: Examined) -> None:
    batch = next(each for each in second.register.batches.values() if each.window and each.announcement)
    assert batch.announcement
    eve = ABOUT._replace(day=batch.announcement.published_on - dt.timedelta(days=1))
    text = join_files(make_data(second, eve))
    assert batch.announcement.document.number not in text
    for id_ in batch.announcement.listed:
        assert str(second.register.dossiers[id_].institution.credit_code) not in text


def test_an_act_of_a_later_day_is_in_no_file(second: Examined) -> None:
    dossier: Dossier = next(each for each in second.register.dossiers.values() if each.get_acts(Change))
    change = dossier.get_acts(Change)[-1]
    eve = ABOUT._replace(day=change.date - dt.timedelta(days=1))
    assert change.reason not in join_files(make_data(second, eve))
    assert change.reason in join_files(make_data(second, ABOUT._replace(day=change.date)))


def test_files_of_the_whole_register_stay_while_their_source_does(second: Examined, tmp_path: Path) -> None:
    data, folder, cache = make_data(second), tmp_path / "public", tmp_path / "cache"

    def put(number: int, source: bytes) -> set[str]:
        """Place the files; the names of those that were written."""
        aside = tmp_path / f"aside-{number}"
        (aside / FOLDER).mkdir(parents=True)
        before = {path: path.stat().st_ino for path in folder.rglob("*.*")}
        place = OutputFolder(folder, aside, STAMP, cache)
        place.write(STAMP, b"{}")
        with WholeFiles(data, place, source=source) as whole:
            for dossier in data.documents.presenter.public:
                for path, content in data.build_files(dossier):
                    place.write(path, content)
                whole.add(data.build_part(dossier, data.tables.build_rows(dossier)), dossier.id.encode())
        assert data.build_section().downloads  # which tells their sizes
        place.finish()
        return {path.name for path in folder.rglob("*.*") if path.stat().st_ino != before.get(path)}

    written = put(1, b"one")
    assert {"courses.csv", "register.json", "register.xlsx", "due.ics"} <= written
    assert put(2, b"one") == set()
    (folder / FOLDER / "courses.csv").write_text("x")
    assert put(3, b"one") == {"courses.csv"}
    assert put(4, b"") == set()  # the same content, from a source that is not known
