"""A value with parts in one cell, as export writes it: 名称：本部教学楼，地址：…, an item a line."""

from __future__ import annotations

import re

from ...json_data import Fields, JsonValue
from ...records.schemas import Schema, Schemas
from ...typed import NotUnderstood
from ..sheets.grid import CellValue
from ..written.folding import HALF_WIDTH, write_cell
from ..written.values import Context, read_value

BETWEEN = "，,；; \n"


def has_parts(schema: Schema, schemas: Schemas) -> bool:
    """Whether a value has parts, or is a list of such."""
    return "properties" in schema or "properties" in schemas.resolve(schema.get("items", {}))


def read_parts(cell: CellValue, schema: Schema, context: Context) -> JsonValue:
    """A value with parts, each behind its title. Raises NotUnderstood."""
    text = write_cell(cell).translate(HALF_WIDTH).strip()
    if "properties" in schema:
        return _read_group(text, schema, context)
    items = context.schemas.resolve(schema["items"])
    return [_read_group(line.strip(), items, context) for line in text.splitlines() if line.strip()]


def _read_group(text: str, schema: Schema, context: Context) -> JsonValue:
    titles = {below["title"]: (name, below) for name, below in context.schemas.get_properties(schema)}
    words = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    matches = list(re.finditer(rf"(?:^|(?<=[{BETWEEN}]))({words})[：:]", text))
    if not matches or matches[0].start():
        how = "，".join(f"{title}：……" for title in titles)
        raise NotUnderstood(f"“{text[:20]}”看不出各是什么", f"写成 {how} 的样子，一项一行")
    read: Fields = {}
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        name, below = titles[match[1]]
        value = text[match.end() : following.start() if following else None].strip(BETWEEN)
        read[name] = (
            read_parts(value, below, context)
            if has_parts(below, context.schemas)
            else read_value(value, below, context)
        )
    return read
