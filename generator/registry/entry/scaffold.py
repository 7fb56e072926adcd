"""The next lawful record of a dossier as a form: where it goes, what the register knows of it, what is left.

What is lawful now stands in the legal table of acts; for plans, summaries and assessments in YEARLY.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..finding import article_label, chinese_number
from ..lifecycle.acts import STAGES, SUPERVISORS, TABLE, Moment, in_roles, lawful, may_act, moment_on
from ..lifecycle.duties import is_full_year, joined_years, listed_years, receivers
from ..lifecycle.filing import MOVED_BY_ACT, filing_on, place_on
from ..lifecycle.plans import courses, passed_on
from ..lifecycle.status import status
from ..model.dossier import Dossier
from ..model.kinds import (
    ACTS,
    KIND_NAMES,
    Act,
    Change,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
)
from ..model.register import Register
from ..model.tables import Tables
from ..records.files import RECORDS
from ..records.form import Known, blank, choices_text, form
from ..records.messages import property_findings
from ..records.schemas import Kind, Schemas
from ..rules.articles.procedure import REVIEW_STEPS
from ..rules.articles.supervision import HEADS
from ..rules.table import RULES
from ..suggest import nearest

# The options that only some kinds take.
OPTIONS = {
    "year": ("plan", "amendment", "summary", "assessment"),
    "fields": ("change",),
    "rule": ("waiver",),
    "area": ("application",),
}
FLAGS = {"year": "--year", "fields": "--field", "rule": "--rule", "area": "--area"}


class Asked(NamedTuple):
    """What is wanted: the id of an institution or batch, the kind (or its title), the day, and options."""

    id: str
    kind: str
    day: dt.date
    year: int | None = None
    fields: tuple[str, ...] = ()
    rule: str = ""
    area: str = ""


class Unknown(Exception):
    """What is asked for cannot be understood; the message says what may be meant."""


class NotLawful(Exception):
    """The record may not be made now; the message says how things stand, what is required and what may."""


class File(NamedTuple):
    """A file to be made: its path from the register's root, its text, its blanks (title and line)."""

    path: str
    text: str
    blanks: list[tuple[str, int]]


class New(NamedTuple):
    """The files of a new record, and what else is to be done."""

    files: list[File]
    then: list[str]


def scaffold(asked: Asked, register: Register, schemas: Schemas, taken: Callable[[str], bool]) -> New:
    """The files of the record that is asked for; `taken` tells whether there is a file at a path.

    Raises Unknown or NotLawful.
    """
    kind = kind_meant(schemas, asked.kind, asked.id)
    for name, kinds in OPTIONS.items():
        if getattr(asked, name) and kind.name not in kinds:
            titles = "、".join(schemas.kinds[each].title for each in kinds)
            raise Unknown(f"{FLAGS[name]} 只用于{titles}")
    if kind.name == "batch":
        return _batch(asked, register, schemas, kind, taken)
    if asked.area:
        return _new_institution(asked, register, schemas, kind, taken)
    dossier = _dossier(asked, register)
    maker = _Maker(dossier, register, schemas, kind, asked)
    known = maker.known()
    maker.explain_references(known)
    names = _names(dossier, known, asked.day)
    path = _free(kind, names, taken)
    if not path:
        raise NotLawful(_exists(kind, names))
    made = form(schemas, kind, known, dossier.tables.cite(kind.article, asked.day))
    return New([File(path, *made)], maker.then)


def kind_meant(schemas: Schemas, word: str, id_: str) -> Kind:
    """The kind of record by its name or title, for the institution or batch `id_`. Raises Unknown."""
    if word in ("institution", schemas.kinds["institution"].title):
        raise Unknown(f"机构的第一份文件随申请一起写：{_first_command(id_)}")
    kinds = [each for each in schemas.kinds.values() if is_made(each)]
    known = {each.title: each for each in kinds} | {each.name: each for each in kinds}
    if word in known:
        return known[word]
    guess = nearest(word, known, 0.6)
    like = [known[guess]] if guess else [each for each in kinds if word and word in each.title]
    listed = "、".join(f"{each.name}（{each.title}）" for each in like or kinds)
    raise Unknown(f"没有 {word} 这种记录，" + (f"是否想写 {listed}？" if like else f"可以写的有：{listed}"))


