"""What is asked of a city that begins a register: its name, areas, bureau and regulation, and its forge."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from ..display import format_path
from ..model.kinds import AreaKind
from ..records.messages import explain_property
from ..records.schemas import Schemas
from ..refusal import Refusal
from ..settings import NO_CREDENTIALS, has_credentials

CITY = "city"  # the area that is the city's own
REGULATION = "regulation-1"
# How the names of areas end, and what these are; the longer endings first.
ENDINGS = (
    *((each, AreaKind.SPECIAL_ZONE) for each in ("新区", "开发区", "功能区", "高新区", "园区", "度假区")),
    ("区", AreaKind.DISTRICT),
    ("县", AreaKind.COUNTY),
    ("市", AreaKind.COUNTY_LEVEL_CITY),
)
CODE = re.compile("[0-9]{6}", re.ASCII)


class NewArea(NamedTuple):
    """An area: its id, name and kind, and its six digits, where they are known."""

    id: str
    name: str
    kind: AreaKind
    code: str | None = None

    @property
    def office(self) -> str:
        """The id of its HRSS side."""
        return f"{self.id}-hrss"


class NewForge(NamedTuple):
    """Where the register is kept: the forge's kind, the register's address there, and that of its site."""

    kind: str = "generic"
    repository: str = ""
    site: str = ""

    @property
    def organisation(self) -> str:
        """The first part of the register's address on the forge."""
        return re.sub("^https?://[^/]*/?", "", self.repository).partition("/")[0]


class NewCity(NamedTuple):
    """A city that begins a register: its bureau, its areas but its own, and what is known of its regulation.

    `regulation` has the title, the number and the first day, as far as they are known.
    """

    name: str
    bureau: str
    areas: tuple[NewArea, ...]
    forge: NewForge = NewForge()
    regulation: dict[str, str] = {}  # noqa: RUF012  a default that nobody writes to

    @property
    def all_areas(self) -> tuple[NewArea, ...]:
        """The city's own area and the others."""
        return (NewArea(CITY, f"{self.name}本级", AreaKind.CITY), *self.areas)


def read_areas(words: Iterable[str]) -> tuple[NewArea, ...]:
    """Areas as they are written: NAME, NAME:ID or NAME:ID:CODE; an id that is missing is the name's Pinyin.

    Raises Refusal.
    """
    areas: dict[str, NewArea] = {}
    for word in words:
        name, id_, code, *more = (*(part.strip() for part in re.split("[:：]", word)), "", "")
        if any(more) or not name or (code and not CODE.fullmatch(code)):
            raise Refusal(
                f"地区写成 名称、名称:编号 或者 名称:编号:六位代码，如 某某区:moumou:999901，现为“{word}”"
            )
        area = NewArea(id_ or spell(name), name, find_kind(name), code or None)
        if area.id in (CITY, *areas):
            raise Refusal(f"地区编号 {area.id} 用了两次；另写一个，如 {name}:{area.id}-2")
        areas[area.id] = area
    return tuple(areas.values())


def find_kind(name: str) -> AreaKind:
    """What an area is, by how its name ends."""
    return next((kind for ending, kind in ENDINGS if name.endswith(ending)), AreaKind.SPECIAL_ZONE)


def spell(name: str) -> str:
    """The name of an area without its ending, in Pinyin, as an id."""
    from pypinyin import lazy_pinyin

    # A name of two characters keeps its ending.
    ending = next((each for each, _ in ENDINGS if name.endswith(each) and len(name) > len(each) + 1), "")
    return "".join(re.findall("[a-z0-9]", "".join(lazy_pinyin(name.removesuffix(ending))).lower()))


def check_city(city: NewCity, schemas: Schemas) -> None:
    """Raise Refusal where something that was asked cannot stand in a record or in the settings."""
    regulation = {"jurisdiction": city.name, **city.regulation}
    values = [("regulation", name, value) for name, value in regulation.items()]
    values += [("authority", "name", city.bureau)]
    for area in city.areas:
        values += [("authority", "id", each) for each in (area.id, area.office)]
        values += [("authority", "name", area.name)]
    for kind, name, value in values:
        for fault in explain_property(schemas, kind, name, value, ""):
            raise Refusal(f"{fault.message}；{fault.hint}")
        if not value.isprintable():
            shown = format_path(value)
            raise Refusal(f"“{shown}”中有看不见的字符，不是从网页、聊天中带来的就是误按的；重新写一遍")
    for what, address in (("登记册在代码托管网站上的", city.forge.repository), ("网站的", city.forge.site)):
        if has_credentials(address):
            raise Refusal(f"{what}地址中{NO_CREDENTIALS}")
        if address and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", address):
            raise Refusal(f"{what}地址以 https:// 或 http:// 开头，现为“{address}”")


def parse_begins(city: NewCity) -> dt.date:
    """The first day of the city's regulation; the first there is where it is not known."""
    begins = city.regulation.get("in_force_from")
    return dt.date.fromisoformat(begins) if begins else dt.date.min
