"""What the schemas do not mark public is on no page, whatever it says and wherever it stands."""

import copy
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from registry.json_data import get_object, get_objects
from registry.lifecycle.conditions import list_open_suspensions
from registry.lifecycle.publication_period import list_public_duties
from registry.lifecycle.status import derive_status
from registry.model.build import build_register
from registry.model.kinds import RectificationOrder, RectificationOutcome
from registry.model.register import FolderContents
from registry.publish.assemble.frame import BODY, DESCRIPTION, TITLE, Frame
from registry.publish.assemble.site import Site
from registry.publish.search.verification import build_verify_file
from registry.records.loader import Document, LoadedRecords, load, place_document
from registry.records.schemas import Schema, Schemas
from registry.rules.checking import Examined
from registry.settings import HOME
from tests.conftest import (
    CITY,
    DAY,
    SECOND,
    TEMPLATES,
    examined,
    join_files,
    list_parts,
    list_record_pages,
    merge_all,
)

SECRET = "内部机密甲乙丙"
WHOLE = Frame(f"{TITLE}{DESCRIPTION}<p>{BODY}</p>")
SCHEMAS = {path.name: json.loads(path.read_text("utf-8")) for path in (HOME / "schemas").glob("*.json")}


def pages(examined: Examined) -> str:
    """Every generated page and every file of a register, in one text."""
    site = Site(examined, DAY, TEMPLATES)
    sections = (
        "home",
        "institutions",
        "batches",
        "courses",
        "news",
        "decisions",
        "due",
        "overview",
        "search",
        "verify",
        "regulation",
        "dictionary",
        "publication",
    )
    # The pages of an institution are among the files of its part.
    own = [file for _, files in list_parts(site, WHOLE) for file in files]
    others = map(site.render_page, site.list_drafts())
    bodies = [f"{page.url}{page.title}{page.description}{page.body}" for page in others]
    files = [f"{address}{content.decode()}" for address, content in (*own, *site.list_files())]
    texts = [*bodies, *files, *(site.render_section(name, "../") for name in sections)]
    return "\n".join([*texts, join_files(site.data)])


def pages_of(documents: Mapping[str, Document], schemas: Schemas) -> str:
    loaded = LoadedRecords.from_documents(documents.values(), schemas)
    return pages(Examined.from_register(build_register(loaded), schemas))


def with_secrets(schemas: Schemas, schema: Schema, value: Any) -> Any:
    """The value with SECRET in every text property that is not public, absent ones included."""
    schema = schemas.resolve(schema)
    if isinstance(value, list):
        return [with_secrets(schemas, schema.get("items", {}), each) for each in value]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    filled = {}
    for name, below in schema["properties"].items():
        if not below.get("x-public") and schemas.resolve(below).get("type") == "string":
            filled[name] = SECRET
        elif name in value:
            filled[name] = with_secrets(schemas, below, value[name])
    return filled


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_no_page_tells_what_is_not_public(root: Path) -> None:
    schemas = Schemas(SCHEMAS)
    documents = dict(merge_all(load(root, schemas)).documents)
    for path, document in list(documents.items()):
        data = with_secrets(schemas, schemas.kinds[document.kind].schema, document.data)
        documents[path] = document.replace_data(data)
    assert sum(SECRET in str(document.data) for document in documents.values()) > 100
    assert SECRET not in pages_of(documents, schemas)


@pytest.mark.parametrize("public", [True, False], ids=["marked", "unmarked"])
def test_a_property_is_shown_just_as_long_as_it_is_marked(public: bool) -> None:
    changeable = ("legal_representative", "phone", "address")
    names = (*changeable, "registering_body", "equipment")
    changed = copy.deepcopy(SCHEMAS)
    if not public:
        for name in names:
            del changed["institution.json"]["properties"][name]["x-public"]
    schemas = Schemas(changed)
    documents = dict(merge_all(load(SECOND, schemas)).documents)
    for path, document in documents.items():
        data = document.data
        for holder in (data, data.get("filing", {})):
            for name in names:
                if name in holder and document.kind in ("institution", "application"):
                    holder[name] = f"{SECRET}{name}"
        if data.get("changes"):
            secrets = [(name, f"{SECRET}{name}在变更里") for name in changeable]
            data["changes"] = [{"field": name, "before": text, "after": text} for name, text in secrets]
        documents[path] = document.replace_data(data)
    text = pages_of(documents, schemas)
    shown_names = {name for name in names if f"{SECRET}{name}" in text.replace(f"{SECRET}{name}在变更里", "")}
    changed_so = {name for name in names if f"{SECRET}{name}在变更里" in text}
    assert (shown_names, changed_so) == (({*names}, {*changeable}) if public else (set(), set()))


