"""Templates and views fit, also in branches that no register reaches: names are there, fields are shown."""

import pkgutil
import sys
from importlib import import_module
from typing import Any

import msgspec
import pytest
from jinja2 import UndefinedError, meta, nodes

from registry import publish
from registry.publish.assemble.templates import Templates
from registry.publish.open_data.files import DownloadsData
from registry.publish.pages.batches import BatchData, BatchesData
from registry.publish.pages.certificate import CertificateData
from registry.publish.pages.cite import CiteData
from registry.publish.pages.courses import CoursesData, MonthData
from registry.publish.pages.decisions import DecisionsData, DecisionYearData
from registry.publish.pages.dictionary import DictionaryData, KindData
from registry.publish.pages.due import DueData, DuePageData
from registry.publish.pages.handbook import READERS, ChapterData, HandbookData, TaskData
from registry.publish.pages.home import HomeData
from registry.publish.pages.how import ApplyData, ChangesData, HowData, ObjectionsData, ReportsData
from registry.publish.pages.institution import InstitutionData
from registry.publish.pages.lists import InstitutionsData, ListData, SearchData
from registry.publish.pages.news import NewsData, NewsPageData
from registry.publish.pages.overview import OverviewData, PlaceData
from registry.publish.pages.privacy import PrivacyData
from registry.publish.pages.publication import PublicationData
from registry.publish.pages.regulation import RegulationData
from registry.publish.pages.rules import RuleData, RulesData
from registry.publish.pages.statistics import StatisticsData, YearData
from registry.publish.pages.verification import BulkVerificationData, VerificationData
from registry.publish.pages.web_forms import FormListData, FormPageData
from registry.publish.register_view import Stub
from registry.publish.staff.desk import DeskAreaData, DeskData, DeskInstitutionsData
from registry.publish.staff.dossier_page import DeskDossierData
from registry.publish.staff.site import DeskFormsData
from tests.browser.test_site import PAGES
from tests.conftest import TEMPLATES, list_navigation

VIEWS: dict[str, Any] = {
    "apply": ApplyData,
    "batch": BatchData,
    "batches": BatchesData,
    "bulk": BulkVerificationData,
    "certificate": CertificateData,
    "changes": ChangesData,
    "cite": CiteData,
    "courses": CoursesData,
    "data": DownloadsData,
    "decisions": DecisionsData,
    "decisionyear": DecisionYearData,
    "desk": DeskData,
    "deskarea": DeskAreaData,
    "deskdossier": DeskDossierData,
    "deskforms": DeskFormsData,
    "deskinstitutions": DeskInstitutionsData,
    "dictionary": DictionaryData,
    "due": DueData,
    "duepage": DuePageData,
    "form": FormPageData,
    "forms": FormListData,
    "handbook": HandbookData,
    "home": HomeData,
    "how": HowData,
    "institution": InstitutionData,
    "institutions": InstitutionsData,
    "kind": KindData,
    "list": ListData,
    "month": MonthData,
    "news": NewsData,
    "newspage": NewsPageData,
    "objections": ObjectionsData,
    "overview": OverviewData,
    "place": PlaceData,
    "privacy": PrivacyData,
    "publication": PublicationData,
    "regulation": RegulationData,
    "reports": ReportsData,
    "rule": RuleData,
    "rules": RulesData,
    "search": SearchData,
    "statistics": StatisticsData,
    "statisticsyear": YearData,
    "stub": Stub,
    "verify": VerificationData,
}
MACROS = ("macros.html", "staffmacros.html")
# What pages and lists are called and where they stand is for the site, not for the template.
FOR_THE_SITE = {
    "certificate": set(),
    "list": {"url", "area"},
    "place": {"title"},
    "statisticsyear": {"title"},
    "stub": {"id", "name"},
    "institution": {"name"},
}


# Each page of the handbook has a template, which extends that of its kind.
HANDBOOK = {
    **{f"handbook/{reader.name}": ("handbook/chapter", ChapterData) for reader in READERS},
    **{
        reader.find_address(each).rstrip("/"): ("handbook/task", TaskData)
        for reader in READERS
        for each in reader.tasks
    },
}
SHARED = {*MACROS, *(f"handbook/{name}.html" for name in ("chapter", "task", "pieces", "pictures"))}


def parsed(name: str) -> nodes.Template:
    return TEMPLATES.parse(TEMPLATES.sources[name])


def test_every_template_has_its_view() -> None:
    assert {f"{name}.html" for name in (*VIEWS, *HANDBOOK)} | SHARED == set(TEMPLATES.sources)


def test_every_page_of_the_navigation_is_looked_at_in_a_browser() -> None:
    assert list_navigation() <= {each.partition("?")[0] for each in PAGES}


@pytest.mark.parametrize("name", VIEWS)
def test_a_template_asks_for_what_its_view_has_and_for_all_of_it(name: str) -> None:
    variables = meta.find_undeclared_variables(parsed(f"{name}.html"))
    fields = {*VIEWS[name]._fields}
    assert variables - {"base", "footer"} <= fields
    assert fields - variables == FOR_THE_SITE.get(name, set())


@pytest.mark.parametrize(("kind", "view"), sorted({*HANDBOOK.values()}, key=str))
def test_the_handbooks_pages_ask_for_what_their_view_has(kind: str, view: Any) -> None:
    pages = [name for name, (extended, _) in HANDBOOK.items() if extended == kind]
    variables = {
        each for name in (kind, *pages) for each in meta.find_undeclared_variables(parsed(f"{name}.html"))
    }
    assert variables - {"base", "h", "self"} == {*view._fields}


def names_of_our_types() -> set[str]:
    """What the values of our types have, by name."""
    for module in pkgutil.walk_packages(publish.__path__, f"{publish.__name__}."):
        import_module(module.name)
    loaded = [module for name, module in sys.modules.items() if name.startswith("registry.")]
    types = {each for module in loaded for each in vars(module).values() if isinstance(each, type)}
    ours = [each for each in types if each.__module__.startswith("registry.")]
    plain = [each for each in ours if issubclass(each, msgspec.Struct | tuple)]
    return {name for each in plain for name in dir(each) if not name.startswith("_")}


def test_no_template_asks_for_a_field_that_no_type_has() -> None:
    ours = names_of_our_types() | macros()
    of_jinja = {"index", "index0", "first", "last", "get", "version"}  # of loops, mappings, the stamp
    of_jinja |= {"need", "steps", "result", "mend", "ask"}  # the blocks of a page of the handbook
    for name in TEMPLATES.sources:
        assert {each.attr for each in parsed(name).find_all(nodes.Getattr)} <= ours | of_jinja, name


def macros() -> set[str]:
    """The names of the macros that pages share."""
    return {each.name for name in SHARED for each in parsed(name).find_all(nodes.Macro)}


def test_a_misspelt_name_is_refused() -> None:
    templates = Templates({"a.html": "{{ row.nmae }}", "b.html": "{{ nmae }}"})
    for name in templates.sources:
        with pytest.raises(UndefinedError, match="nmae"):
            templates.get_template(name).render(row=Stub("a", "甲"))
