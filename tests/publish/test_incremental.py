"""A part of a site is the same by whomever it is made, and made again only where something is other."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.forge.links import Forge
from registry.lifecycle.turning import PeriodFinder
from registry.memo import PARTS
from registry.model.build import build_register
from registry.model.dossier import Dossier
from registry.model.kinds import RectificationOrder
from registry.publish.assemble import incremental as module
from registry.publish.assemble.frame import Frame
from registry.publish.assemble.incremental import MadePart, Parts
from registry.publish.assemble.site import InstitutionPart, Site
from registry.publish.register_view import UNKNOWN, Provenance
from registry.publish.search.words import read_synonyms
from registry.records.loader import Document, LoadedRecords
from registry.records.recorded import RecordingHistory
from registry.rules import cases
from registry.rules.checking import Examined
from registry.workers import Workers
from tests.conftest import CITY, DAY, FRAME, SECOND, TEMPLATES, examined, list_parts
from tests.depth import DEPTH

# With links to the forge, for which is asked what may be recorded next.
EDITED = Forge("https://forge.example.org/edit/{path}", "https://forge.example.org/new/{folder}?name={name}")


@pytest.fixture(scope="module")
def example() -> Examined:
    return examined(CITY)


@pytest.fixture(scope="module")
def second() -> Examined:
    return examined(SECOND)


@pytest.fixture
def ids_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The institutions whose parts are made, as they are."""
    parts: list[str] = []
    make: Callable[[Site, Frame, list[str]], list[MadePart]] = module.make_parts

    def noted(site: Site, frame: Frame, ids: list[str]) -> list[MadePart]:
        parts.extend(ids)
        return make(site, frame, ids)

    monkeypatch.setattr(module, "make_parts", noted)
    return parts


def test_a_part_is_what_the_whole_register_tells_of_the_institution(example: Examined) -> None:
    recorded = {
        each.path: RecordingHistory(DAY, DAY, "0123456789ab") for each in example.register.by_path.values()
    }
    provenance, about = Provenance(recorded=recorded), {"address": "https://example.org/"}
    site = Site(example, DAY, TEMPLATES, provenance, about=about)
    assert [site.make_part(FRAME, dossier) for dossier in site.public] == list_parts(site, FRAME)


def test_a_part_that_was_stored_makes_the_same_pages_as_one_that_was_just_made(example: Examined) -> None:
    site = Site(example, DAY, TEMPLATES)
    for dossier in site.public:
        part, _ = site.make_part(FRAME, dossier)
        stored = msgspec.msgpack.decode(msgspec.msgpack.encode(part), type=InstitutionPart)
        # What a page shows is told apart by its bytes: 0 and 0.0 would be two pages.
        for name in ("tally", "data", "changed"):
            packed, stored_again = (msgspec.msgpack.encode(getattr(each, name)) for each in (part, stored))
            assert packed == stored_again


def test_processes_make_the_same(second: Examined, tmp_path: Path) -> None:
    site = Site(second, DAY, TEMPLATES)
    alone = list_parts(site, FRAME)
    total = site.collected.total
    with ProcessPoolExecutor(2) as executor:
        assert list_parts(site, FRAME, tmp_path, Workers(executor, 2)) == alone
    assert site.collected.total == total
    assert list_parts(site, FRAME, tmp_path) == alone


def test_what_was_made_is_not_made_again(second: Examined, ids_made: list[str], tmp_path: Path) -> None:
    first = list_parts(Site(second, DAY, TEMPLATES), FRAME, tmp_path)
    assert ids_made == [each.id for each in second.register.list_public(DAY)]
    ids_made.clear()
    # Another commit of the same records changes no part.
    assert list_parts(Site(second, DAY, TEMPLATES, Provenance("0123456789ab")), FRAME, tmp_path) == first
    assert ids_made == []


class WatchedDossiers(Mapping[str, Dossier]):
    """The dossiers of a register; `opened` are the ids of those that were asked for."""

    def __init__(self, dossiers: Mapping[str, Dossier]) -> None:
        self.dossiers = dossiers
        self.opened: list[str] = []

    def __getitem__(self, id_: str) -> Dossier:
        self.opened.append(id_)
        return self.dossiers[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self.dossiers)

    def __len__(self) -> int:
        return len(self.dossiers)


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_pages_of_the_whole_register_are_made_of_parts_alone(root: Path) -> None:
    """Else each build reads all dossiers, and such a page tells what the public view would not.

    What it shows of institutions comes by cards or ListedItems: docs/developing.md, A page.
    """
    register = examined(root).register
    dossiers = WatchedDossiers(register.dossiers)
    site = Site(examined(root)._replace(register=replace(register, dossiers=dossiers)), DAY, TEMPLATES)
    list_parts(site, FRAME)
    dossiers.opened.clear()
    pages = [draft.url for draft in site.list_drafts()]
    # The page of the open data comes only after its files.
    sections = [show() for name, show in site.sections.items() if name != "data"]
    assert (len(pages) > 100, len(sections) > 20) == (True, True)
    assert dossiers.opened == []


