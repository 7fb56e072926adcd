"""Search as a reader uses it: by any word, by the address, by the keyboard, without script."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, Route, expect

from registry.publish.folding import fold, spell
from registry.publish.search.packing import hash_text
from tests.browser.conftest import PHONE
from tests.browser.serving import turn_to

LATEST = "2026年第一批"
FIELD = "机构名称、信用代码"


def names(page: Page) -> list[str]:
    return page.locator("#found-institutions .hit__title a").all_inner_texts()


def courses(page: Page) -> list[str]:
    return page.locator("#found-courses .hit__title").all_inner_texts()


def ask(page: Page, base: str, query: str) -> None:
    page.goto(f"{base}search/?{query}")
    expect(page.locator("#found")).to_contain_text("找")


def turn(page: Page, base: str, query: str) -> None:
    """Ask where no more than what is found matters: the page that is there may find it."""
    page.evaluate("document.querySelector('#found')?.replaceChildren()")
    turn_to(page, f"{base}search/?{query}", "search")
    expect(page.locator("#found")).to_contain_text("找")


def test_the_header_of_any_page_leads_to_what_was_typed(page: Page, base: str) -> None:
    page.goto(base + "rules/plan-hours/")
    page.get_by_label("查机构或课程").fill("软件")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/register/search/\?q=%E8%BD%AF%E4%BB%B6$"))
    expect(page.locator("#found")).to_contain_text("找到")
    assert "演示海棠软件人才培训中心" in names(page)
    assert "前端工程化与移动应用开发" in courses(page)
    assert page.get_by_label(FIELD).input_value() == "软件"


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
    turn(reader, base, query)
    assert names(reader) == [name]


def test_a_former_name_is_told_with_the_hit(reader: Page, base: str) -> None:
    turn(reader, base, "q=云帆教育")
    expect(reader.locator("#found-institutions .hit")).to_contain_text("曾用名：样例云帆教育培训学校")


@pytest.mark.parametrize("number", ["盐人社演〔2019〕6号", "盐人社演[2019]6号", "盐人社演 2019 6号"])
def test_a_document_number_finds_all_that_it_lists(reader: Page, base: str, site: Path, number: str) -> None:
    turn(reader, base, f"q={number}")
    batch = (site / "batches" / "2019-1" / "index.html").read_text("utf-8")
    ids = set(re.findall(r"institutions/(demo-\d+)/", batch))
    hits = reader.locator("#found-institutions .hit__title a").evaluate_all(
        "all => all.map((each) => each.href)"
    )
    assert {each.rstrip("/").rpartition("/")[2] for each in hits} == ids


def test_a_course_tells_when_where_and_whom_to_call_and_leads_to_its_verification(
    reader: Page, base: str
) -> None:
    ask(reader, base, "q=老年护理")
    hit = reader.locator("#found-courses .hit", has_text="演示临海卫生健康职业培训学校")
    facts = ["2026年12月", "射阳县", "收费未载明", "电话 0515-00000033", "查验"]
    expect(hit.locator(".hit__facts > span")).to_have_text(facts)
    expect(hit.locator(".hit__note").last).to_contain_text("32 课时")
    expect(hit.get_by_role("link", name="0515-00000033")).to_have_attribute("href", "tel:051500000033")
    reader.get_by_role(
        "link", name="查验 演示临海卫生健康职业培训学校 的“老年护理与安宁疗护专题培训”"
    ).click()
    expect(reader.locator("#answer")).to_contain_text("要连同开班日期才能查验")


def test_a_course_whose_plan_has_not_passed_comes_last_and_is_marked(reader: Page, base: str) -> None:
    ask(reader, base, "q=护理")
    more, hits = reader.get_by_role("button", name="再显示一些课程"), reader.locator("#found-courses .hit")
    while more.is_visible():
        number = hits.count()
        more.click()
        expect(hits).not_to_have_count(number)
    marks = ["未见通过记录" in each for each in courses(reader)]
    assert marks == sorted(marks)
    assert True in marks


def test_past_courses_are_a_count_that_opens(reader: Page, base: str) -> None:
    ask(reader, base, "q=绿色高产")
    summary = reader.locator("#found-past summary")
    expect(summary).to_have_text(re.compile("以前的课程（[1-9]"))
    expect(reader.locator("#found-past .hit")).to_have_count(0)
    summary.click()
    expect(reader.locator("#found-past .hit").first).to_contain_text("稻麦绿色高产栽培技术")


def test_where_only_past_courses_fit_what_is_on_now_is_offered(reader: Page, base: str) -> None:
    turn(reader, base, "q=亭湖 旅游")
    expect(reader.locator("#found")).to_contain_text("门以前的课程。现在可以只找“旅游”。")
    reader.locator("#found a").click()
    expect(reader.locator("#found")).to_contain_text("找到")
    assert names(reader)


def test_what_may_be_meant_is_offered_and_the_document_of_the_rules_leads_to_their_page(
    reader: Page, base: str
) -> None:
    turn(reader, base, "q=青松护里")
    expect(reader.locator("#found")).to_contain_text("没有找到“青松护里”。您是不是要找")
    assert names(reader) == ["演示青松护理培训中心"]
    turn(reader, base, "q=青松护理 火星")
    expect(reader.locator("#found")).to_contain_text(
        "没有同时符合“青松护理 火星”的。只找“青松护理”：1 个机构"
    )
    turn(reader, base, "q=盐人社发〔2018〕223号")
    expect(reader.locator("#found-pages a")).to_have_attribute("href", re.compile("regulation/$"))
    turn(reader, base, "q=信息有误 更正")
    assert reader.locator("#found").inner_text() == "找到 1 个页面。"
    assert reader.locator("#found-past").is_hidden()
    page = reader.get_by_role("link", name="怎样反映错误", exact=True)
    expect(page).to_have_attribute("href", re.compile("publication/#corrections$"))
    turn(reader, base, "q=公需")  # where there is no institution, none are counted
    expect(reader.locator("#found")).to_have_text(re.compile(r"^找到 \d+ 门课程。$"))


def test_filters_stand_in_the_address_and_hold_after_a_reload(page: Page, base: str, site: Path) -> None:
    page.goto(urljoin(base, "/") + "/search/")  # two slashes, as links that were put together may have
    page.get_by_label("监督地区", exact=True).select_option("tinghu")
    page.get_by_label("状态").select_option("listed")
    expect(page).to_have_url(re.compile(r"\?area=tinghu&status=listed$"))
    expect(page.locator("#found")).to_contain_text("找到")
    hits = names(page)
    page_text = (site / "search" / "area-tinghu" / "index.html").read_text("utf-8")
    assert hits
    assert all(name in page_text for name in hits)
    page.reload()
    expect(page.locator("#found-institutions .hit")).to_have_count(len(hits))
    assert names(page) == hits
    assert page.get_by_label("状态").input_value() == "listed"
    page.get_by_label("状态").select_option("")
    page.get_by_label("监督地区", exact=True).select_option("")
    expect(page).to_have_url(re.compile(r"//search/$"))


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
    turn(reader, base, query)
    hits = reader.locator("#found-institutions .hit").all_inner_texts()
    assert hits
    assert all(right in each for each in hits)


def test_a_filter_that_does_not_exist_is_left_out(reader: Page, base: str) -> None:
    ask(reader, base, "area=nowhere&q=海棠")
    assert names(reader) == ["演示海棠软件人才培训中心"]
    expect(reader).to_have_url(re.compile(r"search/\?q=[^&]*$"))


def test_sorting(reader: Page, base: str) -> None:
    turn(reader, base, "sort=recent")
    expect(reader.locator("#found-institutions .hit").first).to_contain_text(LATEST)
    turn(reader, base, "sort=name")
    by_name = names(reader)
    collated = reader.evaluate("all => [...all].sort(new Intl.Collator('zh-Hans-CN').compare)", by_name)
    assert by_name == collated
    turn(reader, base, "sort=area&status=listed")
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


def test_the_number_of_hits_is_announced_and_nothing_found_says_what_to_do(reader: Page, base: str) -> None:
    ask(reader, base, "q=海棠")
    assert reader.locator("#found").get_attribute("role") == "status"
    reader.get_by_label(FIELD).fill("没有这样的机构")
    expect(reader.get_by_role("status")).to_contain_text(
        "没有找到与“没有这样的机构”相符的机构和课程。怎样再找，见下面。"
    )


def test_by_keyboard_from_the_header_to_a_dossier(page: Page, base: str) -> None:
    page.goto(base)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.header-search input')"):
            break
    page.keyboard.type("海棠")
    page.keyboard.press("Enter")
    expect(page.locator("#found-institutions .hit")).to_have_count(1)
    page.get_by_label(FIELD).focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hit a')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("演示海棠软件人才培训中心")


def test_letters_of_an_input_method_are_not_looked_up(reader: Page, base: str) -> None:
    ask(reader, base, "q=海棠")
    reader.get_by_label(FIELD).evaluate(
        """each => {
            each.value = "ruan";
            each.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
        }"""
    )
    assert names(reader) == ["演示海棠软件人才培训中心"]
    reader.get_by_label(FIELD).evaluate(
        """each => {
            each.value = "芦荡";
            each.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }"""
    )
    expect(reader.locator("#found-institutions .hit__title a")).to_have_text("演示芦荡农业技术推广学校")


def test_without_script_the_lists_lead_to_a_dossier(scriptless: Page, base: str) -> None:
    scriptless.goto(base)
    scriptless.get_by_label("查机构或课程").fill("护理")
    scriptless.keyboard.press("Enter")
    expect(scriptless.locator("noscript p")).to_be_visible()
    expect(scriptless.locator("#finder")).to_be_hidden()
    scriptless.get_by_role("link", name=re.compile("^护理")).click()
    expect(scriptless.get_by_role("heading", level=1)).to_have_text("领域：护理")
    scriptless.locator("table.list a").first.click()
    expect(scriptless.locator(".status")).to_be_visible()


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
    results = reader.evaluate(script, [base + "assets/match.js", texts])
    assert results == [[fold(each), hash_text(each)] for each in texts]


def test_pinyin_of_every_name_agrees(reader: Page, base: str, site: Path) -> None:
    reader.goto(base + "search/")
    script = """async (address) => {
        const { institutions } = await import(address);
        return (await institutions()).rows.map((each) => [each.name, each.spelled[0].join(" ")]);
    }"""
    results = reader.evaluate(script, base + "assets/lookup.js")
    assert len(results) == len({*(site / "institutions").glob("*/index.html")}) > 20
    assert results == [[name, " ".join(spell(fold(name)))] for name, _ in results]


# -- the finder of courses -----------------------------------------------------------------------------


def find(page: Page, base: str, query: str) -> list[str]:
    """The titles that the finder shows for an address."""
    page.goto(f"{base}courses/?{query}")
    return shown(page)


def find_here(page: Page, base: str, query: str) -> list[str]:
    """The same where no more than what is found matters: the page that is there may find it."""
    page.evaluate("document.querySelector('#found')?.replaceChildren()")
    turn_to(page, f"{base}courses/?{query}", "finder")
    return shown(page)


def shown(page: Page) -> list[str]:
    expect(page.locator("#found")).to_have_text(re.compile("找到|没有"))
    return page.locator("#found-list .hit__title a").all_inner_texts()


def test_a_nurse_finds_next_months_class_in_two_actions(on_the_day: Page, base: str) -> None:
    on_the_day.goto(base + "courses/")
    on_the_day.get_by_label("课程名称、领域").fill("护理")
    on_the_day.get_by_label("月份").select_option("下月")
    expect(on_the_day).to_have_url(re.compile(r"\?q=[^&]*&when=next$"))
    expect(on_the_day.locator("#found-list .hit").first).to_contain_text("2026年12月")
    hits = on_the_day.locator("#found-list .hit").all_inner_texts()
    assert all("12月" in each and "电话 0515" in each for each in hits)
    assert on_the_day.locator("#calendar").is_hidden()


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("area=tinghu", "亭湖区"),
        ("field=护理", "\n护理\n"),
        ("mode=远程", "\n远程\n"),
        ("fee=2", "收费未载明"),
        ("fee=1", "元"),
        ("audience=护士", "护"),
        ("when=range&from=2026-10&to=2026-10", "[年、]10[、月]"),
        ("q=公需", "公需"),
    ],
)
def test_each_condition_of_the_finder_leaves_what_has_it(
    reader: Page, base: str, query: str, right: str
) -> None:
    assert find_here(reader, base, query)
    hits = reader.locator("#found-list .hit").all_inner_texts()
    assert [each for each in hits if not re.search(right, each)] == []


@pytest.mark.parametrize(
    ("query", "offers"),
    [
        ("q=护理&when=next&area=tinghu", {"不限监督地区": r"&when=next$", "不限月份": r"&area=tinghu$"}),
        ("q=护理&when=next&area=tinghu&fee=0", {"只找“护理”": r"\?q=[^&]*$"}),
        ("q=护理 火星", {"只找“护理”": r"\?q=[^&]*$"}),
        ("q=护士 下月 亭湖", {"只找“护士 下月”": r"\?q=[^&]*$"}),
    ],
)
def test_where_no_course_fits_a_wider_question_is_offered(
    on_the_day: Page, base: str, query: str, offers: dict[str, str]
) -> None:
    assert find_here(on_the_day, base, query) == []
    for label, address in offers.items():
        offer = on_the_day.locator("#found a", has_text=label)
        expect(offer).to_have_attribute("href", re.compile(address))
    count = re.search(r"（(\d+) 门）", on_the_day.locator("#found a").first.inner_text())
    on_the_day.locator("#found a").first.click()
    expect(on_the_day.locator("#found")).to_contain_text(f"找到 {count and count[1]} 门课程")


def test_the_finder_shows_a_page_at_a_time_and_back_returns(on_the_day: Page, base: str) -> None:
    first = find(on_the_day, base, "")
    assert len(first) == 20
    on_the_day.get_by_role("link", name="下一页").click()
    expect(on_the_day).to_have_url(re.compile(r"\?page=2$"))
    expect(on_the_day.locator("#found")).to_contain_text("第 2 页")
    assert on_the_day.locator("#found-list .hit__title a").all_inner_texts() != first
    on_the_day.go_back()
    expect(on_the_day.locator("#found")).to_contain_text("第 1 页")
    assert on_the_day.locator("#found-list .hit__title a").all_inner_texts() == first


def test_hits_of_the_finder_are_given_as_csv(page: Page, base: str) -> None:
    titles = find(page, base, "q=护理&when=range")
    with page.expect_download() as given:
        page.get_by_role("button", name="下载结果（CSV）").click()
    content = given.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["课程"] for row in rows][: len(titles)] == [
        each.split("\n")[0].split(" 公益")[0] for each in titles
    ]
    assert all(row["网址"].startswith(base) and row["监督地区"] for row in rows)


def test_without_script_the_calendar_stands_alone(scriptless: Page, base: str) -> None:
    scriptless.goto(base + "courses/")
    expect(scriptless.locator("noscript p")).to_be_visible()
    expect(scriptless.locator("#course-finder")).to_be_hidden()
    scriptless.locator("table.grid a").first.click()
    expect(scriptless.locator("table.month")).to_be_visible()


def test_a_long_list_is_shown_a_page_at_a_time(page: Page, base: str) -> None:
    """Where there are more than fifty rows; here the list is made as long by the test."""
    page.route(
        "**/search/status-listed/",
        lambda route: route.fulfill(body=lengthen(route.fetch().text()), content_type="text/html"),
    )
    page.goto(base + "search/status-listed/")
    rows = page.locator("table.list tbody tr")
    expect(page.locator(".pager")).to_contain_text("第 1 页，共 3 页")
    assert rows.count() == 120
    visible = [rows.nth(i).is_visible() for i in (0, 49, 50, 119)]
    assert visible == [True, True, False, False]
    page.get_by_role("link", name="末页").click()
    expect(page).to_have_url(re.compile(r"\?page=3$"))
    assert [rows.nth(i).is_visible() for i in (0, 99, 100, 119)] == [False, False, True, True]


def lengthen(html: str) -> str:
    """A list with its rows repeated to 120, and what the template adds to a long one."""
    row = re.findall("<tr>.*?</tr>", html, re.DOTALL)[1]
    head, tail = html.split("<tbody>", 1)[0], html.split("</tbody>", 1)[1]
    pager = '<nav class="pager" aria-label="分页" hidden></nav>'
    script = '<script type="module" src="../../assets/lists.js"></script>'
    return f"{head}<tbody>{row * 120}</tbody>{tail.replace('</table>', f'</table>{pager}{script}', 1)}"


def test_on_a_phone_a_status_stands_beside_the_name_that_it_is_of(page: Page, base: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(base + "search/area-tinghu/")
    row = page.locator("table.list tbody tr", has_text="演示青松护理培训中心")
    name, status, fields = (row.locator("td").nth(number).bounding_box() for number in range(3))
    assert name
    assert status
    assert fields
    assert status["x"] >= name["x"] + name["width"]
    assert status["y"] < name["y"] + name["height"]
    assert fields["y"] >= name["y"] + name["height"]


def test_the_header_input_is_on_every_page_but_those_to_fill_in(site: Path) -> None:
    without = {file for file in site.rglob("*.html") if "header-search" not in file.read_text("utf-8")}
    assert without == {*site.glob("forms/*/index.html")}


def test_a_long_month_is_shown_a_page_at_a_time_and_a_link_to_a_field_turns_to_it(
    page: Page, base: str
) -> None:
    page.route(
        "**/courses/2026-12/",
        lambda route: route.fulfill(body=repeat_rows(route.fetch().text()), content_type="text/html"),
    )
    page.goto(base + "courses/2026-12/")
    fields = page.locator("tbody[data-field]")
    first, last = fields.first, fields.last
    expect(page.locator("#filter p")).to_have_text(re.compile("^共 [0-9]{2,} 门$"))
    assert first.is_visible()
    assert last.is_hidden()
    name = last.get_attribute("data-field")
    page.goto(f"{base}courses/2026-12/#f-{name}")
    page.reload()
    expect(last).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?page=[2-9]"))
    page.get_by_label("领域").select_option(name)
    expect(page).to_have_url(re.compile(r"\?field=[^&]*#"))
    assert first.is_hidden()
    assert last.is_visible()


def repeat_rows(html: str) -> str:
    """A month whose first field has sixty times as many courses."""
    head, body, tail = re.split(
        "(?<=</tr>)((?:\\s*<tr data-area.*?</tr>)+)", html, maxsplit=1, flags=re.DOTALL
    )
    return f"{head}{body * 60}{tail}"


def test_who_looks_for_what_is_not_here_is_told_so_and_helped_on(reader: Page, base: str) -> None:
    turn(reader, base, "q=驾校")
    answer, none = reader.locator("#found"), reader.locator("#found-none")
    expect(answer).to_contain_text("这里只有专业技术人员继续教育的机构和课程，没有驾驶员的培训和考试。")
    expect(none).to_be_visible()
    expect(none).to_contain_text("从未列入名单的机构不公开")
    expect(none.get_by_role("link")).to_have_count(5)
    expect(reader.locator("#browse")).to_be_visible()
    turn(reader, base, "q=教师资格证")
    expect(answer).not_to_contain_text("没有找到")
    expect(answer).to_contain_text("没有资格考试和水平测试。")
    expect(none).to_be_hidden()
    turn(reader, base, "q=护理")
    expect(answer).not_to_contain_text("没有")
    reader.goto(f"{base}courses/?q=学历提升")
    expect(answer).to_contain_text("没有符合条件的课程")
    expect(answer).to_contain_text("没有学历教育。")


def test_a_city_says_where_one_asks_for_what_is_not_here(page: Page, base: str) -> None:
    """Its words are text, and the link is that of its settings."""
    own = ["学历教育", ["学历"], "<b>问招生的学校</b>", "https://example.org/school"]

    def add(route: Route) -> None:
        words = route.fetch().json()
        route.fulfill(json={**words, "elsewhere": [own, ["其他", ["驾校"], "", ""]]})

    page.route("**/search/words.json", add)
    ask(page, base, "q=学历")
    expect(page.locator("#found a")).to_have_attribute("href", "https://example.org/school")
    expect(page.locator("#found a")).to_have_text("<b>问招生的学校</b>")
    ask(page, base, "q=驾校")
    expect(page.locator("#found")).to_contain_text("没有其他。")
    expect(page.locator("#found a")).to_have_count(0)
