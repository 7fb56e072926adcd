"""The web forms: every field of a schema, records as the check wants them, from a disk and on a phone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from registry.entry.canonical import lay_out
from registry.entry.web_forms.additions import AdditionPlace
from registry.entry.web_forms.dossier_data import DossierData, StaffData
from registry.json_data import Fields, get_text
from registry.publish.assemble.web_forms import write_data
from registry.publish.pages.web_forms import list_form_kinds
from registry.records.messages import LACKS, explain_errors
from registry.records.record_path import RECORDS
from registry.records.schemas import Schema, Schemas
from registry.records.strict_yaml import parse
from tests.browser.conftest import PHONE
from tests.browser.test_site import assert_accessible
from tests.conftest import CITY, DAY, REPOSITORY, examined, registry

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
KINDS = [each.name for each in list_form_kinds(SCHEMAS.kinds.values())]
# Forms with no kind of field that no other has (a test holds that): the long tests fill them in.
LIKE_OTHERS = {
    *("dissolution", "filing-ended", "public-notice", "recommendation", "rectification-extension"),
    *("rectification-outcome", "repair", "review", "succession", "suspension", "suspension-lifted"),
    *("systems", "waiver", "withdrawal"),
}
OFTEN = [each for each in KINDS if each not in LIKE_OTHERS]
# What of a schema does not make its field another one: words, and bounds, which the check judges.
WORDS = {"title", "description", "examples", "$ref", "pattern", "minLength", "maxLength"}
WORDS |= {"x-article", "x-headings", "x-hint", "x-later", "x-public", "x-rare"}
FILL = (Path(__file__).parent / "fill.js").read_text("utf-8")
# A row of every list, and of a change one field, so that all fields there are stand in the page.
UNFOLD = """() => {
    const empty = () => [...document.querySelectorAll(".list")].filter((each) => !each.querySelector(".row"));
    for (let all; (all = empty()).length; ) {
        all.forEach((each) => each.querySelector(":scope > .rows__controls .button--add").click());
    }
    return [...document.querySelectorAll("[data-schemapath]")].map((each) => each.dataset.schemapath);
}"""
RESULT = """() => {
    document.querySelector(".button--main").click();
    const texts = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent);
    return { faults: texts(".verdict__fault"), file: texts(".file code"), text: texts(".preview code")[0] };
}"""


@pytest.fixture(scope="module")
def disk(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms as somebody keeps them on a disk, without what is known of an institution."""
    folder = tmp_path_factory.mktemp("disk")
    shutil.copytree(site / "forms", folder / "forms", ignore=shutil.ignore_patterns("institutions"))
    shutil.copytree(site / "assets/forms", folder / "assets/forms")
    return folder


def open_form(page: Page, folder: Path, kind: str, id_: str = "") -> None:
    """Open a form by a double click, for an institution."""
    address = (folder / f"forms/{kind}/index.html").as_uri() + (f"?id={id_}" if id_ else "")
    page.goto(address, wait_until="commit")
    page.wait_for_selector("body[data-ready]", state="attached")


def list_paths(schema: Schema, place: str) -> Iterator[str]:
    """The paths of all fields below a place, with 0 for the first of a list's groups."""
    for name, below in SCHEMAS.get_properties(schema):
        here = f"{place}.{name}"
        yield here
        items = SCHEMAS.resolve(below.get("items", {}))
        if "properties" in items:
            yield f"{here}.0"
            yield from list_paths(items, f"{here}.0")
        elif "properties" in below:
            yield from list_paths(below, here)


@pytest.fixture(scope="module")
def city_records() -> dict[str, tuple[str, Any]]:
    """A record of each kind in the tests' city: its path and what it holds."""
    files: dict[str, tuple[str, Any]] = {}
    for file in sorted((CITY / RECORDS).rglob("*.yml")):
        path = file.relative_to(CITY / RECORDS).as_posix()
        matched = SCHEMAS.find_kind(path)
        is_second = matched and "nn" in matched[1] and "[" in matched[0].path
        if matched and matched[0].name not in files and not is_second:
            files[matched[0].name] = path, parse(file.read_bytes()).data
    return files