def test_whatever_a_part_follows_from_makes_it_anew(
    second: Examined, ids_made: list[str], tmp_path: Path
) -> None:
    site = Site(second, DAY, TEMPLATES)
    list_parts(site, FRAME, tmp_path)
    everyone = ids_made.copy()
    path = site.public[0].institution.path
    others = {
        "year": (Site(second, DAY.replace(year=DAY.year + 1), TEMPLATES), FRAME, everyone),
        "address": (Site(second, DAY, TEMPLATES, about={"address": "https://a.example/"}), FRAME, everyone),
        "frame": (site, Frame("<main><p>REGISTER-BODY</p></main>"), everyone),
        "history": (
            Site(second, DAY, TEMPLATES, Provenance("", {path: RecordingHistory(DAY, DAY, "0123456789ab")})),
            FRAME,
            [site.public[0].id],
        ),
    }
    for name, (other, frame, expected) in others.items():
        list_parts(site, FRAME, tmp_path)
        ids_made.clear()
        parts = list_parts(other, frame, tmp_path)
        assert ids_made == expected, name
        assert parts == list_parts(other, frame), name


def test_files_of_the_whole_register_follow_from_more_than_its_parts(
    second: Examined, tmp_path: Path
) -> None:
    def digest(examined: Examined, day: dt.date = DAY, provenance: Provenance = UNKNOWN) -> bytes:
        return Parts(Site(examined, day, TEMPLATES, provenance), FRAME, tmp_path).digest_whole()

    register = second.register
    batch = next(iter(register.batches.values()))
    document = register.filed[batch.path]
    renamed = document.replace_data({**document.data, "title": "另一批次"})
    whole = build_register(LoadedRecords.from_documents([*register.filed.values(), renamed], second.schemas))
    recorded = {batch.path: RecordingHistory(DAY, DAY, "0123456789ab")}
    digests = [
        digest(second),
        digest(second, DAY + dt.timedelta(1)),
        digest(second, DAY, Provenance("0123456789ab")),
        digest(second, DAY, Provenance("", recorded)),
        digest(second._replace(register=whole, verdicts=None)),
    ]
    assert digest(second) == digests[0]
    assert len({*digests}) == len(digests)
    # Without a memo no key is known, and nothing is taken to be in place.
    assert Parts(Site(second, DAY, TEMPLATES), FRAME).digest_whole() == b""


