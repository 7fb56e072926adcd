"""Search as a reader uses it: by any word, by the address, by the keyboard, without script."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.publish.folding import find_initials, fold
from registry.publish.search.packing import hash_text

LATEST = "2026年第一批"


def names(page: Page) -> list[str]:
    return page.locator("#found-institutions .hit__title a").all_inner_texts()


def courses(page: Page) -> list[str]:
    return page.locator("#found-courses .hit__title").all_inner_texts()


def ask(page: Page, base: str, query: str) -> None:
    page.goto(f"{base}search/?{query}")
    expect(page.locator("#found")).to_contain_text("找到")


def test_the_header_of_any_page_leads_to_what_was_typed(page: Page, base: str) -> None:
    page.goto(base + "rules/plan-hours/")
    page.get_by_label("查机构或课程").fill("软件")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/register/search/\?q=%E8%BD%AF%E4%BB%B6$"))
    expect(page.locator("#found")).to_contain_text("找到")
    assert "演示海棠软件人才培训中心" in names(page)
    assert "工业软件应用与数据采集专题班" in courses(page)
    assert page.get_by_label("机构名称、曾用名").input_value() == "软件"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("q=云帆教育", "样例云帆职业培训学校"),
        ("q=匠心建筑", "样例匠心智能建造培训学校"),
        ("q=12320924000000246E", "演示芦荡农业技术推广学校"),
        ("q=12320924000000246e", "演示芦荡农业技术推广学校"),
        ("q=yshtrj", "演示海棠软件人才培训中心"),
        ("q=htrj", "演示海棠软件人才培训中心"),
        ("q=demo-004", "演示芦荡农业技术推广学校"),
        ("q=海棠 开发区", "演示海棠软件人才培训中心"),
        ("q=（海棠）软件", "演示海棠软件人才培训中心"),
    ],
)
def test_an_institution_is_found_by(reader: Page, base: str, query: str, name: str) -> None:
    ask(reader, base, query)
    assert names(reader) == [name]


def test_a_former_name_is_told_with_the_hit(reader: Page, base: str) -> None:
    ask(reader, base, "q=云帆教育")
    expect(reader.locator("#found-institutions .hit")).to_contain_text("曾用名：样例云帆教育培训学校")


@pytest.mark.parametrize("number", ["盐人社演〔2019〕6号", "盐人社演[2019]6号", "盐人社演 2019 6号"])
def test_a_document_number_finds_all_that_it_lists(reader: Page, base: str, site: Path, number: str) -> None:
    ask(reader, base, f"q={number}")
    batch = (site / "batches" / "2019-1" / "index.html").read_text("utf-8")
    listed = set(re.findall(r"institutions/(demo-\d+)/", batch))
    found = reader.locator("#found-institutions .hit__title a").evaluate_all(
        "all => all.map((each) => each.href)"
    )
    assert {each.rstrip("/").rpartition("/")[2] for each in found} == listed


def test_a_word_in_the_middle_of_a_course_finds_it_and_leads_to_its_verification(
    reader: Page, base: str
) -> None:
    ask(reader, base, "q=绿色高产")
    assert "稻麦绿色高产栽培技术" in courses(reader)
    reader.get_by_role("link", name="查验 演示芦荡农业技术推广学校 的“稻麦绿色高产栽培技术”").click()
    expect(reader.locator("#answer")).to_contain_text("要连同办班的日期才能查验")


def test_a_course_is_found_by_the_initials_of_its_pinyin(reader: Page, base: str) -> None:
    ask(reader, base, "q=lsgc")
    assert "稻麦绿色高产栽培技术" in courses(reader)


def test_every_course_of_the_register_is_found_by_the_middle_of_its_title(
    reader: Page, base: str, site: Path
) -> None:
    ask(reader, base, "q=护理")
    titles = {
        each["title"]
        for file in (site / "verify").glob("*.json")
        for each in json.loads(file.read_text("utf-8"))["courses"]
    }
    assert len(titles) > 200
    missed = []
    for title in sorted(titles)[::15]:
        middle = fold(title)[2:6]
        reader.get_by_label("机构名称、曾用名").fill(middle)
        expect(reader).to_have_url(re.compile("q="))
        found = reader.locator("#found-courses .hits")
        try:
            expect(found).to_contain_text(title, timeout=3000)
        except AssertionError:
            if reader.locator("#found-courses > button").is_visible():
                continue
            missed.append(title)
    assert missed == []


def test_filters_stand_in_the_address_and_hold_after_a_reload(page: Page, base: str, site: Path) -> None:
    page.goto(base + "search/")
    page.get_by_label("监督地区", exact=True).select_option("tinghu")
    page.get_by_label("状态").select_option("listed")
    expect(page).to_have_url(re.compile(r"\?area=tinghu&status=listed$"))
    expect(page.locator("#found")).to_contain_text("找到")
    found = names(page)
    listed = (site / "search" / "area-tinghu" / "index.html").read_text("utf-8")
    assert found
    assert all(name in listed for name in found)
    page.reload()
    expect(page.locator("#found-institutions .hit")).to_have_count(len(found))
    assert names(page) == found
    assert page.get_by_label("状态").input_value() == "listed"


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("field=护理", "护理"),
        ("mode=远程", "远程"),
        ("status=suspended", "暂停开班"),
        ("batch=2026-1", LATEST),
    ],
)
def test_each_filter_leaves_what_has_it(reader: Page, base: str, query: str, right: str) -> None:
    ask(reader, base, query)
    hits = reader.locator("#found-institutions .hit").all_inner_texts()
    assert hits
    assert all(right in each for each in hits)


def test_a_filter_that_does_not_exist_is_left_out(reader: Page, base: str) -> None:
    ask(reader, base, "area=nowhere&q=海棠")
    assert names(reader) == ["演示海棠软件人才培训中心"]
    expect(reader).to_have_url(re.compile(r"search/\?q=[^&]*$"))


def test_sorting(reader: Page, base: str) -> None:
    ask(reader, base, "sort=recent")
    expect(reader.locator("#found-institutions .hit").first).to_contain_text(LATEST)
    ask(reader, base, "sort=name")
    by_name = names(reader)
    collated = reader.evaluate("all => [...all].sort(new Intl.Collator('zh-Hans-CN').compare)", by_name)
    assert by_name == collated
    ask(reader, base, "sort=area&status=listed")
    areas = [
        each.split(" · ")[0]
        for each in reader.locator("#found-institutions .hit__note:last-child").all_inner_texts()
    ]
    assert areas == sorted(areas, key=areas.index)
    assert len(set(areas)) == len(
        [each for each, before in zip(areas, ["", *areas], strict=False) if each != before]
    )


def test_more_hits_come_at_a_press_and_the_focus_goes_on(reader: Page, base: str) -> None:
    ask(reader, base, "sort=name")
    hits = reader.locator("#found-institutions .hit")
    assert hits.count() == 20
    reader.get_by_role("button", name="再显示一些机构").click()
    focused = reader.evaluate("document.activeElement.textContent")
    assert focused == names(reader)[20]
    assert hits.count() == 27
    expect(reader.get_by_role("button", name="再显示一些机构")).to_be_hidden()


def test_more_hits_come_until_all_are_shown(reader: Page, base: str) -> None:
    ask(reader, base, "q=新课")
    hits = reader.locator("#found-courses .hit")
    button = reader.get_by_role("button", name="再显示一些课程")
    for shown in (20, 40):
        assert hits.count() == shown
        button.click()
    while button.is_visible():
        button.click()
    expect(reader.locator("#found")).to_contain_text(f"、{hits.count()} 门课程")


def test_the_number_of_hits_is_announced_and_nothing_found_says_what_to_do(reader: Page, base: str) -> None:
    ask(reader, base, "q=海棠")
    assert reader.locator("#found").get_attribute("role") == "status"
    reader.get_by_label("机构名称、曾用名").fill("没有这样的机构")
    expect(reader.get_by_role("status")).to_contain_text("找到 0 个机构、0 门课程。可以换一个词")


def test_by_keyboard_from_the_header_to_a_dossier(page: Page, base: str) -> None:
    page.goto(base)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.header-search input')"):
            break
    page.keyboard.type("海棠")
    page.keyboard.press("Enter")
    expect(page.locator("#found-institutions .hit")).to_have_count(1)
    page.get_by_label("机构名称、曾用名").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hit a')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("演示海棠软件人才培训中心")


def test_letters_of_an_input_method_are_not_looked_up(reader: Page, base: str) -> None:
    ask(reader, base, "q=海棠")
    reader.get_by_label("机构名称、曾用名").evaluate(
        """each => {
            each.value = "ruan";
            each.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
        }"""
    )
    assert names(reader) == ["演示海棠软件人才培训中心"]
    reader.get_by_label("机构名称、曾用名").evaluate(
        """each => {
            each.value = "芦荡";
            each.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }"""
    )
    expect(reader.locator("#found-institutions .hit__title a")).to_have_text("演示芦荡农业技术推广学校")


def test_without_script_the_lists_lead_to_a_dossier(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(base)
    page.get_by_label("查机构或课程").fill("护理")
    page.keyboard.press("Enter")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("#finder")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^护理")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("领域：护理")
    page.locator("table.list a").first.click()
    expect(page.locator(".status")).to_be_visible()
    context.close()


def test_where_the_data_cannot_be_had_the_page_says_so(page: Page, base: str) -> None:
    page.route("**/institutions.json", lambda route: route.abort())
    page.goto(base + "search/?q=海棠")
    expect(page.locator("#found")).to_contain_text("没有取到")
    expect(page.locator("#browse")).to_be_visible()


def test_script_and_generator_compare_texts_alike(reader: Page, base: str) -> None:
    texts = ["盐人社发〔2018〕 223号", "ＡＢ－甲（乙）", "护理", "𠮷林 Ⅳ", "样例银行学校", "①½é"]
    reader.goto(base + "search/")
    script = """async ([address, texts]) => {
        const { fold, hash } = await import(address);
        return texts.map((each) => [fold(each), hash(each)]);
    }"""
    told = reader.evaluate(script, [base + "assets/lookup.js", texts])
    assert told == [[fold(each), hash_text(each)] for each in texts]


def test_initials_of_every_name_agree(reader: Page, base: str, site: Path) -> None:
    reader.goto(base + "search/")
    script = """async (address) => {
        const { institutions } = await import(address);
        return (await institutions()).rows.map((each) => [each.name, each.spelled[0]]);
    }"""
    told = reader.evaluate(script, base + "assets/lookup.js")
    assert len(told) == len({*(site / "institutions").glob("*/index.html")}) > 20
    assert told == [[name, find_initials(name)] for name, _ in told]


def test_the_header_input_is_on_every_page(site: Path) -> None:
    without = [file for file in site.rglob("*.html") if "header-search" not in file.read_text("utf-8")]
    assert not without
