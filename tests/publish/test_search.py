"""What search downloads: small, complete, and found by any run of characters."""

import datetime as dt
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from msgspec import structs

from benchmarks.search import STATES, entry
from registry.model.kinds import Application, Field
from registry.publish.assemble.site import Site
from registry.publish.card import CourseOffer
from registry.publish.folding import build_address_part, find_initials, fold
from registry.publish.pages import institutions, lists
from registry.publish.search.courses import COMMON, INDEX, OFFERS, build_course_files, list_titles
from registry.publish.search.institutions import (
    INSTITUTIONS,
    SearchEntry,
    SearchNames,
    build_institution_files,
)
from registry.publish.search.packing import hash_text
from registry.publish.search.verification import build_verify_file
from registry.rules.checking import examine
from tests.conftest import CITY, DAY, SECOND, TEMPLATES, records

AREAS = {f"a{i}": f"样例第{i}区" for i in range(12)}
BATCHES = {f"b{i}": (f"样例第{i}批", f"样人社发〔2019〕{i}号") for i in range(20)}
CALLED = SearchNames(AREAS, {each: (each, "good") for each in STATES}, BATCHES)
PLAIN = SearchEntry(
    "one",
    "样例银行学校",
    ("样例旧名",),
    "12320900000000019G",
    "a0",
    ("护理",),
    ("面授",),
    ("listed",),
    ("b0",),
    "ylyhxx",
)


def rows(number: int) -> list[SearchEntry]:
    chance = random.Random(223)
    return [entry(chance, i) for i in range(number)]


def index_of(found: list[SearchEntry]) -> Any:
    return json.loads(dict(build_institution_files(found, CALLED))[INSTITUTIONS])


def test_ten_thousand_institutions_need_less_than_150_kb() -> None:
    files = dict(build_institution_files(rows(10_000), CALLED))
    assert len(gzip.compress(files.pop(INSTITUTIONS).encode())) < 150_000
    assert max(len(gzip.compress(text.encode())) for text in files.values()) < 5_000


def test_the_columns_give_back_what_went_in() -> None:
    found = sorted(rows(300), key=lambda each: each.id)
    index = index_of(found)
    columns = [index[name].split("\n") for name in ("id", "name", "area", "field", "mode", "state", "batch")]
    before = ""
    for row, (id_, name, area, field, mode, state, batch) in zip(
        found, zip(*columns, strict=True), strict=True
    ):
        before = before[: int(id_[0], 36)] + id_[1:]

        def told(table: str, cell: str) -> set[str]:
            held = [index[table][int(place, 36)] for place in cell.split(" ")]
            return {each if isinstance(each, str) else each[0] for each in held}

        assert (before, name) == (row.id, row.name)
        assert told("areas", area) == {row.area}
        assert told("fields", field) == set(row.fields)
        assert told("modes", mode) == set(row.modes)
        assert told("states", state) == set(row.states)
        assert told("batches", batch) == set(row.batches)
    assert {found[int(i)].former for i in index["former"]} == {each.former for each in found if each.former}


@pytest.mark.parametrize(
    "ids", [["a", "ab", "abc", "b"], ["demo-001", "demo-002"], ["x" * 48, "x" * 48 + "-2"]]
)
def test_an_id_is_told_by_what_differs_from_the_one_before(ids: list[str]) -> None:
    lines = index_of([PLAIN._replace(id=each) for each in ids])["id"].split("\n")
    read = [""]
    for line in lines:
        read.append(read[-1][: int(line[0], 36)] + line[1:])
    assert read[1:] == ids


def test_every_code_is_in_the_file_that_its_hash_names() -> None:
    found = rows(2_000)
    files = dict(build_institution_files(found, CALLED))
    count = json.loads(files[INSTITUTIONS])["codes"]
    assert count > 1
    for row in found:
        assert json.loads(files[f"search/codes/{hash_text(row.code) % count}.json"])[row.code] == row.id


def test_a_code_before_a_conversion_leads_to_the_institution_too() -> None:
    files = dict(build_institution_files([PLAIN._replace(former_codes=("52320900000000019C",))], CALLED))
    assert json.loads(files["search/codes/0.json"]) == {PLAIN.code: "one", "52320900000000019C": "one"}


def test_brands_are_in_the_file_of_names_only_where_there_are_some() -> None:
    assert "aliases" not in index_of([PLAIN])
    found = index_of([PLAIN, PLAIN._replace(id="two", aliases=("样例在线", "样例云课堂"))])
    assert found["aliases"] == {"1": ["样例在线", "样例云课堂"]}


def test_a_converted_institution_and_a_brand_are_found() -> None:
    view = Site(examine(SECOND, DAY), DAY, TEMPLATES).view
    cards = {card.row.id: card for card in view.cards}
    assert cards["yx-f8"].former_codes == ("52999921000000940Q",)
    assert cards["yx-e5"].aliases == ("演示云课堂", "云课在线（虚构）", "演示云课平台")
    assert cards["yx-b3"].aliases == cards["yx-b3"].former_codes == ()
    _, content = build_verify_file(view, view.register.dossiers["yx-f8"])
    assert json.loads(content)["former_codes"] == [{"code": "52999921000000940Q", "changed": "2026-03-16"}]


