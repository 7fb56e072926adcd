"""The browser of these tests: the system's own, found by ensure.sh, with its language set to Chinese."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.serving import serve

HERE = Path(__file__).parent
SUB_PATH = "register"
DESK: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}

ARGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--lang=zh-CN",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test of this folder, so that `-m "not browser"` leaves them all out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = subprocess.run([HERE / "ensure.sh", "--print"], check=True, stdout=subprocess.PIPE, text=True)
    return {**browser_type_launch_args, "executable_path": program.stdout.strip(), "args": ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN"}


@pytest.fixture(scope="session")
def base(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example site, served under a sub-path; at the root too, as its 404 page expects."""
    root = tmp_path_factory.mktemp("www")
    for each in site.iterdir():
        (root / each.name).symlink_to(each)
    (root / SUB_PATH).symlink_to(site)
    with serve(root) as address:
        yield f"{address}{SUB_PATH}/"


@pytest.fixture(scope="session")
def light(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whom many tests have in common: scripts and styles are had already.

    A visitor of its own fetches and compiles each script anew, which takes longer than most tests.
    """
    with browser.new_context(locale="zh-CN", color_scheme="light") as context:
        yield context


@pytest.fixture(scope="session")
def scriptless(browser: Browser) -> Iterator[Page]:
    """The page of a visitor whose browser runs no script."""
    with browser.new_context(locale="zh-CN", java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def on_the_day(browser: Browser) -> Iterator[Page]:
    """The page of a visitor on the day of the site; all pages of a visitor have one clock."""
    with browser.new_context(locale="zh-CN") as context:
        context.clock.set_fixed_time("2026-11-23T09:00:00+08:00")
        yield context.new_page()


@pytest.fixture(scope="session")
def lent(light: BrowserContext) -> Page:
    """The page that `page` lends to one test after the other: to open one takes longer than most tests."""
    return light.new_page()


@pytest.fixture
def page(lent: Page, light: BrowserContext) -> Iterator[Page]:
    """A page as if it were new: its size and what it is answered end with the test, as do permissions."""
    lent.bring_to_front()  # a page behind another draws once a second
    yield lent
    lent.unroute_all(behavior="ignoreErrors")
    lent.emulate_media(media="null", color_scheme="light")
    lent.set_viewport_size(DESK)
    lent.goto("about:blank")
    light.clear_permissions()


@pytest.fixture
def own_page(light: BrowserContext) -> Iterator[Page]:
    """A page that ends with the test, and with it what no page gives back: scripts that run first."""
    with light.new_page() as page:
        yield page


@pytest.fixture(scope="session")
def read(light: BrowserContext) -> Page:
    return light.new_page()


@pytest.fixture
def reader(read: Page) -> Page:
    """A page for all tests that do no more than open addresses and read: it is opened once.

    A test that changes its size or what it is answered asks for `page`; where it changes more, `own_page`.
    """
    read.bring_to_front()
    return read
