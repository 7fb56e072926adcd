"""Pages in the terms of schema.org, for programs that read them: of what is public."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence

from ..json_data import JsonObject, JsonValue, get_objects, get_text, get_texts
from ..model.kinds import Area, AreaKind
from ..model.tables import Tables
from .addresses import BASE
from .public_view import list_telephones

CONTEXT = "https://schema.org"
TRAIL = re.compile(r'<p class="trail">(.*?)</p>', re.DOTALL)
STEP = re.compile(r'<a href="([^"]*)">([^<]*)</a>')
OFFERER = "#content"  # an institution on its own page
# By the first two digits of an area's code (GB/T 2260).
PROVINCES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
}
# Areas that are places, not the supervision of a whole city or of a zone within places.
PLACES = {AreaKind.DISTRICT, AreaKind.COUNTY, AreaKind.COUNTY_LEVEL_CITY}
COURSE_MODES = {"面授": "Onsite", "远程": "Online", "混合": "Blended"}


def describe_institution(data: JsonObject, former_names: Iterable[str], tables: Tables) -> JsonObject:
    """An institution, from its public data, the names that it had and the table of areas."""
    phones: list[JsonValue] = [number for number, _ in list_telephones(data)]
    organisation: JsonObject = {
        "@type": "EducationalOrganization",
        "@id": OFFERER,
        "name": data.get("name"),
        "alternateName": [*get_texts(data, "aliases"), *former_names],
        "url": data.get("website"),
        "telephone": phones if len(phones) > 1 else next(iter(phones), None),
        "email": data.get("email"),
        "knowsAbout": [each["name"] for each in get_objects(data, "fields") if "name" in each],
    }
    if "address" in data:
        organisation["address"] = describe_address(get_text(data, "address"), tables.areas.values())
    return {name: value for name, value in organisation.items() if value}


def describe_address(street: str, areas: Iterable[Area]) -> JsonObject:
    """An address, with the county that it names itself and that county's province.

    The area that supervises an institution is no part of its address: it may lie elsewhere.
    """
    data: JsonObject = {"@type": "PostalAddress", "addressCountry": "CN"}
    place = next((each for each in areas if each.kind in PLACES and each.name in street), None)
    if place:
        data["addressLocality"] = place.name
    if place and (place.gb2260 or "")[:2] in PROVINCES:
        data["addressRegion"] = PROVINCES[(place.gb2260 or "")[:2]]
    return {**data, "streetAddress": street}


def describe_course(title: str, anchor: str, mode: str, about: str) -> JsonObject:
    """A course of a plan, with its place on the page of who offers it, who is described there too."""
    data: JsonObject = {
        "@type": "Course",
        "name": title,
        "url": f"#{anchor}",
        "description": about,
        "provider": {"@id": OFFERER},
    }
    if mode in COURSE_MODES:
        data["hasCourseInstance"] = {"@type": "CourseInstance", "courseMode": COURSE_MODES[mode]}
    return data


def describe_trail(steps: Sequence[tuple[str, str]]) -> JsonObject:
    """The way to a page: names and addresses from the site's root; that of the page itself is not shown."""
    items: list[JsonValue] = []
    for position, (name, url) in enumerate(steps, 1):
        item: JsonObject = {"@type": "ListItem", "position": position, "name": name}
        items.append({**item, "item": f"{BASE}{url}"} if position < len(steps) else item)
    return {"@type": "BreadcrumbList", "itemListElement": items}


def repeat_trail(body: str, title: str) -> str:
    """A body with the way to its page once more, for programs: as its first line shows it to people."""
    shown = TRAIL.search(body)
    if not shown:
        return body
    steps = [(html.unescape(text), url.removeprefix(BASE)) for url, text in STEP.findall(shown[1])]
    data = json.dumps({"@context": CONTEXT, **describe_trail([*steps, (title, "")])}, ensure_ascii=False)
    # As in Jinja's tojson: a name must not end the script.
    return f'{body}<script type="application/ld+json">{data.replace("<", chr(92) + "u003c")}</script>\n'
