"""All files of the staff's site: the desk, a page for each institution, the forms with all that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ...entry.web_forms.dossier_data import build_shared_data, build_staff_data
from ...entry.web_forms.tables import FormsAbout, NamedInstitution, build_tables
from ...forge.links import Forge
from ...json_data import JsonObject
from ...lifecycle.filing import find_name
from ...model.presenter import Presenter
from ...rules.checking import Examined
from ...settings import SITE
from ..addresses import FORMS, build_file_path
from ..assemble.portable import convert_page, join_modules
from ..assemble.templates import Templates, View
from ..assemble.web_forms import list_form_pages, list_kind_data, write_data
from ..pages.web_forms import FormGroup, show_forms
from ..public_view import PublicRecords
from ..register_view import Provenance, RegisterView
from .desk import Desk, StaffAbout
from .dossier_page import DossierPages
from .tasks import TaskMaker, TaskRow

Content = tuple[str, bytes]  # a file by its path from the site's root
ASSETS = "assets/"
# Nothing here is for a search engine, and nothing is for Git, wherever the folder lies.
ROBOTS, IGNORED = ("robots.txt", b"User-agent: *\nDisallow: /\n"), (".gitignore", b"*\n")


class DeskFormsData(NamedTuple):
    """The page that lists the forms, by who fills them in."""

    about: StaffAbout
    title: str
    groups: list[FormGroup]


class StaffSite:
    """The staff's site of one register on one day."""

    def __init__(
        self, examined: Examined, about: StaffAbout, templates: Templates, forge: Forge | None = None
    ) -> None:
        self.examined = examined
        self.register = examined.register
        self.about = about
        self.templates = templates
        self.forge = forge
        self.tasks = TaskMaker(self.register, examined.schemas, about.day).list_tasks()
        faulty = sum(each.severity == "error" for each in examined.findings)
        self.desk = Desk(self.register, about, self.tasks, faulty)

    def list_files(self) -> Iterator[Content]:
        """Every file of the site."""
        yield from (ROBOTS, IGNORED)
        yield from self._list_assets()
        yield self._render("", "desk", self.desk.show_index())
        for url, area in self.desk.list_area_pages():
            yield self._render(url, "deskarea", area)
        for url, institutions in self.desk.list_institution_pages():
            yield self._render(url, "deskinstitutions", institutions)
        yield from self._list_dossier_files()
        yield from self._list_forms()

    def _render(self, url: str, template: str, data: View) -> Content:
        """A page at an address."""
        base = "../" * url.count("/") or "./"
        text = self.templates.get_template(f"{template}.html").render(base=base, **data._asdict())
        return build_file_path(url), convert_page(text).encode()

    def _list_assets(self) -> Iterator[Content]:
        """Style sheets and scripts: the forms' own, the filter of the public site, and the desk's."""
        for file in sorted((SITE / "staff").iterdir()):
            yield f"{ASSETS}{file.name}", file.read_bytes()
        pages = SITE / "pages" / "assets"
        yield f"{ASSETS}favicon.svg", (pages / "favicon.svg").read_bytes()
        yield f"{ASSETS}filter.js", join_modules(pages / "filter.js").encode()
        for file in sorted((pages / "forms").iterdir()):
            yield f"{ASSETS}forms/{file.name}", file.read_bytes()

    def _list_dossier_files(self) -> Iterator[Content]:
        """The page of each institution, and what its forms are given."""
        pages = DossierPages(self.examined.schemas, self.about, self.desk.areas, self.forge)
        public = {*self.register.list_public_ids(self.about.day)}
        tasks: dict[str, list[TaskRow]] = defaultdict(list)
        for row in self.tasks:
            tasks[row.page].append(row)
        for dossier in self.register.dossiers.values():
            url = f"institutions/{dossier.id}/"
            data = build_staff_data(self.examined, dossier, self.about.day)
            shown = pages.show(dossier, data, tasks[url], dossier.id in public)
            yield self._render(url, "deskdossier", shown)
            yield write_data(f"institutions/{dossier.id}", data.write())

    def _list_forms(self) -> Iterator[Content]:
        """The forms, and what all of them read."""
        schemas, day = self.examined.schemas, self.about.day
        presenter = Presenter(schemas, self.register, day, find_name)
        records = PublicRecords(schemas, self.register, day)
        view = RegisterView(presenter, records, day, Provenance(self.about.commit))
        about = FormsAbout(self.about.title, day, self.about.commit, self.forge, staff=True)
        for path, page in list_form_pages(view, self.templates, about, self.about.demo):
            yield path, convert_page(page.decode()).encode()
        yield self._render(FORMS, "deskforms", DeskFormsData(self.about, "填表", show_forms(view).groups))
        yield from list_kind_data(view)
        institutions = [
            NamedInstitution(line.id, line.name, area, "、".join(line.states))
            for area, lines in self.desk.lines.items()
            for line in lines
        ]
        yield write_data("shared", build_shared_data(self.examined))
        yield write_data("tables", build_tables(self.register, schemas, self._select, about, institutions))

    def _select(self, path: str) -> JsonObject:
        """What staff see of a record: all of it."""
        data: JsonObject = self.register.documents[path].data
        return data
