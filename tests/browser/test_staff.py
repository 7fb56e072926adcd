"""The staff's site opened from a disk: days counted from today, filters, nothing wider than the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_site import assert_accessible, thin_out

PAGES = (
    "index.html",
    "area/ymz-city/index.html",
    "institutions/yx-a7/index.html",
    "forms/index.html",
    "area/yunze/institutions/index.html",
)


def test_days_are_counted_from_today_and_rows_filtered(page: Page, staff_site: Path) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.clock.set_fixed_time("2026-12-02T09:00:00+08:00")
    page.goto(f"file://{staff_site}/index.html")
    row = page.locator("tr[data-due='2026-11-30']").first
    expect(row.locator(".days")).to_have_text("已过 2 天")
    expect(row).to_have_attribute("data-state", "past")
    expect(page.locator("[data-as-of]")).to_have_text("（9 天前）")
    page.get_by_label("由谁办理").select_option("yunze-zrb")
    rows = page.locator("tr[data-area]:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("registry new yx-h4 recommendation")
    page.get_by_label("找机构").fill("古籍")
    expect(page.locator("#hits a")).to_have_attribute("href", "./institutions/yx-h4/index.html")
    # Without a mouse: what was copied is told, and the keyboard goes on from there.
    rows.get_by_role("button", name="复制").first.press("Enter")
    expect(rows.get_by_role("button", name="已复制")).to_be_focused()
    heights = page.eval_on_selector_all(".command span", "all => all.map((each) => each.offsetHeight)")
    assert len({*heights} - {0}) == 1, "a word of a command is broken"
    rows.get_by_role("link", name="填表").press("Enter")
    expect(page.get_by_text("yx-h4").first).to_be_visible()
    # What was looked for is still there on the way back, and what was chosen.
    page.go_back()
    expect(page.locator("#hits a")).to_have_count(1)
    expect(rows).to_have_count(1)
    assert faults == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_window(page: Page, staff_site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(f"file://{staff_site}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_axe_finds_nothing_on_a_phone_light_or_dark(page: Page, staff_site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for path in PAGES[::2]:  # the others are made of the same pieces
        page.goto(f"file://{staff_site}/{path}")
        thin_out(page)
        assert_accessible(page)
        page.emulate_media(color_scheme="dark")
        assert_accessible(page, "color-contrast")
        page.emulate_media(color_scheme="light")