def test_initials_are_read_in_words_and_an_exception_is_told() -> None:
    assert find_initials("样例银行学校") == "ylyhxx"
    assert find_initials("长江ABC（二）中心") == "cjabcezx"
    index = index_of([PLAIN])
    single = {each: letter for letter, characters in index["initials"].items() for each in characters}
    by_character = "".join(single[each] for each in PLAIN.name)
    assert index["spelled"].get("0", by_character) == "ylyhxx"
    assert by_character == "ylyxxx", "行 alone reads xing, so the name is an exception"


def test_folding_leaves_letters_and_digits() -> None:
    assert fold("盐人社发〔2018〕 223号") == fold("盐人社发[2018]223号") == "盐人社发2018223号"
    assert fold("ＡＢ－甲（乙）") == "ab甲乙"


def test_an_address_is_pinyin() -> None:
    assert build_address_part("计算机软件") == "ji-suan-ji-ruan-jian"


# -- courses -------------------------------------------------------------------------------------------


def some_offers(number: int) -> Iterator[CourseOffer]:
    """Offers whose titles are of few characters, so that many runs of characters are common."""
    chance = random.Random(17)
    for i in range(number):
        title = "".join(chance.choices("护理班", k=chance.randrange(4, 11)))
        yield CourseOffer(title, "护理", "面授", f"one-{i % 50}/{2020 + i % 7}/c{i % 9:02}")


def answer(files: dict[str, Any], term: str) -> tuple[set[str], int | None]:
    """The titles that a reader finds for a word, and how many there are where not all are filed."""
    index = files[INDEX]
    grams = [term[at : at + size] for size in range(1, len(term) + 1) for at in range(len(term) - size + 1)]
    gram = next((each for each in grams if each not in index["common"]), term)
    filed = files[f"search/courses/{hash_text(gram) % index['files']}.json"]
    told = {title for title, *_, spelled in filed if term in fold(title) or term in spelled}
    return told, index["common"].get(term)


def test_every_run_of_characters_finds_every_title_that_has_it() -> None:
    found = list_titles(some_offers(6_000))
    files = {path: json.loads(text) for path, text in build_course_files(found)}
    assert len(files) > 3
    assert max(len(each) for each in files[INDEX]["common"]) > 2
    spelled = {each.title: find_initials(each.title) for each in found}
    chance = random.Random(5)
    asked = {"护士", "班", "护理", "理班护", "班" * 9, "x"}
    for title in chance.sample(sorted(spelled), 400):
        at = chance.randrange(len(title))
        end = chance.randrange(at + 1, len(title) + 1)
        asked |= {title[at:end], spelled[title][at:end]}
    for term in asked:
        right = {title for title, letters in spelled.items() if term in title or term in letters}
        told, count = answer(files, term)
        if count is None:
            assert told == right, term
        else:
            assert count == len(right) > COMMON
            assert told <= right
            assert len(told) >= COMMON


def test_of_a_common_run_the_newest_titles_are_filed() -> None:
    old = [CourseOffer(f"甲{i:04}", "", "", "one/2020/c01") for i in range(COMMON)]
    new = [CourseOffer(f"甲{i:04}新", "", "", "one/2026/c01") for i in range(COMMON)]
    files = {path: json.loads(text) for path, text in build_course_files(list_titles([*old, *new]))}
    index = files[INDEX]
    assert index["common"]["甲"] == 2 * COMMON
    filed = {title for title, *_ in files[f"search/courses/{hash_text('甲') % index['files']}.json"]}
    assert {each.title for each in new} <= filed


def test_a_title_names_its_newest_offers_and_how_many_there_are() -> None:
    (found,) = list_titles(
        CourseOffer("职业道德", "公需", "面授", f"one-{i}/{2020 + i % 7}/c01 one-{i}/{2019 + i % 7}/c02?")
        for i in range(OFFERS)
    )
    assert found.plans == 2 * OFFERS
    assert len(found.offers) == OFFERS
    years = [int(each.split("/")[1]) for each in found.offers]
    assert years == sorted(years, reverse=True)


def test_no_courses_give_an_index_and_one_empty_file() -> None:
    files = dict(build_course_files([]))
    assert json.loads(files[INDEX])["files"] == 1
    assert json.loads(files["search/courses/0.json"]) == []


# -- the register --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found() -> Site:
    return Site(examine(CITY, DAY), DAY, TEMPLATES)


def test_an_unpassed_plan_is_told_as_such(found: Site) -> None:
    files = {
        path: json.loads(text) for path, text in found.list_files() if path.startswith("search/courses/")
    }
    offers = {
        offer
        for path, rows in files.items()
        if path != INDEX
        for _, _, _, _, every, _ in rows
        for offer in every
    }
    assert "demo-001/2026/c01" in offers
    assert "demo-001/2027/c01?" in offers