def is_made(kind: Kind) -> bool:
    """Whether records of a kind are made one by one: those of a dossier but its first file, and batches."""
    return kind.name == "batch" or (kind.path.startswith("institutions/") and kind.name != "institution")


def _faults(schemas: Schemas, kind: str, name: str, values: Iterable[Any]) -> Iterator[str]:
    """Why values cannot stand in a property, with how to mend it."""
    for value in values:
        for found in property_findings(schemas, kind, name, value, ""):
            yield f"{found.message}；{found.hint}"


def _dossier(asked: Asked, register: Register) -> Dossier:
    if asked.id in register.dossiers:
        return register.dossiers[asked.id]
    if asked.id in register.known["institution"]:
        names = [path for path in sorted(register.invalid) if f"/{asked.id}/" in path]
        which = f" {'、'.join(names)} " if names else "有的文件"
        raise Unknown(
            f"机构 {asked.id} 的档案中{which}还没有填好，或者有错误，看不出接着可以录入什么；"
            "先填好（写错了不要的删去），registry check 没有错误了再写下一份"
        )
    guess = nearest(asked.id, register.dossiers, 0.6)
    meant = f"是否想写 {guess}？" if guess else ""
    raise Unknown(f"没有机构 {asked.id}，{meant}新机构先录入申请：{_first_command(asked.id)}")


def _first_command(id_: str) -> str:
    return f"registry new {id_} application --area 地区编号"


# -- where a record goes -----------------------------------------------------------------------------------


def _free(kind: Kind, names: Mapping[str, str], taken: Callable[[str], bool]) -> str:
    """The first path of a kind with these values in it that is not taken; empty where there is none."""
    paths = (f"{RECORDS}/{each}" for each in _paths(kind.path, names))
    return next((path for path in paths if not taken(path)), "")


def _paths(template: str, names: Mapping[str, str]) -> Iterator[str]:
    yield re.sub(r"\[.*\]", "", template).format(**names)
    if "[" in template:
        numbered = template.replace("[", "").replace("]", "")
        yield from (numbered.format(**names, nn=f"{number:02}") for number in range(2, 100))


def _exists(kind: Kind, names: Mapping[str, str]) -> str:
    if "[" in kind.path:
        return f"这样的{kind.title}已经有 99 份，不能再添"
    path = f"{RECORDS}/{kind.path.format(**names)}"
    later = [each["title"] for each in kind.properties.values() if each.get("x-later") in ("append", "fill")]
    more = f"；之后发生的写进其中的“{'”“'.join(later)}”" if later else ""
    amended = "，通过后要改的另作计划调整（amendment）" if kind.name == "plan" else ""
    return f"已有{kind.title} {path}{more}{amended}"


def write(root: Path, files: Iterable[File]) -> None:
    """Write all files or none; one that is there is never overwritten. Raises OSError."""
    made: list[Path] = []
    try:
        for each in files:
            path = root / each.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(each.text)
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        raise


# -- what has no dossier yet -------------------------------------------------------------------------------


def _batch(
    asked: Asked, register: Register, schemas: Schemas, kind: Kind, taken: Callable[[str], bool]
) -> New:
    """The file of a batch, whose id is asked for."""
    for fault in _faults(schemas, "batch", "id", [asked.id]):
        raise Unknown(fault)
    path = f"{RECORDS}/{kind.path.format(id=asked.id)}"
    if taken(path):
        raise NotLawful(_exists(kind, {"id": asked.id}))
    year, _, number = asked.id.partition("-")
    values = {"id": asked.id, "title": f"{year}年第{chinese_number(int(number))}批"}
    article = register.tables.cite(kind.article, asked.day)
    return New([File(path, *form(schemas, kind, Known(values), article))], [])


