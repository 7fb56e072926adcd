"""All pages of a register on a day, and its open data: what there is at which address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from ...display import day_text
from ...forge.links import Forge
from ...lifecycle.duties import listed_years
from ...lifecycle.filing import name_on
from ...model.dossier import Dossier
from ...model.presenter import Presenter
from ...records.recorded import Recorded
from ...rules.checking import Examined
from ...rules.table import RULES
from ..addresses import BASE
from ..card import Card
from ..open_data.files import DataPart, OpenData
from ..open_data.publication import FOLDER, Publication
from ..pages import batches, dictionary, home, institutions, publication, regulation, rules, verification
from ..pages.certificate import CertificatePage
from ..pages.courses import CourseCalendar
from ..pages.institution import DossierPage
from ..pages.lists import Lists
from ..pages.overview import Overview
from ..pages.statistics import Statistics, Tally, tally
from ..public_view import PublicRecords
from ..register_view import RegisterView
from ..search.courses import course_files, titles
from ..search.institutions import entries, institution_files, names
from ..search.packing import compact
from ..search.verification import verify_file
from .frame import Frame, Page
from .templates import Templates

# Of when the site is, for the scripts of pages that do not say it themselves.
STAMP = "publication/stamp.json"
SECTION = re.compile(r'<div data-register="([a-z]+)"></div>')


class Draft(NamedTuple):
    """A record page before its body is rendered: by a template, from data of which nothing else follows."""

    url: str
    title: str
    description: str
    template: str
    data: Mapping[str, Any]


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


class Site:
    """All pages of a register on a day, and its open data.

    `commit` is where the register was read, as the publication page says; `forge` where staff edit records;
    `about` are the title, address and licence of what is published (see Publication); `recorded` is what Git
    tells of each file; `held` are the institutions, by id, and the other files, by path, that have errors and
    are held back.
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
        held: frozenset[str] = frozenset(),
    ) -> None:
        presenter = Presenter(examined.schemas, examined.register, day, name_on)
        self.register = examined.register
        self.presenter = presenter
        self.schemas = examined.schemas
        public = PublicRecords(examined.schemas, examined.register, day)
        self.view = RegisterView(presenter, public, day, commit, recorded, held)
        self.lists = Lists(self.view)
        self.overview = Overview(self.view)
        publication = Publication(day, commit, **(about or {}))
        self.dossiers = DossierPage(presenter, public, day, recorded, publication.address, forge, held)
        self.certificates = CertificatePage(presenter, public, day, publication.address)
        first = {path: each.first for path, each in recorded.items()}
        self.data = OpenData(presenter, public, publication, first)
        self.day = day
        self.templates = templates
        self.forge = forge
        self.about = about or {}
        self.recorded = recorded
        self.held = held
        self.total: Tally  # not there before all parts are made: know() sets it

    @property
    def public(self) -> list[Dossier]:
        """The dossiers of the institutions that have a page, by id."""
        return list(self.presenter.public)

    def know(self, cards: list[Card], total: Tally) -> None:
        """Take what the parts have told: the institutions' cards by id, and what they add up to."""
        self.view.take(cards)
        self.total = total

    def render(self, template: str, base: str, data: Mapping[str, Any]) -> str:
        """A body; `base` leads from the page to the site's root, with a slash at its end."""
        return self.templates.get_template(f"{template}.html").render(base=base, **data)

    def section(self, name: str, base: str) -> str:
        """The generated part of a hand-written page, by the name in its mark."""
        return self.render(name, base, self.sections[name]())

    @cached_property
    def sections(self) -> dict[str, Callable[[], dict[str, Any]]]:
        """What makes the data of each generated part of a hand-written page, by the name in its mark."""
        view = self.view
        return {
            "home": lambda: home.home(view),
            "institutions": lambda: institutions.institutions(view),
            "search": self.lists.search,
            "verify": lambda: verification.verify(view),
            "batches": lambda: batches.batches(view),
            "courses": self.calendar.index,
            "overview": self.overview.index,
            "statistics": self.statistics,
            "regulation": lambda: regulation.regulation(view),
            "rules": lambda: rules.rules(view),
            "dictionary": lambda: dictionary.dictionary(view),
            "data": self.data.section,
            "publication": lambda: publication.publication(view),
        }

    @cached_property
    def calendar(self) -> CourseCalendar:
        """The calendar of courses."""
        areas = {each.id: each.name for each in self.register.tables.areas.values()}
        return CourseCalendar(self.view.cards, areas, self.day)

    def statistics(self) -> dict[str, Any]:
        """What the register adds up to. Raises AttributeError as long as not all parts are made."""
        return Statistics(self.data.documents, self.total).section()

    def fill(self, output: str, base: str) -> str:
        """A hand-written page with its marks replaced."""
        return SECTION.sub(lambda mark: self.section(mark[1], base), output)

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
        data = self.certificates.data(dossier)
        name, about = data["name"], f"{data['name']}的登记情况，供打印。"
        body = self.render("certificate", BASE, data)
        return Page(f"certificates/{dossier.id}/", f"{name}登记情况单", about, body)

    def part(self, frame: Frame, dossier: Dossier) -> Part:
        """All that the site holds of one institution alone."""
        rows = self.data.tables.rows(dossier)
        pages = [(page.file, frame.stamp(page)) for page in self.of_dossier(dossier)]
        data = self.data.part(dossier, rows)
        files = [*pages, *self.data.files(dossier), verify_file(self.view, dossier)]
        counts = tally(rows, listed_years(dossier, self.day))
        return Part(files, data, Glance(self.view.maker.card(dossier), counts, [path for path, _ in files]))

    def page(self, draft: Draft) -> Page:
        """A draft with its body."""
        return Page(*draft[:3], self.render(draft.template, BASE, draft.data))

    def drafts(self) -> Iterator[Draft]:
        """The record pages that are not of one institution, not yet rendered."""
        for batch in self.register.batches.values():
            data = batches.batch(self.view, batch)
            yield Draft(f"batches/{batch.id}/", batch.title, f"{batch.title}的名单。", "batch", data)
        for stub in self.view.stubs.values():
            title = stub.name or stub.id
            yield Draft(f"institutions/{stub.id}/", title, f"{title}：正在核对。", "stub", stub._asdict())
        for place in self.overview.places:
            data = self.overview.page(place)
            about = f"{place.name}的机构：列入、计划、总结和整改的情况。"
            yield Draft(place.url, data["title"], about, "place", data)
        for month in self.calendar.pages:
            data = self.calendar.page(month)
            about = f"{data['title']}，出自已通过的年度计划。"
            yield Draft(month.url, data["title"], about, "month", data)
        for kind in self.schemas.kinds.values():
            data, url = dictionary.kind_page(self.view, kind), f"dictionary/{kind.name}/"
            yield Draft(url, f"{kind.title}记录", kind.schema["description"], "kind", data)
        for found in self.lists.lists:
            title = f"{found['kind']}：{found['label']}"
            about = f"{title}的 {len(found['rows'])} 个机构。"
            yield Draft(found["url"], title, about, "list", found)
        for rule in RULES.values():
            yield Draft(
                f"rules/{rule.code}/", rule.title, rule.statement, "rule", rules.rule(self.view, rule)
            )

    def files(self) -> Iterator[tuple[str, bytes]]:
        """What the scripts of pages load: address and content."""
        found = chain(
            [(STAMP, compact({**self.data.publication.stamp, "day": day_text(self.day)}) + "\n")],
            institution_files(list(entries(self.view)), names(self.view)),
            course_files(titles(each for card in self.view.cards for each in card.offers)),
        )
        for address, text in found:
            yield address, text.encode()

    def addresses(self) -> list[str]:
        """The addresses of all record pages, without rendering them."""
        return [
            *(f"institutions/{each}/" for each in self.presenter.public_ids),
            *(f"institutions/{each}/" for each in self.view.stubs),
            *(f"certificates/{each}/" for each in self.presenter.public_ids),
            *(f"batches/{each}/" for each in self.register.batches),
            *(place.url for place in self.overview.places),
            *(month.url for month in self.calendar.pages),
            *(f"dictionary/{each}/" for each in self.schemas.kinds),
            *(f"rules/{each}/" for each in RULES),
            *(each["url"] for each in self.lists.lists),
        ]
