"""What search downloads: small, complete, and found by any run of characters."""

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from msgspec import structs

from benchmarks.search import FIELDS, STATES, draw_entry
from registry.json_data import get_object, get_text
from registry.lifecycle.openness import list_closed
from registry.lifecycle.publication_period import list_expired
from registry.lifecycle.undone import find_undone
from registry.model.kinds import Application, SubjectField
from registry.publish.assemble.collected_items import ItemCollector
from registry.publish.assemble.site import Site
from registry.publish.card import CardCourse, CourseOffer
from registry.publish.folding import build_address_part, build_traditional, fold, spell
from registry.publish.pages import lists
from registry.publish.pages.handbook import list_addresses
from registry.publish.search.courses import (
    FOLDER,
    INDEX,
    MAX_OFFERS,
    PAST,
    CourseTitle,
    build_past_files,
    list_titles,
    sort_courses,
)
from registry.publish.search.institutions import (
    INSTITUTIONS,
    LISTINGS,
    SearchEntry,
    SearchNames,
    build_institution_files,
    format_base36,
)
from registry.publish.search.packing import hash_text
from registry.publish.search.postings import BLOCK, DIGITS, HALF, Unit, build_postings, encode_numbers
from registry.publish.search.verification import build_verify_file
from registry.publish.search.words import find_city, read_synonyms
from tests.conftest import (
    CITY,
    DAY,
    REPOSITORY,
    SECOND,
    TEMPLATES,
    examined,
    list_navigation,
    list_record_pages,
)

AREAS = {f"a{i}": (f"样例第{i}区",) for i in range(12)}
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
    "yang li yin hang xue xiao",
)


def rows(number: int) -> list[SearchEntry]:
    chance = random.Random(223)
    return [draw_entry(chance, i) for i in range(number)]


def files_of(entries: list[SearchEntry], pages: dict[str, str] | None = None) -> dict[str, Any]:
    files = dict(build_institution_files(entries, CALLED, pages or {}))
    return {path: json.loads(text) for path, text in files.items()}


def index_of(entries: list[SearchEntry]) -> Any:
    return files_of(entries)[INSTITUTIONS]


def test_the_columns_give_back_what_went_in() -> None:
    entries = sorted(rows(300), key=lambda each: each.id)
    files = files_of(entries)
    index = {**files[LISTINGS], **files[INSTITUTIONS]}
    columns = [index[name].split("\n") for name in ("id", "name", "area", "field", "mode", "state", "batch")]
    before = ""
    for row, (id_, name, area, field, mode, state, batch) in zip(
        entries, zip(*columns, strict=True), strict=True
    ):
        before = before[: int(id_[0], 36)] + id_[1:]

        def read_cell(table: str, cell: str) -> set[str]:
            places = [index[table][int(place, 36)] for place in cell.split(" ")]
            return {each if isinstance(each, str) else each[0] for each in places}

        assert (before, name) == (row.id, row.name)
        assert read_cell("areas", area) == {row.area}
        assert read_cell("fields", field) == set(row.fields)
        assert read_cell("modes", mode) == set(row.modes)
        assert read_cell("states", state) == set(row.states)
        assert read_cell("batches", batch) == set(row.batches)
    assert {entries[int(i)].former for i in index["former"]} == {
        each.former for each in entries if each.former
    }


@pytest.mark.parametrize(
    "ids", [["a", "ab", "abc", "b"], ["demo-001", "demo-002"], ["x" * 48, "x" * 48 + "-2"]]
)
def test_an_id_is_told_by_what_differs_from_the_one_before(ids: list[str]) -> None:
    lines = index_of([PLAIN._replace(id=each) for each in ids])["id"].split("\n")
    read = [""]
    for line in lines:
        read.append(read[-1][: int(line[0], 36)] + line[1:])
    assert read[1:] == ids


def test_every_code_is_in_the_file_that_its_beginning_names() -> None:
    entries = rows(2_000)
    files = files_of(entries)
    count = files[INSTITUTIONS]["codes"]
    assert count > 1
    for row in entries:
        assert files[f"search/codes/{hash_text(row.code[:8]) % count}.json"][row.code] == row.id