def _new_institution(
    asked: Asked, register: Register, schemas: Schemas, kind: Kind, taken: Callable[[str], bool]
) -> New:
    """The application of an institution without a dossier, and its first file."""
    if asked.id in register.known["institution"]:
        raise Unknown(f"机构 {asked.id} 已有档案；再次申请不写 --area，新机构另定编号")
    for fault in _faults(schemas, "institution", "id", [asked.id]):
        raise Unknown(fault)
    tables, first = register.tables, schemas.kinds["institution"]
    if not tables.complete:
        raise Unknown("登记册的地区表或办法参数有错误，先运行 registry check 改正")
    if asked.area not in tables.areas:
        guess = nearest(asked.area, tables.areas, 0.6)
        mend = f"是否想写 {guess}？" if guess else choices_text(_areas(tables, asked.day))
        raise Unknown(f"没有地区 {asked.area}，{mend}")
    systems = dict(schemas.properties(schemas.at("institution", ["management_systems", 0])[-1]))["kind"]
    filing = {
        "id": asked.id,
        "area": asked.area,
        "management_systems": [{"kind": each} for each in systems["enum"]],
    }
    known = Known(values={"date": str(asked.day), "filing": filing})
    supervisors = tables.hrss_side(asked.area, asked.day)
    known.one_of("authority", {each: tables.name_of(each) for each in sorted(supervisors)})
    _open_batches(known, register, asked.day)
    known.notes["/filing"] = "与 institution.yml 完全相同：先填那一份，再照抄过来，每行多缩进两格。"
    known.unexplained.add("/filing")
    now = Known(filing)
    now.one_of("system", {each.id: each.name for each in tables.systems.values()}, sure=False)
    names = {"area": asked.area, "id": asked.id, "date": str(asked.day)}
    paths = [_free(each, names, taken) for each in (first, kind)]
    if not paths[0]:
        raise NotLawful(_exists(first, names))
    cite = tables.cite
    made = [
        form(schemas, first, now, cite(first.article, asked.day)),
        form(schemas, kind, known, cite(kind.article, asked.day)),
    ]
    files = [File(path, *each) for path, each in zip(paths, made, strict=True)]
    return New(files, ["institution.yml 与申请中的 filing 必须完全相同；编号一经使用不再改变"])


def _areas(tables: Tables, day: dt.date) -> dict[str, str]:
    """The names of the areas that there are on a day, by id."""
    return {
        each.id: each.name
        for each in tables.areas.values()
        if (each.valid_from or dt.date.min) <= day <= (each.valid_to or dt.date.max)
    }


def _open_batches(known: Known, register: Register, day: dt.date) -> None:
    """The batches whose window is open on a day."""
    found = {
        each.id: f"{each.title}，{each.window.from_} 至 {each.window.to}"
        for each in register.batches.values()
        if each.window.from_ <= day <= each.window.to
    }
    known.one_of("batch", found)
    if not found:
        known.notes["/batch"] = f"{day} 没有在申请时段内的批次；新的批次：registry new 年-序号 batch。"


# -- what may be recorded next ----------------------------------------------------------------------------


def yearly(
    dossier: Dossier, register: Register, schemas: Schemas, day: dt.date
) -> Iterator[tuple[Kind, str]]:
    """The plans, amendments, summaries and assessments that may be recorded next, each with its path."""
    for name in OPTIONS["year"]:
        kind = schemas.kinds[name]
        try:
            known = _Maker(dossier, register, schemas, kind, Asked(dossier.id, name, day)).known()
        except NotLawful:
            continue
        yield kind, _free(kind, _names(dossier, known, day), lambda _: False)


def _names(dossier: Dossier, known: Known, day: dt.date) -> dict[str, str]:
    """What stands in the path of a record."""
    names = {"area": dossier.folder.split("/")[2], "id": dossier.id, "date": str(day)}
    return names | {
        name: str(each) for name, each in known.values.items() if name in ("year", "number", "rule")
    }


# -- what has a dossier ------------------------------------------------------------------------------------


