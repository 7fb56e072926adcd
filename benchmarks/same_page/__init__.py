"""The same page by several site makers: an institution's, with the same data, markup and frame.

The others get as data what our own template gets (`DossierPage.data`): all is worked out, and cells of long
tables are HTML already. Only what Go's templates cannot do is put otherwise: tables go by rows, and what
search engines read is one text.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.examine import Examined
from generator.model.present import Fact, Grid, Text
from generator.model.register import Dossier, Register
from generator.publish.dossier_page import Taken
from generator.publish.grid import Column
from generator.publish.plugin import RegistryPlugin
from generator.publish.site import BODY, DESCRIPTION, FRAME_PATH, TITLE, Frame, Page, Site, Templates
from generator.records.load import Loaded
from generator.records.schemas import Schemas
from generator.register_root import HOME

DAY = dt.date(2026, 11, 23)
HERE = Path(__file__).parent
HUGO = (HERE / "hugo.html").read_text("utf-8")
# Where the frame has its marks, in Go's words.
HUGO_MARKS = {
    f"<p>{BODY}</p>": '{{ template "institution" .Params.page }}',
    TITLE: "{{ .Title }}",
    DESCRIPTION: "{{ .Description }}",
    FRAME_PATH: "{{ .Params.address }}",
}


def site_of(register: Register, schemas: Schemas) -> Site:
    """The site of a typed register."""
    templates = Templates.read(HOME / "site" / "templates")
    return Site(Examined(register, [], schemas, Loaded.of({}, [], schemas)), DAY, templates)


def frame_of(root: Path, out: Path) -> str:
    """The frame of the site of a small register, as MkDocs makes it."""
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(out))
    plugin = config.plugins["registry"]
    assert isinstance(plugin, RegistryPlugin)
    plugin.config.on = DAY.isoformat()
    build(config)
    assert plugin.frame
    return cut(plugin.frame)


def cut(frame: Frame, words: dict[str, str] | None = None) -> str:
    """A frame as one text again; `words` are put in the place of its marks."""
    marks = [words[mark] if words else mark for mark in frame.marks]
    return "".join(chain.from_iterable(zip_longest(frame.parts, marks, fillvalue="")))


def hugo_layout(frame: Frame) -> str:
    """The layout of the page for Hugo."""
    return HUGO + cut(frame, HUGO_MARKS)


def front_matter(site: Site, dossier: Dossier) -> str:
    """The page of an institution as the others get it: its data as JSON."""
    data = site.institution_data(dossier)
    page: Page = site.institution(dossier)
    structured = json.dumps(data["structured"], ensure_ascii=False)
    told = {
        "title": page.title,
        "description": page.description,
        "address": page.url,
        "page": plain({**data, "states": [data["status"], *data["conditions"]], "structured": structured}),
    }
    return json.dumps(told, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A value without types of our own."""
    match value:
        case [Column(), *_]:
            heads = [{"heading": each.heading, "style": each.style} for each in value]
            return {"heads": heads, "rows": list(zip(*(each.cells for each in value), strict=True))}
        case Grid():
            return {"headings": value.headings, "rows": plain(value.rows)}
        case Fact() | Text() | Taken():
            return plain(value._asdict())
        case dict():
            return {name: plain(below) for name, below in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
    return value


def text_of(page: str) -> str:
    """The text of a page, white space made one; what is within a tag is not told."""
    body = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())