def list_fields(schema: Schema, depth: int = 0) -> Iterator[tuple[object, ...]]:
    """What makes each field what it is: how deep it lies, its types, and what its schema asks."""
    for _, below in SCHEMAS.get_properties(schema):
        parts = [SCHEMAS.resolve(below), SCHEMAS.resolve(SCHEMAS.resolve(below).get("items", {}))]
        yield depth, *((str(each.get("type")), frozenset({*each} - WORDS)) for each in parts)
        for each in parts:
            yield from list_fields(each, depth + 1)


def test_what_is_filled_in_has_every_kind_of_field() -> None:
    fields = {each: {*list_fields(SCHEMAS.kinds[each].schema)} for each in KINDS}
    assert {*KINDS} >= LIKE_OTHERS
    assert set().union(*fields.values()) == set().union(*(fields[each] for each in OFTEN))


@pytest.mark.parametrize(
    "kinds",
    [pytest.param(OFTEN, id="often"), pytest.param(sorted(LIKE_OTHERS), id="others", marks=pytest.mark.long)],
)
def test_a_record_of_every_kind_comes_out_of_its_form_as_the_check_wants_it(
    page: Page, disk: Path, city_records: dict[str, tuple[str, Any]], tmp_path: Path, kinds: list[str]
) -> None:
    """Every field of the schema is there; a record of the city, filled in anew, is what it was."""
    shutil.copytree(CITY, tmp_path / "city")
    for kind in kinds:
        path, data = city_records[kind]
        id_ = path.split("/")[2] if path.startswith("institutions/") and kind != "application" else ""
        open_form(page, disk, kind, id_)
        page.evaluate(FILL, [data, kind])
        output = page.evaluate(RESULT)
        assert output["faults"] == [], kind
        name, folder = output["file"]
        assert f"{folder}/{name}" == f"{RECORDS}/{path}"
        assert parse(output["text"].encode()).data == data, kind
        assert lay_out(SCHEMAS, kind, output["text"]) == output["text"], kind
        (tmp_path / "city" / RECORDS / path).write_text(output["text"], "utf-8")
        assert {*page.evaluate(UNFOLD)} >= {"root", *list_paths(SCHEMAS.kinds[kind].schema, "root")}, kind
    result = registry("check", "--root", tmp_path / "city", "--format", "json")
    assert result.returncode == 0, [each for each in json.loads(result.stdout) if each["severity"] == "error"]


PASTED = """\
2026年度培训计划
课程名称\t课程类别\t专业领域\t服务形式\t培训方式\t培训对象\t人数\t学时\t拟开班时间\t地点\t师资\t颜色
护理班\t专业课\t护理\t委托培训\t线下\t护士\t８０人\t16学时\t3月上旬、9月\t"本部
二号教室"\t本单位教师\t红
公需班\t公需科目\t公需\t讲座\t面授\t全体\t约200\t24\t5月\t本部\t同上\t
合计\t\t\t\t\t\t280
"""


