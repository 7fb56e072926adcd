"""Dossiers built from typed records, without files: what tests of the lifecycle share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from registry.model.batches import get_listed
from registry.model.build import add_predecessors, assemble_dossier
from registry.model.dossier import Dossier
from registry.model.kinds import (
    ACTS,
    Act,
    Administrators,
    Announcement,
    Application,
    Area,
    AreaKind,
    Authority,
    AuthorityKind,
    Batch,
    ChangeField,
    Course,
    Declared,
    FieldChange,
    Institution,
    LegalForm,
    ListDocument,
    Mode,
    OfficialDocument,
    Parameters,
    Period,
    PersonsUnit,
    Plan,
    Receipt,
    ReceiptAction,
    Record,
    Regulation,
    ReportedField,
    Step,
    Summary,
    SummaryPersons,
    System,
    Teachers,
    TitleCounts,
)
from registry.model.outline import DossierOutline, FolderIndex
from registry.model.register import FolderContents, Register
from registry.model.tables import Tables
from registry.records import loader as load

FOLDER = "records/institutions/yangqu/"
BUREAU, COUNTY, HEALTH = "city-hrss", "yangqu-hrss", "yangqu-health"
KIND_OF = {cls: name for name, cls in ACTS.items()}
NUMBERS = OfficialDocument(number="演示人社〔2019〕6号", date=dt.date(2019, 6, 3))
LIST_NUMBERS = ListDocument(number=NUMBERS.number, date=NUMBERS.date)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def parameters(**changed: Any) -> Parameters:
    usual = Parameters(
        min_hours=100,
        min_persons=100,
        min_new_remote_hours=100,
        hour_minutes=45,
        annual_deadline="12-31",
        deadline_rolls=True,
        bar_years=3,
        panel_convention=3,
        change_fields=(ReportedField.NAME, ReportedField.SYSTEM),
        change_receiver_office="专业技术人员管理处",
        change_target_days=30,
        results_target_days=30,
        publication_target_days=20,
        recording_target_days=None,
        fee_basis_required=True,
        validity_years=None,
        public_notice_days=None,
        grade_scale=None,
        appeal_days=None,
    )
    return msgspec.structs.replace(usual, **changed)


def regulation(begun: str = "2018-09-12", **changed: Any) -> Regulation:
    return Regulation(
        path=f"records/regulations/demo-{begun}.yml",
        id=f"demo-{begun}",
        number="演示人社发〔2018〕1号",
        title="虚构的办法",
        jurisdiction="演示市",
        city_area="yangcheng",
        city_authority=BUREAU,
        in_force_from=day(begun),
        parameters=parameters(**changed),
        articles=(),
    )


def tables(*regulations: Regulation) -> Tables:
    def area(id_: str, hrss: str) -> Area:
        return Area(
            id=id_,
            name=id_,
            kind=AreaKind.COUNTY,
            gb2260=None,
            statistical=None,
            hrss=hrss,
            valid_from=None,
            valid_to=None,
        )

    authorities = (
        Authority(id=BUREAU, name="市人社局（演示）", kind=AuthorityKind.CITY_HRSS),
        Authority(id=COUNTY, name="样例区人社局（演示）", kind=AuthorityKind.COUNTY_HRSS, areas=("yangqu",)),
        Authority(
            id="xuxian-hrss", name="虚构县人社局（演示）", kind=AuthorityKind.COUNTY_HRSS, areas=("xuxian",)
        ),
        Authority(
            id=HEALTH,
            name="样例区卫健委（演示）",
            kind=AuthorityKind.COMPETENT_DEPARTMENT,
            areas=("yangqu",),
            system="health",
        ),
    )
    return Tables(
        areas={
            "yangcheng": area("yangcheng", BUREAU),
            "yangqu": area("yangqu", COUNTY),
            "xuxian": area("xuxian", "xuxian-hrss"),
        },
        systems={"health": System(id="health", name="卫生健康")},
        authorities={each.id: each for each in authorities},
        regulations=regulations or (regulation(),),
    )


def institution(id_: str = "one", **changed: Any) -> Institution:
    nobody = TitleCounts(senior=0, associate=0, intermediate=0, other=0)
    usual = Institution(
        path=f"{FOLDER}{id_}/institution.yml",
        id=id_,
        name="演示甲培训中心",
        credit_code="12320900000000019G",
        legal_form=LegalForm.PUBLIC_INSTITUTION,
        registering_body="演示市登记机关",
        area="yangqu",
        system="health",
        legal_representative="演示甲",
        address="演示市样例路1号",
        sites=(),
        phone="0515-00000001",
        email="office@example.org",
        fields=(),
        modes=(Mode.FACE_TO_FACE,),
        teachers=Teachers(full_time=nobody, part_time=nobody),
        administrators=Administrators(full_time=1, part_time=0),
        management_systems=(),
        classrooms=(),
        equipment="投影设备一套。",
        library_volumes=0,
    )
    return msgspec.structs.replace(usual, **changed)


DEFAULTS: Mapping[str, Any] = {
    "authority": BUREAU,
    "batch": "2019-1",
    "text": "演示。",
    "reason": "演示。",
    "facts": "演示。",
    "conclusion": "演示。",
    "ground": "未完成教学培训计划",
    "requirements": (),
    "opinion": "推荐",
    "result": "通过",
    "heads": (),
    "form": "现场检查",
    "steps": (),
    "effect": "作出",
    "matter": "其他",
    "registering_body": "演示市登记机关",
    "office": "专业技术人员管理处",
    "changes": (FieldChange(field=ChangeField.PHONE, before="0515-00000001", after="0515-00000001"),),
    "reported_on": dt.date(2020, 5, 20),
    "place": "演示",
    "objections": 0,
    "manner": "改制",
    "declared": Declared(hours=100, persons=100, new_remote_hours=0),
    "filing": institution(),
    "from_area": "yangqu",
    "to_area": "xuxian",
    "from_system": "health",
    "to_system": "health",
    "file": "acts/x.yml",
    "pointer": "/text",
    "old": "甲",
    "new": "乙",
}


def act(kind: str, on: str | dt.date, number: int = 0, id_: str = "one", **given: Any) -> Act:
    """An act of a kind with what is given, and something for every other field that it must have."""
    cls, date = ACTS[kind], on if isinstance(on, dt.date) else day(on)
    stem = f"{date}-{kind}" + (f"-{number:02}" if number else "")
    required = {
        field.name: DEFAULTS[field.name]
        for field in msgspec.structs.fields(cls)
        if field.required and field.name not in ("date", *given)
    }
    return cls(path=f"{FOLDER}{id_}/acts/{stem}.yml", date=date, **{**required, **given})


def batch(published: str | dt.date | None, id_: str = "2019-1", listed: Iterable[str] = ("one",)) -> Batch:
    on = day(published) if isinstance(published, str) else published
    announced = None
    if on:
        announced = Announcement(
            authority=BUREAU, document=LIST_NUMBERS, published_on=on, listed=tuple(listed)
        )
    return Batch(
        path=f"records/batches/{id_}.yml",
        id=id_,
        title=f"{id_}批次",
        window=Period(from_=day("2019-03-04"), to=day("2019-03-29")),
        panel_size=5,
        announcement=announced,
    )


def step(action: Any, on: str, authority: str = COUNTY) -> Step:
    return Step(action=action, date=day(on), authority=authority)


def receipt(on: str, authority: str = COUNTY) -> Receipt:
    return Receipt(action=ReceiptAction.SENT, date=day(on), authority=authority)


def plan(
    year: int, *steps: Step, courses: Iterable[Course] = (), kind: Any = "年度", id_: str = "one"
) -> Plan:
    path = f"{FOLDER}{id_}/plans/{year}.yml"
    return Plan(path=path, year=year, type=kind, courses=tuple(courses), steps=steps)


def summary(year: int, *steps: Receipt, id_: str = "one") -> Summary:
    return Summary(
        path=f"{FOLDER}{id_}/summaries/{year}.yml",
        year=year,
        as_of=dt.date(year, 12, 1),
        persons=SummaryPersons(count=100, unit=PersonsUnit.PERSONS),
        runs=(),
        text="演示。",
        steps=steps,
    )


def dossier(
    *records: Record | Batch,
    id_: str = "one",
    shared: Tables | None = None,
    now: Institution | None = None,
    others: Iterable[Dossier] = (),
) -> Dossier:
    """A dossier of these records; `others` are those that it may succeed."""
    whole = assemble_dossier(
        f"{FOLDER}{id_}",
        [now or institution(id_), *(each for each in records if not isinstance(each, Batch))],
        [each for each in records if isinstance(each, Batch) and id_ in get_listed(each)],
        {},
        shared or tables(),
    )
    return add_predecessors(whole, {each.id: each for each in (*others, whole)})


def register_of(
    dossier: Dossier,
    documents: Mapping[str, load.Document] = MappingProxyType({}),
    invalid: Iterable[str] = (),
) -> Register:
    """A register of one dossier and its batches, that has no other files than these."""
    own = (dossier.institution, *dossier.acts, *dossier.plans, *dossier.amendments, *dossier.summaries)
    contents = {dossier.folder: _contents(own, documents), "": _contents(dossier.batches, {})}
    codes = [dossier.institution.credit_code] if dossier.institution.credit_code else []
    return Register(
        tables=dossier.tables,
        batches={each.id: each for each in dossier.batches},
        dossiers={dossier.id: dossier},
        folders={dossier.folder: DossierOutline([], [*documents], [*invalid], codes, {}, is_home=True)},
        read_folder=contents.__getitem__,
        known_ids={"institution": frozenset({dossier.id})},
        listing={dossier.id: [each.id for each in dossier.batches]},
        index=FolderIndex({dossier.id: [dossier.folder]}, {dossier.id: dossier.folder}),
    )


def _contents(records: Iterable[Record], documents: Mapping[str, load.Document]) -> FolderContents:
    """What a folder holds, the records whether or not there are such files."""
    contents = FolderContents(documents, documents, {}, {})
    vars(contents)["records"] = {each.path: each for each in records}
    return contents


def applied(on: str, **changed: Any) -> Application:
    application = act("application", on, filing=institution(**changed))
    assert isinstance(application, Application)
    return application


# Applied for and listed; and to whom such an institution hands in.
LISTED = (applied("2019-03-08"), batch("2019-06-10"))
BOTH = (COUNTY, HEALTH)

# Of a plan for March and December that ends on 8 January: within it, in other months, after its end.
UNTIL = [
    *(("2020-12-28", "2021-01-08"), ("2021-01-05", "2021-01-05"), ("2021-01-08", "2021-01-08")),
    *(("2020-03-02", "2020-03-04"), ("2020-11-30", "2020-12-02"), ("2020-04-01", "2020-04-01")),
    *(("2020-03-30", "2020-12-02"), ("2021-01-08", "2021-01-09"), ("2021-01-10", "2021-01-10")),
]