def test_the_pages_of_rules_follow_from_their_cases_too(
    second: Examined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a checkout a case is changed and no module, and the page shows it."""
    file = tmp_path / "plan-hours/bad-one/expected.json"
    file.parent.mkdir(parents=True)
    monkeypatch.setattr(cases, "CASES", tmp_path)
    digests = set()
    for text in ("[]", "[{}]", "[]"):
        file.write_text(text, "utf-8")
        cases.digest_cases.cache_clear()
        digests.add(Site(second, DAY, TEMPLATES).digest_rules())
    file.rename(file.with_name("other.json"))
    cases.digest_cases.cache_clear()
    digests.add(Site(second, DAY, TEMPLATES).digest_rules())
    cases.digest_cases.cache_clear()
    assert len(digests) == 3


def test_search_is_made_anew_where_something_that_is_shown_is_another(second: Examined) -> None:
    def digest(*changed: Document) -> bytes:
        documents = [*second.register.filed.values(), *changed]
        register = build_register(LoadedRecords.from_documents(documents, second.schemas))
        parts = Parts(Site(second._replace(register=register, verdicts=None), DAY, TEMPLATES), FRAME)
        list(parts.prepare())
        return parts.site.digest_files(parts.shown, read_synonyms({}))

    filed = second.register.filed
    plan = max((each for each in filed.values() if each.kind == "plan"), key=lambda each: each.path)
    areas, batch = (next(each for each in filed.values() if each.kind == kind) for kind in ("areas", "batch"))
    course, *courses = plan.data["courses"]
    alike = plan.replace_data({**plan.data, "courses": [{**course, "teachers": "另外的教师"}, *courses]})
    others = [
        plan.replace_data({**plan.data, "courses": [{**course, "title": "另一门课程"}, *courses]}),
        areas.replace_data(
            {"areas": [{**each, "name": f"{each['name']}甲"} for each in areas.data["areas"]]}
        ),
        batch.replace_data({**batch.data, "title": "另一批次"}),
    ]
    before = digest()
    assert digest(alike) == before
    assert before not in map(digest, others)


def test_a_changed_record_makes_its_institution_anew_and_its_successor(
    example: Examined, ids_made: list[str], tmp_path: Path
) -> None:
    site = Site(example, DAY, TEMPLATES)
    list_parts(site, FRAME, tmp_path)
    successors = {each: ids for each, ids in site.dossiers.successors.items() if ids}
    before, (after, *_) = next(iter(successors.items()))
    register = example.register
    path = register.dossiers[before].institution.path
    document = register.filed[path]
    changed = document.replace_data({**document.data, "phone": "0515-55550000"})
    whole = build_register(LoadedRecords.from_documents([*register.filed.values(), changed], example.schemas))
    ids_made.clear()
    other = Site(example._replace(register=whole), DAY, TEMPLATES)
    parts = list_parts(other, FRAME, tmp_path)
    assert sorted(ids_made) == sorted({before, after})
    assert parts == list_parts(other, FRAME)


def test_the_next_day_makes_only_what_the_day_turns(
    example: Examined, ids_made: list[str], tmp_path: Path
) -> None:
    def on(day: dt.date) -> Site:
        return Site(example, day, TEMPLATES)

    turning = example.register.dossiers["demo-030"]
    (order,) = turning.get_acts(RectificationOrder)
    list_parts(on(order.due), FRAME, tmp_path)
    everyone = ids_made.copy()
    ids_made.clear()
    next_day = order.due + dt.timedelta(days=1)
    parts = list_parts(on(next_day), FRAME, tmp_path)
    assert turning.id in ids_made
    assert len(ids_made) < len(everyone) / 4
    assert parts == list_parts(on(next_day), FRAME)
    ids_made.clear()
    assert list_parts(on(next_day), FRAME, tmp_path) == parts
    assert ids_made == []
    assert list_parts(on(order.due), FRAME, tmp_path) == list_parts(on(order.due), FRAME)  # and back


@pytest.mark.parametrize("root", [CITY, SECOND])
@settings(max_examples=12 * DEPTH, deadline=None)
@given(st.data())
def test_a_part_is_the_same_on_all_its_days(root: Path, data: st.DataObject) -> None:
    example = examined(root)
    days = st.dates(dt.date(2019, 1, 1), dt.date(2031, 1, 1))
    day = data.draw(days)
    ids = example.register.list_public_ids(day)
    if not ids:
        return
    dossier = example.register.dossiers[data.draw(st.sampled_from(ids))]
    site = Site(example, day, TEMPLATES, forge=EDITED)
    part, successors = site.make_part(FRAME, dossier), site.dossiers.successors[dossier.id]
    folders = [example.register.folder_by_id[each] for each in (dossier.id, *successors)]
    period = PeriodFinder(example.register, {}, day).find(folders)
    assert day in period
    for other in {*period, data.draw(st.dates(*period))}:
        then = Site(example, other, TEMPLATES, forge=EDITED)
        # Whoever succeeds it on another day is looked at then: the key has the folders.
        if then.dossiers.successors[dossier.id] == successors:
            assert then.make_part(FRAME, dossier) == part, (dossier.id, day, other)


def test_the_last_years_tell_of_a_bar_on_each_day_that_it_runs() -> None:
    """The act on which it rests is told no more by then."""
    second = examined(SECOND)
    dossier = second.register.dossiers["yx-g1"]
    for day, runs in (("01-01", True), ("01-14", True), ("06-22", True), ("06-23", False)):
        site = Site(second, dt.date.fromisoformat(f"2024-{day}"), TEMPLATES)
        page = site.make_part(FRAME, dossier)[1][0][1].decode()
        row = page.partition('<th scope="row">状态</th>')[2].partition("</tr>")[0]
        assert ("不得再次报备" in row) is runs, day


@pytest.mark.parametrize("number", [1, pytest.param(4, marks=pytest.mark.long)])
def test_whatever_day_came_before_the_parts_are_those_of_the_day(
    example: Examined, tmp_path: Path, number: int
) -> None:
    random = Random(20)
    days = [dt.date(2019, 1, 1) + dt.timedelta(days=random.randrange(365 * 10)) for _ in range(number)]
    for day in [*days, *(each + dt.timedelta(days=random.randrange(40)) for each in days)]:
        site = Site(example, day, TEMPLATES)
        assert list_parts(site, FRAME, tmp_path) == list_parts(site, FRAME), day


@pytest.mark.parametrize("kinds", [("files",), ("part",), ("files", "part")])
def test_damaged_rows_count_for_nothing(second: Examined, kinds: tuple[str, ...], tmp_path: Path) -> None:
    site = Site(second, DAY, TEMPLATES)
    alone = list_parts(site, FRAME, tmp_path)
    for kind in kinds:
        with contextlib.closing(sqlite3.connect(tmp_path / PARTS)) as database, database:
            changed = database.execute("UPDATE memo SET value = zeroblob(9) WHERE kind = ?", (kind,))
            assert changed.rowcount == len(alone)
    assert list_parts(site, FRAME, tmp_path) == alone