def test_a_table_is_shown_before_its_rows_are_taken(page: Page, disk: Path) -> None:
    open_form(page, disk, "plan")
    page.locator('[data-schemapath="root.year"] .control').fill("2026")
    place = page.locator('[data-schemapath="root.courses"] > .fold')
    place.locator("summary").click()
    place.locator("textarea").fill(PASTED)
    place.get_by_role("button", name="先看读出的内容").click()
    note = place.locator(".pasted")
    words = note.inner_text()
    assert "护理班\t专业\t护理\t委托培训班\t面授\t护士\t80\t16\t0\t3、9\t本部二号教室" in words
    assert "第 4 行第 4 列：“服务形式”：没有“讲座”这一项" in words
    assert "第 12 列“颜色”：这里没有这一栏" in words
    assert "第 5 行：合计 280" in words
    rows = page.locator('[data-schemapath="root.courses"] > .rows > .row')
    assert rows.count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    note.get_by_role("button", name="放进这 2 行").click()
    assert rows.count() == 2
    assert page.locator('[data-schemapath="root.courses.1.id"] .control').input_value() == "c02"
    place.locator("textarea").fill("护理班\t专业")
    place.get_by_role("button", name="先看读出的内容").click()
    assert "没有认出表头" in note.inner_text()
    # A run that stands ready for what is pasted takes it up.
    open_form(page, disk, "summary")
    page.get_by_role("button", name="添一项开班情况").click()
    field(page, "runs.0.course").fill("c02")
    place = page.locator('[data-schemapath="root.runs"] > .fold')
    place.locator("summary").click()
    place.locator("textarea").fill("课程编号\t实际人数\t实际课时\nc02\t40\t16\nc03\t30\t8")
    place.get_by_role("button", name="先看读出的内容").click()
    # What is filled in while one looks at it stays.
    page.get_by_role("button", name="添一项开班情况").click()
    field(page, "runs.1.course").fill("c09")
    place.get_by_role("button", name="放进这 2 行").click()
    assert page.locator('[data-schemapath="root.runs"] > .rows > .row').count() == 3
    assert field(page, "runs.0.course").input_value() == "c09"


def field(page: Page, path: str) -> Locator:
    """The control of a field."""
    return page.locator(f'[data-schemapath="root.{path}"] .control').first


def test_a_clerk_types_a_record_on_a_phone_and_is_led_to_what_is_wrong(
    light: BrowserContext, disk: Path
) -> None:
    """Choose, fill in, check, hand over; no step is wider than the screen."""
    with light.new_page() as page:
        page.set_viewport_size(PHONE)
        open_form(page, disk, "inspection")
        page.get_by_label("机构").fill("农业技术")
        page.get_by_label("机构").press("Tab")
        page.get_by_role("button", name="演示芦荡农业技术推广学校").click()
        expect(page.locator(".chosen")).to_contain_text("demo-004")
        field(page, "date").fill("2026-11-20")
        field(page, "authority").select_option(label="射阳县人社部门（演示）")
        field(page, "form").select_option(label="现场检查")
        field(page, "heads.0.head").fill("教学设施配套")
        field(page, "conclusion").fill("档案齐全。")
        page.get_by_role("button", name="检查填写的内容").click()
        expect(page.locator(".verdict__bad")).to_contain_text("还有 1 处")
        page.get_by_role("button", name="“考核内容”第 1 项的“情况记载”没有填写").click()
        expect(field(page, "heads.0.text")).to_be_focused()
        page.keyboard.type("设施齐全；C #语言机房 <40> 台。")
        page.keyboard.press("Tab")
        expect(page.locator(".verdict__good")).to_be_visible()
        name, folder = page.locator(".file code").all_inner_texts()
        assert (name, folder.rpartition("/records/")[2]) == (
            "2026-11-20-inspection.yml",
            "records/institutions/sheyang/demo-004/acts",
        )
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        with page.expect_download() as saved:
            page.get_by_role("button", name="下载这个文件").click()
        assert saved.value.suggested_filename == "演示芦荡农业技术推广学校-2026-11-20-inspection.yml"
        data = parse(Path(saved.value.path()).read_bytes()).data
        assert isinstance(data, dict)
        assert data["heads"] == [{"head": "教学设施配套", "text": "设施齐全；C #语言机房 <40> 台。"}]
        assert_accessible(page)
        page.emulate_media(color_scheme="dark")
        assert_accessible(page, "color-contrast")


