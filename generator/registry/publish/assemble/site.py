"""The stamping: page bodies by Jinja2, put into a frame. It knows no MkDocs: a frame is a page with marks.

Every record page lies two folders deep (institutions/<id>/, batches/<id>/, rules/<code>/ …), and so does
the frame (record/frame/): the relative addresses in the frame are right for all of them as they are.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from json import JSONEncoder
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
from jinja2 import DictLoader, Environment
from jinja2.runtime import Context, Macro

from ...display import day_text
from ...forge.links import Forge
from ...history.git import Recorded
from ...lifecycle.duties import listed_years
from ...model.dossier import Dossier
from ...model.presenter import Presenter
from ...rules.checking import Examined
from ...rules.table import RULES
from .. import html_tables
from ..card import Card
from ..open_data.files import DataPart, OpenData
from ..open_data.publication import FOLDER, Publication
from ..pages.institution import BASE, DossierPage
from ..pages.register import Pages
from ..pages.statistics import Statistics, Tally, tally
from ..public_view import PublicRecords
from ..search.courses import course_files, titles
from ..search.institutions import compact, entries, institution_files, names
from ..search.verification import verify_file

FRAME_PATH = "record/frame/"
# Of when the site is, for the scripts of pages that do not say it themselves.
STAMP = "publication/stamp.json"
TITLE, DESCRIPTION, BODY = "REGISTER-TITLE", "REGISTER-DESCRIPTION", "REGISTER-BODY"
MARK = re.compile(f"<p>{BODY}</p>|{TITLE}|{DESCRIPTION}|{FRAME_PATH}")
SECTION = re.compile(r'<div data-register="([a-z]+)"></div>')


def page_file(url: str) -> str:
    """The path of a page's file from the site's root, by the page's address."""
    return f"{url}index.html"


class Page(NamedTuple):
    """A record page: its address from the site's root (ends with a slash), title, description and body."""

    url: str
    title: str
    description: str
    body: str

    @property
    def file(self) -> str:
        """The path of its file from the site's root."""
        return page_file(self.url)


class Draft(NamedTuple):
    """A record page before its body is rendered: by a template, from data of which nothing else follows."""

    url: str
    title: str
    description: str
    template: str
    data: Mapping[str, Any]

    @property
    def file(self) -> str:
        """The path of its file from the site's root."""
        return page_file(self.url)

    @property
    def told(self) -> bytes:
        """All of it in one, so that two can be compared."""
        return msgspec.msgpack.encode(self)


class Glance(NamedTuple):
    """What the whole register's pages tell of an institution, what it adds to the statistics, its files."""

    card: Card
    tally: Tally
    paths: list[str]


class Part(NamedTuple):
    """What the site holds of one institution alone.

    Its files by their path from the site's root, what it is in the files of the whole register, and what the
    pages of the whole register tell of it.
    """

    files: list[tuple[str, bytes]]
    data: DataPart
    glance: Glance


class Called(Context):
    """What a template is rendered in. A macro that gets all it asks for, in order, is called without ado."""

    def call(self, called: Any, /, *given: Any, _loop_vars: object = None, **named: Any) -> Any:
        if type(called) is Macro and not named and len(given) == len(called.arguments):
            return html_tables.marked(called._func(*given))
        return super().call(called, *given, _loop_vars=_loop_vars, **named)


