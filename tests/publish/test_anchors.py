"""Years, courses and acts have addresses of their own on an institution's page, and links lead to them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from registry.lifecycle.plans import find_passing_day
from tests.conftest import CITY, DAY, SECOND, examined

LINK = re.compile(r'institutions/([a-z0-9-]+)/#([^"]+)"')
ID = re.compile(r' id="([^"]+)"')


def ids(site: Path, institution: str) -> set[str]:
    return set(ID.findall((site / "institutions" / institution / "index.html").read_text("utf-8")))


@pytest.fixture(scope="module")
def anchors(site: Path) -> dict[str, set[str]]:
    """The addresses on each institution's page."""
    return {
        folder.name: ids(site, folder.name) for folder in (site / "institutions").iterdir() if folder.is_dir()
    }


def test_no_address_stands_twice_on_a_page(site: Path, anchors: dict[str, set[str]]) -> None:
    for institution in anchors:
        page = (site / "institutions" / institution / "index.html").read_text("utf-8")
        ids = ID.findall(page)
        assert len(ids) == len(set(ids)), institution


def test_the_calendar_leads_to_the_course_of_its_year(site: Path, anchors: dict[str, set[str]]) -> None:
    months = [*(site / "courses").glob("202[67]-*/index.html")]
    links = [match for each in months for match in LINK.findall(each.read_text("utf-8"))]
    assert len(links) > 100
    assert [each for each in links if each[1] not in anchors[each[0]]] == []


def test_every_offer_of_the_search_has_its_address(site: Path, anchors: dict[str, set[str]]) -> None:
    past, coming = (
        [
            row
            for file in (site / "search" / name).glob("rows-*.json")
            for row in json.loads(file.read_text("utf-8"))
        ]
        for name in ("past", "courses")
    )
    offers = {offer.rstrip("?") for _, _, _, _, every in past for offer in every}
    offers |= {f"{institution}/{year}/{course}" for _, institution, year, course, *_ in coming}
    assert len(offers) > 500
    for offer in offers:
        institution, year, course = offer.split("/")
        assert {f"y{year}", f"y{year}-{course}"} <= anchors[institution], offer


def test_every_course_that_may_be_verified_has_its_address(site: Path, anchors: dict[str, set[str]]) -> None:
    for file in (site / "verify").glob("*.json"):
        for course in json.loads(file.read_text("utf-8"))["courses"]:
            assert f"y{course['year']}" in anchors[file.stem]
            assert f"y{course['year']}-{course['id']}" in anchors[file.stem], (file.stem, course["title"])


def list_sources(value: object) -> Iterator[str]:
    """The records that an answer of the verification rests on."""
    if isinstance(value, dict):
        yield from (each for name, each in value.items() if name == "source" and each)
        value = [*value.values()]
    if isinstance(value, list):
        for each in value:
            yield from list_sources(each)


def test_every_record_that_a_verification_rests_on_has_its_address(site: Path) -> None:
    """Where `recordLink` of answer.js leads to: a batch's page, or a file of the dossier."""
    missing, number = set(), 0
    for file in (site / "verify").glob("*.json"):
        page = (site / "institutions" / file.stem / "index.html").read_text("utf-8")
        for source in list_sources(json.loads(file.read_text("utf-8"))):
            number += 1
            folder, _, below = source.partition(f"/{file.stem}/")
            stem = Path(folder).stem if not below else below.removesuffix(".yml").replace("/", "-")
            there = f'id="f-{stem}"' in page if below else (site / "batches" / stem / "index.html").exists()
            if not there:
                missing.add(source)
    assert missing == set()
    assert number > 1000


def test_a_feed_leads_to_the_act(site: Path, anchors: dict[str, set[str]]) -> None:
    feed = ElementTree.parse(site / "data/v1/feed.atom.xml")
    links = [each.attrib["href"] for each in feed.iter("{http://www.w3.org/2005/Atom}link")]
    matches = [each for link in links for each in LINK.findall(f'{link}"')]
    assert len(matches) > 50
    assert [each for each in matches if each[1] not in anchors[each[0]]] == []


@pytest.mark.parametrize("root", [CITY, SECOND])
def test_the_year_that_is_open_is_that_of_the_plan_in_force(
    root: Path, site: Path, second_site: Path
) -> None:
    folder = site if root == CITY else second_site
    ahead = 0
    for dossier in examined(root).register.list_public(DAY):
        page = (folder / "institutions" / dossier.id / "index.html").read_text("utf-8")
        opened = [int(each) for each in re.findall(r'id="y(\d{4})" open', page)]
        years = [
            each.year
            for each in dossier.plans
            if each.year <= DAY.year and find_passing_day(dossier, each.steps, DAY)
        ]
        assert opened == [max(years)] if years else len(opened) <= 1, dossier.id
        ahead += any(each.year > DAY.year for each in dossier.plans)
    assert ahead
