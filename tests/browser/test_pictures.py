"""The handbook's pictures of pages show what the pages say today."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.serving import serve
from tests.pictures.shots import SHOTS, join_sites, open_part
from tests.pictures.texts import find_old


def test_the_pictures_of_pages_show_what_they_say_today(
    on_the_day: Page, forge_site: Path, staff_site: Path, tmp_path: Path
) -> None:
    with serve(join_sites(tmp_path / "sites", forge_site, staff_site)) as base:
        today = {}
        for shot in SHOTS:
            on_the_day.set_viewport_size({"width": shot.width, "height": 900})
            today[shot.name] = open_part(on_the_day, base, shot)[2]
    assert find_old(today) == []