def test_an_institution_that_was_never_listed_is_on_no_page() -> None:
    city = examined(CITY)
    texts = pages(city)
    never = [each for each in city.register.dossiers.values() if not each.batches]
    assert never
    for dossier in never:
        assert dossier.institution.name not in texts
        assert str(dossier.institution.credit_code) not in texts
        assert f"institutions/{dossier.id}/" not in texts


def test_a_list_prepared_for_a_later_day_is_not_shown_before_it() -> None:
    second = examined(SECOND)
    batch = next(each for each in second.register.batches.values() if each.window and each.announcement)
    assert batch.announcement
    day = batch.announcement.published_on
    eve = Site(second, day - dt.timedelta(days=1), TEMPLATES)
    text = "".join(page.body for page in list_record_pages(eve)) + eve.render_section("institutions", "../")
    for id_ in batch.announcement.listed:
        assert f"institutions/{id_}/" not in eve.list_addresses()
        assert str(second.register.dossiers[id_].institution.credit_code) not in text
    assert batch.announcement.document.number not in text
    after = Site(second, day, TEMPLATES).list_addresses()
    assert all(f"institutions/{id_}/" in after for id_ in batch.announcement.listed)


def test_a_new_public_property_of_a_course_or_a_run_appears_by_itself() -> None:
    documents = copy.deepcopy(SCHEMAS)
    for name in ("course", "run"):
        properties = documents["defs.json"]["$defs"][name]["properties"]
        properties["extra"] = {
            "title": f"新项目{name}",
            "description": "试加的一项。",
            "type": "string",
            "examples": ["甲"],
            "x-public": True,
        }
    schemas = Schemas(documents)
    loaded = load(SECOND, schemas)
    register = build_register(loaded)

    def extended(folder: str) -> FolderContents:
        corrected = {}
        for path, document in register.read_folder(folder).documents.items():
            data = document.data
            for row in (*data.get("courses", []), *data.get("runs", [])):
                row["extra"] = SECRET
            corrected[path] = document.replace_data(data)
        return replace(register.read_folder(folder), corrected=corrected)

    texts = pages(Examined.from_register(replace(register, read_folder=extended), schemas))
    assert texts.count("新项目course") > texts.count("新项目run") > 1
    assert SECRET in texts


def test_what_rests_on_an_expired_notice_is_not_told_either() -> None:
    second = examined(SECOND)
    dossier = next(each for each in second.register.dossiers.values() if each.get_acts(RectificationOutcome))
    outcome = dossier.get_acts(RectificationOutcome)[0]
    act = dossier.get_act(outcome.order, RectificationOrder)
    assert act
    ended = msgspec.structs.replace(act, notice_until=DAY - dt.timedelta(days=1))
    acts = tuple(ended if each is act else each for each in dossier.acts)
    site = Site(second, DAY, TEMPLATES)
    entries = site.dossiers.timeline.list_entries(replace(dossier, acts=acts))
    by_path = {entry.path: entry for entry in entries}
    for path in (act.path, outcome.path):
        assert by_path[path].text == "公开期已满，不再展示内容。"
        assert {*by_path[path].facts, *by_path[path].changes, by_path[path].headline} == {""}


@pytest.mark.parametrize("code", ["rectifying", "rectification-overdue", "suspended"])
def test_a_condition_that_rests_on_an_expired_notice_is_on_no_page(code: str) -> None:
    city = examined(CITY)
    dossier, state = next(
        (dossier, state)
        for dossier in city.register.list_public(DAY)
        for state in derive_status(dossier, DAY).conditions
        if state.code == code and state.source.startswith(dossier.folder)
    )

    def publish_until(until: dt.date) -> tuple[str, dict[str, Any], list[str]]:
        acts = tuple(
            msgspec.structs.replace(act, notice_until=until) if act.path == state.source else act
            for act in dossier.acts
        )
        dossiers = {**city.register.dossiers, dossier.id: replace(dossier, acts=acts)}
        register = replace(city.register, dossiers=dossiers)
        site = Site(city._replace(register=register), DAY, TEMPLATES)
        mine = site.register.dossiers[dossier.id]
        bodies = "".join(page.body.partition('id="timeline"')[0] for page in site.list_dossier_pages(mine))
        places = [
            place.url for place in site.overview.places for rows in place.counted.values() for _ in rows
        ]
        return bodies + site.render_section("home", "./"), site.data.documents.build_institution(mine), places

    public, document, places = publish_until(DAY)
    bodies, ended, fewer = publish_until(DAY - dt.timedelta(days=1))
    assert state.label in public
    assert f'badge--note">{state.label}' not in bodies
    assert [each["code"] for each in document["status"]["conditions"]].count(code) == 1
    assert code not in [each["code"] for each in ended["status"]["conditions"]]
    resting = [each for each in list_public_duties(dossier, DAY) if each.source == state.source]
    assert len(ended["duties"]) == len(document["duties"]) - len(resting)
    assert (len(fewer) < len(places)) == code.startswith("rectif")


