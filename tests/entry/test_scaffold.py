"""`registry new`: the next lawful record of every kind, at its place, and nothing where there is none."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cli.main import build_parser
from registry.cli.new import build_request
from registry.entry.new_files import NewFile, NewFiles, write
from registry.entry.request import NotLawful, RecordRequest, UnknownNameError, find_kind, is_made
from registry.entry.scaffold import make_files
from registry.lifecycle.acts import TABLE, find_moment
from registry.lifecycle.next_records import list_next_yearly
from registry.model.dossier import Dossier
from registry.model.kinds import ACTS, AssessmentHead, ReviewStage
from registry.model.register import Register
from registry.records.form import Prefill, write_form
from registry.records.loader import Document
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from registry.rules.checking import Examined, examine
from registry.rules.table import RULES
from tests.conftest import CITY, DAY, REPOSITORY, examined
from tests.entry.filling import read_form
from tests.handbook import read_code, read_table
from tests.lifecycle.building import BUREAU, act, applied, batch, day, dossier, plan, register_of, step
from tests.lifecycle.strategies import DAYS, course, dossiers
from tests.lifecycle.test_acts import FAILED, LISTED, ORDER, PASSED, RECOMMENDED, SUSPENDED
from tests.lifecycle.test_properties import some

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
KINDS = sorted(each.name for each in SCHEMAS.kinds.values() if is_made(each))
APPLIED = applied("2019-03-08")
PLAN = plan(2021, step("报送", "2020-12-01"), step("通过", "2020-12-20"))
LAWFUL: dict[str, tuple[tuple[Any, ...], str]] = {
    "application": ((), "2019-03-08"),
    "recommendation": ((APPLIED,), "2019-04-08"),
    "review": ((APPLIED, RECOMMENDED), "2019-05-17"),
    "public-notice": ((APPLIED, RECOMMENDED, PASSED), "2019-05-20"),
    "rectification-extension": ((*LISTED, ORDER), "2022-10-01"),
    "rectification-outcome": ((*LISTED, ORDER), "2022-12-20"),
    "bar": ((*LISTED, ORDER, FAILED), "2023-03-20"),
    "suspension-lifted": ((*LISTED, SUSPENDED), "2021-04-01"),
    "amendment": (
        (
            *LISTED,
            plan(
                2021,
                step("报送", "2020-12-01", BUREAU),
                step("通过", "2020-12-20", BUREAU),
                step("通过", "2020-12-20", "yangqu-health"),
            ),
        ),
        "2021-04-01",
    ),
    "summary": ((*LISTED, PLAN), "2021-12-01"),
    "waiver": (LISTED, "2021-04-01"),
}
UNLAWFUL: dict[str, tuple[tuple[Any, ...], str]] = {
    "application": ((APPLIED,), "2019-03-09"),
    "recommendation": ((), "2019-04-08"),
    "review": ((APPLIED,), "2019-05-17"),
    "public-notice": (LISTED, "2019-06-10"),
    "suspension": ((*LISTED, SUSPENDED), "2021-04-01"),
    "decision": ((), "2021-04-01"),
    "amendment": ((*LISTED, plan(2021, step("报送", "2020-12-01"))), "2021-04-01"),
    "assessment": (LISTED, "2020-04-01"),
}
# What no dossier holds.
BESIDE = {"batch", "calendar", "repair", "areas", "systems", "authority", "regulation"}
# What may always be recorded.
ALWAYS = {"correction", "succession", "waiver"}


def register(subject: Dossier) -> Register:
    """A register with one dossier in it, and the data of its first file."""
    path = subject.institution.path
    data = read_form(
        SCHEMAS, "institution", write_form(SCHEMAS, SCHEMAS.kinds["institution"], Prefill()).text
    )
    document = Document(path, "institution", {}, msgspec.json.encode(data))
    return register_of(subject, {path: document})


def new(subject: Dossier, kind: str, on: str | dt.date, *taken: str, **options: Any) -> NewFiles:
    date = on if isinstance(on, dt.date) else day(on)
    if kind == "waiver":
        options.setdefault("rule", "plan-hours")
    return make_files(
        RecordRequest(subject.id, kind, date, **options), register(subject), SCHEMAS, taken.__contains__
    )


def only(form: NewFiles) -> tuple[str, Any]:
    """The path of the only file of a new record, and its data as it is."""
    (file,) = form.files
    return file.path.removeprefix("records/institutions/yangqu/one/"), parse(file.text.encode()).data


@pytest.mark.parametrize("kind", [each for each in KINDS if each not in BESIDE])
def test_a_lawful_record_is_valid_once_it_is_filled_in(kind: str) -> None:
    records, on = LAWFUL.get(kind, (LISTED, "2021-04-01"))
    form = new(dossier(*records), kind, on)
    (file,) = form.files
    data = read_form(SCHEMAS, kind, file.text)
    assert [each.message for each in SCHEMAS.list_errors(kind, data)] == []
    placed = SCHEMAS.find_kind(file.path.removeprefix("records/"))
    assert placed is not None
    assert placed[0].name == kind
    for name in {"date", "year", "number", "rule"} & set(placed[1]):
        assert str(data[name]) == placed[1][name]
    assert file.blanks


def test_what_one_side_has_passed_is_amended_and_not_rewritten() -> None:
    sending, passing = step("报送", "2020-12-01"), step("通过", "2020-12-20", BUREAU)
    assert new(dossier(*LISTED, plan(2021, sending, passing)), "amendment", "2021-04-01").files
    with pytest.raises(NotLawful, match="没有一方通过的直接改计划"):
        new(dossier(*LISTED, plan(2021, sending, passing)), "amendment", "2020-12-19")


@pytest.mark.parametrize("kind", [each for each in KINDS if each not in ALWAYS | BESIDE])
def test_an_unlawful_record_is_refused_with_what_is_lawful(kind: str) -> None:
    records, on = UNLAWFUL.get(kind, ((), "2021-04-01"))
    with pytest.raises(NotLawful) as refused:
        new(dossier(*records), kind, on)
    message = str(refused.value)
    assert SCHEMAS.kinds[kind].title in message
    assert f"one 在 {on} 的状态是“" in message
    if kind in ACTS:
        assert TABLE[ACTS[kind]].needs in message
        assert "现在可以录入的事项：correction（更正）、succession（承继）" in message


def test_the_refusal_says_how_things_stand_what_is_required_and_by_which_article() -> None:
    with pytest.raises(NotLawful) as refused:
        new(dossier(*LISTED), "review", "2021-04-01")
    assert str(refused.value) == (
        "现在不能录入专家评审：one 在 2021-04-01 的状态是“已列入”（2019-1 批次名单已公布）；"
        "本批次已经申请并获推荐之后才能评审，一次申请只有一个最终结果（第八条（三））。\n"
        "现在可以录入的事项：correction（更正）、succession（承继）、application（申请）、change（变更）、"
        "transfer（调整监督关系）、inspection（平时考核）、rectification-order（责令限期整改）、"
        "suspension（暂停开班）、decision（处理决定）、filing-ended（终止报备）、withdrawal（自愿退出）、"
        "dissolution（注销）"
    )


def test_where_a_list_is_awaited_the_refusal_says_where_it_is_recorded() -> None:
    with pytest.raises(NotLawful) as refused:
        new(dossier(APPLIED, RECOMMENDED, PASSED), "plan", "2019-05-20")
    message = str(refused.value)
    assert message.startswith("不能录入年度计划：one 在 2019-05-20 的状态是“通过待公布”；")
    assert "\n现在可以录入的事项：correction（更正）、" in message
    assert message.endswith("；公布名单：registry step 2019-1 批次 公布")


def test_a_barred_institution_cannot_apply_until_the_day_after() -> None:
    bar = act("bar", "2023-03-20", outcome=FAILED.stem)
    subject = dossier(*LISTED, ORDER, FAILED, bar, act("filing-ended", "2023-03-21"))
    with pytest.raises(NotLawful, match=r"至 2026-03-15（含）不得再次报备（第二十条）"):
        new(subject, "application", "2026-03-15")
    assert new(subject, "application", "2026-03-16").files


def test_a_second_of_a_day_gets_the_next_number() -> None:
    folder = "records/institutions/yangqu/one/acts"
    first, second = f"{folder}/2021-04-01-change.yml", f"{folder}/2021-04-01-change-02.yml"
    subject = dossier(*LISTED)
    assert only(new(subject, "change", "2021-04-01"))[0] == "acts/2021-04-01-change.yml"
    assert only(new(subject, "change", "2021-04-01", first))[0] == "acts/2021-04-01-change-02.yml"
    assert only(new(subject, "change", "2021-04-01", first, second))[0] == "acts/2021-04-01-change-03.yml"
    every = [first, *(f"{folder}/2021-04-01-change-{number:02}.yml" for number in range(2, 100))]
    with pytest.raises(NotLawful, match="99 份"):
        new(subject, "change", "2021-04-01", *every)


def test_a_change_states_what_was_before_and_who_receives_it() -> None:
    change = act("change", "2021-03-01", changes=(), reported_on=day("2021-03-01"))
    path, data = only(
        new(dossier(*LISTED, change), "变更", "2021-04-01", fields=("phone", "远程平台", "phone"))
    )
    assert path == "acts/2021-04-01-change.yml"
    assert data["changes"] == [
        {"field": "phone", "before": "0515-00000001", "after": ""},
        {
            "field": "platform",
            "before": None,
            "after": {"name": "", "url": "", "equipment": "", "interactive": None},
        },
    ]
    assert (data["authority"], data["office"]) == (BUREAU, "专业技术人员管理处")


def test_what_has_parts_is_copied_to_be_edited_and_explained() -> None:
    form = new(dossier(*LISTED), "change", "2021-04-01", fields=("师资", "library_volumes"))
    _path, data = only(form)
    teachers, books = data["changes"]
    assert teachers["before"] == teachers["after"]
    assert set(teachers["after"]["full_time"]) == {"senior", "associate", "intermediate", "other"}
    assert (books["before"], books["after"]) == (0, None)
    text = form.files[0].text
    assert "变更后（after）已照变更前抄好，只改有变化的。" in text
    assert [title for title, _ in form.files[0].blanks][:1] == ["专业图书（册）的变更后"]
    assert text.count("正高级：") == 2, "full-time and part-time, of what is to be edited only"
    assert "name 名称、" not in text, "the fields that were not asked for"


def test_a_conversion_asks_for_the_paper_of_the_registering_body() -> None:
    _, plain = only(new(dossier(*LISTED), "change", "2021-04-01", fields=("名称",)))
    _, converted = only(
        new(dossier(*LISTED), "change", "2021-04-01", fields=("统一社会信用代码", "组织形式"))
    )
    assert "document" not in plain
    assert converted["document"] == {"number": "", "date": None}
    assert converted["changes"][0] == {"field": "credit_code", "before": "12320900000000019G", "after": ""}


def test_a_change_is_one_file_and_all() -> None:
    form = new(dossier(*LISTED), "change", "2021-04-01", fields=("phone",))
    assert (len(form.files), form.then) == (1, [])


def test_a_transfer_begins_where_the_institution_stands() -> None:
    form = new(dossier(*LISTED), "transfer", "2021-04-01")
    content = only(form)[1]
    assert (content["from_area"], content["from_system"]) == ("yangqu", "health")
    assert [each for each in form.then if "移到 records/institutions/新地区/ 之下" in each]


def test_what_may_be_named_is_filled_in_where_it_is_one_and_listed_where_there_are_more() -> None:
    second = act("rectification-order", "2022-09-02", due=day("2022-12-15"))
    one = new(dossier(*LISTED, ORDER), "rectification-outcome", "2022-12-20")
    two = new(dossier(*LISTED, ORDER, second), "rectification-outcome", "2022-12-20")
    assert (only(one)[1]["order"], only(one)[1]["authority"]) == (ORDER.stem, BUREAU)
    assert (only(two)[1]["order"], only(two)[1]["authority"]) == ("", "")
    assert f"可填：{ORDER.stem}、{second.stem}。" in two.files[0].text
    assert only(new(dossier(APPLIED, RECOMMENDED), "review", "2019-05-17"))[1]["batch"] == "2019-1"


def test_an_authority_is_filled_in_only_where_no_other_may_act() -> None:
    review = new(dossier(APPLIED, RECOMMENDED), "review", "2019-05-17")
    inspection = new(dossier(*LISTED), "inspection", "2021-04-01")
    assert only(review)[1]["authority"] == BUREAU
    assert only(inspection)[1]["authority"] == ""
    assert (
        "可填：city-hrss（市人社局（演示））、yangqu-health（样例区卫健委（演示））、"
        "yangqu-hrss（样例区人社局（演示））。" in inspection.files[0].text
    )


def test_steps_and_heads_that_must_be_covered_stand_in_the_form() -> None:
    review = only(new(dossier(APPLIED, RECOMMENDED), "review", "2019-05-17"))[1]
    assessment = only(new(dossier(*LISTED), "assessment", "2021-04-01"))
    assert [each["step"] for each in review["steps"]] == list(ReviewStage)
    assert [each["head"] for each in assessment[1]["heads"]] == list(AssessmentHead)
    assert assessment[0] == "assessments/2020.yml"


@pytest.mark.parametrize(
    ("on", "years", "path", "kind"),
    [
        ("2019-06-10", (), "plans/2019.yml", "首次"),
        ("2019-11-20", (2019,), "plans/2020.yml", "年度"),
        ("2020-01-02", (2019,), "plans/2020.yml", "年度"),
        ("2020-11-20", (2019, 2020), "plans/2021.yml", "年度"),
    ],
)
def test_a_plan_is_of_the_first_year_that_has_none(on: str, years: Any, path: str, kind: str) -> None:
    plans = [plan(year, step("报送", f"{year - 1}-12-01")) for year in years]
    text, data = only(new(dossier(*LISTED, *plans), "plan", on))
    assert (text, data["type"]) == (path, kind)
    assert data["steps"] == [
        {"action": "报送", "date": on, "authority": "yangqu-hrss"},
        {"action": "报送", "date": on, "authority": "yangqu-health"},
    ]


def test_a_year_that_no_record_may_state_is_not_taken() -> None:
    assert only(new(dossier(*LISTED), "plan", "2098-12-01", year=2099))[0] == "plans/2099.yml"
    with pytest.raises(NotLawful, match="one 的 2099 年度计划已经有了，一年一份"):
        new(dossier(*LISTED, plan(2099, step("报送", "2098-12-01"))), "plan", "2099-12-01")


def test_a_year_that_has_its_record_is_refused_with_what_to_do_instead() -> None:
    subject = dossier(*LISTED, plan(2021, step("报送", "2020-12-01")))
    there = "records/institutions/yangqu/one/plans/2021.yml"
    with pytest.raises(
        NotLawful, match=f"已有年度计划 {there}；之后发生的用 registry step 添进其中的“报备环节”"
    ):
        new(subject, "plan", "2021-04-01", there, year=2021)


def test_a_summary_has_the_courses_of_the_passed_plan() -> None:
    passing = [
        step(action, on, who)
        for who in ("yangqu-hrss", "yangqu-health")
        for action, on in (("报送", "2020-12-01"), ("受理", "2020-12-02"), ("通过", "2020-12-20"))
    ]
    subject = dossier(*LISTED, plan(2021, *passing, courses=(course("c01"), course("c02"))))
    form = new(subject, "summary", "2021-12-10")
    path, data = only(form)
    assert (path, data["as_of"]) == ("summaries/2021.yml", "2021-12-10")
    assert [each["course"] for each in data["runs"]] == ["c01", "c02"]
    assert "  # c02 样例课程（计划 20 课时、50 人）\n  - course: c02\n" in form.files[0].text
    assert only(new(subject, "summary", "2022-01-10"))[1]["as_of"] == "2021-12-31"


def test_an_amendment_follows_those_before_it() -> None:
    records, on = LAWFUL["amendment"]
    path, data = only(new(dossier(*records), "amendment", on))
    assert (path, data["year"], data["number"]) == ("plans/2021-amendment-1.yml", 2021, 1)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("one", "chang"), "没有 chang 这种记录，是否想写 change（变更）？"),
        (("one", "延长整改"), "没有 延长整改 这种记录，是否想写 rectification-extension（延长整改期限）？"),
        (("one", "机构"), "机构 one 已有档案；"),
        (("one", "x"), "没有 x 这种记录，可以写的有：amendment（计划调整）、"),
        (("ine", "change"), "没有机构 ine，是否想写 one？新机构先录入申请"),
        (("two", "application"), "没有机构 two，新机构先录入申请：registry new two application --area"),
        (("one", "change", {"fields": ("phon",)}), "变更没有 phon 这一项，是否想写 phone？"),
        (
            ("one", "change", {"fields": ("图书",)}),
            "变更没有 图书 这一项，可填：library_volumes（",
        ),
        (("one", "change", {"fields": ("area",)}), "监督地区不用变更，用 transfer（调整监督关系）"),
        (("one", "change", {"fields": ("x",)}), "变更没有 x 这一项，可填：name（名称）、"),
        (("one", "change", {"year": 2021}), "--year 只用于年度计划、计划调整、年度总结、年度考核"),
        (("one", "plan", {"fields": ("phone",)}), "--field 只用于变更"),
        (("one", "plan", {"year": 2100}), "2100 年度太远：现在最多办到 2022 年度"),
        (("one", "waiver"), "用 --rule 写明哪条规则例外，可填：plan-hours（年度计划课时）、"),
        (("one", "waiver", {"rule": "plan-hour"}), "没有规则 plan-hour，是否想写 plan-hours？"),
        (("one", "application", {"area": "yangqu"}), "机构 one 已有档案；"),
        (("Two", "application", {"area": "yangqu"}), "“机构编号”写法不符合要求"),
        (
            ("two", "application", {"area": "yangq"}),
            "没有地区 yangq，是否想写 yangqu？可填：yangcheng（yangcheng）、",
        ),
        (("two", "application", {"area": "x"}), "没有地区 x，可填：yangcheng（yangcheng）、"),
        (("2019/1", "batch"), "“批次编号”写法不符合要求"),
    ],
)
def test_what_is_not_understood_is_told_with_what_may_be_meant(asked: Any, message: str) -> None:
    id_, kind, *options = asked
    request = RecordRequest(id_, kind, day("2021-04-01"), **(options[0] if options else {}))
    with pytest.raises(UnknownNameError) as refused:
        make_files(request, register(dossier(*LISTED)), SCHEMAS, lambda _: False)
    assert str(refused.value).startswith(message)


def test_rare_fields_are_asked_for_by_name_or_title_and_what_is_shown_anyway_is_no_mistake() -> None:
    texts = {
        new(dossier(*LISTED), "decision", "2021-04-01", rare=words).files[0].text
        for words in (("served_on",), ("送达日期",), ("送达日期", "text", "决定内容"))
    }
    assert len(texts) == 1
    assert "\nserved_on:" in texts.pop()


def test_a_rare_field_that_is_not_known_is_told_with_what_may_be_meant() -> None:
    with pytest.raises(
        UnknownNameError, match="--with 写的 送达日 不是处理决定中少用的字段，是否想写 送达日期？"
    ):
        new(dossier(*LISTED), "decision", "2021-04-01", rare=("送达日",))


def test_a_rule_without_exceptions_cannot_be_waived() -> None:
    with pytest.raises(NotLawful, match="规则 ids-unique 不能例外；可填：plan-hours"):
        new(dossier(*LISTED), "waiver", "2021-04-01", rule="ids-unique")


def test_a_dossier_that_cannot_be_read_is_named_with_its_faulty_files() -> None:
    broken = frozenset({"records/institutions/yangqu/one/acts/2021-04-01-change.yml"})
    subject = replace(register_of(dossier(*LISTED), invalid=broken), dossiers={})
    with pytest.raises(UnknownNameError, match=r"acts/2021-04-01-change\.yml 还没有填好，或者有错误.*先填好"):
        make_files(RecordRequest("one", "change", day("2021-04-01")), subject, SCHEMAS, lambda _: False)


def test_kinds_are_known_by_name_and_title() -> None:
    for name in KINDS:
        assert find_kind(SCHEMAS, name).name == name
        assert find_kind(SCHEMAS, SCHEMAS.kinds[name].title).name == name


def test_a_batch_is_written_once() -> None:
    form = make_files(RecordRequest("2026-12", "batch", DAY), register(dossier()), SCHEMAS, lambda _: False)
    (file,) = form.files
    data = read_form(SCHEMAS, "batch", file.text)
    assert (file.path, data["id"], data["title"]) == (
        "records/batches/2026-12.yml",
        "2026-12",
        "2026年第十二批",
    )
    assert SCHEMAS.is_valid("batch", data)
    with pytest.raises(
        NotLawful, match=r"已有批次 records/batches/2026-12\.yml；之后发生的用 registry step 添进.*“公布”"
    ):
        make_files(RecordRequest("2026-12", "batch", DAY), register(dossier()), SCHEMAS, lambda _: True)


def test_the_calendar_of_a_year_has_a_form_with_its_holidays() -> None:
    form = make_files(RecordRequest("2028", "calendar", DAY), register(dossier()), SCHEMAS, lambda _: False)
    (file,) = form.files
    assert file.path == "records/calendar/2028.yml"
    data = read_form(SCHEMAS, "calendar", file.text)
    assert SCHEMAS.is_valid("calendar", data)
    assert data["year"] == 2028
    assert [each["name"] for each in data["days_off"]][:2] == ["元旦", "春节"]
    with pytest.raises(NotLawful, match=r"已有工作日历 records/calendar/2028\.yml"):
        make_files(RecordRequest("2028", "工作日历", DAY), register(dossier()), SCHEMAS, lambda _: True)


@pytest.mark.parametrize(
    ("year", "message"), [("one", "registry new 2022 calendar"), ("1998", "2018"), ("², ", "写年份")]
)
def test_a_calendar_is_asked_for_by_its_year(year: str, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        make_files(
            RecordRequest(year, "calendar", day("2021-04-01")), register(dossier()), SCHEMAS, lambda _: False
        )


def table(tmp_path: Path, name: str, text: str) -> Path:
    file = tmp_path / "records" / f"{name}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("word", ["system", "systems", "系统", "系统表"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("systems: []\n", ""),
        ("systems:\n  - id: one\n    name: 甲\n", ""),
        ("systems:\n- id: one\n  name: 甲", ""),
        ("systems:\n  - id: one\n    name: 甲\n", "\n# 表外的说明\nremarks: 备注\n"),
    ],
)
def test_a_row_goes_to_the_end_of_its_table_and_the_rest_stays(
    tmp_path: Path, word: str, before: str, after: str
) -> None:
    file = table(tmp_path, "systems", before + after)
    old = parse(file.read_bytes()).data
    form = make_files(RecordRequest("two", word, DAY), register(dossier()), SCHEMAS, lambda _: True)
    (new_file,) = write(tmp_path, form.files)
    text = file.read_text("utf-8")
    (blank,) = new_file.blanks
    assert text.splitlines()[blank[1] - 1].lstrip() == 'name: ""'
    data = read_form(SCHEMAS, "systems", text)
    assert data["systems"] == [*old["systems"], {"id": "two", "name": "卫生健康"}]
    assert data.get("remarks") == old.get("remarks")
    assert text.startswith(before.removesuffix(" []\n").rstrip("\n"))
    assert text.endswith(after)
    assert [*file.parent.iterdir()] == [file]


@pytest.mark.parametrize(
    "text",
    ["systems: [{id: one, name: 甲}]\n", "systems: 无\n", "systems: {}\n", "systems:\n  []\n", "a: b\n", ""],
)
def test_a_table_that_takes_no_row_stays_as_it_is(tmp_path: Path, text: str) -> None:
    file = table(tmp_path, "systems", text)
    form = make_files(RecordRequest("two", "system", DAY), register(dossier()), SCHEMAS, lambda _: True)
    with pytest.raises(UnknownNameError, match="表中的 systems 不是一行一项"):
        write(tmp_path, form.files)
    assert file.read_text("utf-8") == text
    assert [*file.parent.iterdir()] == [file]


def test_an_area_names_its_office_or_how_to_record_it(tmp_path: Path) -> None:
    file = table(tmp_path, "areas", "areas:\n")
    form = make_files(RecordRequest("hubian", "area", DAY), register(dossier()), SCHEMAS, lambda _: True)
    (new_file,) = write(tmp_path, form.files)
    assert "city-hrss（" in new_file.text
    assert "registry new hubian-hrss authority --area hubian。" in new_file.text
    assert SCHEMAS.is_valid("areas", read_form(SCHEMAS, "areas", file.read_text("utf-8")))
    with pytest.raises(NotLawful, match="已有地区 yangqu；编号不重复使用"):
        make_files(RecordRequest("yangqu", "area", DAY), register(dossier()), SCHEMAS, lambda _: True)


def test_an_authority_of_an_area_is_a_file_of_its_own() -> None:
    form = make_files(
        RecordRequest("hubian-rsj", "机关", DAY, area="hubian"), register(dossier()), SCHEMAS, lambda _: False
    )
    (file,) = form.files
    data = read_form(SCHEMAS, "authority", file.text)
    assert (file.path, data["areas"]) == ("records/authorities/hubian-rsj.yml", ["hubian"])
    assert SCHEMAS.is_valid("authority", data)


def test_a_regulation_says_nothing_of_the_law_that_its_city_has_not_written_down() -> None:
    form = make_files(RecordRequest("next", "regulation", DAY), register(dossier()), SCHEMAS, lambda _: False)
    (file,) = form.files
    data = read_form(SCHEMAS, "regulation", file.text)
    assert SCHEMAS.is_valid("regulation", data)
    assert data["parameters"] == {"publication_target_days": 20}
    assert (data["city_area"], data["city_authority"]) == ("yangcheng", BUREAU)
    rows = {each["basis"]: each["article"] for each in data["citations"]}
    assert rows.keys() >= {rule.article for rule in RULES.values() if rule.article}
    assert {*rows.values()} == {None}
    for name, below in SCHEMAS.get_properties(SCHEMAS.resolve_path("regulation", ["parameters"])[-1]):
        if "x-open" in below and name not in data["parameters"]:
            assert f"# {below['title']}（待填）：{below['description']}" in file.text
            assert f"\n  # {name}:" in file.text


def test_a_new_institution_is_one_file_that_asks_for_everything() -> None:
    opened = batch(None, "2019-2")
    shared = replace(register(dossier()), batches={"2019-2": opened})
    form = make_files(
        RecordRequest("two", "application", day("2019-03-08"), area="yangqu"),
        shared,
        SCHEMAS,
        lambda _: False,
    )
    (application,) = form.files
    assert application.path == "records/institutions/yangqu/two/acts/2019-03-08-application.yml"
    data = read_form(SCHEMAS, "application", application.text)
    filing = data["filing"]
    assert (SCHEMAS.is_valid("application", data), SCHEMAS.is_valid("institution", filing)) == (True, True)
    assert (filing["id"], filing["area"], data["batch"]) == ("two", "yangqu", "2019-2")
    assert len(filing["management_systems"]) == 8
    assert "  # 名称：登记证书上的全称。例：演示甲培训中心\n  name: " in application.text
    assert "可填：health（卫生健康）" in application.text


def test_an_application_of_one_that_is_known_has_what_it_is_now() -> None:
    (again,) = new(dossier(), "application", "2019-03-08").files
    assert "已照现在的情况填好" in again.text


def test_what_may_be_written_is_listed_where_the_description_does_not_list_it_word_for_word() -> None:
    (yearly,) = new(dossier(*LISTED), "plan", "2019-06-10").files
    assert "# 科目：公需科目或专业科目。可填：公需、专业。\n" in yearly.text
    (opinion,) = new(dossier(APPLIED), "recommendation", "2019-04-08").files
    assert "# 意见：推荐或不推荐。\n" in opinion.text


def test_all_files_are_written_or_none_and_none_is_overwritten(tmp_path: Path) -> None:
    files = [NewFile(f"records/batches/2030-{number}.yml", "a: 1\n", []) for number in (1, 2)]
    second = tmp_path / files[1].path
    second.parent.mkdir(parents=True)
    second.write_text("是别人的\n", "utf-8")
    with pytest.raises(FileExistsError):
        write(tmp_path, files)
    assert not (tmp_path / files[0].path).exists()
    assert second.read_text("utf-8") == "是别人的\n"


@pytest.fixture(scope="module")
def city() -> Examined:
    return examined(CITY)


def test_every_record_offered_for_the_city_can_be_filled_in(city: Examined) -> None:
    count = 0
    for id_, subject in city.register.dossiers.items():
        kinds = [name for name, cls in ACTS.items() if TABLE[cls].among(find_moment(subject, DAY))]
        years = dict(list_next_yearly(subject, SCHEMAS, DAY))
        for kind in [*kinds, *(each.name for each in years)]:
            (file,) = make_files(RecordRequest(id_, kind, DAY), city.register, SCHEMAS, lambda _: False).files
            data = read_form(SCHEMAS, kind, file.text)
            assert SCHEMAS.is_valid(kind, data), file
            assert kind in ACTS or f"{file.path}" in years.values()
            count += 1
    assert count > 300


# What it says to write, but for words that stand for others, a repair, which says what is repaired, and a
# bar: in the city no determination lacks one.
OF_NEW = re.compile(
    r"registry new (?!机构编号 (?:种类|事项|(?:repair|bar)\b)|institutions/|年份|新编号 institution)"
)
# An institution of which a record of the kind may be made; of all others demo-013's.
FOR_KIND = {
    "申请": "demo-002",
    "recommendation": "demo-048",
    "review": "demo-048",
    "rectification": "demo-032",
    "suspension-lifted": "demo-021",
    "public-notice": "demo-051",
}


def test_every_command_of_the_handbook_makes_a_record(city: Examined) -> None:
    commands = {each.removeprefix("registry ").strip() for each in read_code() if OF_NEW.match(each)}
    assert len(commands) > 30
    for command in sorted(commands):
        id_ = next((id_ for kind, id_ in FOR_KIND.items() if f" {kind}" in command), "demo-013")
        words = command.replace("机构编号", id_).replace("新编号", "demo-060").replace("地区", "tinghu")
        words = words.replace("生效的日期", f"{DAY}").replace("规则代码", "plan-hours")
        words = words.replace(f"{DAY.year}-1 ", f"{DAY.year}-9 ")  # the city has the first
        arguments = build_parser().parse_args(words.split())
        arguments.on = arguments.on or DAY
        form = make_files(
            build_request(arguments), city.register, SCHEMAS, lambda path: (CITY / path).exists()
        )
        assert form.files, command


def test_the_handbook_names_every_kind() -> None:
    words = {word for line in read_table() for word in line.split()}
    assert {each for each in KINDS if each not in words and each.removesuffix("s") not in words} == set()


def test_a_change_made_so_passes_the_check(city: Examined, tmp_path: Path) -> None:
    root = tmp_path / "register"
    shutil.copytree(CITY / "records", root / "records")
    request = RecordRequest("demo-013", "change", DAY, fields=("phone",))
    (file,) = make_files(request, city.register, SCHEMAS, lambda _: False).files
    write(root, [file])
    before = examine(root, DAY).findings
    assert [each.line for each in before if each.severity == "error"] == [line for _, line in file.blanks]
    text = file.text.replace('after: ""', 'after: "0515-00000099"').replace(
        'reason: ""', 'reason: "换了号码。"'
    )
    (root / file.path).write_text(text.replace("reported_on:\n", "reported_on: 2026-11-23\n"), "utf-8")
    assert examine(root, DAY).lawful


@some
@given(dossiers(), st.sampled_from([each for each in KINDS if each not in BESIDE]), DAYS)
def test_a_record_is_made_exactly_where_the_table_allows_it(subject: Dossier, kind: str, on: dt.date) -> None:
    try:
        form = new(subject, kind, on)
    except NotLawful:
        form = None
    if kind in ACTS:
        assert (form is not None) == bool(TABLE[ACTS[kind]].among(find_moment(subject, on)))
    if form:
        assert not parse(form.files[0].text.encode()).faults


@some
@given(dossiers(), DAYS)
def test_what_is_offered_each_year_is_total(subject: Dossier, on: dt.date) -> None:
    for kind, path in list_next_yearly(subject, SCHEMAS, on):
        assert SCHEMAS.find_kind(path.removeprefix("records/")) is not None
        assert kind.name in ("plan", "amendment", "summary", "assessment")
