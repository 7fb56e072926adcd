"""Random dossiers: acts of every kind in any order, with references that dangle, cross or go in circles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from registry.model.dossier import Dossier
from registry.model.kinds import (
    ACTS,
    Act,
    Batch,
    Course,
    CourseSubject,
    DecisionEffect,
    FieldChange,
    Mode,
    Period,
    Plan,
    Record,
    ReportedField,
    ReviewStep,
    ServiceForm,
    Step,
    Succession,
    Summary,
    SuspensionMeasure,
)
from registry.model.tables import Tables
from tests.lifecycle.building import (
    BUREAU,
    COUNTY,
    HEALTH,
    act,
    batch,
    dossier,
    institution,
    plan,
    receipt,
    regulation,
    summary,
    tables,
)

COMMON = st.dates(dt.date(2018, 9, 12), dt.date(2031, 12, 31))
EXTREME = st.sampled_from(
    [dt.date.min, dt.date(1, 12, 31), dt.date(9996, 2, 29), dt.date(9999, 12, 30), dt.date.max]
)
DATES = st.one_of(COMMON, COMMON, COMMON, COMMON, EXTREME)
AUTHORITIES = st.sampled_from([BUREAU, COUNTY, HEALTH, "xuxian-hrss", "nobody"])
BATCHES = st.sampled_from(["2019-1", "2019-2", "2020-1"])
AREAS = st.sampled_from(["yangcheng", "yangqu", "xuxian", "nowhere"])
SYSTEMS = st.sampled_from(["health", "unknown", None])
NAMES = ("one", "two", "three")
KINDS = st.sampled_from(sorted(ACTS))
# What often happens in this order; anything may happen besides.
RECTIFIED = ("rectification-order", "rectification-extension", "rectification-outcome")
STORIES = (
    (),
    ("application", "recommendation", "review"),
    ("application", "review", "succession"),
    (*RECTIFIED, "bar"),
    (*RECTIFIED, "bar", "filing-ended", "decision"),
    (*RECTIFIED, "bar", "decision", "decision", "application"),
    ("suspension", "suspension-lifted", "decision"),
    ("suspension", "decision", "decision"),
    ("application", "transfer", "change", "withdrawal"),
)


@st.composite
def shared_tables(draw: st.DrawFn) -> Tables:
    first = regulation(
        bar_years=draw(st.none() | st.integers(0, 20)),
        annual_deadline=draw(st.sampled_from(["12-31", None])),
        change_fields=draw(st.sampled_from([(ReportedField.NAME,), ()])),
        change_receiver_office=draw(st.sampled_from(["专业技术人员管理处", None])),
        validity_years=draw(st.none() | st.integers(1, 20)),
        decision_publication_from=draw(st.none() | COMMON),
    )
    if draw(st.booleans()):
        return tables(first)
    later = regulation(
        "2022-05-01",
        annual_deadline=draw(st.sampled_from(["02-29", "02-30", "11-30"])),
        deadline_rolls=draw(st.booleans()),
        bar_years=draw(st.integers(0, 5)),
        validity_years=draw(st.none() | st.integers(1, 5)),
        publication_target_days=None,
        recording_target_days=None,
    )
    return tables(first, later)


@st.composite
def acts(draw: st.DrawFn, id_: str) -> list[Act]:
    """Acts of one institution. What one names may exist or not, be later, or be itself."""
    story = draw(st.sampled_from(STORIES))
    dates = sorted(draw(st.lists(COMMON, min_size=len(story), max_size=len(story))))
    events = [*zip(story, dates, strict=True), *draw(st.lists(st.tuples(KINDS, DATES), max_size=8))]
    stems = [f"{date}-{kind}-{number:02}" for number, (kind, date) in enumerate(events, start=1)]
    return [
        act(kind, date, number, id_, **_given(draw, kind, _named(stems, kind), id_))
        for number, (kind, date) in enumerate(events, start=1)
    ]


# What an act usually names; it may name anything.
NAMED = {
    "rectification-extension": "-rectification-order-",
    "rectification-outcome": "-rectification-order-",
    "bar": "-rectification-outcome-",
    "suspension-lifted": "-suspension-",
}


def _named(stems: list[str], kind: str) -> st.SearchStrategy[str]:
    anything = st.sampled_from([*stems, "2020-01-01-nothing"])
    fitting = [each for each in stems if NAMED.get(kind, "-") in each]
    return st.one_of(st.sampled_from(fitting), st.sampled_from(fitting), anything) if fitting else anything


def _given(draw: st.DrawFn, kind: str, named: st.SearchStrategy[str], id_: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for names, values in (
        (("recommendation", "review", "public-notice", "application"), {"batch": BATCHES}),
        (("recommendation",), {"opinion": st.sampled_from(["推荐", "不推荐"])}),
        (("review",), {"result": st.sampled_from(["通过", "不通过", "补正"]), "steps": REVIEW_STEPS}),
        (("rectification-order",), {"due": DATES, "authority": AUTHORITIES}),
        (("rectification-extension",), {"order": named, "due": DATES}),
        (("rectification-outcome",), {"order": named, "result": st.sampled_from(["达到", "未达到"])}),
        (("bar",), {"outcome": named}),
        (("suspension-lifted",), {"suspension": named}),
        (("decision",), {"effect": st.sampled_from([*DecisionEffect])}),
        (("decision",), {"target": st.none() | named, "determined_on": st.none() | DATES}),
        (("decision",), {"result": st.sampled_from([None, "达到", "未达到"])}),
        (("suspension",), {"measure": st.none() | st.sampled_from([*SuspensionMeasure])}),
        (("suspension", "decision"), {"part": st.sampled_from([None, None, "一部分。"])}),
        (("suspension", "decision"), {"until": st.none() | DATES}),
        (("suspension", "decision", "filing-ended"), {"effective_on": st.none() | DATES}),
        (("suspension", "decision", "inspection", "bar"), {"open": st.sampled_from([None, None, False])}),
        (("succession",), {"predecessor": st.sampled_from([*NAMES, "nobody"])}),
        (("transfer",), {"to_area": AREAS, "to_system": SYSTEMS}),
        (("change",), {"reported_on": DATES, "published_on": st.none() | DATES, "changes": CHANGES}),
        (("public-notice",), {"period": st.builds(Period, from_=DATES, to=DATES)}),
    ):
        if kind in names:
            fields |= {name: draw(value) for name, value in values.items()}
    if kind == "application":
        fields["filing"] = institution(id_, area=draw(AREAS), system=draw(SYSTEMS))
    return fields


REVIEW_STEPS = st.lists(
    st.builds(ReviewStep, step=st.sampled_from(["审核", "论证", "考察", "评估"]), date=DATES),
    min_size=1,
    max_size=4,
).map(tuple)
CHANGES = st.lists(
    st.builds(
        FieldChange,
        field=st.sampled_from(["name", "legal_representative"]),
        before=st.text(max_size=3),
        after=st.text(max_size=3),
    ),
    max_size=2,
).map(tuple)
STEPS = st.lists(
    st.builds(
        Step, action=st.sampled_from(["报送", "受理", "通过", "退回"]), date=DATES, authority=AUTHORITIES
    ),
    min_size=1,
    max_size=6,
).map(tuple)
YEARS = st.integers(2018, 2031)


@st.composite
def yearly(draw: st.DrawFn, id_: str) -> list[Plan | Summary]:
    plans = draw(st.lists(st.tuples(YEARS, STEPS), max_size=3, unique_by=lambda each: each[0]))
    years = draw(st.lists(YEARS, max_size=2, unique=True))
    plans_drawn: list[Plan | Summary] = [plan(year, *steps, id_=id_) for year, steps in plans]
    return plans_drawn + [
        summary(year, receipt(f"{year}-12-{draw(st.integers(1, 31)):02}"), id_=id_) for year in years
    ]


@st.composite
def batches(draw: st.DrawFn) -> list[Batch]:
    ids = draw(st.lists(BATCHES, max_size=3, unique=True))
    names = st.lists(st.sampled_from(NAMES), unique=True)
    return [batch(draw(st.none() | DATES), id_, draw(names)) for id_ in ids]


@st.composite
def drawn_records(draw: st.DrawFn, id_: str = "one") -> list[Record]:
    return [*draw(acts(id_)), *draw(yearly(id_))]


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A dossier with batches, and with others that it may succeed."""
    shared, lists = draw(shared_tables()), draw(batches())
    others: list[Dossier] = []
    records = draw(drawn_records())
    if any(isinstance(each, Succession) for each in records):
        others = [dossier(*draw(drawn_records(name)), id_=name, shared=shared) for name in NAMES[1:]]
    return dossier(*records, *lists, shared=shared, others=others)


DAYS = st.one_of(DATES, st.dates())


def course(id_: str = "c01", *months: int) -> Course:
    return Course(
        id=id_,
        title="样例课程",
        subject=CourseSubject.PROFESSIONAL,
        field="护理",
        form=ServiceForm.CONFERENCE,
        mode=Mode.FACE_TO_FACE,
        audience="护理人员",
        persons=50,
        hours=20,
        new_remote_hours=0,
        months=months or (3,),
        place="一号教室",
        teachers="专职教师",
    )