class Templates(Environment):
    """Jinja2 with plain dictionaries looked up by key first: `row.name` is `row["name"]`, and quicker.

    `sources` are the templates by name.
    """

    context_class = Called

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__(loader=DictLoader(sources), autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self.filters.update({each.__name__: each for each in html_tables.FILTERS})
        self.globals["shown"] = html_tables.shown
        self.absent = cache(lambda name: self.undefined(obj={}, name=name))  # what a dictionary has not
        self.sources = sources
        self.policies["json.dumps_function"] = JSONEncoder(ensure_ascii=False).encode
        self.policies["json.dumps_kwargs"] = {}

    @classmethod
    def read(cls, folder: Path) -> Templates:
        """The templates of a folder."""
        return cls({file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.html"))})

    def __reduce__(self) -> tuple[Any, ...]:
        """What goes to another process: the sources, which are compiled there once."""
        return _templates, (tuple(self.sources.items()),)

    def _generate(self, *source: Any, **options: Any) -> str:
        """A template as Python; it escapes by `shown`: Jinja2's own makes an object of each text."""
        code = super()._generate(*source, **options)
        return code.replace("\nname = ", "\nescape = environment.globals['shown']\nname = ", 1)

    def getattr(self, obj: Any, attribute: str) -> Any:
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except KeyError:
            return self.absent(attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@lru_cache(1)
def _templates(sources: tuple[tuple[str, str], ...]) -> Templates:
    return Templates(dict(sources))


class Site:
    """All pages of a register on a day, and its open data.

    `commit` is where the register was read, as the publication page says; `forge` where staff edit records;
    `about` are the title, address and licence of what is published (see Publication); `recorded` is what Git
    tells of each file.
    """

    def __init__(
        self,
        examined: Examined,
        day: dt.date,
        templates: Templates,
        commit: str = "",
        forge: Forge | None = None,
        about: Mapping[str, Any] | None = None,
        recorded: Mapping[str, Recorded] = MappingProxyType({}),
    ) -> None:
        presenter = Presenter(examined.schemas, examined.register, day)
        self.register = examined.register
        self.presenter = presenter
        self.schemas = examined.schemas
        public = PublicRecords(examined.schemas, examined.register)
        self.pages = Pages(presenter, public, day, commit)
        publication = Publication(day, commit, **(about or {}))
        self.dossiers = DossierPage(presenter, public, day, recorded, publication.address, forge)
        self.data = OpenData(presenter, public, publication)
        self.day = day
        self.templates = templates
        self.forge = forge
        self.about = about or {}
        self.recorded = recorded
        self.total: Tally = {}  # of the parts that were made

    @property
    def public(self) -> list[Dossier]:
        """The dossiers of the institutions that have a page, by id."""
        return list(self.presenter.public)

    def know(self, cards: list[Card], total: Tally) -> None:
        """Take what the parts have told: the institutions' cards by id, and what they add up to."""
        self.pages.cards = cards
        self.total = total

    def render(self, template: str, base: str, data: Mapping[str, Any]) -> str:
        """A body; `base` leads from the page to the site's root, with a slash at its end."""
        return self.templates.get_template(f"{template}.html").render(base=base, **data)

    def section(self, name: str, base: str) -> str:
        """The generated part of a hand-written page, by the name in its mark."""
        makers = {"data": self.data.section, "statistics": self.statistics}
        return self.render(name, base, (makers.get(name) or getattr(self.pages, name))())

    def statistics(self) -> dict[str, Any]:
        """What the register adds up to, once the parts are made."""
        return Statistics(self.data.documents, self.total).section()

    def fill(self, output: str, base: str) -> str:
        """A hand-written page with its marks replaced."""
        return SECTION.sub(lambda mark: self.section(mark[1], base), output)

    def records(self) -> Iterator[Page]:
        """Every record page."""
        for dossier in self.public:
            yield from self.of_dossier(dossier)
        yield from self.common()

    def of_dossier(self, dossier: Dossier) -> Iterator[Page]:
        """The pages of an institution."""
        yield self.institution(dossier, self.institution_data(dossier))
        yield self.certificate(dossier)

    def institution(self, dossier: Dossier, data: Mapping[str, Any]) -> Page:
        """The page of an institution with what it shows."""
        about = f"{data['name']}：{data['status']['label']}，{data['area']}。"
        body = self.render("institution", BASE, data)
        return Page(f"institutions/{dossier.id}/", data["name"], about, body)

    def institution_data(self, dossier: Dossier) -> dict[str, Any]:
        """What the page of an institution shows, with the address of its data."""
        return self.dossiers.data(dossier) | {"data": f"{FOLDER}institutions/{dossier.id}"}

    def certificate(self, dossier: Dossier) -> Page:
        """The printed sheet of an institution."""
        data = self.dossiers.certificate(dossier)
        name, about = data["name"], f"{data['name']}的登记情况，供打印。"
        body = self.render("certificate", BASE, data)
        return Page(f"certificates/{dossier.id}/", f"{name}登记情况单", about, body)

    def part(self, frame: Frame, dossier: Dossier) -> Part:
        """All that the site holds of one institution alone."""
        rows = self.data.tables.rows(dossier)
        pages = [(page.file, frame.stamp(page)) for page in self.of_dossier(dossier)]
        data = self.data.part(dossier, rows)
        files = [*pages, *self.data.files(dossier), verify_file(self.pages, dossier)]
        counts = tally(rows, listed_years(dossier, self.day))
        return Part(files, data, Glance(self.pages.maker.card(dossier), counts, [path for path, _ in files]))

    def common(self) -> Iterator[Page]:
        """The record pages that are not of one institution."""
        return map(self.page, self.drafts())

    def page(self, draft: Draft) -> Page:
        """A draft with its body."""
        return Page(*draft[:3], self.render(draft.template, BASE, draft.data))

    def drafts(self) -> Iterator[Draft]:
        """The record pages that are not of one institution, not yet rendered."""
        for batch in self.register.batches.values():
            data = self.pages.batch(batch)
            yield Draft(f"batches/{batch.id}/", batch.title, f"{batch.title}的名单。", "batch", data)
        for place in self.pages.places:
            data = self.pages.place(place)
            about = f"{place.name}的机构：列入、计划、总结和整改的情况。"
            yield Draft(place.url, data["title"], about, "place", data)
        for month in self.pages.calendar.pages:
            data = self.pages.calendar.page(month)
            about = f"{data['title']}，出自已通过的年度计划。"
            yield Draft(month.url, data["title"], about, "month", data)
        for kind in self.schemas.kinds.values():
            data, url = self.pages.kind(kind), f"dictionary/{kind.name}/"
            yield Draft(url, f"{kind.title}记录", kind.schema["description"], "kind", data)
        for found in self.pages.lists:
            title = f"{found['kind']}：{found['label']}"
            about = f"{title}的 {len(found['rows'])} 个机构。"
            yield Draft(found["url"], title, about, "list", found)
        for rule in RULES.values():
            yield Draft(f"rules/{rule.code}/", rule.title, rule.statement, "rule", self.pages.rule(rule))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """What the scripts of pages load: address and content."""
        found = chain(
            [(STAMP, compact({**self.data.publication.stamp, "day": day_text(self.pages.day)}) + "\n")],
            institution_files(list(entries(self.pages)), names(self.pages)),
            course_files(titles(each for card in self.pages.cards for each in card.offers)),
        )
        for address, text in found:
            yield address, text.encode()

    def addresses(self) -> list[str]:
        """The addresses of all record pages, without rendering them."""
        return [
            *(f"institutions/{each}/" for each in self.presenter.public_ids),
            *(f"certificates/{each}/" for each in self.presenter.public_ids),
            *(f"batches/{each}/" for each in self.register.batches),
            *(place.url for place in self.pages.places),
            *(month.url for month in self.pages.calendar.pages),
            *(f"dictionary/{each}/" for each in self.schemas.kinds),
            *(f"rules/{each}/" for each in RULES),
            *(each["url"] for each in self.pages.lists),
        ]


class Frame:
    """A page of the theme with marks for title, description and body; cut once, joined for each record."""

    def __init__(self, output: str) -> None:
        self.parts = [part.encode() for part in MARK.split(output)]
        self.marks = MARK.findall(output)
        if f"<p>{BODY}</p>" not in self.marks:
            raise ValueError(f"the frame page holds no {BODY}")

    def stamp(self, page: Page) -> bytes:
        """The whole page."""
        values = {
            f"<p>{BODY}</p>": page.body.encode(),
            TITLE: html.escape(page.title).encode(),
            DESCRIPTION: html.escape(page.description).encode(),
            FRAME_PATH: page.url.encode(),
        }
        stamped = [self.parts[0]]
        for mark, part in zip(self.marks, self.parts[1:], strict=True):
            stamped += (values[mark], part)
        return b"".join(stamped)


def sitemap(site_url: str, addresses: list[str]) -> str:
    """A sitemap of these addresses (sitemaps.org 0.9)."""
    rows = "".join(
        f"<url><loc>{html.escape(site_url + each)}</loc></url>\n" for each in sorted(set(addresses))
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{rows}</urlset>\n"
