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
    '"门") }}': '"门") | safe }}',
    '"期") }}': '"期") | safe }}',
    "| anchor(base) }}": "| anchor(base) | safe }}",
    "| facts(base) }}": "| facts(base) | safe }}",
    "| article(base) }}": "| article(base) | safe }}",
    "state.code | tone": "state.tone",
    "{% set value = state.code | state_value %}": "{% set value = state %}",
    "state.reason | days_in": "state.reason",
    "{% for date, action, sent, authority, notes in found %}": "{% for step in found %}"
    "{% set date = step.date %}{% set action = step.action %}{% set sent = step.sent %}"
    "{% set authority = step.authority %}{% set notes = step.notes %}",
}


def read_register(root: Path) -> tuple[Register, Schemas]:
    """Read and type the register at `root`, without checking it by rules."""
    schemas = Schemas.read(find_schemas_folder(root))
    return build_register(load(root, schemas)), schemas


def make_site(register: Register, schemas: Schemas) -> Site:
    """Make the site of a typed register."""
    return Site(Examined.from_register(register, schemas), DAY, Templates.read(TEMPLATES))


def make_frame(root: Path, out: Path) -> Frame:
    """Build the site of a small register into `out`; the frame that MkDocs has made."""
    return make(BuildContext(root, DAY, DAY), out)[1].frame


def join_frame(frame: Frame, words: Mapping[str, str] | None = None) -> str:
    """Join a frame into one text; `words` replace its marks, and those of which they say nothing go."""
    parts = [part.decode() for part in frame.parts]
    marks = [words.get(mark, "") if words else mark for mark in frame.marks]
    return "".join(chain.from_iterable(zip_longest(parts, marks, fillvalue="")))


def list_hugo_sources(site: Site, frame: Frame) -> Iterator[tuple[str, str]]:
    """Yield the sources for Hugo: path and content."""
    yield "hugo.toml", 'disableKinds = ["taxonomy", "term", "home", "section", "rss", "sitemap"]\n'
    yield (
        "layouts/_default/single.html",
        (HERE / "hugo.html").read_text("utf-8") + join_frame(frame, HUGO_MARKS),
    )
    for dossier in site.public:
        head, data = build_page_data(site, dossier)
        yield f"content/institutions/{dossier.id}.md", _json({**head, "page": data})


def list_eleventy_sources(site: Site, frame: Frame) -> Iterator[tuple[str, str]]:
    """Yield the sources for Eleventy: path and content."""
    yield "eleventy.config.mjs", (HERE / "eleventy.config.mjs").read_text("utf-8")
    yield "_includes/page.njk", join_frame(frame, ELEVENTY_MARKS)
    for name in ("institution.html", "macros.html"):
        yield f"_includes/{name}", translate_to_nunjucks((TEMPLATES / name).read_text("utf-8"))
    for dossier in site.public:
        head, data = build_page_data(site, dossier)
        page = _json({**drop_empty_lists(data), **head, "layout": "page.njk", "base": BASE})
        yield f"institutions/{dossier.id}.html", f"---json\n{page}---\n"


def translate_to_nunjucks(template: str) -> str:
    """Translate a template of ours into what Nunjucks understands."""
    for ours, theirs in NUNJUCKS.items():
        template = template.replace(ours, theirs)
    return template


def build_page_data(site: Site, dossier: Dossier) -> tuple[dict[str, str], dict[str, Any]]:
    """Build title, description and address of an institution's page, and its data without our types."""
    data = site.dossiers.build_data(dossier)
    page = site.render_institution(dossier, data)
    head = {"title": page.title, "description": page.description, "address": page.url}
    structured = json.dumps(data.structured, ensure_ascii=False)
    return head, simplify_value({**data._asdict(), "structured": structured})


def simplify_value(value: Any) -> Any:
    """Replace our own types in a value by plain ones; a table becomes a list of rows."""
    match value:
        case [HtmlColumn(), *_]:
            heads = [{"group": each.group, "heading": each.heading, "style": each.style} for each in value]
            rows = list(zip(*(each.cells for each in value), strict=True))
            return {"heads": heads, "rows": rows, "classes": list_label_classes(value)}
        case Grid():
            return {"headings": value.headings, "rows": simplify_value(value.rows)}
        case Fact():
            return {
                "form": type(value.value).__name__,
                "label": value.label,
                "value": simplify_value(value.value),
            }
        case State():
            words = {"reason": format_days_in(value.reason), "tone": choose_tone(value.code)}
            return simplify_value({**find_state_value(value.code)._asdict(), **value._asdict(), **words})
        case tuple() if hasattr(value, "_asdict"):
            return simplify_value(value._asdict())
        case msgspec.Struct():
            return simplify_value(msgspec.structs.asdict(value))
        case dt.date():
            return format_day(value)
        case dict():
            return {
                name: link_article(below) if name.endswith("article") else simplify_value(below)
                for name, below in value.items()
            }
        case list() | tuple():
            return [simplify_value(each) for each in value]
    return value


def link_article(number: str) -> dict[str, str] | None:
    """Give an article its label and its place in the page of the regulation; None for none."""
    return {"label": format_article(number), "anchor": build_article_anchor(number)} if number else None


def drop_empty_lists(value: Any) -> Any:
    """Drop the empty lists in a plain value's objects: to Nunjucks they would be true."""
    if isinstance(value, dict):
        return {name: drop_empty_lists(below) for name, below in value.items() if below != []}
    return [drop_empty_lists(each) for each in value] if isinstance(value, list) else value


def write_sources(sources: Iterable[tuple[str, str]], folder: Path) -> Path:
    """Write sources into a folder; the folder."""
    for path, text in sources:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def count_differing(site: Site, one: Path, other: Path) -> int:
    """Count the institutions' pages whose text differs between two sites."""
    paths = (f"institutions/{dossier.id}/index.html" for dossier in site.public)
    texts = ([extract_text((folder / path).read_text("utf-8")) for folder in (one, other)] for path in paths)
    return sum(first != second for first, second in texts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def extract_text(page: str) -> str:
    """Extract the text of a page: without tags, scripts and comments, each run of white space one blank."""
    body = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())