WRONG: Fields = {
    "year": 1999,
    "type": "年度",
    "courses": [
        {
            "id": "C1",
            "title": "x" * 101,
            "subject": "法规",
            "field": "农业",
            "form": "其他",
            "mode": "面授授课",
            "audience": "农技人员",
            "persons": "约40",
            "hours": 16.3,
            "new_remote_hours": -1,
            "months": [3],
            "place": "本部",
            "teachers": "外",
        }
    ],
    "steps": [{"action": "退回", "date": "2026-02-30", "authority": "市人社局"}],
}


def put_file(page: Page, name: str, data: Fields) -> None:
    """Open a saved record in the form."""
    content = json.dumps(data, ensure_ascii=False).encode()  # JSON is YAML too
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/yaml", "buffer": content})


def test_faults_are_told_in_the_words_of_the_check(page: Page, disk: Path) -> None:
    """Of a file that was begun elsewhere; what is missing is in a form not yet filled in."""
    open_form(page, disk, "plan")
    put_file(page, "2026-11-20-inspection.yml", {"date": "2026-11-20", "conclusion": "档案齐全。"})
    expect(page.locator(".again a")).to_have_attribute("href", "../inspection/index.html")
    put_file(page, "2026.yml", {"year": 2026, "courses": [{"id": "c01", "hour": 16}]})
    expect(page.locator(".again .fault")).to_contain_text("没有放进来：“课程”第 1 项的“hour”")
    put_file(page, "2026.yml", WRONG)
    expect(field(page, "courses.0.title")).to_have_value("x" * 101)
    faults = page.evaluate(RESULT)["faults"]
    fault_objects = explain_errors(SCHEMAS, "plan", WRONG, "plan.yml")
    wrong = {each.message for each in fault_objects if LACKS not in each.message}
    assert len(wrong) > 6
    assert {each for each in faults if "没有填写" not in each} == wrong
    assert [each for each in faults if "没有填写" in each] == [
        "“课程”第 1 项的“其他形式说明”没有填写",
        "“报备环节”第 1 项的“理由”没有填写",
    ]
    # What is chosen from a list is mended by the list, and not by an id as in a file.
    beside = page.locator('[data-schemapath="root.steps.0.authority"] .fault')
    expect(beside).to_have_text("写法不符合要求，现为“市人社局”；改法：从列出的项目中选")


# A promise of the data of an institution, which are on their way.
LOADED = """(id) => {
    const script = document.querySelector(`script[src$="${id}.js"]`);
    window.loaded = new Promise((done) => script.addEventListener("load", () => done(id)));
}"""


def test_what_is_known_of_an_institution_is_filled_in_and_what_was_typed_stays(page: Page, base: str) -> None:
    page.goto(f"{base}forms/plan/", wait_until="commit")
    page.wait_for_selector("body[data-ready]", state="attached")
    field(page, "remarks").fill("附件存档")
    page.get_by_label("机构").fill("demo-004")
    page.get_by_label("机构").press("Tab")
    expect(page.locator(".chosen")).to_contain_text("登记册知道的已经填好")
    expect(field(page, "year")).to_have_value("2027")
    expect(field(page, "steps.1.action")).to_have_value("0")
    expect(field(page, "remarks")).to_have_value("附件存档")
    # Of two that are chosen one after the other the last counts, whichever is there first.
    rows_kept: list[Route] = []
    page.route("**/institutions/demo-001.js", lambda each: rows_kept.append(each))
    for chosen in ("demo-001", "demo-007"):
        page.get_by_label("机构").fill(chosen)
        page.get_by_label("机构").press("Tab")
    expect(page.locator(".chosen")).to_contain_text("demo-007")
    page.evaluate(LOADED, "demo-001")
    rows_kept[0].continue_()
    page.evaluate("() => window.loaded")
    expect(page.locator(".chosen")).to_contain_text("demo-007")
    # What a change finds is the institution's that is chosen last.
    page.on("dialog", lambda each: each.accept())
    page.goto(f"{base}forms/change/?id=demo-003", wait_until="commit")
    field(page, "changes.0.field").select_option(label="办公电话")
    field(page, "changes.0.after").fill("0515-00000099")
    page.get_by_label("机构", exact=True).fill("demo-004")
    page.get_by_label("机构", exact=True).press("Tab")
    expect(page.locator(".chosen")).to_contain_text("demo-004")
    expect(field(page, "changes.0.before")).to_have_value("0515-00000004")
    expect(field(page, "changes.0.after")).to_have_value("0515-00000099")


