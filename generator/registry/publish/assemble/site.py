"""All pages of a register on a day, and its open data: what there is at which address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from ...display import format_day
from ...entry.web_forms.tables import FormsAbout
from ...forge.links import Forge
from ...lifecycle.as_of import list_records, view_as_of
from ...lifecycle.duties import list_listed_years
from ...lifecycle.filing import find_name
from ...memo import compute_digest
from ...model.dossier import Dossier
from ...model.presenter import Presenter
from ...rules.cases import digest_cases
from ...rules.checking import Examined
from ...rules.table import RULES
from ...rules.verdicts import Fingerprints
from ..addresses import BASE
from ..card import InstitutionCard
from ..open_data.files import DataPart, OpenData
from ..open_data.publication import FOLDER, Publication
from ..open_data.tables import find_area_of_year
from ..pages import (
    batches,
    cite,
    dictionary,
    handbook,
    home,
    how,
    privacy,
    publication,
    regulation,
    rules,
    verification,
)
from ..pages.certificate import CertificatePage
from ..pages.courses import CourseCalendar
from ..pages.decisions import DecisionPages
from ..pages.due import DuePages
from ..pages.institution import DossierPage, InstitutionData
from ..pages.lists import Lists, show_institutions
from ..pages.news import NewsPages, NewsRow
from ..pages.overview import Overview
from ..pages.procedures import show_procedures
from ..pages.statistics import Statistics, StatisticsData, Tally, list_statistics_years, make_tally
from ..pages.web_forms import show_forms
from ..public_view import PublicRecords
from ..register_view import UNKNOWN, Provenance, RegisterView
from ..search.packing import encode_compact
from ..search.verification import build_verify_file
from ..search.words import Synonyms, read_synonyms
from ..structured import repeat_trail
from . import drafts
from .blank_forms import list_blank_forms
from .collected_items import CollectedItems, ItemCollector
from .drafts import PageDraft
from .form_data import build_public_data
from .frame import Frame, RecordPage
from .loaded_files import digest_loaded_files, list_loaded_files
from .templates import Templates, View
from .web_forms import list_form_addresses, list_form_data, list_form_pages, write_data

# The day of the site, for the scripts of pages that do not say it themselves.
STAMP = "publication/stamp.json"
HOME_NEWS = 5  # entries of the news on the home page
SECTION = re.compile(r'<div data-register="([^"]*)">\s*</div>')


Content = list[tuple[str, bytes]]  # files by their path from the site's root


class InstitutionPart(NamedTuple):
    """What the rest of the site needs of one institution, besides its own files.

    Its card on pages of the whole register, its share of the statistics, its rows in the files of the whole
    register, where its own files are, and when its records last changed. `shown` is a digest of what lists,
    search and statistics show of it: card, share and news.
    """

    card: InstitutionCard
    tally: Tally
    data: DataPart
    paths: list[str]
    changed: dt.date | None
    shown: bytes


class Site:
    """All pages of a register on a day, and its open data.

    `forge` is where staff edit records; `about` are the title, address and licence of what is published (see
    Publication).
    """

    def __init__(
        self,
        examined: Examined,
        day: dt.date,
        templates: Templates,
        provenance: Provenance = UNKNOWN,
        forge: Forge | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        presenter = Presenter(examined.schemas, examined.register, day, find_name)
        self.register = examined.register
        # The check has most of them; a register that was checked without a memo has none.
        self.keys = examined.verdicts.keys if examined.verdicts else Fingerprints(examined.register)
        self.presenter = presenter
        self.schemas = examined.schemas
        public = PublicRecords(examined.schemas, examined.register, day)
        self.view = RegisterView(presenter, public, day, provenance)
        self.lists = Lists(self.view)
        self.overview = Overview(self.view)
        publication = Publication(day, provenance.commit, **(about or {}))
        self.dossiers = DossierPage(self.view, publication.address, forge)
        self.certificates = CertificatePage(self.view, publication.address)
        self.data = OpenData(presenter, public, publication, provenance.recorded)
        self.day = day
        self.templates = templates
        self.forge = forge
        self.about = about or {}
        self.provenance = provenance

    @property
    def public(self) -> list[Dossier]:
        """The dossiers of the institutions that have a page, by id."""
        return list(self.presenter.public)

    def find_last_change(self, dossier: Dossier) -> dt.date | None:
        """The day on which a record of a dossier last changed, where Git tells."""
        recorded = self.provenance.recorded
        paths = (each.path for each in list_records(dossier))
        return max((recorded[path].last for path in paths if path in recorded), default=None)

    def take(self, cards: list[InstitutionCard], collected: CollectedItems) -> None:
        """Use what came with the parts, cards by id. Raises RuntimeError where pages may rest on others."""
        self.view.take(cards)
        # As in the view: put where the cached property keeps its value, it is never computed.
        if self.__dict__.setdefault("collected", collected) != collected:
            raise RuntimeError("take() comes before anything that is made of what institutions have")

    def render(self, template: str, base: str, data: View) -> str:
        """A body; `base` leads from the page to the site's root, with a slash at its end."""
        return self.templates.show(template, base, data)

    def render_section(self, name: str, base: str) -> str:
        """The generated part of a hand-written page, by the name in its mark."""
        return self.render(name, base, self.sections[name]())

    @cached_property
    def sections(self) -> dict[str, Callable[[], View]]:
        """The functions that make the generated parts of hand-written pages, by the name in a part's mark."""
        # Called only once the parts of all institutions are there: of the names one is asked before.
        view = self.view
        return {
            "home": lambda: home.show_home(view, self.news.entries[:HOME_NEWS]),
            "institutions": lambda: show_institutions(view),
            "search": self.lists.build_search,
            "verify": lambda: verification.show_verification(view),
            "bulk": lambda: verification.show_bulk_verification(view),
            "batches": lambda: batches.show_batches(view),
            "handbook": handbook.show_handbook,
            "how": lambda: how.show_how(view),
            "forms": lambda: show_forms(view),
            "apply": lambda: how.show_apply(view, self.form_files),
            "reports": lambda: how.show_reports(view, self.form_files),
            "changes": lambda: how.show_changes(view, self.form_files),
            "objections": lambda: how.show_objections(view),
            "courses": lambda: self.calendar.show_index(),
            "news": lambda: self.news.show_index(f"{FOLDER}feed.atom.xml"),
            "due": lambda: self.due.show_index(),
            "decisions": lambda: self.decisions.show_index(),
            "overview": self.overview.show_index,
            "statistics": lambda: self.statistics_page,
            "regulation": lambda: regulation.show_regulation(view),
            "rules": lambda: rules.show_rules(view),
            "dictionary": lambda: dictionary.show_dictionary(view),
            "data": self.data.build_section,
            "cite": lambda: cite.show_cite(view, self.data.publication),
            "publication": lambda: publication.show_publication(view),
            "privacy": lambda: privacy.show_privacy(view),
        }

    @cached_property
    def blank_forms(self) -> dict[str, tuple[how.FormFile, bytes]]:
        """The blank forms to download, by the kind of record."""
        return list_blank_forms(self.register, self.schemas, self.data.publication)

    @property
    def form_files(self) -> how.Forms:
        """Where the blank forms are, by the kind of record."""
        return {kind: file for kind, (file, _) in self.blank_forms.items()}

    @cached_property
    def calendar(self) -> CourseCalendar:
        """The calendar of courses."""
        return CourseCalendar(self.view.cards, self.register.tables.area_names, self.day)

    @cached_property
    def collected(self) -> CollectedItems:
        """What the public institutions have together; made here unless it came with their parts."""
        collector = ItemCollector(self.day)
        for dossier, row in zip(self.public, self.view.rows, strict=True):
            tally = make_tally(self.data.tables.build_rows(dossier), self.list_listed_areas(dossier))
            collector.add(row, tally, self.data.list_items(dossier))
        return collector.finish()

    @property
    def years(self) -> range:
        """The years that have a page of statistics."""
        return list_statistics_years(self.register.batches.values(), self.day)

    @cached_property
    def news(self) -> NewsPages:
        """The pages of what became public lately."""
        lists = map(NewsRow, self.data.news.list_lists())
        return NewsPages(
            [*lists, *self.collected.news], self.register.tables.area_names, self.day, self.begun
        )

    @cached_property
    def due(self) -> DuePages:
        """The pages of what is due and overdue."""
        return DuePages(self.collected.owed, self.register.tables, self.day)

    @cached_property
    def decisions(self) -> DecisionPages:
        """The pages of decisions and what became of them."""
        return DecisionPages(self.collected.decisions, self.register.tables.area_names, self.day, self.begun)

    @property
    def begun(self) -> dt.date:
        """Since when there are pages of months and years.

        A regulation whose file does not say yet since when it is in force has none before this one.
        """
        begun = self.register.tables.begun
        return begun if begun > dt.date.min else self.day

    @cached_property
    def statistics(self) -> Statistics:
        """What the register adds up to."""
        return Statistics(self.data.documents, self.collected.total)

    @cached_property
    def statistics_page(self) -> StatisticsData:
        """The page of what the register adds up to."""
        return self.statistics.show_section(show_procedures(self.view))

    def fill(self, output: str, base: str) -> str:
        """A hand-written page with its marks replaced."""
        return SECTION.sub(lambda mark: self.render_section(mark[1], base), output)

    def list_dossier_pages(self, dossier: Dossier) -> Iterator[RecordPage]:
        """The pages of an institution."""
        yield self.render_institution(dossier, self.dossiers.build_data(dossier))
        yield self.render_certificate(dossier)

    def render_institution(self, dossier: Dossier, data: InstitutionData) -> RecordPage:
        """The page of an institution with what it shows."""
        about = f"{data.name}：{data.states[0].label}，{data.area}。"
        body = self.render("institution", BASE, data)
        changed = self.find_last_change(dossier)
        return RecordPage(
            f"institutions/{dossier.id}/", data.name, about, body, changed, f"{data.data}.atom.xml"
        )

    def render_certificate(self, dossier: Dossier) -> RecordPage:
        """The printed sheet of an institution."""
        data = self.certificates.build_data(dossier)
        body = self.render("certificate", BASE, data)
        about, title = f"{data.name}的登记情况，供打印。", f"登记情况单：{data.name}"
        return RecordPage(f"certificates/{dossier.id}/", title, about, repeat_trail(body, title))

    def make_part(self, frame: Frame, dossier: Dossier) -> tuple[InstitutionPart, Content]:
        """All that the site holds of one institution alone, and its files."""
        rows = self.data.tables.build_rows(dossier)
        pages = [(page.file, frame.stamp(page)) for page in self.list_dossier_pages(dossier)]
        data = self.data.build_part(dossier, rows)
        form = write_data(
            f"institutions/{dossier.id}",
            build_public_data(self.register, self.view.records, dossier, self.day).write(),
        )
        files = [*pages, *self.data.build_files(dossier), build_verify_file(self.view, dossier), form]
        counts = make_tally(rows, self.list_listed_areas(dossier))
        paths = [path for path, _ in files]
        card, changed = self.view.maker.make_card(dossier), self.find_last_change(dossier)
        # Sets come in another order in each process.
        shown = msgspec.msgpack.encode((card, sorted(counts.items()), data.items), order="deterministic")
        return InstitutionPart(card, counts, data, paths, changed, compute_digest(shown)), files

    def list_listed_areas(self, dossier: Dossier) -> dict[int, str]:
        """The years at whose end an institution was listed, each with the name of its area then."""
        as_of, years = view_as_of(dossier, self.day), list_listed_years(dossier, self.day)
        return {year: find_area_of_year(as_of, year)[1] for year in years}

    def render_page(self, draft: PageDraft) -> RecordPage:
        """A draft with its body."""
        body = self.render(draft.template, BASE, draft.data)
        return RecordPage(*draft[:3], repeat_trail(body, draft.title))

    def list_drafts(self) -> Iterator[PageDraft]:
        """The record pages that are of no institution and no rule, not yet rendered."""
        return chain(
            drafts.list_batches(self.view),
            drafts.list_stubs(self.view),
            drafts.list_places(self.overview),
            drafts.list_months(self.calendar),
            drafts.list_statistics_years(self.statistics, self.years),
            drafts.list_news(self.news),
            drafts.list_due(self.due),
            drafts.list_decision_years(self.decisions),
            drafts.list_kinds(self.view),
            drafts.list_selections(self.lists),
            drafts.list_handbook(self.day),
        )

    def list_rules(self) -> Iterator[PageDraft]:
        """The pages of the rules, not yet rendered."""
        return drafts.list_rules(self.view)

    def digest_rules(self) -> bytes:
        """A digest of what the rules' pages follow from besides the program: tables, law in force, cases."""
        regulation = self.register.tables.find_regulation(self.day).path
        return compute_digest(self.keys.tables, regulation.encode(), digest_cases())

    def digest_shared(self) -> bytes:
        """A digest of what files of the whole register follow from besides the program and institutions."""
        recorded = [self.provenance.recorded.get(each.path) for each in self.register.batches.values()]
        about = repr((self.day, self.data.publication, recorded)).encode()
        return compute_digest(self.keys.tables, *self.keys.batches.values(), about)

    def digest_rest(self) -> bytes:
        """A digest of what the site follows from besides MkDocs' pages, institutions and `digest_shared`."""
        recorded = [self.provenance.recorded.get(path) for path in self.register.shared.filed]
        about = repr((recorded, sorted(self.provenance.held), self.view.stubs)).encode()
        return compute_digest(self.digest_rules(), about)

    def build_stamp(self) -> bytes:
        """The file that says of which day and commit the site is."""
        return f"{encode_compact({**self.data.publication.stamp, 'day': format_day(self.day)})}\n".encode()

    def digest_files(self, parts: bytes, synonyms: Synonyms) -> bytes:
        """A digest of all that `list_files` follows from; `parts` is one of what is shown of institutions."""
        parts = compute_digest(parts, self.keys.tables, *self.keys.batches.values())
        return digest_loaded_files(self.view, self.news.entries, parts, synonyms)

    def list_files(self, synonyms: Synonyms | None = None) -> Iterator[tuple[str, bytes]]:
        """What the scripts of pages load: address and content; without synonyms the program's own."""
        sheets = [*self.statistics_page.sheets, self.news.build_sheet()]
        return list_loaded_files(self.view, sheets, synonyms or read_synonyms({}))

    def list_form_files(self) -> list[tuple[str, bytes]]:
        """The blank forms to download: address and content."""
        return [(file.url, content) for file, content in self.blank_forms.values()]

    def list_web_forms(self, frame: Frame, demo: bool) -> Iterator[tuple[str, bytes]]:
        """The pages in which records are filled in, and what they read; `demo` says that data are made up.

        They have a frame of their own, with the foot of the site's.
        """
        about = FormsAbout(self.data.publication.title, self.day, self.view.commit, self.forge)
        yield from list_form_pages(self.view, self.templates, about, demo, frame.cut_footer)
        # What is known of each institution is in its part (make_part).
        yield from list_form_data(self.view, about)

    def list_addresses(self) -> list[str]:
        """The addresses of all record pages, without rendering them."""
        return [
            *(f"institutions/{each}/" for each in self.presenter.public_ids),
            *(f"institutions/{each}/" for each in self.view.stubs),
            *(f"certificates/{each}/" for each in self.presenter.public_ids),
            *(f"batches/{each}/" for each in self.register.batches),
            *(place.url for place in self.overview.places),
            *(month.url for month in self.calendar.pages),
            *(f"statistics/{year}/" for year in self.years),
            *self.news.pages,
            *self.due.pages,
            *self.decisions.pages,
            *(f"dictionary/{each}/" for each in self.schemas.kinds),
            *list_form_addresses(self.view),
            *(f"rules/{each}/" for each in RULES),
            *(each.url for each in self.lists.lists),
            *handbook.list_addresses(),
        ]
