"""The site as a browser sees it: under a sub-path, without script, on a phone, from no other host."""

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PageObject, PdfReader

from tests.browser.conftest import DESK, PHONE
from tests.browser.serving import serve
from tests.conftest import REPOSITORY
from tests.depth import DEPTH

# Every type of page: {most} is the institution with the longest page, {least} that with the shortest.
PAGES = [
    "",
    "institutions/",
    "institutions/{most}/",
    "institutions/{least}/",
    "certificates/{most}/",
    "certificates/{least}/",
    "batches/",
    "batches/2019-1/",
    "batches/2026-2/",
    "news/",
    "news/2026-10/?kind=amendment",
    "decisions/",
    "decisions/2026/?kind=rectification-order",
    "due/",
    "due/area-shiji/?state=90",
    "courses/",
    "courses/?q=护理&when=range",
    "courses/2026-10/",
    "overview/",
    "overview/area-shiji/",
    "statistics/",
    "statistics/2025/",
    "search/",
    "search/?q=软件&field=计算机软件",
    "search/?q=青松护里",
    "search/field-hu-li/",
    "search/status-listed/",
    "verify/",
    "verify/?institution=demo-004&from=2026-05-10&to=2026-05-12&course=稻麦绿色高产栽培技术",
    "verify/?institution=demo-017&from=2023-05-09&to=2023-05-10",
    "verify/batch/",
    "regulation/",
    "rules/",
    "rules/plan-hours/",
    "dictionary/",
    "dictionary/plan/",
    "data/",
    "data/changes/",
    "publication/",
    "privacy/",
    "how/",
    "how/apply/",
    "how/reports/",
    "how/changes/",
    "how/objections/",
    "data/cite/",
    "handbook/",
    "handbook/county/",
    "handbook/county-steps/",
    "handbook/engineer/",
    "forms/",
    "/404.html",
]


YEAR = '<details class="year'
SCHEMES = {"light": "default", "dark": "slate"}  # as the theme calls them


@pytest.fixture(scope="session")
def address(base: str, site: Path) -> Callable[[str], str]:
    """The address of a page that PAGES names."""
    by_size = sorted((site / "institutions").glob("*/index.html"), key=lambda file: file.stat().st_size)
    least, most = (file.parent.name for file in (by_size[0], by_size[-1]))
    return lambda path: urljoin(base, path.format(least=least, most=most))


@pytest.fixture(scope="session")
def institution(address: Callable[[str], str]) -> str:
    """The institution with the longest page."""
    return address("{most}").rpartition("/")[2]


@pytest.fixture(scope="module")
def visited(light: BrowserContext) -> Page:
    return light.new_page()


@pytest.fixture
def visitor(visited: Page) -> Page:
    """A page that goes from address to address: each page more is another process of the browser."""
    visited.bring_to_front()
    return visited


# Second pages of a type, which differ in what they tell and not in what they are made of; plain text and
# tables, of which the pages of a rule and of an institution have all; and what tests of its own look at.
SECOND_PAGES = {
    "batches/",
    "courses/?q=护理&when=range",
    "how/reports/",
    "privacy/",
    "publication/",
    "regulation/",
    "search/?q=青松护里",
    "search/field-hu-li/",
    "verify/",
    "data/",
    "data/cite/",
    "decisions/",
    "due/",
    "institutions/{least}/",
    "rules/",
    "certificates/{least}/",
    "batches/2026-2/",
    "news/",
    "overview/area-shiji/",
    "search/?q=软件&field=计算机软件",
    "search/status-listed/",
    "verify/?institution=demo-017&from=2023-05-09&to=2023-05-10",
    "dictionary/plan/",
    "data/changes/",
    "statistics/2025/",
    "how/",
    "how/changes/",
    "how/objections/",
    "handbook/",
    "handbook/county/",
    "handbook/engineer/",
    "forms/",
    "batches/2019-1/",
    "certificates/{most}/",
    "decisions/2026/?kind=rectification-order",
    "dictionary/",
    "/404.html",
}


@pytest.mark.parametrize(
    "path",
    [pytest.param(each, marks=[pytest.mark.long] if each in SECOND_PAGES else []) for each in PAGES],
)
def test_a_page_of_each_type(visitor: Page, base: str, address: Callable[[str], str], path: str) -> None:
    """It asks no other host, makes no error, fits on every screen, and axe finds nothing, light or dark.

    All of one visit: to load a page takes longer than to look at it. That one loaded on a dark screen is dark
    from the first is a matter of test_a_page_that_is_not_there_helps_on.
    """
    requests: list[str] = []
    wrong: list[str] = []
    listeners: dict[str, Callable[[Any], None]] = {
        "request": lambda request: requests.append(request.url),
        "console": lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None,
        "pageerror": lambda error: wrong.append(str(error)),
        "response": lambda response: wrong.append(response.url) if response.status >= 400 else None,
    }
    visitor.set_viewport_size(DESK)
    for event, listener in listeners.items():
        visitor.on(event, listener)  # type: ignore[call-overload]
    try:
        visitor.goto(address(path), wait_until="networkidle")
        wide = {}
        for width in (320, 390, 768, 1024, 1440):
            visitor.set_viewport_size({"width": width, "height": 800})
            wide[width] = visitor.evaluate("document.documentElement.scrollWidth")
        visitor.set_viewport_size(DESK)
        if DEPTH == 1:
            thin_out(visitor)
        assert_accessible(visitor)
        darken(visitor)
        # Nothing but colours depends on the scheme, and what is around all pages the next test looks at.
        assert_accessible(visitor, "color-contrast", within="main")
    finally:
        for event, listener in listeners.items():
            visitor.remove_listener(event, listener)
    assert {width: widths for width, widths in wide.items() if widths > width} == {}
    assert requests
    assert [url for url in requests if not url.startswith((urljoin(base, "/"), "data:"))] == []
    assert wrong == []


