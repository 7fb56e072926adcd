"""Why a rule is there, in words: what its article asks, or what the register needs it for.

And by which parameters of the regulation's file it judges.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..display import ISO_DATE, format_day, format_number
from ..finding import format_article
from ..json_data import JsonValue
from ..model.kinds import Regulation
from ..model.open_points import may_be_open
from ..model.tables import find_part, get_start
from ..plain_file import read_plain
from ..records import strict_yaml
from ..records.schemas import Schema, Schemas
from ..refusal import Refusal
from .rule import Basis, Rule

BASIS_MEANS: dict[Basis, str] = {
    "regulation": "",
    "convention": "办法没有这样写明的，这是登记册的理解或者惯例，所以至多作提醒，不妨碍发布。",
    "target": "期限是登记册办法参数中的目标，只作提示；办法没有写明期限的，超过目标不是违反办法。",
    "form": "状态由程序依据记录得出：写法统一、前后相符，得出的状态才可靠，改过什么才查得清。",
}
DAY_OF_YEAR = re.compile("[0-9]{2}-[0-9]{2}")


class RuleParameter(NamedTuple):
    """A parameter by which a rule judges: its name, its title, its value, and that in words."""

    name: str
    title: str
    value: JsonValue
    text: str


def list_parameters(rule: Rule, regulation: Regulation | None, schemas: Schemas) -> list[RuleParameter]:
    """The parameters by which a rule judges, as the regulation's file has them; none without a regulation.

    What a file does not have has the value that holds then, where the schema says one.
    """
    if regulation is None:
        return []
    values = msgspec.json.decode(msgspec.json.encode(regulation.parameters))  # as the file has them
    properties = dict(schemas.get_properties(schemas.resolve_properties("regulation")["parameters"]))
    rows = []
    for name in rule.reads:
        schema = properties[name]
        value = values.get(name, schema.get("default"))
        rows.append(RuleParameter(name, schema["title"], value, _describe_value(schemas, schema, value)))
    return rows


def format_parameter(schemas: Schemas, schema: Schema, value: JsonValue) -> str:
    """A day of the year or a list in words; empty for any other value, which reads as one of a record."""
    if DAY_OF_YEAR.fullmatch(str(value)):
        month, day = str(value).split("-")
        return f"{int(month)}月{int(day)}日"
    if not isinstance(value, list):
        return ""
    properties = schemas.kinds["institution"].properties if "x-fields" in schema["items"] else {}
    return "、".join(properties[each]["title"] if properties else each for each in map(str, value))


def _describe_value(schemas: Schemas, schema: Schema, value: JsonValue) -> str:
    """A value in words; what a file does not have and what it says there is none of are alike here."""
    if value in (None, []):
        return "办法没有规定，或者还没有填" if may_be_open(schema) else "没有写"
    return format_parameter(schemas, schema, value) or _format_plain(value)


def _format_plain(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return format_number(value)
    if isinstance(value, dict):
        return str(value["title"])
    return format_day(str(value)) if ISO_DATE.fullmatch(str(value)) else str(value)


def explain_rule(rule: Rule, regulation: Regulation | None, cited: str) -> list[str]:
    """The reasons for a rule, a sentence or two each; `cited` is its article in the regulation ("8(2)")."""
    part, _ = find_part(regulation, cited) if regulation and cited else (None, "")
    asked = f"{format_article(cited)}：{part.summary}" if part else ""
    reading = f"登记册的理解：{part.reading}" if part and part.reading else ""
    return [each for each in (asked, reading, BASIS_MEANS[rule.basis]) if each]


def read_latest_regulation(root: Path) -> Regulation | None:
    """The latest regulation of the register at `root`; None where there is none that can be read."""
    regulations = []
    for file in sorted((root / "records" / "regulations").glob("*.yml")):
        try:
            content = read_plain(file, file.name)
            regulations.append(msgspec.convert(strict_yaml.parse(content).data, Regulation))
        except (Refusal, msgspec.ValidationError):
            continue  # rules are explained in a register with faults, too
    return max(regulations, key=get_start, default=None)