class _Maker:
    """Tells what is known of a new record of one kind in one dossier on one day, if it is lawful then."""

    def __init__(
        self, dossier: Dossier, register: Register, schemas: Schemas, kind: Kind, asked: Asked
    ) -> None:
        self.dossier = dossier
        self.register = register
        self.schemas = schemas
        self.kind = kind
        self.asked = asked
        self.day = asked.day
        self.then: list[str] = []

    def known(self) -> Known:
        """What is known. Raises NotLawful or Unknown."""
        if self.kind.is_act:
            return self.act()
        return {
            "plan": self.plan,
            "amendment": self.amendment,
            "summary": self.summary,
            "assessment": self.assessment,
            "waiver": self.waiver,
        }[self.kind.name]()

    def explain_references(self, known: Known) -> None:
        """Note what may be written for each area and system that is not known."""
        tables = self.register.tables
        tabled = {
            "area": _areas(tables, self.day),
            "system": {each.id: each.name for each in tables.systems.values()},
        }
        for name, below in self.schemas.properties(self.kind.schema):
            if name not in known.values and tabled.get(below.get("x-ref", "")):
                known.notes[f"/{name}"] = choices_text(tabled[below["x-ref"]])

    def named(self, authorities: Collection[str]) -> dict[str, str]:
        """Those of the authorities that hold office on the day, with their names."""
        tables = self.register.tables
        held = (each for each in sorted(authorities) if each in tables.authorities and self._in_office(each))
        return {each: tables.name_of(each) for each in held}

    def _in_office(self, authority: str) -> bool:
        return self.register.tables.authorities[authority].in_office(self.day)

    # acts

    def act(self) -> Known:
        """What is known of an act; see the legal table."""
        cls = ACTS[self.kind.name]
        entry, moment = TABLE[cls], moment_on(self.dossier, self.day)
        among = sorted(entry.among(moment))
        if not among:
            raise NotLawful(self.refusal(moment, entry.needs))
        known = Known(values={"date": str(self.day)})
        if entry.names and "" not in among:
            known.one_of(entry.names, dict.fromkeys(among, ""))
        elif entry.names and (named := dict.fromkeys(filter(None, among), "")):
            known.notes[f"/{entry.names}"] = choices_text(named)
        known.one_of("authority", self.named(self.who(cls, known)), sure=bool(entry.by) or cls in _SURE)
        if self.kind.name in _ACTS:
            _ACTS[self.kind.name](self, known)
        return known

    def who(self, cls: type[Act], known: Known) -> Collection[str]:
        """The authorities that may record an act; where the table leaves it open, those that commonly do."""
        if cls is Change:
            return {self.dossier.tables.regulation_on(self.day).city_authority}
        if cls in (RectificationExtension, RectificationOutcome):
            order = self.dossier.act(known.values.get("order", ""), RectificationOrder)
            return {order.authority} if order else ()
        return may_act(self.dossier, cls, self.day) or in_roles(self.dossier, SUPERVISORS, self.day)

    def refusal(self, moment: Moment, needs: str) -> str:
        """How things stand, what is required, by which article, and what may be recorded."""
        found = status(self.dossier, self.day)
        basis = self.dossier.tables.cite(self.kind.article, self.day)
        if moment.barred and self.kind.name == "application":
            bar = next(each for each in found.conditions if each.code == "barred")
            needs, basis = bar.reason.rstrip("。"), bar.article
        states = "、".join(each.label for each in (found.filing, *found.conditions))
        stages = [f"{each} 批次{STAGES[stage]}" for each, stage in sorted(moment.stages.items())]
        how = f"“{states}”" + (f"（{'，'.join(stages)}）" if stages else "")
        basis = f"（{article_label(basis)}）" if basis else ""
        kinds = (KIND_NAMES[each] for each in lawful(moment))
        titles = "、".join(f"{each}（{self.schemas.kinds[each].title}）" for each in kinds)
        state = f"{self.dossier.id} 在 {self.day} 的状态是{how}"
        return f"现在不能录入{self.kind.title}：{state}；{needs}{basis}。\n现在可以录入的事项：{titles}"

    def application(self, known: Known) -> None:
        """As the institution is now."""
        known.values["filing"] = self.register.documents[self.dossier.institution.path].data
        known.notes["/filing"] = "已照 institution.yml 填好；有变化的先录入变更，再申请。"
        _open_batches(known, self.register, self.day)

    def review(self, known: Known) -> None:
        known.values["steps"] = [{"step": each} for each in REVIEW_STEPS]

    def inspection(self, known: Known) -> None:
        known.values["heads"] = [{"head": each} for each in HEADS]

    def change(self, known: Known) -> None:
        """The properties named, as they are before the change."""
        regulation = self.dossier.tables.regulation_on(self.day)
        known.values["office"] = regulation.parameters.change_receiver_office
        before = filing_on(self.dossier, self.day) or {}
        names = [self.field(each) for each in dict.fromkeys(self.asked.fields)]
        properties = dict(self.schemas.properties(self.schemas.kinds["institution"].schema))
        rows: list[dict[str, Any]] = []
        for i, name in enumerate(names):
            after = blank(self.schemas, properties[name])
            rows.append({"field": name, "before": before.get(name), "after": after})
            known.notes[f"/changes/{i}"] = f"{properties[name]['title']}：{properties[name]['description']}"
            for each in ("before", "after"):
                known.narrower[f"/changes/{i}/{each}"] = properties[name]
        known.values["changes"] = rows or [{}]
        titles = "、".join(f"{properties[name]['title']}（{name}）" for name in names) or "这些项目"
        self.then.append(f"照变更后的内容改 {self.dossier.institution.path} 中的{titles}")

    def field(self, word: str) -> str:
        """A property that a change act may set, by its name or title."""
        names = self.schemas.at("change", ["changes", 0, "field"])[-1]["enum"]
        properties = dict(self.schemas.properties(self.schemas.kinds["institution"].schema))
        known = {properties[each]["title"]: each for each in names} | {each: each for each in names}
        if word in known:
            return str(known[word])
        guess = nearest(word, known, 0.6)
        listed = choices_text({each: properties[each]["title"] for each in names})
        if word in MOVED_BY_ACT:
            raise Unknown(
                f"{properties[word]['title']}不用变更，用 transfer（{self.schemas.kinds['transfer'].title}）"
            )
        raise Unknown(f"变更没有 {word} 这一项，{f'是否想写 {guess}？' if guess else listed}")

    def transfer(self, known: Known) -> None:
        area, system = place_on(self.dossier, self.day)
        known.values |= {"from_area": area, "from_system": system}
        self.then.append(
            f"照调整后的内容改 {self.dossier.institution.path} 中的监督地区（area）、主管系统（system）"
        )
        self.then.append(
            f"地区变了的，把整个文件夹移过去：git mv {self.dossier.folder} {RECORDS}/institutions/新地区/"
        )

    def correction(self, known: Known) -> None:
        known.notes["/pointer"] = "从文件最外层写起，列表从 0 数：/courses/2/hours 是第三门课程的课时。"

    # plans, summaries, assessments, waivers

    def year(self, wanted: Callable[[int], bool], years: Iterable[int], needs: str) -> int:
        """The year asked for, or the first that is wanted. Raises NotLawful."""
        if self.asked.year:
            years = [self.asked.year]
            for fault in _faults(self.schemas, self.kind.name, "year", years):
                raise Unknown(fault)
        found = next((each for each in years if wanted(each) and self.may_state(each)), None)
        if found is None:
            which = f" {self.asked.year} 年的" if self.asked.year else ""
            label = status(self.dossier, self.day).filing.label
            basis = article_label(self.dossier.tables.cite(self.kind.article, self.day))
            raise NotLawful(
                f"不能录入{which}{self.kind.title}：{self.dossier.id} 在 {self.day} 的状态是“{label}”；"
                f"{needs}（{basis}）"
            )
        return found

    def may_state(self, year: int) -> bool:
        """Whether a year is one that a record of this kind may state."""
        return not any(_faults(self.schemas, self.kind.name, "year", [year]))

    def handed_in(self, values: dict[str, Any]) -> Known:
        """With the steps of being handed in to both sides on the day."""
        to = receivers(self.dossier, self.day)
        steps = [{"action": "报送", "date": str(self.day), "authority": each} for each in to]
        known = Known(values={**values, "steps": steps})
        names = "、".join(self.dossier.tables.name_of(each) for each in to)
        known.notes["/steps"] = f"已按当天报送{names}填好，只报送一处的删去另一处。"
        return known

    def plan(self) -> Known:
        listed = moment_on(self.dossier, self.day).listed
        year = self.year(
            lambda each: listed and (bool(self.asked.year) or not self.dossier.plan(each)),
            (self.day.year, self.day.year + 1),
            "计划由名单中的机构报送，一年一份",
        )
        kind = "首次" if year in joined_years(self.dossier) else "年度"
        known = self.handed_in({"year": year, "type": kind, "courses": [{"id": "c01"}]})
        known.notes["/courses"] = "每门课程一项，复制这一项再填；编号依次写 c01、c02。"
        return known

    def amendment(self) -> Known:
        def is_passed(year: int) -> bool:
            plan = self.dossier.plan(year)
            return bool(plan and passed_on(self.dossier, plan.steps, self.day))

        needs = "调整针对已经通过的计划，没有通过的直接改计划"
        year = self.year(is_passed, (self.day.year, self.day.year + 1), needs)
        number = max((each.number for each in self.dossier.amendments_of(year)), default=0) + 1
        known = self.handed_in({"year": year, "number": number})
        rows = courses(self.dossier, year, self.day).values()
        listed = "、".join(f"{each.course.id}（{each.course.title}）" for each in rows)
        known.unexplained.add("/replace")
        known.notes["/reason"] = "增加、修改、取消三项至少填一项。"
        known.notes["/replace"] = known.notes["/drop"] = f"计划中的课程：{listed}。"
        return known

    def summary(self) -> Known:
        year = self.year(
            lambda each: (
                bool(self.dossier.plan(each))
                and each <= self.day.year
                and (bool(self.asked.year) or not self.dossier.summary(each))
            ),
            (self.day.year - 1, self.day.year),
            "有了当年的计划才有总结，不早于当年，一年一份",
        )
        rows = [each.course for each in courses(self.dossier, year, self.day).values() if each.since]
        known = self.handed_in({"year": year, "as_of": str(min(self.day, dt.date(year, 12, 31)))})
        if rows:
            known.values["runs"] = [{"course": each.id} for each in rows]
        for i, each in enumerate(rows):
            planned = f"计划 {each.hours:g} 课时、{each.persons} 人"
            known.notes[f"/runs/{i}"] = f"{each.id} {each.title}（{planned}）"
        known.notes["/runs"] = "已按通过的计划各列一期；办了几期就写几项，没有举办的删去，写进“未举办”。"
        return known

    def assessment(self) -> Known:
        done = {each.year for each in self.dossier.assessments}
        year = self.year(
            lambda each: is_full_year(self.dossier, each) and (bool(self.asked.year) or each not in done),
            (each for each in listed_years(self.dossier, self.day) if each < self.day.year),
            "考核针对全年在名单中、还没有考核的年度",
        )
        heads = [{"head": each} for each in HEADS]
        known = Known(values={"year": year, "date": str(self.day), "heads": heads})
        known.one_of("authority", self.named(in_roles(self.dossier, SUPERVISORS, self.day)))
        if not self.dossier.tables.regulation_on(self.day).parameters.grade_scale:
            known.notes["/grade"] = "现行办法没有规定等次，不填。"
        return known

    def waiver(self) -> Known:
        waivable = {code: each.title for code, each in RULES.items() if each.waivable}
        if not self.asked.rule:
            raise Unknown(f"用 --rule 写明哪条规则例外，{choices_text(waivable)}")
        if self.asked.rule not in RULES:
            guess = nearest(self.asked.rule, waivable, 0.6)
            mend = f"是否想写 {guess}？" if guess else choices_text(waivable)
            raise Unknown(f"没有规则 {self.asked.rule}，{mend}")
        if self.asked.rule not in waivable:
            raise NotLawful(f"规则 {self.asked.rule} 不能例外；{choices_text(waivable)}")
        known = Known(values={"rule": self.asked.rule})
        known.one_of("authority", self.named(in_roles(self.dossier, SUPERVISORS, self.day)))
        return known


# Acts of which more is known than date, authority and what they name; and whose only authority is sure
# although the table leaves it open.
_ACTS: dict[str, Callable[[_Maker, Known], None]] = {
    "application": _Maker.application,
    "review": _Maker.review,
    "inspection": _Maker.inspection,
    "change": _Maker.change,
    "transfer": _Maker.transfer,
    "correction": _Maker.correction,
}
_SURE = (Change, RectificationExtension, RectificationOutcome)