@pytest.mark.parametrize("path", ["", "institutions/{most}/", "courses/", "batches/2019-1/"])
def test_a_finger_meets_each_link_alone_on_a_narrow_phone(
    page: Page, address: Callable[[str], str], path: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address(path), wait_until="networkidle")
    assert_accessible(page, "target-size")
    heights = page.locator("footer a").evaluate_all("all => all.map((each) => each.offsetHeight)")
    assert min(heights) >= 24


# What is pressed, and no link within a text, that is lower than a finger is wide.
LOW = """() => {
    // Of the theme's switches the labels are pressed; the fields themselves have no size.
    const fields = ["select", "input:not(.md-option, .md-toggle)"];
    const all = [...fields, "summary", ".md-header__button", ".md-button", ".beside a", ".pager a"];
    const shown = [...document.querySelectorAll(all)].filter((each) => each.checkVisibility());
    return shown.filter((each) => each.offsetHeight < 44).map((each) => each.textContent.trim());
}"""


def test_what_a_finger_presses_is_as_high_as_a_finger(browser: Browser, base: str) -> None:
    with (
        browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as phone,
        phone.new_page() as page,
    ):
        for path in ("search/?q=培训", "courses/", "courses/2026-10/", "verify/", "institutions/demo-001/"):
            page.goto(base + path, wait_until="networkidle")
            assert page.evaluate(LOW) == [], path


@pytest.mark.parametrize("width", [390, 768])
def test_the_sums_of_a_year_are_read_without_sliding(page: Page, base: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(base + "statistics/2025/")
    tables = page.locator(".scroll")
    assert tables.count() == 3
    assert tables.evaluate_all("all => all.filter((each) => each.scrollWidth > each.clientWidth + 1)") == []
    cell = page.locator("td[data-label='计划人数']").first
    word = cell.evaluate("each => getComputedStyle(each, '::before').content")
    assert (word == '"计划人数"') == (width < 640)


def test_the_field_of_the_header_has_an_edge_that_one_sees(page: Page, base: str) -> None:
    """Three to one against the header, which is red on a light screen and on a dark one (WCAG 1.4.11)."""
    page.goto(base)
    edge = page.locator(".header-search input").evaluate("each => getComputedStyle(each).borderColor")
    white = float(re.findall(r"[\d.]+", edge)[3])
    header = [166.0, 27.0, 27.0]
    mixed = [255 * white + (1 - white) * each for each in header]
    assert (measure_luminance(mixed) + 0.05) / (measure_luminance(header) + 0.05) > 3


def measure_luminance(colour: list[float]) -> float:
    """How light a colour is, from 0 to 1, as WCAG measures it; its parts are of 255."""
    parts = [each / 255 for each in colour]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return sum(each * weight for each, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def test_a_button_under_the_pointer_can_be_read_on_a_dark_screen(visitor: Page, base: str) -> None:
    visitor.goto(base)
    darken(visitor)
    visitor.locator(".search-box button").hover()
    assert_accessible(visitor, "color-contrast")
    visitor.mouse.move(0, 0)


def thin_out(page: Page) -> None:
    """Leave two of all rows and items that are made alike: axe looks at each element, for a second or two."""
    page.evaluate(
        """() => {
            const alike = {};
            for (const each of document.querySelectorAll("tr, li")) {
                const tags = each.outerHTML.replace(/>[^<]+/g, ">");
                const made = tags.replace(/ (?!class|role|hidden|open|aria-current)[-a-z]+="[^"]*"/g, "");
                (alike[each.parentElement.className + made] ??= []).push(each);
            }
            for (const all of Object.values(alike)) all.slice(2).forEach((each) => each.remove());
        }"""
    )


def darken(page: Page) -> None:
    """Make a page that was loaded light as it is on a dark screen."""
    page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", SCHEMES["dark"])
    expect(page.locator("body")).to_have_css("color-scheme", "dark")


# A colour on its way is nobody's: from here on colours turn at once, also those that a script turns later.
TURNED = """() => {
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(still);
    return "axe" in window;
}"""


# Axe asks of each text what lies behind it, which takes longer than all its other rules. It asks two of all
# texts that look alike: of the same colours, letters and boxes, their own and those of all around them.
ALIKE = """() => {
    const [looks, boxes] = [{}, new Map([[null, ""]])];
    const look = (each) => {
        if (!boxes.has(each)) {
            const style = getComputedStyle(each);
            const own = ["backgroundColor", "backgroundImage", "opacity", "position", "zIndex", "filter"];
            const layer = ["mixBlendMode", "clipPath", "clip", "float", "visibility"];
            const box = [...own, ...layer].map((name) => style[name]).join();
            boxes.set(each, `${look(each.parentElement)}/${box}`);
        }
        return boxes.get(each);
    };
    const letters = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStroke", "display"];
    for (const each of document.querySelectorAll("*")) {
        const style = getComputedStyle(each);
        const text = Array.from(each.childNodes, (node) => (node.nodeType === 3 ? node.data : "")).join("");
        const length = Math.min(text.trim().length, 2);
        const off = each.closest(":disabled, [aria-disabled=true]") !== null;
        const seen = each.checkVisibility({ opacityProperty: true });
        const own = [each.localName, each.getAttribute("role"), length, off, seen];
        const made = [...own, ...letters.map((name) => style[name]), look(each)].join();
        each.toggleAttribute("data-asked", (looks[made] = (looks[made] ?? 0) + 1) < 3);
    }
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-asked]" }] });
}"""


def assert_accessible(page: Page, *rules: str, within: str | None = None) -> None:
    """That axe finds nothing, by these of its rules or by all, in the page or an element of it."""
    if not page.evaluate(TURNED):
        page.evaluate(AXE_SCRIPT)  # half a megabyte, had once
    axe = Axe("")
    if DEPTH == 1:
        page.evaluate(ALIKE)
    # What fades in is looked at once it is there.
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))")
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    violations = axe.run(page, within, options)
    assert violations.violations_count == 0, violations.generate_report()


