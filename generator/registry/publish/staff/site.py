"""All files of the staff's site: the desk, a page for each institution, the forms with all that is known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...entry.web_forms.dossier_data import StaffData
from ...entry.web_forms.tables import FormsAbout, NamedInstitution, build_tables
from ...json_data import JsonObject
from ...lifecycle.filing import find_name
from ...lifecycle.means import FORMS
from ...model.presenter import Presenter
from ...rules.checking import Examined
from ...settings import SITE
from ...workers import HERE, Workers
from ..assemble.portable import convert_page, join_modules
from ..assemble.templates import View
from ..assemble.web_forms import list_form_pages, list_kind_data, write_data
from ..pages.web_forms import FormGroup, show_forms
from ..public_view import PublicRecords
from ..register_view import Provenance, RegisterView
from .desk import Desk, InstitutionLine, StaffAbout
from .parts import Content, StaffInputs, StaffPart, make_parts, render_page
from .tasks import TaskMaker, TaskRow

ASSETS = "assets/"
# Nothing here is for a search engine, and nothing is for Git, wherever the folder lies.
ROBOTS, IGNORED = ("robots.txt", b"User-agent: *\nDisallow: /\n"), (".gitignore", b"*\n")


class DeskFormsData(NamedTuple):
    """The page that lists the forms, by who fills them in."""

    about: StaffAbout
    title: str
    groups: list[FormGroup]


def gather_desk(examined: Examined, about: StaffAbout, parts: Sequence[StaffPart]) -> Desk:
    """Gather the desk of a register from the parts of its institutions."""
    rows: list[TaskRow] = []
    lines: dict[str, list[InstitutionLine]] = defaultdict(list)
    for part in parts:
        rows += part.tasks
        page = f"institutions/{part.id}/"
        lines[part.area].append(InstitutionLine(part.id, part.name, page, part.states, len(part.tasks)))
    passed = {batch: [*days.values()] for batch, days in gather_passed(parts).items()}
    tasks = TaskMaker(examined.register, about.day).list_tasks(rows, passed)
    faulty = sum(each.severity == "error" for each in examined.findings)
    return Desk(examined.register, about, tasks, lines, faulty)


def gather_passed(parts: Iterable[StaffPart]) -> dict[str, dict[str, dt.date]]:
    """By batch the institutions that have passed its review and are on no list yet, each with the day."""
    passed: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for part in parts:
        for batch, day in part.passed.items():
            passed[batch][part.id] = day
    return passed


class StaffSite:
    """The staff's site of one register on one day."""

    def __init__(self, examined: Examined, inputs: StaffInputs, workers: Workers = HERE) -> None:
        self.examined = examined
        self.register = examined.register
        self.inputs = inputs
        self.about = inputs.about
        self.workers = workers

    def list_files(self) -> Iterator[Content]:
        """Every file of the site."""
        yield from (ROBOTS, IGNORED)
        yield from self._list_assets()
        parts: list[StaffPart] = []
        # Little of each institution is held here; its files are handed on.
        for part in make_parts(self.examined, self.inputs, self.workers):
            yield from part.files
            parts.append(part._replace(files=[]))
        desk = gather_desk(self.examined, self.about, parts)
        yield from self._list_desk(desk)
        yield from self._list_forms(desk, gather_passed(parts))

    def _list_desk(self, desk: Desk) -> Iterator[Content]:
        """The first page, and those of areas."""
        yield self._render("", "desk", desk.show_index())
        for url, area in desk.list_area_pages():
            yield self._render(url, "deskarea", area)
        for url, institutions in desk.list_institution_pages():
            yield self._render(url, "deskinstitutions", institutions)

    def _render(self, url: str, template: str, data: View) -> Content:
        return render_page(self.inputs.templates, url, template, data)

    def _list_assets(self) -> Iterator[Content]:
        """Style sheets and scripts: the forms' own, the filter of the public site, and the desk's."""
        for file in sorted((SITE / "staff").iterdir()):
            # Opened from a disk, a page may load no modules: each script is one whole file.
            content = join_modules(file).encode() if file.suffix == ".js" else file.read_bytes()
            yield f"{ASSETS}{file.name}", content
        pages = SITE / "pages" / "assets"
        yield f"{ASSETS}favicon.svg", (pages / "favicon.svg").read_bytes()
        yield f"{ASSETS}filter.js", join_modules(pages / "filter.js").encode()
        for file in sorted((pages / "forms").iterdir()):
            yield f"{ASSETS}forms/{file.name}", file.read_bytes()

    def _list_forms(self, desk: Desk, passed: Mapping[str, Iterable[str]]) -> Iterator[Content]:
        """The forms, and what all of them read; `passed` are who may be put on the list of a batch."""
        schemas, day = self.examined.schemas, self.about.day
        presenter = Presenter(schemas, self.register, day, find_name)
        records = PublicRecords(schemas, self.register, day)
        view = RegisterView(presenter, records, day, Provenance(self.about.commit))
        about = FormsAbout(self.about.title, day, self.about.commit, self.inputs.forge, staff=True)
        for path, page in list_form_pages(view, self.inputs.templates, about, self.about.demo):
            yield path, convert_page(page.decode()).encode()
        yield self._render(FORMS, "deskforms", DeskFormsData(self.about, "填表", show_forms(view).groups))
        yield from list_kind_data(view)
        institutions = [
            NamedInstitution(line.id, line.name, area, "、".join(line.states))
            for area, lines in desk.lines.items()
            for line in lines
        ]
        staff = StaffData(self.register, schemas, day, self.examined.loaded.files.read)
        yield write_data("shared", staff.build_shared(passed))
        yield write_data("tables", build_tables(self.register, schemas, self._select, about, institutions))

    def _select(self, path: str) -> JsonObject:
        """What staff see of a record: all of it."""
        data: JsonObject = self.register.documents[path].data
        return data