def test_a_form_that_was_checked_while_blank_goes_on(page: Page, disk: Path) -> None:
    """Who checks first and then fills in is told what is left, in order; a reload loses nothing."""
    # A list is called for before there is one to be published: what is folded asks for nothing.
    open_form(page, disk, "batch", "2027-2")
    page.get_by_role("button", name="检查填写的内容").click()
    page.get_by_role("button", name="“申请时段”没有填写").click()
    expect(field(page, "window.from")).to_be_focused()
    period = {"from": "2027-03-01", "to": "2027-04-01"}
    page.evaluate(FILL, [{"id": "2027-2", "title": "2027年第二批", "window": period}, "batch"])
    assert page.evaluate(RESULT)["faults"] == []
    open_form(page, disk, "change")
    faults = page.locator(".verdict__fault")
    page.get_by_role("button", name="检查填写的内容").click()
    assert faults.all_inner_texts()[:2] == ["“日期”没有填写", "“变更内容”第 1 项的“项目”没有填写"]
    field(page, "changes.0.field").select_option(label="办公电话")
    field(page, "changes.0.after").fill("０５１５－13x")
    page.keyboard.press("Tab")
    expect(faults.nth(1)).to_contain_text("“变更内容”第 1 项的“变更后”写法不符合要求，现为“0515-13x”")
    field(page, "changes.0.after").fill("０５１５－00000013")
    # With the finger down the field is left, and what was wrong with it goes: the button stays where it is.
    page.get_by_role("button", name="添一项变更内容").hover()
    page.mouse.down()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.mouse.up()
    expect(faults.nth(1)).to_contain_text("“变更内容”第 2 项没有填写：填上，或者删去这一项")
    page.locator('[data-schemapath="root.changes.1"]').get_by_role("button", name="删去这一项").click()
    expect(faults.nth(1)).to_have_text("“变更原因”没有填写")
    page.on("dialog", lambda each: each.accept())
    page.reload(wait_until="commit")
    expect(field(page, "changes.0.after")).to_have_value("0515-00000013")
    page.get_by_role("button", name="清除，重新填").click()
    expect(field(page, "changes.0.field")).to_have_value("")


def put_staff_data(folder: Path, id_: str) -> DossierData:
    """Put what staff are given of an institution beside the forms."""
    checked = examined(CITY)
    maker = StaffData(checked.register, checked.schemas, DAY, checked.loaded.files.read)
    data = maker.build(checked.register.dossiers[id_])
    put_data(folder, data)
    return data


def put_data(folder: Path, data: DossierData) -> None:
    path, content = write_data(f"institutions/{data.id}", data.write())
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(content)


def test_a_step_comes_to_the_text_of_its_plan(page: Page, disk: Path) -> None:
    """Where the text is known, as on the staff's site: the whole file, in which nothing else is changed."""
    data = put_staff_data(disk, "demo-001")
    open_form(page, disk, "plan", f"demo-001&path=plans/2027.yml&add={quote('通过')}&authority=city-hrss")
    page.evaluate(FILL, [{"steps": {"date": "2026-11-20"}}, "plan"])
    output = page.evaluate(RESULT)
    open_form(page, disk, "plan", "demo-001")
    page.evaluate(FILL, [parse((CITY / data.folder / "plans/2026.yml").read_bytes()).data, "plan"])
    page.evaluate(RESULT)
    expect(page.locator("#step-4")).to_contain_text("登记册中已有 2026.yml，不能再交一份")
    step = "  - action: 通过\n    date: 2026-11-20\n    authority: city-hrss\n"
    assert output["faults"] == []
    assert output["text"].replace(step, "", 1) == data.texts["plans/2027.yml"]
    assert step in output["text"]