def test_the_way_to_what_was_corrected_fits_on_a_phone(page: Page, address: Callable[[str], str]) -> None:
    """It may be longer than the screen is wide, and without a place to break."""
    page.goto(address("institutions/demo-020/"))
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    for way in ("2023年4月12日“审核推荐”的“文书”的“发文字号”，附件三第十二项", "a" * 80):
        page.locator(".changes dt").evaluate_all(
            "(all, way) => all.forEach((dt) => (dt.textContent = way))", way
        )
        for width in (320, 375):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.locator(".changes dt").count() > 0
            assert page.evaluate("document.documentElement.scrollWidth") == width


# How many characters stand in the last line of an element whose text is one character longer each time.
LAST_LINES = """element => Array.from({ length: 40 }, (_, more) => {
    element.textContent = "训".repeat(11 + more);
    const tops = Array.from(element.textContent, (_, place) => {
        const range = new Range();
        range.setStart(element.firstChild, place);
        range.setEnd(element.firstChild, place + 1);
        return range.getBoundingClientRect().top;
    });
    return tops.filter((top) => top === tops.at(-1)).length;
})"""


@pytest.mark.parametrize("selector", ["h1", "article p:not(.trail)", "dd"])
def test_no_character_is_left_over_for_the_last_line(page: Page, base: str, selector: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(base + "batches/2019-1/")
    assert min(page.locator(selector).first.evaluate(LAST_LINES)) > 1


# The telephone numbers of a page that stand in more than one line.
BROKEN_NUMBERS = r"""() => {
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const broken = [];
    while (texts.nextNode()) {
        for (const found of texts.currentNode.data.matchAll(/\b(0\d{2,3}-\d{7,8}|[48]00-\d{3}-\d{4})\b/g)) {
            const range = new Range();
            range.setStart(texts.currentNode, found.index);
            range.setEnd(texts.currentNode, found.index + found[0].length);
            const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top)));
            if (lines.size > 1) broken.push(found[0]);
        }
    }
    return broken;
}"""


@pytest.mark.parametrize("path", ["institutions/demo-013/", "publication/", "due/", "search/?q=青松"])
def test_no_telephone_number_is_broken_on_a_phone(page: Page, base: str, path: str) -> None:
    page.goto(base + path, wait_until="networkidle")
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    for width in range(320, 440, 8):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BROKEN_NUMBERS) == [], width


def test_without_script_one_comes_from_the_home_page_to_a_course(
    scriptless: Page, base: str, institution: str
) -> None:
    scriptless.set_viewport_size(PHONE)
    scriptless.goto(base)
    scriptless.get_by_role("link", name="个机构现已列入名单").click()
    link = scriptless.locator(f"a[href$='institutions/{institution}/']").first
    scriptless.locator("details.part").filter(has=link).locator("summary").click()
    link.click()
    assert scriptless.get_by_role("heading", level=1).inner_text()
    assert not scriptless.get_by_text("打印全部").is_visible()  # nothing would happen
    scriptless.locator("#plans > summary").click()
    folded = scriptless.locator("details.year:has(.courses)").last  # the plan in force is open
    assert folded.get_attribute("open") is None
    folded.locator("> summary").click()
    assert folded.get_attribute("open") is not None
    scriptless.set_viewport_size(DESK)


