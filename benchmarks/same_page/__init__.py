"""The same page by several site makers: an institution's, with the same data, markup and frame.

The others get as data what our own template gets (`DossierPage.data`): all is worked out, and the cells of
long tables are HTML already. Hugo has the template in Go's words (hugo.html); Eleventy has ours, with the few
words in the place of which Nunjucks has others.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import msgspec

from registry.display import Fact, Grid, format_day
from registry.finding import format_article
from registry.lifecycle.state import State
from registry.model.build import build_register
from registry.model.dossier import Dossier
from registry.model.register import Register
from registry.publish.addresses import BASE
from registry.publish.assemble.build import build as make
from registry.publish.assemble.frame import BODY, DESCRIPTION, FRAME_PATH, TITLE, Frame
from registry.publish.assemble.plugin import BuildContext
from registry.publish.assemble.site import Site
from registry.publish.assemble.templates import Templates
from registry.publish.html_tables import HtmlColumn, list_label_classes
from registry.publish.states import build_article_anchor, choose_tone, find_state_value, format_days_in
from registry.records.loader import load
from registry.records.schemas import Schemas
from registry.rules.checking import Examined
from registry.settings import SITE, find_schemas_folder

DAY = dt.date(2026, 11, 23)
HERE = Path(__file__).parent
TEMPLATES = SITE / "templates"

# What stands at the frame's marks for Hugo and for Eleventy.
HUGO_MARKS = {
    f"<p>{BODY}</p>": '{{ template "institution" .Params.page }}',
    TITLE: "{{ .Title }}",
    DESCRIPTION: "{{ .Description }}",
    FRAME_PATH: "{{ .Params.address }}",
}
ELEVENTY_MARKS = {
    f"<p>{BODY}</p>": '{% include "institution.html" %}',
    TITLE: "{{ title }}",
    DESCRIPTION: "{{ description }}",
    FRAME_PATH: "{{ address }}",
}
# Words of our templates, and those of Nunjucks for the same.
NUNJUCKS = {
    "{% set plan, summary = each.plan, each.summary %}": "{% set plan = each.plan %}"
    "{% set summary = each.summary %}",
    "texts | items": "(texts or []) | items",
    "{% if recorded %}": "{% if recorded | length %}",
    'facilities | map(attribute="label") | join("、")': 'facilities | join("、", "label")',
    "structured | tojson": "structured | safe",
    "| body }}": "| body | safe }}",
    "| anchor(base) }}": "| anchor(base) | safe }}",
    "| anchors(base) }}": "| anchors(base) | safe }}",
    "| article(base) }}": "| article(base) | safe }}",
    "state.code | tone": "state.tone",
    "{% set value = state.code | state_value %}": "{% set value = state %}",
    "state.reason | days_in": "state.reason",
    "some | grouped_heads if grouped else some | heads": "(some | grouped_heads | safe) if grouped"
    " else (some | heads | safe)",
    "| table(fact.label, base) }}": "| table(fact.label, base) | safe }}",
    "value is text": 'fact.form == "Text"',
    "value is group": 'fact.form == "Group"',
    "value is grid": 'fact.form == "Grid"',
    "{% for date, action, sent, authority, notes in found %}": "{% for step in found %}"
    "{% set date = step.date %}{% set action = step.action %}{% set sent = step.sent %}"
    "{% set authority = step.authority %}{% set notes = step.notes %}",
}


def registered(root: Path) -> tuple[Register, Schemas]:
    """The typed register at `root`, not checked by rules."""
    schemas = Schemas.read(find_schemas_folder(root))
    return build_register(load(root, schemas)), schemas


def site_of(register: Register, schemas: Schemas) -> Site:
    """The site of a typed register."""
    return Site(Examined.elsewhere(register, schemas), DAY, Templates.read(TEMPLATES))


def frame_of(root: Path, out: Path) -> Frame:
    """The frame of the site of a small register, as MkDocs makes it; with it the site, in `out`."""
    return make(BuildContext(root, DAY, DAY), out)[1].frame


def joined(frame: Frame, words: Mapping[str, str] | None = None) -> str:
    """A frame as one text again; `words` are put in the place of its marks."""
    parts = [part.decode() for part in frame.parts]
    marks = [words[mark] if words else mark for mark in frame.marks]
    return "".join(chain.from_iterable(zip_longest(parts, marks, fillvalue="")))


def hugo(site: Site, frame: Frame) -> Iterator[tuple[str, str]]:
    """The sources for Hugo: path and content."""
    yield "hugo.toml", 'disableKinds = ["taxonomy", "term", "home", "section", "rss", "sitemap"]\n'
    yield (
        "layouts/_default/single.html",
        (HERE / "hugo.html").read_text("utf-8") + joined(frame, HUGO_MARKS),
    )
    for dossier in site.public:
        head, data = told(site, dossier)
        yield f"content/institutions/{dossier.id}.md", _json({**head, "page": data})


def eleventy(site: Site, frame: Frame) -> Iterator[tuple[str, str]]:
    """The sources for Eleventy: path and content."""
    yield "eleventy.config.mjs", (HERE / "eleventy.config.mjs").read_text("utf-8")
    yield "_includes/page.njk", joined(frame, ELEVENTY_MARKS)
    for name in ("institution.html", "macros.html"):
        yield f"_includes/{name}", nunjucks((TEMPLATES / name).read_text("utf-8"))
    for dossier in site.public:
        head, data = told(site, dossier)
        page = _json({**filled(data), **head, "layout": "page.njk", "base": BASE})
        yield f"institutions/{dossier.id}.html", f"---json\n{page}---\n"


def nunjucks(template: str) -> str:
    """A template of ours in the words of Nunjucks."""
    for ours, theirs in NUNJUCKS.items():
        template = template.replace(ours, theirs)
    return template


def told(site: Site, dossier: Dossier) -> tuple[dict[str, str], dict[str, Any]]:
    """What the page of an institution says of itself, and what it shows, as plain data."""
    data = site.dossiers.build_data(dossier)
    page = site.render_institution(dossier, data)
    head = {"title": page.title, "description": page.description, "address": page.url}
    structured = json.dumps(data.structured, ensure_ascii=False)
    return head, plain({**data._asdict(), "structured": structured})


def plain(value: Any) -> Any:
    """A value without types of our own; a table by rows."""
    match value:
        case [HtmlColumn(), *_]:
            heads = [{"group": each.group, "heading": each.heading, "style": each.style} for each in value]
            rows = list(zip(*(each.cells for each in value), strict=True))
            return {"heads": heads, "rows": rows, "classes": list_label_classes(value)}
        case Grid():
            return {"headings": value.headings, "rows": plain(value.rows)}
        case Fact():
            return {"form": type(value.value).__name__, "label": value.label, "value": plain(value.value)}
        case State():
            words = {"reason": format_days_in(value.reason), "tone": choose_tone(value.code)}
            return plain({**find_state_value(value.code)._asdict(), **value._asdict(), **words})
        case tuple() if hasattr(value, "_asdict"):
            return plain(value._asdict())
        case msgspec.Struct():
            return plain(msgspec.structs.asdict(value))
        case dt.date():
            return format_day(value)
        case dict():
            return {
                name: link(below) if name.endswith("article") else plain(below)
                for name, below in value.items()
            }
        case list() | tuple():
            return [plain(each) for each in value]
    return value


def link(number: str) -> dict[str, str] | None:
    """An article in words, and where it stands."""
    return {"label": format_article(number), "anchor": build_article_anchor(number)} if number else None


def filled(value: Any) -> Any:
    """A plain value without empty lists in its objects: to Nunjucks they would be true."""
    if isinstance(value, dict):
        return {name: filled(below) for name, below in value.items() if below != []}
    return [filled(each) for each in value] if isinstance(value, list) else value


def written(sources: Iterable[tuple[str, str]], folder: Path) -> Path:
    """The folder with the sources in it."""
    for path, text in sources:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def differing(site: Site, one: Path, other: Path) -> int:
    """How many institutions' pages have another text in one site than in the other."""
    paths = (f"institutions/{dossier.id}/index.html" for dossier in site.public)
    texts = ([text_of((folder / path).read_text("utf-8")) for folder in (one, other)] for path in paths)
    return sum(first != second for first, second in texts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def text_of(page: str) -> str:
    """The text of a page with white space made one, without tags, scripts and comments."""
    body = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())
