"""What the staff's site has of each institution, made here or by workers: the same whoever makes it."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from ...entry.web_forms.dossier_data import StaffData
from ...forge.links import Forge
from ...lifecycle.present import arrange_dossier
from ...lifecycle.waiting import find_passed
from ...model.dossier import Dossier
from ...model.excerpt import RegisterExcerpt, rebuild_register, take_excerpt
from ...model.register import Register
from ...records.record_path import RecordPath, get_dossier_id
from ...records.schemas import Schemas
from ...rules.checking import Examined
from ...workers import Workers, split_batches
from ..addresses import build_file_path
from ..assemble.portable import convert_page
from ..assemble.templates import Templates, View
from ..assemble.web_forms import write_data
from .desk import StaffAbout
from .dossier_page import DossierPages
from .tasks import TaskMaker, TaskRow

Content = tuple[str, bytes]  # a file by its path from the site's root
CHUNK = 16  # institutions that a worker makes at a time


class StaffInputs(NamedTuple):
    """What all parts depend on besides the records."""

    schemas: Schemas
    about: StaffAbout
    templates: Templates
    forge: Forge | None


class StaffPart(NamedTuple):
    """What there is of one institution: its tasks, what lists tell, the batches it has passed for, files."""

    id: str
    name: str
    area: str
    states: list[str]
    tasks: list[TaskRow]
    passed: Mapping[str, dt.date]
    files: list[Content]


class PartMaker:
    """Makes the parts of the institutions of one register; `read` gives the text of a file."""

    def __init__(self, register: Register, inputs: StaffInputs, read: Callable[[str], bytes]) -> None:
        self.register = register
        self.inputs = inputs
        self.day = inputs.about.day
        areas = register.tables.area_names
        self.data = StaffData(register, inputs.schemas, self.day, read)
        self.tasks = TaskMaker(register, self.day)
        self.pages = DossierPages(inputs.schemas, inputs.about, areas, inputs.forge)
        self.public = {*register.list_public_ids(self.day)}

    def make(self, dossier: Dossier) -> StaffPart:
        """The part of an institution."""
        tasks, data = self.tasks.list_of_dossier(dossier), self.data.build(dossier)
        shown = self.pages.show(dossier, data, tasks, dossier.id in self.public)
        page = render_page(self.inputs.templates, f"institutions/{dossier.id}/", "deskdossier", shown)
        return StaffPart(
            id=data.id,
            name=data.name,
            area=data.area,
            states=shown.states,
            tasks=tasks,
            passed=find_passed(dossier, self.day),
            files=[page, write_data(f"institutions/{dossier.id}", data.write())],
        )


def make_parts(examined: Examined, inputs: StaffInputs, workers: Workers) -> Iterator[StaffPart]:
    """The parts of all institutions, by id."""
    register, read = examined.register, examined.loaded.files.read
    if workers.executor is None:
        maker = PartMaker(register, inputs, read)
        yield from map(maker.make, register.dossiers.values())
        return

    def take(ids: list[str]) -> tuple[RegisterExcerpt, dict[str, bytes]]:
        excerpt = take_excerpt(register, [register.folder_by_id[each] for each in ids], {})
        own = (each.path for each in excerpt.documents if RecordPath.parse(each.path).id in ids)
        return excerpt, {path: read(path) for path in own}

    # The inputs go as bytes: a worker unpacks them, and compiles its templates, once for all tasks.
    make = partial(_make_elsewhere, pickle.dumps(inputs))
    for parts in workers.map(make, map(take, split_batches(register.dossiers, CHUNK))):
        yield from parts


def _make_elsewhere(inputs: bytes, task: tuple[RegisterExcerpt, dict[str, bytes]]) -> list[StaffPart]:
    """The parts of the institutions of an excerpt, in order."""
    (excerpt, texts), read_inputs = task, _read_inputs(inputs)
    register = rebuild_register(excerpt, read_inputs.schemas, arrange_dossier)
    maker = PartMaker(register, read_inputs, texts.__getitem__)
    ids: Iterable[str] = (get_dossier_id(folder) for folder in excerpt.folders)
    parts = [maker.make(register.dossiers[each]) for each in ids]
    gc.collect(0)  # as of the public site's parts: a register is a circle of objects
    return parts


# The shared inputs as they came to a worker, once for all its tasks.
_read_inputs: Callable[[bytes], StaffInputs] = lru_cache(1)(pickle.loads)


def render_page(templates: Templates, url: str, template: str, data: View) -> Content:
    """A page of the staff's site at an address, from its template: it opens from a disk."""
    base = "../" * url.count("/") or "./"
    text = templates.show(template, base, data)
    return build_file_path(url), convert_page(text).encode()