def test_an_institution_can_be_looked_up_by_what_it_was_called(found: Site) -> None:
    index = json.loads(dict(found.list_files())[INSTITUTIONS])
    assert ["样例匠心装配式建筑培训学校", "样例匠心建筑培训学校"] in index["former"].values()


def test_the_lists_by_area_field_and_status_hold_the_right_institutions(found: Site) -> None:
    pages = {page.url: page.body for page in records(found) if page.url.startswith("search/")}
    assert {url.split("/")[1].split("-")[0] for url in pages} == {"area", "field", "status"}
    for dossier in found.public:
        link = f"institutions/{dossier.id}/"
        held = {url for url, body in pages.items() if link in body}
        assert f"search/area-{dossier.institution.area}/" in held
        fields = {f"search/field-{build_address_part(each.name)}/" for each in dossier.institution.fields}
        assert fields == {url for url in held if url.startswith("search/field-")}
    assert set(pages) <= set(found.list_addresses())


def test_of_two_fields_that_sound_alike_the_older_keeps_its_address() -> None:
    examined = examine(SECOND, DAY)
    dossiers = dict(examined.register.dossiers)
    for id_, name in (("yx-b3", "护理"), ("yx-f8", "互利")):  # of 2021 and of 2024
        acts = tuple(
            structs.replace(
                act, filing=structs.replace(act.filing, fields=(Field(name=name, practice=False),))
            )
            if isinstance(act, Application)
            else act
            for act in dossiers[id_].acts
        )
        dossiers[id_] = replace(dossiers[id_], acts=acts)
    site = Site(examined._replace(register=replace(examined.register, dossiers=dossiers)), DAY, TEMPLATES)
    urls = {each.label: each.url for each in site.lists.lists if each.kind == "领域"}
    assert (urls["护理"], urls["互利"]) == ("search/field-hu-li/", "search/field-hu-li-2/")


def test_a_large_register_is_listed_by_area(found: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = found.render_section("institutions", "../")
    monkeypatch.setattr(institutions, "ON_ONE_PAGE", len(found.public) - 1)
    short = found.render_section("institutions", "../")
    assert "<table" in whole
    assert "<table" not in short
    for area in {each.institution.area for each in found.public}:
        assert f'<li id="{area}"><a href="../search/area-{area}/">' in short


def test_a_long_list_is_a_page_for_each_area(found: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "search/status-listed/"
    whole = next(each for each in found.lists.lists if each.url == url)
    monkeypatch.setattr(lists, "LIST_ROWS", len(whole.rows) - 1)
    other = Site(examine(CITY, DAY), DAY, TEMPLATES)
    made = {page.url: page.body for page in records(other)}
    links = re.findall('<li><a href="../../(search/status-listed-[a-z]+/)">', made[url])
    assert "<table" not in made[url]
    told = [id_ for link in links for id_ in re.findall("institutions/([a-z0-9-]+)/", made[link])]
    assert sorted(told) == sorted(row.id for row in whole.rows)


def test_a_list_that_is_not_yet_published_is_in_no_file() -> None:
    examined = examine(SECOND, DAY)
    batch = next(each for each in examined.register.batches.values() if each.announcement)
    assert batch.announcement
    eve = Site(examined, batch.announcement.published_on - dt.timedelta(days=1), TEMPLATES)
    verified = (build_verify_file(eve.view, dossier) for dossier in eve.public)
    told = "".join(f"{path}{content.decode()}" for path, content in (*eve.list_files(), *verified))
    assert batch.announcement.document.number not in told
    assert not any(
        examined.register.dossiers[id_].institution.name in told for id_ in batch.announcement.listed
    )


def test_verification_files_do_not_change_with_the_day_alone() -> None:
    examined = examine(SECOND, DAY)
    sites = [Site(examined, day, TEMPLATES) for day in (DAY, DAY + dt.timedelta(days=1))]
    told = [[build_verify_file(site.view, dossier) for dossier in site.public] for site in sites]
    assert told[0]
    assert told[0] == told[1]


def test_a_verification_file_says_why_and_by_which_record(found: Site) -> None:
    address, content = build_verify_file(found.view, found.register.dossiers["demo-017"])
    assert address == "verify/demo-017.json"
    file = json.loads(content)
    for before, after in pairwise(file["spans"]):
        assert after["first"] == (dt.date.fromisoformat(before["last"]) + dt.timedelta(days=1)).isoformat()
    (suspended,) = [each for each in file["spans"] if len(each["states"]) == 2]
    assert not suspended["shown"]
    assert suspended["states"][1]["label"] == "暂停开班"
    assert suspended["states"][1]["source"].endswith("-suspension.yml")
    assert suspended["states"][1]["basis"] == "该决定"
    assert "article" not in suspended["states"][1]
    (dropped,) = [each for each in file["courses"] if (each["year"], each["id"]) == (2023, "c01")]
    assert [(each["first"], each["last"]) for each in dropped["days"]] == [("2023-01-05", "2023-10-09")]