def test_a_bar_in_force_is_shown_whatever_notice_is_over() -> None:
    """The end of a publication ends a text: the determination's own is shown no longer."""
    city = examined(CITY)
    dossier, (state,) = next(
        (dossier, states)
        for dossier in city.register.list_public(DAY)
        if (states := [each for each in derive_status(dossier, DAY).conditions if each.code == "barred"])
    )
    until = DAY - dt.timedelta(days=1)
    outcome = next(act for act in dossier.acts if act.path == state.source)
    assert isinstance(outcome, RectificationOutcome)
    acts = tuple(
        msgspec.structs.replace(act, notice_until=until) if act is outcome else act for act in dossier.acts
    )
    dossiers = {**city.register.dossiers, dossier.id: replace(dossier, acts=acts)}
    register = replace(city.register, dossiers=dossiers)
    site = Site(city._replace(register=register), DAY, TEMPLATES)
    mine = site.register.dossiers[dossier.id]
    bodies = "".join(page.body for page in site.list_dossier_pages(mine))
    assert f'badge--note">{state.label}' in bodies
    assert outcome.text not in bodies
    document = site.data.documents.build_institution(mine)
    conditions = get_objects(get_object(document, "status"), "conditions")
    assert "barred" in [each["code"] for each in conditions]
    assert outcome.text not in json.dumps(document, ensure_ascii=False, default=str)


def test_a_suspension_whose_notice_is_over_still_counts_when_one_verifies() -> None:
    city = examined(CITY)
    dossier = next(each for each in city.register.list_public(DAY) if any(list_open_suspensions(each, DAY)))
    (act,) = list_open_suspensions(dossier, DAY)
    ended = msgspec.structs.replace(act, notice_until=DAY - dt.timedelta(days=1))
    acts = tuple(ended if each is act else each for each in dossier.acts)
    site = Site(city, DAY, TEMPLATES)
    last = json.loads(build_verify_file(site.view, replace(dossier, acts=acts))[1])["spans"][-1]
    assert not last["shown"]
    assert last["states"][-1]["reason"] == "公开期已满，不再展示内容。"
    assert "source" not in last["states"][-1]


ORDER, APPLICATION = "acts/2025-03-14-rectification-order.yml", "acts/2024-03-18-application.yml"
MOVED = "acts/2025-07-21-change.yml"


@pytest.mark.parametrize(
    ("unmarked", "until", "expected"),
    [
        (
            (),
            "2026-11-23",
            {
                (ORDER, "/facts"): True,
                (ORDER, "/remarks"): False,
                (MOVED, "/changes/0/after"): True,
                (APPLICATION, "/filing/phone"): True,
            },
        ),
        (
            ("address", "phone"),
            "2026-11-22",
            {
                (ORDER, "/facts"): False,
                (MOVED, "/changes/0/after"): False,
                (APPLICATION, "/filing/phone"): False,
            },
        ),
    ],
)
def test_a_correction_tells_only_what_the_corrected_record_tells(
    unmarked: tuple[str, ...], until: str, expected: dict[tuple[str, str], bool]
) -> None:
    changed = copy.deepcopy(SCHEMAS)
    for name in unmarked:
        del changed["institution.json"]["properties"][name]["x-public"]
    schemas = Schemas(changed)
    documents = dict(merge_all(load(SECOND, schemas)).documents)
    for number, (file, pointer) in enumerate(expected, 1):
        corrected = next(each for each in documents.values() if each.path.endswith(file))
        held = corrected.data
        if file == ORDER:
            held["notice_until"] = until
        for each in held.get("changes", []):
            each |= {"field": "address", "before": "甲路", "after": "乙路"}
        documents[corrected.path] = corrected.replace_data(held)
        folder = "/".join(corrected.path.split("/")[:4])
        path = f"{folder}/acts/2026-11-02-correction-{number:02d}.yml"
        data = {
            "date": "2026-11-02",
            "authority": "city-hrss",
            "file": corrected.path.removeprefix(f"{folder}/"),
            "pointer": pointer,
            "old": f"{SECRET}{number}",
            "new": f"{SECRET}{number}",
            "reason": "录入有误。",
        }
        documents[path] = place_document(path, msgspec.json.encode(data), schemas)
    texts = pages_of(documents, schemas)
    assert {each: f"{SECRET}{number}" in texts for number, each in enumerate(expected, 1)} == expected
