"""A site that is opened by a double click: from a disk, without a server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect


@pytest.fixture
def opened(light: BrowserContext, portable_site: Path) -> Iterator[Page]:
    """The home page, opened from the disk; nothing on the way may go wrong."""
    wrong: list[str] = []
    with light.new_page() as page:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console", lambda each: wrong.append(each.text) if each.type in ("error", "warning") else None
        )
        page.goto((portable_site / "index.html").as_uri())
        yield page
    assert wrong == []


def test_search_verification_and_the_sheet_work_from_a_disk(opened: Page, portable_site: Path) -> None:
    opened.get_by_label("查机构或课程").fill("芦荡")
    opened.keyboard.press("Enter")
    expect(opened.locator("#found")).to_contain_text("找到")
    opened.locator("#found-institutions .hit__title a").click()
    expect(opened).to_have_url((portable_site / "institutions/demo-004/index.html").as_uri())
    expect(opened.locator("h1")).to_have_text("演示芦荡农业技术推广学校")
    opened.locator(".status__more").get_by_role("link", name="查验一次学习").click()
    form = opened.locator("#verifier")
    for name, value in (("from", "2025-03-05"), ("to", "2025-03-07"), ("course", "设施蔬菜病虫害综合防治")):
        form.locator(f"[name={name}]").fill(value)
    opened.keyboard.press("Enter")
    expect(opened.locator(".answer__word")).to_have_text("登记显示")
    source = opened.locator("#answer a[href*='/institutions/demo-004/']").first
    assert re.search(r"/demo-004/index\.html(#|$)", source.get_attribute("href") or "")
    assert opened.locator("#answer svg.qr").count() == 0  # a telephone has not this disk
    opened.locator("#verifier").get_by_role("link", name="批量查验").click()
    opened.get_by_label("每行一次学习").fill("demo-004\t设施蔬菜病虫害综合防治\t2025.3.5")
    opened.get_by_role("button", name="查验", exact=True).click()
    expect(opened.locator("#bulk-table tbody tr")).to_contain_text("登记显示")
    opened.goto((portable_site / "certificates/demo-004/index.html").as_uri())
    expect(opened.locator("#as-of")).to_have_text("截至2026年11月23日。")