def test_a_code_before_a_conversion_leads_to_the_institution_too() -> None:
    files = files_of([PLAIN._replace(former_codes=("52320900000000019C",))])
    assert files["search/codes/0.json"] == {PLAIN.code: "one", "52320900000000019C": "one"}


def test_what_is_looked_up_whole_is_in_no_file_but_as_a_hash() -> None:
    files = files_of(
        [PLAIN._replace(keys=("样例甲", "051500000001"))], {"样人社发2018223号": "regulation/ 办法"}
    )
    assert not any(
        key in json.dumps(files, ensure_ascii=False)
        for key in ("样例甲", "051500000001", "样人社发2018223号")
    )
    keys = files["search/keys/0.json"]
    assert keys[format_base36(hash_text("甲例样"))] == ["one"]
    assert sorted(keys.values()) == [["one"], ["one"], ["regulation/ 办法"]]


def test_an_address_is_found_by_the_pairs_of_its_characters() -> None:
    files = files_of([PLAIN, PLAIN._replace(id="two", addresses=("样例路18号", "样例路2号"))])
    assert files["search/places/0.json"]["例路"] == encode_numbers([1])
    assert "12" not in files["search/places/0.json"], "no pair goes from one address to the next"


def test_brands_are_in_the_file_of_names_only_where_there_are_some() -> None:
    assert "aliases" not in index_of([PLAIN])
    index = index_of([PLAIN, PLAIN._replace(id="two", aliases=("样例在线", "样例云课堂"))])
    assert index["aliases"] == {"1": ["样例在线", "样例云课堂"]}


def test_a_converted_institution_and_a_brand_are_found() -> None:
    view = Site(examined(SECOND), DAY, TEMPLATES).view
    cards = {card.row.id: card for card in view.cards}
    assert cards["yx-f8"].former_codes == ("52999921000000940Q",)
    assert cards["yx-e5"].aliases == ("演示云课堂", "云课在线（虚构）", "演示云课平台")
    assert cards["yx-b3"].aliases == cards["yx-b3"].former_codes == ()
    _, content = build_verify_file(view, view.register.dossiers["yx-f8"])
    assert json.loads(content)["former_codes"] == [{"code": "52999921000000940Q", "changed": "2026-03-16"}]


def test_names_are_read_in_words_and_an_exception_is_told() -> None:
    assert spell("样例银行学校") == ["yang", "li", "yin", "hang", "xue", "xiao"]
    assert spell("会计ab二") == ["kuai", "ji", "a", "b", "er"]
    assert index_of([PLAIN])["spelled"] == {"0": PLAIN.syllables}, "行 alone reads xing"
    assert index_of([PLAIN._replace(name="样例学校", syllables="yang li xue xiao")])["spelled"] == {}


def test_a_traditional_character_is_told_of_what_is_in_use() -> None:
    assert build_traditional(set("护会计")) == ("會計護", "会计护")
    assert "乾" not in build_traditional(set("干乾"))[0], "what is in use itself stays what it is"


def test_folding_leaves_letters_and_digits() -> None:
    assert fold("盐人社发〔2018〕 223号") == fold("盐人社发[2018]223号") == "盐人社发2018223号"
    assert fold("ＡＢ－甲（乙）") == "ab甲乙"


def test_an_address_is_pinyin() -> None:
    assert build_address_part("计算机软件") == "ji-suan-ji-ruan-jian"


# -- courses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbers", [[], [0], [44, 45, 91], [0, 2024, 2025, 5_000_000], list(range(300))])
def test_numbers_are_written_as_gaps_and_read_again(numbers: list[int]) -> None:
    text = encode_numbers(numbers)
    assert set(text) <= set(DIGITS)
    assert decode(text) == numbers
    assert json.dumps(text) == f'"{text}"', "JSON doubles nothing in it"