def test_a_correction_names_its_place_by_what_stands_there(page: Page, disk: Path) -> None:
    data = put_staff_data(disk, "demo-001")
    (change,) = (each for each in data.texts if each.startswith("acts/2026-03-09-change"))
    open_form(page, disk, "correction", "demo-001")
    field(page, "file").select_option(label="2026-03-09 变更")
    field(page, "pointer").fill("报备日期")
    offered = page.locator('[data-schemapath="root.pointer"] option')
    expect(offered).to_have_count(1)
    record: Any = parse(data.texts[change].encode()).data
    reported = record["reported_on"]
    expect(offered).to_have_text(f"“报备日期”：{reported}")
    field(page, "pointer").fill("/reported_on")
    field(page, "pointer").press("Tab")
    expect(page.locator('[data-schemapath="root.pointer"]')).to_contain_text(f"“报备日期”：{reported}")
    expect(page.locator('[data-schemapath="root.old"] textarea')).to_have_value(reported)


def test_a_course_that_is_changed_begins_as_it_is_planned(page: Page, disk: Path) -> None:
    """As long as nothing of it was changed, that of another is put in its place."""
    data = put_staff_data(disk, "demo-001")
    record: Any = parse(data.texts["plans/2026.yml"].encode()).data
    # An amendment that one side alone has passed changes nothing yet.
    path, steps = "plans/2026-amendment-2.yml", [{"action": "通过"}]
    half = {"year": 2026, "replace": [record["courses"][1] | {"title": "还没有改的课程"}], "steps": steps}
    step = AdditionPlace(path, "amendment", "通过", 2, "/steps/-")
    texts = {**data.texts, path: json.dumps(half, ensure_ascii=False)}
    put_data(disk, data._replace(texts=texts, additions=[*data.additions, step]))
    open_form(page, disk, "amendment", "demo-001")
    page.locator('[data-schemapath="root.replace"]').get_by_role("button", name="添一项课程").click()
    for course in record["courses"][1:3]:
        field(page, "replace.0.id").select_option(label=f"{course['title']}（{course['id']}）")
        expect(field(page, "replace.0.title")).to_have_value(course["title"])
    field(page, "replace.0.hours").fill("48")
    page.get_by_label(record["courses"][3]["title"]).check()
    field(page, "reason").fill("培训对象增加。")
    output: Any = parse(page.evaluate(RESULT)["text"].encode()).data
    assert output["replace"] == [record["courses"][2] | {"hours": 48}]
    assert output["drop"] == [record["courses"][3]["id"]]
    # What is new gets an id that the plan has not.
    page.locator('[data-schemapath="root.add"]').get_by_role("button", name="添一项课程").click()
    expect(field(page, "add.0.id")).to_have_value(f"c{len(record['courses']) + 1:02}")
    # Of another year there are other courses.
    field(page, "year").fill("2027年")
    field(page, "year").press("Tab")
    expect(page.get_by_label("（a01）")).to_be_visible()
    expect(field(page, "number")).to_be_focused()


def test_numbers_of_a_few_digits_stand_beside_each_other_on_a_phone(page: Page, disk: Path) -> None:
    page.set_viewport_size(PHONE)
    open_form(page, disk, "application")
    names = ["senior", "associate", "intermediate"]
    boxes = [field(page, f"filing.teachers.full_time.{each}").bounding_box() for each in names]
    tops = [box["y"] for box in boxes if box]
    assert tops[0] == tops[1] < tops[2]


def test_an_application_says_what_the_institution_is_now(page: Page, disk: Path) -> None:
    """Which is told by the text of its own file."""
    data = put_staff_data(disk, "demo-007")
    open_form(page, disk, "application", "demo-007")
    expect(field(page, "filing.credit_code")).to_have_value(get_text(data.present, "credit_code"))
