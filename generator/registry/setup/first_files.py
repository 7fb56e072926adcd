"""The files of a new register: what is the city's own, and nothing of another city's law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..entry.table_records import write_regulation
from ..forge.files import list_steps, make_forge_files
from ..model.kinds import AuthorityKind
from ..records.form import Prefill, write_form, write_row
from ..records.record_path import RECORDS
from ..records.schemas import Schemas
from ..records.values import write_literal
from ..settings import SETTINGS
from .city import CITY, REGULATION, NewCity, parse_begins

HERE = Path(__file__).parent
TEXTS, CALENDARS, EXAMPLE = HERE / "texts", HERE / "calendars", HERE / "example"
EXAMPLE_ID = "example-1"


def make_first_files(city: NewCity, schemas: Schemas, day: dt.date, example: bool) -> dict[str, str]:
    """All files of a city's register but its lock, by their path; on `day`, with or without an example."""
    words = _describe(city, day)
    year = find_example_year(city, day)
    deleting = {"example_id": EXAMPLE_ID, "example_batch": f"{year}-90"}
    words["example"] = _read("example.md", deleting) if example else ""
    words["demo"] = "true" if example else "false"
    files = {
        SETTINGS: _read("mkdocs.yml", words),
        "README.md": _read("README.md", words),
        "CONTRIBUTING.md": _read("CONTRIBUTING.md", words),
        ".gitignore": _read("gitignore", {}),
        ".gitattributes": _read("gitattributes", {}),
        # Git keeps no empty folder, and MkDocs asks for this one.
        "site/pages/.gitkeep": "",
        **make_forge_files(city.forge.kind),
    }
    files |= {f"{RECORDS}/{path}": text for path, text in _write_tables(city, schemas, day)}
    if example:
        files |= {f"{RECORDS}/{path}": text for path, text in _write_example(city, year)}
    return files


def _read(name: str, words: Mapping[str, str]) -> str:
    """A text of a new register."""
    return _fill(TEXTS / name, words)


def _fill(file: Path, words: Mapping[str, str]) -> str:
    """A text with words in the place of their names in braces."""
    text = file.read_text("utf-8")
    for word, value in words.items():
        # Not str.format: the texts hold braces of their own, in YAML and in commands.
        text = text.replace(f"{{{word}}}", value)
    return text


def _describe(city: NewCity, day: dt.date) -> dict[str, str]:
    """What the texts say of a city, by name; what a file of settings holds is written as YAML."""
    areas, forge = city.all_areas, city.forge
    return {
        "title": f"{city.name}专业技术人员继续教育培训机构登记册",
        "city": city.name,
        "bureau": areas[0].office,
        "regulation": REGULATION,
        "area": areas[-1].id,
        "area_list": "、".join(f"`{each.id}`（{each.name}）" for each in areas),
        "areas": "\n".join(f"| {each.name} | `{each.id}` | `{each.office}` |" for each in areas),
        "steps": "\n".join(f"{i}. {step}" for i, step in enumerate(list_steps(forge.kind), 1)),
        "year": str(day.year),
        "next_year": str(day.year + 1),
        "site_url": f"site_url: {write_literal(forge.site)}" if forge.site else "# site_url: https://…/",
        "forge": forge.kind,
        "organisation": _quote(forge.organisation),
        "repository": _quote(forge.repository),
        "sponsor": _quote(city.bureau),
    }


def _quote(text: str) -> str:
    return write_literal(text) if text else '""'


def _write_tables(city: NewCity, schemas: Schemas, day: dt.date) -> Iterator[tuple[str, str]]:
    """The areas, the systems, the offices, the regulation and the working days, by their path."""
    areas, kinds = city.all_areas, schemas.kinds
    rows = [
        {
            "id": area.id,
            "name": area.name,
            "kind": area.kind,
            "gb2260": area.code,
            "statistical": None,
            "hrss": area.office,
            "valid_from": None,
            "valid_to": None,
        }
        for area in areas
    ]
    table = write_row(schemas, kinds["areas"], "areas", Prefill({"areas": rows})).text
    yield "areas.yml", f"# 地区表：{kinds['areas'].schema['description']}\nareas:\n{table}"
    yield "systems.yml", f"# 系统表：{kinds['systems'].schema['description']}\nsystems: []\n"
    for area in areas:
        own = {"name": city.bureau, "kind": AuthorityKind.CITY_HRSS}
        its = {
            "name": f"{area.name}人力资源和社会保障局",
            "kind": AuthorityKind.COUNTY_HRSS,
            "areas": [area.id],
        }
        office = Prefill({"id": area.office, **(own if area.id == CITY else its)})
        yield f"authorities/{area.office}.yml", write_form(schemas, kinds["authority"], office).text
    values = {
        "id": REGULATION,
        **city.regulation,
        "jurisdiction": city.name,
        "city_area": CITY,
        "city_authority": areas[0].office,
    }
    yield f"regulations/{REGULATION}.yml", write_regulation(schemas, values).text
    # Nothing of years gone by is counted in working days by a register that begins now.
    for file in sorted(CALENDARS.glob("*.yml")):
        if int(file.stem) >= day.year:
            yield f"calendar/{file.name}", file.read_text("utf-8")


def find_example_year(city: NewCity, day: dt.date) -> int:
    """The year of the example: the last one that is over, or the first in which the regulation holds."""
    begins = parse_begins(city)
    return max(day.year - 1, begins.year + (begins > dt.date(begins.year, 1, 1)))


def _write_example(city: NewCity, year: int) -> Iterator[tuple[str, str]]:
    """A listed institution with a passed plan, made up, and the batch that lists it, by their path."""
    areas = city.all_areas
    words = {
        "year": str(year),
        "before": str(year - 1),
        "area": areas[-1].id,
        "hrss": areas[-1].office,
        "bureau": areas[0].office,
    }
    whole = EXAMPLE / "institution"
    places = {
        f"institutions/{areas[-1].id}/{EXAMPLE_ID}/{file.relative_to(whole)}": file
        for file in sorted(whole.rglob("*.yml"))
    }
    for path, file in {**places, f"batches/{year}-90.yml": EXAMPLE / "batch.yml"}.items():
        yield path.replace("YEAR", str(year)), _fill(file, words)