def test_without_script_the_parts_stand_open_where_there_is_room(
    scriptless: Page, base: str, institution: str
) -> None:
    """As they do with one; on a phone they are folded either way. What only a script does takes no room."""
    act = scriptless.locator("#timeline .timeline > li").first
    scriptless.set_viewport_size({"width": 1440, "height": 900})
    scriptless.goto(base + f"institutions/{institution}/")
    expect(act).to_be_visible()
    expect(scriptless.locator(".print-all:visible")).to_have_count(0)
    scriptless.set_viewport_size(PHONE)
    expect(act).to_be_hidden()
    scriptless.locator("#timeline > summary").click()
    expect(act).to_be_visible()
    scriptless.set_viewport_size(DESK)


# The texts of at most five characters that stand in more than one line.
BROKEN_NAMES = """all => all.filter((each) => {
    const range = new Range();
    range.selectNodeContents(each);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
    return each.textContent.trim().length <= 5 && lines.size > 1;
}).map((each) => each.textContent)"""


@pytest.mark.parametrize("path", ["dictionary/", "regulation/"])
def test_a_short_name_stands_in_one_line_of_a_table(page: Page, base: str, path: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(base + path)
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    assert page.locator("td.lead").evaluate_all(BROKEN_NAMES) == []


def test_on_a_phone_a_row_becomes_a_card_that_names_its_columns(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base + "institutions/")
    cell = page.locator("td[data-label='主管系统']").first
    label = cell.evaluate("each => getComputedStyle(each, '::before').content")
    assert label == '"主管系统"'
    assert cell.evaluate("each => getComputedStyle(each).display") == "block"


@pytest.mark.parametrize("width", [390, 1440])
def test_a_name_on_a_tile_is_not_squeezed_by_its_number(page: Page, base: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(base + "search/")
    squeezed = """all => all.filter((each) => {
        const name = new Range();
        name.selectNode(each.firstChild);
        const room = each.clientWidth - 2 * parseFloat(getComputedStyle(each).paddingLeft);
        const letters = each.firstChild.data.trim().length * parseFloat(getComputedStyle(each).fontSize);
        return letters <= room && new Set([...name.getClientRects()].map((box) => box.top)).size > 1;
    }).map((each) => each.textContent)"""
    assert page.locator(".tiles a").count() > 20
    assert page.locator(".tiles a").evaluate_all(squeezed) == []


def test_on_a_phone_a_course_of_a_month_has_a_line_with_what_needs_no_word(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base + "courses/2026-11/")
    cells = page.locator(".month tbody tr:not(.group)").first.locator("td")
    script = "each => [each.getBoundingClientRect().y, getComputedStyle(each, '::before').content]"
    _, _, area, mode, audience, hours, _, fee = (each.evaluate(script) for each in cells.all())
    assert [area[1], mode[1], hours[1], fee[1]] == ['""', '""', '"课时"', '"收费"']
    assert area[0] == mode[0] == hours[0] == fee[0] < audience[0]


def test_on_a_phone_a_course_names_its_columns_too(page: Page, base: str, institution: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{base}institutions/{institution}/")
    table = page.locator("table.courses").first
    labels = (
        table.locator("tbody tr")
        .first.locator("td")
        .evaluate_all("all => all.map((each) => getComputedStyle(each, '::before').content)")
    )
    assert labels == [f'"{each}"' for each in table.locator("thead th").all_text_contents()]


@pytest.mark.parametrize("id_", ["demo-001", "demo-013"])  # an average name, and the longest
def test_a_phone_shows_at_once_what_one_came_for(reader: Page, base: str, id_: str) -> None:
    """Name, status with since and basis, telephone, the next courses: without scrolling."""
    with reader.context.new_page() as page:
        page.set_viewport_size(PHONE)
        page.goto(base + f"institutions/{id_}/")
        names = ["h1", ".status .badge", ".status__since", ".status .article", "a[href^='tel:']"]
        for each in (*names, ".coming li:last-child"):
            box = page.locator(each).first.bounding_box()
            assert box, each
            assert box["y"] + box["height"] <= 844, each


def test_by_keyboard_one_opens_the_menu_on_a_phone_and_leaves_it(page: Page, base: str) -> None:
    """What is closed is not in the way: after the menu's button comes the next thing that one sees."""
    page.set_viewport_size(PHONE)
    page.goto(base + "rules/plan-hours/")
    menu = page.locator("details.menu")
    summary = menu.locator("summary")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("a.site-name")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    link = menu.get_by_role("link", name="统计")
    expect(link).to_be_in_viewport()
    expect(menu.locator("[aria-current]")).to_have_text("关于")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()


# Whether anything of what has the focus is seen, and not all of it under what lies over the page.
FOCUS_SEEN = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return true;  // nothing has it: so it is for a moment as the page starts
    const { left, top, width, height } = focused.getClientRects()[0];
    const heights = [0.1, 0.5, 0.9].map((part) => top + height * part);
    const hits = heights.map((y) => document.elementFromPoint(left + width / 2, y));
    return hits.some((hit) => focused === hit || focused.contains(hit));
}"""


def test_going_back_by_keyboard_one_sees_where_one_is(page: Page, base: str) -> None:
    """Neither the header nor the button to the top, which comes as one goes up, lies over it."""
    page.set_viewport_size(PHONE)
    page.goto(base)
    page.locator("footer a").first.focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        # The button to the top comes, and the page moves, within a few frames of the key.
        page.wait_for_function(FOCUS_SEEN, timeout=5000)
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_page_says_of_which_day_it_speaks(page: Page, base: str) -> None:
    page.goto(base + "rules/plan-hours/")
    expect(page.locator("footer")).to_contain_text("数据截至2026年11月23日")


def test_a_browser_that_keeps_nothing_for_a_site_makes_no_error(own_page: Page, base: str) -> None:
    wrong: list[str] = []
    own_page.on("pageerror", lambda error: wrong.append(str(error)))
    own_page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied') } })"
    )
    own_page.goto(base, wait_until="networkidle")
    assert wrong == []


def test_who_comes_by_the_button_of_the_header_comes_to_type(page: Page, base: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(base)
    page.get_by_role("banner").get_by_role("button", name="查找").click()
    expect(page.locator("#finder-q")).to_be_focused()


def test_the_skip_link_leads_to_the_content(page: Page, base: str, institution: str) -> None:
    page.goto(base + f"institutions/{institution}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


def test_from_an_institution_one_comes_to_the_telephone_of_whom_one_complains_to(
    page: Page, base: str, institution: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(base + f"institutions/{institution}/")
    complain = page.get_by_role("link", name="对机构有意见")
    expect(complain).to_be_in_viewport()  # who has a complaint does not read to the end of the page for it
    complain.click()
    item = page.locator("#of-institutions")
    expect(item).to_be_in_viewport()
    item.get_by_role("link", name="交给谁、问谁").click()
    page.wait_for_load_state("networkidle")  # until then the page may still move to its place
    page.locator("summary", has_text="按监督地区").click()
    expect(page.locator("td a[href^='tel:']").first).to_be_in_viewport()


@pytest.mark.parametrize("path", ["", "search/", "verify/", "due/area-tinghu/", "news/2026-10/"])
def test_a_telephone_does_not_zoom_into_a_field(page: Page, base: str, path: str) -> None:
    """As it does into letters of less than 16 px, and leaves the reader at the edge of a page too wide."""
    page.set_viewport_size(PHONE)
    page.goto(base + path)
    fields = page.locator("article input, article select, article textarea")
    expect(fields.first).to_be_visible()
    sizes = fields.evaluate_all("all => all.map((each) => parseFloat(getComputedStyle(each).fontSize))")
    assert min(sizes) >= 16


def test_staff_come_from_a_page_to_the_form_and_citizens_do_not_stumble_over_it(
    page: Page, forge_site: Path
) -> None:
    (file,) = (forge_site / "institutions").glob("yx-a7/index.html")
    page.goto(file.as_uri())
    link = page.get_by_role("link", name="变更", exact=True)
    assert not link.is_visible()
    page.get_by_text("给经办人员").click()
    assert link.is_visible()
    assert link.get_attribute("href") == "../../forms/change/?id=yx-a7"
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_is_not_there_helps_on(page: Page, site: Path, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    with serve(site) as address:
        page.goto(f"{address}404.html", wait_until="networkidle")
        expect(page).to_have_title(re.compile("^没有这个页面 - "))
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])
        assert_accessible(page)
        links = page.locator("article a").evaluate_all("all => all.map(each => each.href)")
        assert len(links) > 4
        assert all(page.request.get(link).ok for link in links)


# -- the calendar --------------------------------------------------------------------------------------------


def test_the_courses_of_a_month_are_filtered_and_the_choice_stands_in_the_address(
    page: Page, base: str
) -> None:
    page.goto(base + "courses/2026-10/")
    rows = page.locator("table.month tr[data-area]")
    every = rows.count()
    page.get_by_label("方式").select_option("远程")
    page.get_by_label("收费").select_option("不收费")
    rows_shown = page.locator("table.month tr[data-area]:visible")
    assert 0 < rows_shown.count() < every
    assert page.locator("tr:visible:not([data-mode='远程'])[data-area]").count() == 0
    assert page.locator("[role=status]").inner_text() == f"共 {rows_shown.count()} 门"
    assert page.url.endswith("?mode=%E8%BF%9C%E7%A8%8B&fee=0")
    heads = page.locator("tr.group:visible").count()
    assert heads == page.locator("tbody:has(tr[data-area]:visible)").count()
    count = rows_shown.count()
    page.reload()
    assert page.locator("table.month tr[data-area]:visible").count() == count


def test_an_address_with_a_choice_that_does_not_exist_shows_everything(page: Page, base: str) -> None:
    page.goto(base + "courses/2026-10/?area=nowhere")
    rows = page.locator("table.month tr[data-area]")
    assert page.locator("table.month tr[data-area]:visible").count() == rows.count()


@pytest.mark.parametrize(
    ("path", "code", "title"),
    [
        ("news/2026-10/", "rectification-order", "责令限期整改"),
        ("decisions/2026/", "rectification-order", "责令限期整改"),
    ],
)
def test_an_address_names_a_kind_by_its_code_and_old_ones_with_its_title_still_work(
    page: Page, base: str, path: str, code: str, title: str
) -> None:
    """A title may be worded anew, and what others link to must not break."""
    shown = page.locator("tr[data-area]:visible")
    page.goto(base + path)
    options = page.locator("select[name=kind] option").evaluate_all("all => all.map(({ value }) => value)")
    assert code in options
    assert all(each.isascii() for each in options)
    every = shown.count()
    counts = []
    for kind in (code, title):
        page.goto(f"{base}{path}?kind={kind}")
        expect(page.get_by_role("status").last).to_contain_text("共")
        counts.append(shown.count())
        assert page.locator("select[name=kind]").input_value() == code
    assert counts[0] == counts[1] < every


def test_without_script_one_comes_from_the_calendar_to_a_field_and_an_institution(
    scriptless: Page, base: str
) -> None:
    scriptless.goto(base + "courses/")
    scriptless.get_by_role("link", name="护理，10月").click()
    assert scriptless.locator("tr.group th:target").inner_text() == "护理"
    assert not scriptless.locator("#filter").is_visible()
    scriptless.locator("table.month td a").first.click()
    assert scriptless.locator("#plans").is_visible()


# -- on paper ------------------------------------------------------------------------------------------------


def printed(page: Page, address: str) -> PdfReader:
    """The page at an address as it comes out of a printer."""
    page.goto(address)
    return on_paper(page)


def on_paper(page: Page) -> PdfReader:
    """The page as it comes out of a printer, on the paper that it asks for."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def text(paper: PdfReader) -> str:
    """What is on the paper; a PDF may hold a character as the radical that looks like it."""
    return unicodedata.normalize("NFKC", "".join(each.extract_text() for each in paper.pages))


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_the_sheet_of_an_institution_is_one_page_of_a4(
    page: Page, base: str, site: Path, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    sheets = sorted((site / "certificates").glob("*/index.html"), key=lambda file: file.stat().st_size)
    for file in (sheets[0], sheets[-1]):
        page.goto(f"{base}certificates/{file.parent.name}/")
        expect(page.locator("#as-of")).to_have_text("截至2026年11月23日。")
        paper = on_paper(page)
        assert len(paper.pages) == 1
        box = paper.pages[0].mediabox
        assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
        words = text(paper)
        assert "列入不等于推荐" in words
        assert "截至2026年11月23日。" in words
        assert "演示数据" in words
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") in ("rgb(0, 0, 0)", "rgba(0, 0, 0, 0.87)")


def test_a_sheet_without_its_day_has_a_place_for_it(page: Page, base: str) -> None:
    page.route("**/stamp.json", lambda route: route.abort())
    page.goto(base + "certificates/demo-004/", wait_until="networkidle")
    expect(page.locator("#as-of")).to_contain_text("打印时填写")


def test_a_printed_list_is_the_list_as_published(page: Page, base: str) -> None:
    words = text(printed(page, base + "batches/2019-1/"))
    assert "公布时的名称" in words
    assert "共 6 个机构" in words
    for now in ("当前状态", "现名", "已列入", "来源"):
        assert now not in words


def test_on_paper_a_page_says_whose_it_is_and_of_which_day_and_a_document_once(page: Page, base: str) -> None:
    source = "盐城市专业技术人员继续教育培训机构登记册 · 演示数据 · 列入不等于推荐 · 数据截至2026年11月23日"
    for path, times in (("courses/2026-11/", 1), ("rules/plan-hours/", 1), ("certificates/demo-004/", 0)):
        page.goto(base + path)
        expect(page.locator("footer [data-as-of]")).to_have_text("数据截至2026年11月23日")
        joined = "".join(text(on_paper(page)).split())
        assert joined.count("".join(source.split())) == times, path


def test_on_paper_a_bar_has_room_for_its_outline(page: Page, base: str) -> None:
    page.goto(base + "statistics/")
    page.emulate_media(media="print")
    cut = """all => all.filter((each) => {
        const { y, height } = each.querySelector("rect").getBBox();
        return each.clientHeight < y + height + 0.5;
    }).length"""
    bars = page.locator("svg.bars__bar:has(rect)")
    assert bars.count() > 20
    assert bars.evaluate_all(cut) == 0


def test_an_institution_prints_on_two_sheets(page: Page, base: str, institution: str) -> None:
    paper = printed(page, f"{base}institutions/{institution}/")
    words = text(paper)
    assert len(paper.pages) <= 2
    for each in ("已列入", "历年情况", "基本情况", "2026年计划的课程"):
        assert each in words
    titles = page.locator("#y2026 .courses strong").all_inner_texts()
    assert len(titles) > 5
    joined = "".join(words.split())
    assert all("".join(unicodedata.normalize("NFKC", each[:4]).split()) in joined for each in titles)
    assert "办理记录" not in words


@pytest.mark.long
def test_an_institution_is_printed_whole_by_its_button(page: Page, base: str, site: Path) -> None:
    """Of the shortest page with three years: to read what is printed takes long."""
    pages = (file for file in site.glob("institutions/*/index.html") if file.read_text().count(YEAR) > 2)
    shortest = min(pages, key=lambda file: file.stat().st_size)
    page.goto(f"{base}institutions/{shortest.parent.name}/")
    page.evaluate("window.print = () => 0")
    page.get_by_role("button", name="打印全部").click()
    paper = on_paper(page)
    words = text(paper)
    assert paper.pages[0].mediabox.width > paper.pages[0].mediabox.height
    page.emulate_media(media="screen")
    years = page.locator("details.year > summary > strong").all_inner_texts()
    assert len(years) > 2
    for year in years:
        assert year[:5] in words
    assert "办理记录" in words
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html.whole").count() == 0


# How many sheets a page may take on paper; those without a number as many as it needs.
SHEETS = {"": 2, "statistics/": 4, "overview/": 2, "batches/2019-1/": 1}
MORE_SHEETS = {
    "certificates/{least}/": 1,
    "institutions/{least}/": 2,
    "institutions/": 4,
    "courses/2026-10/": 3,
    "news/": 3,
    "overview/area-shiji/": 1,
    "overview/all/": 3,
    "due/": 1,
    "how/apply/": 3,
    "regulation/": None,
    "rules/": None,
    "rules/plan-hours/": 2,
    "dictionary/": 3,
    "dictionary/plan/": None,
    "data/": 2,
    "publication/": 3,
    "privacy/": 2,
}


@pytest.mark.parametrize(
    ("path", "most"),
    [*SHEETS.items(), *(pytest.param(*each, marks=pytest.mark.long) for each in MORE_SHEETS.items())],
)
def test_a_page_prints_on_few_sheets_of_which_none_is_all_but_empty(
    visitor: Page, address: Callable[[str], str], path: str, most: int | None
) -> None:
    paper = printed(visitor, address(path))
    assert most is None or len(paper.pages) <= most
    sheets = [read_sheet(each) for each in paper.pages]
    for number, (words, last) in enumerate(sheets, start=1):
        footer = f"第{number}页,共{len(sheets)}页"
        assert footer in words
        assert len(words) > 40 + len(footer), words
        assert last < HEADING, "a heading stands apart from what it is of"
        assert "下一页" not in words, "all rows stand on paper"
        assert "机构名称、统一社会信用代码或课程名称" not in words, "nobody types on paper"
    if path == "statistics/":
        assert "期限至" in next(words for words, _ in sheets if "责令限期整改的期限" in words)
    if path == "overview/":
        assert "没有主管系统" in next(words for words, _ in sheets if "按主管系统汇总" in words)


HEADING = 11.9  # points


def read_sheet(sheet: PageObject) -> tuple[str, float]:
    """What is on a sheet, without blanks, and the size of its last line above the foot, in points."""
    lines: list[tuple[float, float]] = []

    def note(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        place, scale = cm[5] + tm[5] * cm[3], abs(cm[3] * tm[3])
        if text.strip() and min(place, sheet.mediabox.height - place) > FOOT:
            lines.append((place, size * scale))

    words = unicodedata.normalize("NFKC", sheet.extract_text(visitor_text=note)).replace("\u2eda", "页")
    return "".join(words.split()), min(lines)[1]


FOOT = 45.0  # points from the edge, in which the number of the sheet stands


def test_a_printed_list_has_room_for_a_seal(reader: Page, base: str) -> None:
    reader.goto(base + "batches/2019-1/")
    reader.emulate_media(media="print")
    try:
        seal = reader.locator(".seal__place").bounding_box()
        assert seal
        assert seal["height"] > 40 / 25.4 * 96
        expect(reader.get_by_text("审核：")).to_be_visible()
    finally:
        reader.emulate_media(media="screen")
    expect(reader.locator(".seal")).to_be_hidden()


def test_a_decision_has_a_link_of_its_own_that_says_whose_it_is(reader: Page, base: str) -> None:
    reader.goto(base + "decisions/")
    link = reader.locator("table.decisions td.lead a").first
    name = reader.locator("table.decisions td:nth-child(2) a").first.inner_text()
    kind = link.inner_text().partition("：")[0]
    reader.goto(str(link.evaluate("each => each.href")))
    head = reader.locator(".timeline > li:target .timeline__head")
    expect(head).to_be_in_viewport()
    expect(head).to_contain_text(name)
    expect(head).to_contain_text(kind)
    expect(reader.locator(".timeline__of")).to_have_count(1)


LONG_PAGES = (
    "statistics/",
    "rules/",
    "dictionary/",
    "institutions/",
    "regulation/",
    "dictionary/plan/",
    "due/state-90/",
    "institutions/demo-001/",
    "institutions/demo-003/",
)


def test_a_long_page_is_folded_on_a_phone_and_an_address_opens_its_fold(page: Page, base: str) -> None:
    page.set_viewport_size(PHONE)
    for path in LONG_PAGES:
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollHeight") <= 6000, path
    for path in (
        "rules/#article-17",
        "institutions/#tinghu",
        "statistics/#orders",
        "dictionary/plan/#in-courses",
        "institutions/demo-001/#timeline",
        "institutions/demo-001/#y2024",
    ):
        page.goto(base + path)
        fold = page.locator(f"[id='{path.partition('#')[2]}']")
        expect(fold).to_have_attribute("open", "")
        expect(fold.locator("summary").first).to_be_in_viewport()
    expect(page.locator("#plans")).to_have_attribute("open", "")
    page.get_by_role("button", name="全部展开").click()
    assert page.locator("article details:not([open])").count() == 0


@pytest.mark.parametrize("path", ["", "institutions/{most}/", "search/", "/404.html"])
def test_no_script_and_no_style_may_be_put_into_a_page(
    page: Page, address: Callable[[str], str], path: str
) -> None:
    page.goto(address(path))
    page.evaluate(
        """() => {
            window.blocked = [];
            addEventListener("securitypolicyviolation", (each) => blocked.push(each.effectiveDirective));
            const text = "<p id=p style='color: red' onclick='1'>a</p><style>p{}</style>";
            document.body.insertAdjacentHTML("beforeend", text);
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const picture = document.createElement("img");
            picture.src = "https://example.org/a.png";
            document.body.append(picture);
        }"""
    )
    page.locator("#p").click()
    blocked = page.wait_for_function(
        "new Set(window.blocked).size >= 5 && [...new Set(window.blocked)].sort()"
    )
    assert blocked.json_value() == [
        "img-src",
        "script-src-attr",
        "script-src-elem",
        "style-src-attr",
        "style-src-elem",
    ]
    assert page.evaluate("window.ran") is None


# -- nothing moves, and one finds one's place again ----------------------------------------------------------

# What moved since the page came, as a browser counts it (Cumulative Layout Shift).
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("size", [(390, 844), pytest.param((1440, 900), marks=pytest.mark.long)])
def test_nothing_moves_while_a_page_comes(
    browser: Browser, address: Callable[[str], str], size: tuple[int, int]
) -> None:
    """What scripts add (a form, an answer, a day, an opened year) has its room from the first."""
    context = browser.new_context(locale="zh-CN", viewport={"width": size[0], "height": size[1]})
    context.add_init_script(MOVED)
    shifts = {}
    page = context.new_page()
    for path in MOVING:
        page.goto("about:blank")  # each comes anew, as to one who comes from elsewhere
        page.goto(address(path), wait_until="networkidle")
        shifts[path] = page.evaluate("window.moved")
    context.close()
    assert {path: shift for path, shift in shifts.items() if shift >= 0.05} == {}


MOVING = [
    "institutions/{most}/#y2024",
    "courses/?q=护理&when=range",
    "courses/2026-10/?mode=远程",
    "search/?q=青松护里",
    "verify/?institution=demo-017&from=2023-05-09&to=2023-05-10",
]


def test_a_wide_table_is_a_stop_of_the_keyboard_and_one_that_fits_is_none(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 800})
    page.goto(base + "overview/")
    box = page.locator(".scroll").first
    expect(box).not_to_have_attribute("tabindex", "0")
    box.evaluate("each => { each.style.width = '300px' }")
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_attribute("role", "region")
    expect(box).to_have_attribute("aria-label", re.compile("^按监督地区汇总.*左右滚动"))
    assert_accessible(page)


LONG = pytest.mark.long


@pytest.mark.parametrize("width", [pytest.param(640, marks=LONG), 768, pytest.param(1024, marks=LONG)])
def test_no_table_is_cut_on_a_tablet(page: Page, address: Callable[[str], str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("institutions/{most}/", "overview/", "courses/2026-10/", "statistics/"):
        page.goto(address(path))
        page.evaluate("for (const each of document.querySelectorAll('article details')) each.open = true")
        cut = "all => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length"
        assert page.locator(".scroll").evaluate_all(cut) == 0, path


def test_back_keeps_the_place_among_the_hits(page: Page, base: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(base + "search/?q=培训")
    page.get_by_role("button", name="再显示一些机构").click()
    hits = page.locator("#found-institutions .hits > li")
    expect(hits.nth(21)).to_be_visible()
    link = hits.nth(21).locator("a").first
    link.scroll_into_view_if_needed()
    number, top = hits.count(), page.evaluate("scrollY")
    link.click()
    expect(page.locator("#timeline")).to_be_attached()
    page.go_back()
    expect(hits).to_have_count(number)
    page.wait_for_function("top => Math.abs(scrollY - top) < 3", arg=top)


@pytest.mark.long
def test_back_keeps_the_place_in_a_filtered_month(page: Page, base: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(base + "courses/2026-10/")
    page.get_by_label("方式").select_option("面授")
    link = page.locator("tr[data-area]:visible td a").nth(16)
    link.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    assert top > 300
    link.click()
    expect(page.locator("#timeline")).to_be_attached()
    page.go_back()
    page.wait_for_function("top => Math.abs(scrollY - top) < 3", arg=top)


def test_every_hand_written_page_is_looked_at() -> None:
    sources = (REPOSITORY / "site/pages").rglob("index.md")
    own_pages = {each.parent.relative_to(REPOSITORY / "site/pages").as_posix() for each in sources}
    assert {each.strip("/") or "." for each in PAGES} >= own_pages