def decode(text: str) -> list[int]:
    """Numbers as the script reads them."""
    numbers, number, gap, weight = [], -1, 0, 1
    for each in text:
        digit = DIGITS.index(each)
        gap += digit % HALF * weight
        weight *= HALF
        if digit < HALF:
            number += gap + 1
            numbers.append(number)
            gap, weight = 0, 1
    return numbers


def some_offers(number: int) -> Iterator[CourseOffer]:
    """Offers whose titles are of few characters, so that some pairs are in very many."""
    chance = random.Random(17)
    for i in range(number):
        title = "".join(chance.choices("护理会计", k=chance.randrange(4, 9)))
        yield CourseOffer(title, "护理", "面授", f"one-{i % 50}/{2020 + i % 7}/c{i % 9:02}")


def test_every_pair_of_characters_leads_to_every_title_that_has_it() -> None:
    titles = list_titles(some_offers(9_000))
    files = {path: json.loads(text) for path, text in build_past_files(titles, {})}
    index = files[f"{PAST}/{INDEX}"]
    big = list(index["big"])
    assert big, "some pair has a file of its own"
    assert index["files"] > 1
    for term in ("护理", "会计", "计护", "理会", "$护理", "~huli", "~kuaiji", "^hlk", "@护理", "#i:one-7"):
        shared = files[f"{PAST}/{hash_text(term.lstrip('@$')) % index['files']}.json"]
        text = files[f"{PAST}/big-{big.index(term)}.json"] if term in big else shared[term]
        assert decode(text) == [i for i, title in enumerate(titles) if has(title, term)], term
    rows = [row for i in range(-(-len(titles) // BLOCK)) for row in files[f"{PAST}/rows-{i}.json"]]
    assert [row[0] for row in rows] == [title.title for title in titles]


def has(title: CourseTitle, term: str) -> bool:
    """Whether a title is to be found by a term."""
    syllables = spell(title.title)
    ways = {
        "$": title.title.startswith(term[1:]),
        "~": term[1:] in {a + b for a, b in pairwise(syllables)},
        "^": term[1:] in "".join(each[0] for each in syllables),
        "@": title.field == term[1:],
        "#": any(each.startswith(f"{term[3:]}/") for each in title.offers),
    }
    return ways.get(term[0], term in title.title)


def test_a_title_names_its_newest_offers_and_how_many_there_are() -> None:
    (titles,) = list_titles(
        CourseOffer("职业道德", "公需", "面授", f"one-{i}/{2020 + i % 7}/c01 one-{i}/{2019 + i % 7}/c02?")
        for i in range(MAX_OFFERS)
    )
    assert titles.plans == 2 * MAX_OFFERS
    assert len(titles.offers) == MAX_OFFERS
    years = [int(each.split("/")[1]) for each in titles.offers]
    assert years == sorted(years, reverse=True)


def test_what_search_tells_apart_is_no_title_of_the_past() -> None:
    offers = [CourseOffer("甲", "", "", "one/2025/c01 one/2026/c01 one/2027/c01?")]
    passed_offers = frozenset({"one/2026/c01", "one/2027/c01"})
    assert [each.offers for each in list_titles(offers, passed_offers)] == [("one/2025/c01",)]
    assert list_titles(offers, passed_offers | {"one/2025/c01"}) == []


def course(title: str, year: int, *months: int) -> CardCourse:
    return CardCourse(
        id="c01",
        title=title,
        field="护理",
        mode="面授",
        audience="护士",
        months=months,
        hours="20",
        persons="40",
        fee="",
        public_benefit=False,
        year=year,
        institution="one",
        name="样例",
        area="a0",
    )


def test_courses_come_in_the_order_in_which_they_are_to_come() -> None:
    planned = [
        course("over", 2026, 3, 10),
        course("next year", 2027, 1),
        course("untold", 2027),
        course("again", 2026, 2, 12),
        course("now", 2026, 11),
    ]
    ordered = sort_courses(planned, [course("not passed", 2026, 11)], ["a0"], DAY)
    assert [each.title for each in ordered.courses] == [
        "now",
        "again",
        "next year",
        "untold",
        "not passed",
        "over",
    ]
    assert (ordered.ahead, ordered.awaited) == (4, 1)


def test_a_big_list_is_in_two_files_what_is_over_apart() -> None:
    units = [Unit(f"护理{i}班", (), (), "[]") for i in range(4000)]
    index, postings = build_postings(units, FOLDER, 1000)
    files, number = dict(postings), [*get_object(index, "big")].index("护理")
    assert index["first"] == 1000
    assert json.loads(files[f"{FOLDER}/big-{number}.json"]) == encode_numbers(range(1000))
    assert json.loads(files[f"{FOLDER}/big-{number}-rest.json"]) == encode_numbers(range(1000, 4000))
    assert "first" not in build_postings(units, PAST)[0]


def test_no_courses_give_an_index_and_one_empty_file() -> None:
    files = dict(build_past_files([], {}))
    assert json.loads(files[f"{PAST}/{INDEX}"]) == {
        "version": 3,
        "units": 0,
        "files": 1,
        "block": BLOCK,
        "big": {},
    }
    assert json.loads(files[f"{PAST}/0.json"]) == {}


@pytest.mark.parametrize("field", [*FIELDS, "公需", "文物保护与修复"])
def test_every_field_is_found_by_what_people_call_it_in_chinese_and_english(field: str) -> None:
    meanings = read_synonyms({}).meanings
    names = [name for name, words in meanings.items() if any(word in field for word in words)]
    assert [name for name in names if name.isascii()]
    assert [name for name in names if not name.isascii() and name not in field]


def test_every_page_of_the_navigation_is_asked_for_by_words_of_its_own() -> None:
    asked_for = {page.partition(" ")[0] for page in read_synonyms({}).pages}
    # Not the first page, and not the search itself.
    assert list_navigation() - asked_for == {"", "search/"}


def test_words_ask_for_pages_that_every_register_has() -> None:
    pages = [page.partition(" ")[0] for page in read_synonyms({}).pages]
    pages_folder = REPOSITORY / "site" / "pages"
    folders = {f"{path.parent.relative_to(pages_folder)}/" for path in pages_folder.rglob("index.md")}
    assert {page.partition("#")[0] for page in pages} <= folders | set(list_addresses())


def test_own_synonyms_are_added_and_wrong_ones_refused() -> None:
    synonyms = read_synonyms({"synonyms": {"护理": "看护 Bedside_Care", "盐业": "晒盐"}})
    assert (
        synonyms.meanings["看护"]
        == synonyms.meanings["bedsidecare"]
        == synonyms.meanings["护士"]
        == ("护理",)
    )
    assert synonyms.meanings["晒盐"] == ("盐业",)
    assert "看护" not in read_synonyms({}).meanings
    for wrong in (["护理"], {"护理": ["看护"]}, {1: "看护"}):
        with pytest.raises(ValueError, match=r"extra\.synonyms"):
            read_synonyms({"synonyms": wrong})


def test_what_is_not_here_is_named_by_the_program_and_a_register_says_where_one_asks() -> None:
    packaged = {each.title: each for each in read_synonyms({}).elsewhere}
    assert "驾校" in packaged["驾驶员的培训和考试"].names
    assert {(each.text, each.link) for each in packaged.values()} == {("", "")}
    own = {
        "学历教育": {"words": "扩招", "text": "问学校", "link": "https://example.org/"},
        "办理社保": {"words": "社保"},
    }
    by_title = {each.title: each for each in read_synonyms({"elsewhere": own}).elsewhere}
    assert {*by_title} == {*packaged, "办理社保"}
    assert by_title["学历教育"].names == (*packaged["学历教育"].names, "扩招")
    assert by_title["学历教育"][2:] == ("问学校", "https://example.org/")
    assert by_title["办理社保"].names == ("社保",)


@pytest.mark.parametrize(
    "wrong",
    [
        "学历",
        {"学历教育": "扩招"},
        {"办理社保": {"text": "问社保中心"}},
        {"学历教育": {"words": ["扩招"]}},
        {"学历教育": {"word": "扩招"}},
        {"学历教育": {"link": "https://example.org/"}},
        {"学历教育": {"text": "问学校", "link": "javascript:alert(1)"}},
    ],
)
def test_wrong_settings_of_what_is_not_here_are_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"extra\.elsewhere"):
        read_synonyms({"elsewhere": wrong})


# -- the register --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city_site() -> Site:
    return Site(examined(CITY), DAY, TEMPLATES)


def test_whatever_the_files_follow_from_besides_the_parts_makes_them_anew(city_site: Site) -> None:
    register, synonyms = city_site.register, read_synonyms({})
    tables = register.tables
    renamed = {id_: structs.replace(area, name=f"{area.name}一") for id_, area in tables.areas.items()}
    numbered = tuple(structs.replace(each, number="另号") for each in tables.regulations)
    others = [
        replace(tables, areas=renamed),
        replace(tables, areas=dict(reversed([*tables.areas.items()]))),
        replace(tables, regulations=numbered),
    ]
    registers = [register, *(replace(register, tables=each) for each in others)]
    sites = [Site(examined(CITY)._replace(register=each), DAY, TEMPLATES) for each in registers]
    sites.append(Site(examined(CITY), DAY + dt.timedelta(days=31), TEMPLATES))
    for site in sites:
        site.take(city_site.view.cards, ItemCollector(DAY).finish())
    digests = [site.digest_files(b"parts", synonyms) for site in sites]
    digests.append(city_site.digest_files(b"parts", read_synonyms({"synonyms": {"护理": "看护"}})))
    digests.append(city_site.digest_files(b"other", synonyms))
    assert len({*digests}) == len(digests)
    assert city_site.digest_files(b"parts", read_synonyms({})) == digests[0]


def test_an_unpassed_plan_is_told_as_such(city_site: Site) -> None:
    files = {path: json.loads(text) for path, text in city_site.list_files() if path.startswith(FOLDER)}
    index = files[f"{FOLDER}/{INDEX}"]
    blocks = (files[f"{FOLDER}/rows-{i}.json"] for i in range(-(-index["units"] // BLOCK)))
    rows = {f"{row[1]}/{row[2]}/{row[3]}": row[12] for part in blocks for row in part}
    assert rows["demo-001/2026/c01"] == 0
    assert rows["demo-001/2027/c01"] == 1
    assert sum(rows.values()) == index["awaited"]


def test_the_number_of_an_act_that_is_not_told_is_no_key() -> None:
    """What is withheld, not open or has fallen is not to be found either."""
    city = examined(CITY)
    view = Site(city, DAY, TEMPLATES).view
    count = 0
    for card in view.cards:
        dossier = city.register.dossiers[card.row.id]
        for act in dossier.acts:
            number = fold(get_text(get_object(view.public(act.path), "document"), "number"))
            untold = {*list_closed(dossier), *list_expired(dossier, DAY), *find_undone(dossier, DAY)}
            others = {
                fold(get_text(get_object(view.public(each.path), "document"), "number"))
                for each in dossier.acts
                if each.stem not in untold
            }
            if number and number not in others:
                count += 1
                assert number not in card.keys
    assert count


def test_no_file_of_search_names_a_representative(city_site: Site) -> None:
    names = {each.institution.legal_representative for each in city_site.public} - {None}
    files = [content.decode() for path, content in city_site.list_files() if path.startswith("search/")]
    assert len(names) > 20
    assert [name for name in names if any(name and name in text for text in files)] == []


def test_an_institution_can_be_looked_up_by_what_it_was_called(city_site: Site) -> None:
    index = json.loads(dict(city_site.list_files())[INSTITUTIONS])
    assert ["样例匠心装配式建筑培训学校", "样例匠心建筑培训学校"] in index["former"].values()


def test_the_lists_by_area_field_and_status_hold_the_right_institutions(city_site: Site) -> None:
    pages = {page.url: page.body for page in list_record_pages(city_site) if page.url.startswith("search/")}
    assert {url.split("/")[1].split("-")[0] for url in pages} == {"area", "field", "status"}
    for dossier in city_site.public:
        link = f"institutions/{dossier.id}/"
        urls = {url for url, body in pages.items() if link in body}
        assert f"search/area-{dossier.institution.area}/" in urls
        fields = {f"search/field-{build_address_part(each.name)}/" for each in dossier.institution.fields}
        assert fields == {url for url in urls if url.startswith("search/field-")}
    assert set(pages) <= set(city_site.list_addresses())


def test_of_two_fields_that_sound_alike_the_older_keeps_its_address() -> None:
    second = examined(SECOND)
    dossiers = dict(second.register.dossiers)
    for id_, name in (("yx-b3", "护理"), ("yx-f8", "互利")):  # of 2021 and of 2024
        acts = tuple(
            structs.replace(
                act, filing=structs.replace(act.filing, fields=(SubjectField(name=name, practice=False),))
            )
            if isinstance(act, Application)
            else act
            for act in dossiers[id_].acts
        )
        dossiers[id_] = replace(dossiers[id_], acts=acts)
    site = Site(second._replace(register=replace(second.register, dossiers=dossiers)), DAY, TEMPLATES)
    urls = {each.label: each.url for each in site.lists.lists if each.kind == "领域"}
    assert (urls["护理"], urls["互利"]) == ("search/field-hu-li/", "search/field-hu-li-2/")


def test_a_large_register_is_listed_by_area(city_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = city_site.render_section("institutions", "../")
    monkeypatch.setattr(lists, "ON_ONE_PAGE", len(city_site.public) - 1)
    short = city_site.render_section("institutions", "../")
    assert "<table" in whole
    assert "<table" not in short
    for area in {each.institution.area for each in city_site.public}:
        assert f'<li id="{area}"><a href="../search/area-{area}/">' in short


def test_a_long_list_is_a_page_for_each_area(city_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "search/status-listed/"
    whole = next(each for each in city_site.lists.lists if each.url == url)
    monkeypatch.setattr(lists, "LIST_ROWS", len(whole.rows) - 1)
    other = Site(examined(CITY), DAY, TEMPLATES)
    bodies = {page.url: page.body for page in list_record_pages(other)}
    links = re.findall('<li><a href="../../(search/status-listed-[a-z]+/)">', bodies[url])
    assert "<table" not in bodies[url]
    ids = [id_ for link in links for id_ in re.findall("institutions/([a-z0-9-]+)/", bodies[link])]
    assert sorted(ids) == sorted(row.id for row in whole.rows)


def test_a_list_that_is_not_yet_published_is_in_no_file() -> None:
    second = examined(SECOND)
    batch = next(each for each in second.register.batches.values() if each.announcement)
    assert batch.announcement
    eve = Site(second, batch.announcement.published_on - dt.timedelta(days=1), TEMPLATES)
    verified = (build_verify_file(eve.view, dossier) for dossier in eve.public)
    text = "".join(f"{path}{content.decode()}" for path, content in (*eve.list_files(), *verified))
    assert batch.announcement.document.number not in text
    assert not any(
        second.register.dossiers[id_].institution.name in text for id_ in batch.announcement.listed
    )


def test_verification_files_do_not_change_with_the_day_alone() -> None:
    second = examined(SECOND)
    sites = [Site(second, day, TEMPLATES) for day in (DAY, DAY + dt.timedelta(days=1))]
    files = [[build_verify_file(site.view, dossier) for dossier in site.public] for site in sites]
    assert files[0]
    assert files[0] == files[1]


def test_a_verification_file_says_why_and_by_which_record(city_site: Site) -> None:
    address, content = build_verify_file(city_site.view, city_site.register.dossiers["demo-017"])
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


def test_the_city_that_a_site_is_named_after_says_little() -> None:
    assert read_synonyms({}, "盐城市继续教育培训机构登记册").generic >= {"盐城", "盐城市"}
    assert find_city("大兴安岭地区登记册") == {"大兴安岭地区", "大兴安岭"}
    assert find_city("登记册") == find_city("") == frozenset()
