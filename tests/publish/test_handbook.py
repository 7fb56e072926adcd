"""The handbook: every task has its page, every link leads somewhere, every picture is shown and is small."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from registry.publish.assemble.drafts import list_handbook
from registry.publish.assemble.site import Site
from registry.publish.pages.handbook import READERS, list_addresses
from tests.conftest import DAY, REPOSITORY, SECOND, TEMPLATES, examined

PICTURES = REPOSITORY / "site/pages/assets/handbook"
TEXTS = REPOSITORY / "tests/pictures/texts"
PIECES = {"chapter", "task", "pieces", "pictures"}  # of which pages are made
LARGEST = 60_000
HREF = re.compile(r'(?:href|src)="([^"]*)"')
ID = re.compile(r' (?:id|name)="([^"]+)"')
IMAGE = re.compile(r"<img ([^>]*)>")


@pytest.fixture(scope="module")
def pages(second_site: Path) -> dict[str, str]:
    """The pages of the handbook as they are built, by address."""
    addresses = ("handbook/", *list_addresses())
    return {url: (second_site / url / "index.html").read_text("utf-8") for url in addresses}


@pytest.fixture(scope="module")
def bodies() -> dict[str, str]:
    """The pages by address, without their frame."""
    site = Site(examined(SECOND), DAY, TEMPLATES)
    return {each.url: site.render_page(each).body for each in list_handbook(DAY)}


def test_every_task_has_its_template_and_every_template_its_task() -> None:
    templates = {each.stem for each in (REPOSITORY / "site/templates/handbook").glob("*.html")}
    assert templates - PIECES == {url.split("/")[1] for url in list_addresses()}


def test_each_page_leads_to_the_one_before_and_after_it(bodies: dict[str, str]) -> None:
    for reader in READERS:
        chapter = [reader.url, *map(reader.find_address, reader.tasks)]
        turns = {url: re.findall(r'href="../../([^"]*)" rel="(prev|next)"', bodies[url]) for url in chapter}
        for before, after in pairwise(chapter):
            assert (after, "next") in turns[before]
            assert (before, "prev") in turns[after]
        assert "next" not in [rel for _, rel in turns[chapter[-1]]]


def test_each_task_says_how_in_numbered_steps_and_whom_to_ask(bodies: dict[str, str]) -> None:
    for reader in READERS:
        for task in reader.tasks:
            body = bodies[reader.find_address(task)]
            for heading in ("steps", "result", "mend", "ask"):
                assert f'<h2 id="{heading}">' in body, (task.name, heading)
            assert "<ol>" in body.partition('id="steps"')[2].partition("<h2")[0], task.name


def test_every_link_of_the_handbook_leads_somewhere(pages: dict[str, str], second_site: Path) -> None:
    lost = []
    for url, page in pages.items():
        article = page.partition("<article")[2].partition("</article>")[0]
        for link in HREF.findall(article):
            place = urlsplit(urljoin(f"https://site/{url}", link))
            file = second_site / unquote(place.path).lstrip("/")
            file = file / "index.html" if place.path.endswith("/") else file
            if not file.is_file() or (
                place.fragment and place.fragment not in ID.findall(file.read_text("utf-8"))
            ):
                lost.append(f"{url}: {link}")
    assert lost == []


def test_every_picture_is_shown_with_words_and_its_size_and_is_small(bodies: dict[str, str]) -> None:
    pictures: set[str] = set()
    for url, body in bodies.items():
        for image in IMAGE.findall(body):
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', image))
            name = attributes["src"].rpartition("/")[2]
            size = tuple(2 * int(attributes[each]) for each in ("width", "height"))
            assert read_size(PICTURES / name) == size, name
            assert len(attributes["alt"]) > 10, (url, name)
            assert attributes["loading"] == "lazy"
            pictures.add(name)
    there = {each.name: each.stat().st_size for each in PICTURES.iterdir()}
    assert {*there} == pictures
    assert {f"{each.stem}.webp" for each in TEXTS.iterdir()} == pictures
    assert {name: size for name, size in there.items() if size > LARGEST} == {}


def read_size(file: Path) -> tuple[int, int]:
    """How wide and high a picture without loss is (WebP, VP8L): fourteen bits each, less one."""
    head = file.read_bytes()[:25]
    assert head[12:16] == b"VP8L", file.name
    bits = int.from_bytes(head[21:25], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
