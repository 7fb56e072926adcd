"""What a change means: per dossier what happened, before → after, status, duties, pages (for a reviewer)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..finding import format_article
from ..lifecycle.filing import find_act_article, find_name, find_place
from ..lifecycle.recording import find_coming_dates
from ..model.difference import Difference
from ..model.dossier import Dossier
from ..model.kinds import Act
from ..model.presenter import Presenter
from ..model.register import Register
from ..model.tables import TABLES
from ..records.loader import Document
from ..records.messages import describe_place
from ..records.record_path import (
    INSTITUTIONS,
    OF_INSTITUTIONS,
    RECORDS,
    RecordPath,
    find_folder,
    get_dossier_id,
    get_name,
)
from ..records.schemas import Schemas
from . import reach
from .edits import RecordWords, find_moved_properties
from .pairs import FilePair, list_pairs
from .sections import Item, RecordChange, RecordLine, Section, SectionDetail, mask_section
from .standing import FAULTY, STATUS, UNREADABLE, StandingComparison

NOT_COMPARED = f"地区表、主管系统表、机关或者办法参数不全，或者{FAULTY}；改正以前比不出各机构的状态和待办"


def describe_changes(
    difference: Difference, schemas: Schemas, day: dt.date, touched: Collection[str]
) -> list[Section]:
    """The sections of a change: schemas, other files beside the dossiers, then the dossiers by id.

    Status and duties are those on `day`, by the records before and after the change. `touched` are the
    files that the change touches: they tell of schemas, and of records that cannot be read.
    """
    return [mask_section(each.fold()) for each in read_changes(difference, schemas, day, touched)]


def read_changes(
    difference: Difference, schemas: Schemas, day: dt.date, touched: Collection[str]
) -> list[SectionDetail]:
    """The sections of a change with each record apart; whoever shows them has to mask personal data."""
    return _Reader(difference, schemas, day, touched).build_sections()


class _Reader:
    """Reads one difference on one day."""

    def __init__(
        self,
        difference: Difference,
        schemas: Schemas,
        day: dt.date,
        touched: Collection[str],
    ) -> None:
        self.base, self.head, self.moved = difference.base, difference.head, difference.moved
        self.difference = difference
        self.schemas = schemas
        self.day = day
        self.touched = touched
        self.now = Presenter(schemas, difference.head, day, find_name)
        self.then = Presenter(schemas, difference.base, day, find_name)
        self.words = RecordWords(difference, self.then, self.now)
        self.standing = StandingComparison(day, difference.moved)
        self.former = difference.ids_before
        self.tables_read = self.has_readable_tables(self.base) and self.has_readable_tables(self.head)

    def build_sections(self) -> list[SectionDetail]:
        """The sections of the change: schemas, shared files, then the dossiers by id."""
        own: dict[str, list[FilePair]] = {}
        beside = []
        for pair in list_pairs(self.difference, self.schemas, self.touched):
            if pair.path.startswith(INSTITUTIONS):
                own.setdefault(_get_id(pair.path), []).append(pair)
            else:
                beside.append(pair)
        if self.difference.is_emptied:
            beside = [pair for pair in beside if not pair.path.startswith(OF_INSTITUTIONS)]
            sections = [*map(SectionDetail, (self.describe_emptying(), *self.describe_schemas()))]
            return [*sections, *map(self.describe_shared_files, beside)]
        sections = [*map(SectionDetail, self.describe_schemas()), *map(self.describe_shared_files, beside)]
        if not self.tables_read and (own or beside):
            section = Section(RECORDS, "登记册", [Item(STATUS, [NOT_COMPARED])], [])
            sections.append(SectionDetail(section))
        ids = {*own, *self.find_affected(own, beside), *self.describe_broken()}
        return [
            *sections,
            *filter(None, (self.describe_dossier(id_, own.get(id_, [])) for id_ in sorted(ids))),
        ]

    def has_readable_tables(self, register: Register) -> bool:
        """Whether what all dossiers rest on is there and can be read: otherwise the register has none."""
        kinds = map(self.schemas.get_kind_at, register.invalid)
        complete = register.tables.complete or not register.folders
        return complete and not any(kind and kind.name in TABLES for kind in kinds)

    def find_affected(self, own: Iterable[str], beside: list[FilePair]) -> set[str]:
        """The dossiers that a change elsewhere may touch: listed, successors; all where a table changed."""
        if any(each.kind.name in TABLES for each in beside):
            return {*self.base.dossiers, *self.head.dossiers}
        documents = [each for pair in beside for each in (pair.old, pair.new) if each]
        batches = {each.data["id"] for each in documents if each.kind == "batch"}
        changed = set(own)
        return {
            id_
            for register in (self.base, self.head)
            for id_ in register.dossiers
            if not batches.isdisjoint(register.listing.get(id_, ()))
            or not changed.isdisjoint(register.list_predecessors(id_))
        }

    def describe_broken(self) -> set[str]:
        """The dossiers that cannot be read at one side only."""
        if not self.tables_read:
            return set()
        ids = self.base.known_ids["institution"] & self.head.known_ids["institution"]
        return {id_ for id_ in ids if (id_ in self.base.dossiers) != (id_ in self.head.dossiers)}

    # -- beside the dossiers -----------------------------------------------------------------------------

    def describe_schemas(self) -> Iterator[Section]:
        for path in sorted(each for each in self.touched if each.startswith("schemas/")):
            kind = self.schemas.kinds.get(get_name(path).removesuffix(".json"))
            title = f"记录格式 {kind.title}" if kind else "记录格式"
            item = Item("内容", ["格式有改动，也可能改变哪些内容公开"])
            yield Section(path, f"{title}（{path}）", [item], reach.list_schema_pages(kind))

    def describe_emptying(self) -> Section:
        """That all records of institutions are gone, in one line for the thousand that it takes."""
        ids = self.base.known_ids
        gone = sum(path.startswith(OF_INSTITUTIONS) for path in self.difference.paths)
        line = f"删去全部 {len(ids['institution'])} 家机构、{len(ids['batch'])} 个批次，共 {gone} 份文件"
        then = (
            "只有清空示例可以这样删（改动之前是演示数据，改动之后不是），能不能由核对判断；"
            "原来的网页不再有，不设转向，编号可以再用"
        )
        return Section(RECORDS, "登记册清空", [Item("记录", [line, then])], [])

    def describe_shared_files(self, pair: FilePair) -> SectionDetail:
        document = pair.new or pair.old
        data = document.data if document else {}
        title = f"{pair.kind.title} {data.get('title') or data.get('name') or ''}".rstrip()
        pages = [] if pair.is_faulty else reach.list_file_pages(pair.kind, pair.old, pair.new)
        record = RecordChange(pair, "", list(self.describe_file(pair)))
        return SectionDetail(Section(pair.path, f"{title}（{pair.path}）", [], pages), "内容", (), [record])

    def describe_file(
        self, pair: FilePair, lead: str = "", done: Mapping[str, object] | None = None
    ) -> Iterator[RecordLine]:
        """What has become of a file, a line each, led by what it is; `done` is reported elsewhere."""
        colon = f"{lead}：" if lead else ""
        # By what the sides are: faulty now, gone, faulty before, moved by a repair, new, changed.
        if pair.is_faulty:
            yield RecordLine(f"{colon}{FAULTY}")
        elif pair.new is None:
            yield RecordLine(self.describe_removal(pair.path, f" {lead or '这份记录'}"))
        elif pair.was_faulty:
            yield RecordLine(f"{colon}原有错误，现已改正；{self.words.describe_new(pair.new)}")
        elif pair.old and self.difference.has_left(pair.old.path, pair.path):
            repair = self.find_repair(pair.old.path)
            words = self.words.describe_new(pair.new)
            yield RecordLine(f"由{repair}从 {pair.old.path} 移来 {lead}：{words}")
        elif pair.old is None:
            words = self.words.describe_new(pair.new)
            yield RecordLine("：".join(filter(None, (f"新增 {lead}".rstrip(), words))))
            yield from (RecordLine(f"{colon}{each}") for each in self.words.compare_with_former(pair.new))
        else:
            names = get_name(pair.old.path), get_name(pair.new.path)
            if names[0] != names[1]:
                yield RecordLine(f"{colon}文件名由 {names[0]} 改为 {names[1]}")
            edits = self.words.describe_edits(pair.old, pair.new, done or {})
            yield from (RecordLine(f"{colon}{text}", pointer) for pointer, text in edits)
        if pair.new and not pair.is_faulty:
            for note in self.list_notes(pair.new, pair.old):
                yield RecordLine(f"{colon}{note}")

    def list_notes(self, new: Document, old: Document | None) -> Iterator[str]:
        """The dates of a record that have not come, and of what it corrects."""
        yield from self.describe_coming_dates(new, [old])
        if new.kind == "correction":
            yield from self.describe_corrected(new)

    def describe_corrected(self, correction: Document) -> Iterator[str]:
        """The dates that have not come in what a correction mends, but for those that stood there before."""
        path = f"{find_folder(correction.path)}/{correction.data['file']}"
        if path in self.head.documents:
            before = self.base.documents.get(self.difference.came_from.get(path, path))
            lead = f"更正后 {correction.data['file']} 的"
            # `filed` has the record as it was written, without what corrections make of it.
            filed = self.head.filed[path]
            yield from self.describe_coming_dates(self.head.documents[path], [filed, before], lead)

    def describe_coming_dates(
        self, new: Document, old: Iterable[Document | None], lead: str = ""
    ) -> Iterator[str]:
        """The dates of a record that have not come, but for those that an old one has, in words."""
        before = [date for each in old if each for date in find_coming_dates(self.schemas, each, self.day)]
        for parts, written in find_coming_dates(self.schemas, new, self.day):
            if (parts, written) not in before:
                what = f"{lead}{describe_place(self.schemas, new.kind, parts)}"
                yield f"注意：{what}是 {written}，在 {self.day} 以后，还没有发生；到那一天网站才按它显示"

    def describe_removal(self, path: str, what: str) -> str:
        """That something is there no more: deleted, or by a repair taken out or moved elsewhere."""
        way = self.difference.find_repair(path)
        if way is None:
            return f"删去{what}"
        if way.target:
            return f"移出{what}，移到 {way.find_target(path)}（{self.find_repair(path)}）"
        return f"作废{what}（{self.find_repair(path)}）"

    def find_repair(self, path: str) -> str:
        """The repair that tells of a file of the base."""
        way = self.difference.find_repair(path)
        return f"修复记录 {way.repair}" if way else ""

    # -- a dossier ---------------------------------------------------------------------------------------

    def describe_dossier(self, id_: str, pairs: list[FilePair]) -> SectionDetail | None:
        """The section of a dossier; None where nothing has become of it."""
        former = self.former.get(id_, id_)
        old, new = self.base.dossiers.get(former), self.head.dossiers.get(id_)
        faulty = [self.is_faulty(former, self.base), self.is_faulty(id_, self.head)]
        states = self.standing.describe_states(old, new, faulty) if self.tables_read else []
        passed, owed = [], []
        if new and not any(faulty):
            passed = self.standing.describe_plans(old, new)
            owed = self.standing.describe_duties(old, new)
        lines, records = [*self.describe_folder(id_)], self.describe_records(pairs)
        items = [
            Item("计划", passed),
            # What could be read on neither side, and was not touched, is no matter of this change.
            Item(STATUS, states if pairs or states != [UNREADABLE] else []),
            Item("待办", owed),
        ]
        items = [each for each in items if each.lines]
        if not (items or lines or any(each.lines for each in records)):
            return None
        pages = [] if faulty[1] else self.list_pages(id_, old, new, pairs, bool(passed))
        section = Section(id_, self.format_title(id_, old, new), items, pages)
        has_turned = self.tables_read and self.standing.has_turned(old, new)
        return SectionDetail(section, "记录", lines, records, has_turned)

    def is_faulty(self, id_: str, register: Register) -> bool:
        return id_ in register.known_ids["institution"] and id_ not in register.dossiers

    def format_title(self, id_: str, old: Dossier | None, new: Dossier | None) -> str:
        """The name, where it belongs, and whether the dossier is new or gone."""
        words = [id_]
        if self.former.get(id_, id_) not in self.base.known_ids["institution"]:
            words.append("新档案")
        if id_ not in self.head.known_ids["institution"]:
            words.append("档案删去")
        dossier, presenter = (new, self.now) if new else (old, self.then)
        if dossier is None:
            return "，".join(words)
        area = presenter.reference("area", find_place(dossier, self.day)[0]).text
        return f"{find_name(dossier, self.day)}（{'，'.join([area, *words])}）"

    def describe_folder(self, id_: str) -> Iterator[str]:
        """Where a dossier's folder has moved to, and from what id."""
        if id_ in self.former:
            (way,) = (way for way in self.difference.ways if way.given == id_)
            yield f"编号由 {way.former} 改为 {id_}（修复记录 {way.repair}）"
        sides = [
            {folder for folder in register.folders if get_dossier_id(folder) == id_}
            for register in (self.base, self.head)
        ]
        if all(sides) and sides[0] != sides[1]:
            was, is_ = ("、".join(map(self.format_folder, sorted(each))) for each in sides)
            yield f"档案由{was}移到{is_}"

    def format_folder(self, folder: str) -> str:
        """The area of a dossier's folder by its name, with the folder."""
        return f"{self.now.reference('area', RecordPath.parse_folder(folder).area).text}（{folder}/）"

    def describe_records(self, pairs: list[FilePair]) -> list[RecordChange]:
        """What has become of the records of a dossier; what a new act does is not reported again."""
        # One line for a dossier that is gone, not one for each of its fifty files.
        if pairs and _get_id(pairs[0].path) not in self.head.known_ids["institution"]:
            words = self.describe_removal(pairs[0].path, f"整个档案，共 {len(pairs)} 份记录")
            return [RecordChange(pairs[0], "", [RecordLine(words)])]
        acts = [self.head.by_path.get(each.path) for each in pairs if each.old is None]
        done = {move.field: move.after for act in acts for move in find_moved_properties(act)}
        return [self.describe_record(each, done) for each in pairs]

    def describe_record(self, pair: FilePair, done: Mapping[str, object]) -> RecordChange:
        lead = self.format_lead(pair)
        if pair.kind.name != "institution":
            return RecordChange(pair, lead, list(self.describe_file(pair, lead)))
        if self.is_written_from_acts(pair):
            return RecordChange(pair, lead, [RecordLine("institution.yml 照此前的事项写好")])
        return RecordChange(pair, lead, list(self.describe_file(pair, lead, done)))

    def is_written_from_acts(self, pair: FilePair) -> bool:
        """Whether an institution's file has only come to say what the acts of the base did already."""
        path = self.difference.came_from.get(pair.path, pair.path)
        before, dossier = self.base.documents.get(path), self.head.find_dossier(pair.path)
        if pair.new is None or before is None or dossier is None or dossier.fold:
            return False
        return before.packed != (pair.old.packed if pair.old else b"") and before.data == pair.new.data

    def format_lead(self, pair: FilePair) -> str:
        """What a record is: 2026-11-20 变更（第二十七条）, 2027 年度计划（第十七条）."""
        document = pair.new or pair.old
        if pair.is_faulty or document is None:
            return RecordPath.parse(pair.path).below
        name = str(document.data.get("date") or document.data.get("year") or "")
        number = f" {document.data['number']}" if pair.kind.name == "amendment" else ""
        # A head whose tables are gone or faulty cannot cite; the base still can.
        tables = (self.head if self.head.tables.complete else self.base).tables
        register = self.head if pair.new else self.base
        dossier, record = register.find_dossier(document.path), register.by_path.get(document.path)
        basis = pair.kind.article
        if dossier and isinstance(record, Act):
            basis = find_act_article(dossier, record, basis)
        article = format_article(tables.cite(basis, self.day))
        cited = f"（{article}）" if article and pair.kind.name != "institution" else ""
        return f"{name} {pair.kind.title}{number}{cited}".strip()

    def list_pages(
        self, id_: str, old: Dossier | None, new: Dossier | None, pairs: list[FilePair], passed: bool
    ) -> list[str]:
        """The pages that a change of a dossier may reach; an institution that was never listed has none."""
        was = old if id_ in self.then.public_ids else None
        is_ = new if id_ in self.now.public_ids else None
        kinds = {pair.kind.name for pair in pairs}
        pages = reach.list_dossier_pages(was, is_, self.day, kinds, passed)
        names = {find_name(each, self.day) if each else "" for each in (was, is_)}
        # It is named on the pages of those that it follows, and that follow it.
        if pages and (len(names) > 1 or "succession" in kinds):
            public = self.then.public_ids | self.now.public_ids
            pages += reach.list_kin_pages((self.base, self.head), id_, public)
        return pages


def _get_id(path: str) -> str:
    return RecordPath.parse(path).id
