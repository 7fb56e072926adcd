"""The site as a browser sees it: under a sub-path, without script, on a phone, from no other host."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import FORGE

SUB_PATH = "register"
PAGES = [
    "",
    "institutions/",
    "institutions/{institution}/",
    "batches/",
    "batches/2019-1/",
    "regulation/",
    "dictionary/",
    "dictionary/plan/",
    "publication/",
    "data/",
    "statistics/",
]


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def base(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example site, served under a sub-path."""
    root = tmp_path_factory.mktemp("www")
    (root / SUB_PATH).symlink_to(site)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(root))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{SUB_PATH}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def institution(site: Path) -> str:
    """The institution with the longest page."""
    return max((site / "institutions").glob("*/index.html"), key=lambda file: file.stat().st_size).parent.name


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_other_host_and_makes_no_error(
    page: Page, base: str, institution: str, path: str
) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
    page.goto(base + path.format(institution=institution), wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((base, "data:"))] == []
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(page: Page, base: str, institution: str, path: str) -> None:
    page.goto(base + path.format(institution=institution))
    wide = {}
    for width in (320, 390, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    assert {width: found for width, found in wide.items() if found > width} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, base: str, institution: str, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", locale="zh-CN")
    page = context.new_page()
    page.goto(base + path.format(institution=institution), wait_until="networkidle")
    assert page.evaluate("document.body.dataset.mdColorScheme") == (
        "slate" if scheme == "dark" else "default"
    )
    found = Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()


def test_without_script_one_comes_from_the_home_page_to_a_course(
    browser: Browser, base: str, institution: str
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(base)
    page.get_by_role("link", name="个机构现已列入名单").click()
    page.locator(f"a[href$='institutions/{institution}/']").first.click()
    assert page.get_by_role("heading", level=1).inner_text()
    page.locator("#plans").scroll_into_view_if_needed()
    folded = page.locator("details.year:has(.courses)").nth(1)
    assert folded.get_attribute("open") is None
    folded.locator("summary").click()
    assert folded.get_attribute("open") is not None
    context.close()


def test_on_a_phone_a_row_becomes_a_card_that_names_its_columns(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base + "institutions/")
    cell = page.locator("td[data-label='主管系统']").first
    label = cell.evaluate("each => getComputedStyle(each, '::before').content")
    assert label == '"主管系统"'
    assert cell.evaluate("each => getComputedStyle(each).display") == "block"


def test_the_skip_link_leads_to_the_content(page: Page, base: str, institution: str) -> None:
    page.goto(base + f"institutions/{institution}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


def test_staff_come_from_a_page_to_the_forge_and_citizens_do_not_stumble_over_it(
    page: Page, forge_site: Path
) -> None:
    (file,) = (forge_site / "institutions").glob("yx-a7/index.html")
    page.goto(file.as_uri())
    link = page.get_by_role("link", name="变更", exact=True)
    assert not link.is_visible()
    page.get_by_text("给经办人员").click()
    assert link.is_visible()
    address = link.get_attribute("href") or ""
    assert address.startswith(f"{FORGE}/new/records/institutions/")
    assert "-change.yml&text=" in address
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
