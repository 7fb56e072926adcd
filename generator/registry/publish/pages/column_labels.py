"""The style sheet that labels the cells of tables of courses, which may lack any column.

In the short print of an institution each course is its title and its months.

On a narrow screen a row is a card, whose cells name their columns. A table says by its classes which columns
it has (see html_tables.list_label_classes); here are the words for all that may come at each place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ...records.schemas import Schemas
from ..html_tables import name_label
from .compared import COMPARED
from .years import COURSE, COURSE_HEAD, RUN_HEAD

ADDRESS = "assets/columns.css"
# The lists that stand as tables, and what of their items stands below the title, in the first column.
TABLES = (("plan", "courses", COURSE_HEAD), ("summary", "runs", RUN_HEAD))
NARROW, WIDE = "@media screen and (max-width: 59.9375em)", "@media print, (min-width: 60em)"
ALIGNED = "{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"


def build_style_sheet(schemas: Schemas) -> str:
    """The style sheet, from the titles of the schemas."""
    labels = dict.fromkeys(list_labels(schemas))
    words = [
        f".{name_label(place, heading)} td:nth-child({place})::before"
        f"{{content:{json.dumps(heading, ensure_ascii=False)}}}"
        for place, heading in labels
    ]
    places = range(2, max(place for place, _ in labels) + 1)
    aligned = ",".join(f".n{place} td:nth-child({place})" for place in places)
    printed = ",".join(f"html:not(.whole) .offer .m{place} td:nth-child({place})" for place in places)
    blocks = [
        *_wrap_block(NARROW, words),
        *_wrap_block(WIDE, [f"{aligned}{ALIGNED}"]),
        *_wrap_block("@media print", [f"{printed}{{display:inline}}"]),
    ]
    return "\n".join(['@charset "utf-8";', *blocks, ""])


def _wrap_block(condition: str, rules: Iterable[str]) -> list[str]:
    return [f"{condition}{{", *rules, "}"]


def list_labels(schemas: Schemas) -> Iterator[tuple[int, str]]:
    """The headings that a table may have at each place (from 1)."""
    yield 1, COURSE[0]
    for place, (group, heading, _) in enumerate(COMPARED, 2):
        yield place, group + heading
    for kind, list_, below_title in TABLES:
        items = schemas.resolve_path(kind, [list_, 0])[-1]
        titles = [
            below.get("title", name)
            for name, below in schemas.get_properties(items)
            if name not in below_title
        ]
        for most, title in enumerate(titles, 2):
            # Where a column is absent those behind it move up: a title stands at its own place or before.
            yield from ((place, title) for place in range(2, most + 1))
