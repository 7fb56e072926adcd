"""The parts of a site, one for each institution: made here or by workers, or known from an earlier build."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..examine import Examined
from ..history.git import Recorded
from ..model.excerpt import Excerpt, excerpt, rebuilt
from ..model.register import Dossier
from ..records.cache import digest_of, entry, keep, recall, version
from ..records.load import Loaded
from ..records.schemas import Schemas
from ..workers import HERE, Workers, batched
from .forge import Forge
from .site import Frame, Part, Site, Templates
from .statistics import add

CHUNK = 16  # institutions that a worker makes at a time
# The rooms that a part rests on.
ROOMS = ("records", "model", "lifecycle", "rules", "history", "staff", "publish")

_decoder = msgspec.msgpack.Decoder(Part)


class Order(NamedTuple):
    """What all parts follow from besides the records."""

    schemas: Schemas
    day: dt.date
    templates: Templates
    frame: Frame
    forge: Forge | None
    about: Mapping[str, Any]

    def digest(self) -> bytes:
        """The order told short, with the program that carries it out."""
        told = self.day, self.templates.sources, self.frame.parts, self.frame.marks, self.forge, self.about
        return digest_of((), end=f"{version(ROOMS, self.schemas).hex()} {told!r}")


class Task(NamedTuple):
    """Institutions of which parts are to be made, with what Git tells of their files."""

    excerpt: Excerpt
    recorded: dict[str, Recorded]

    def digest(self, order: bytes) -> bytes:
        """What the parts follow from, told short."""
        rest = self.excerpt.folders, sorted(self.excerpt.without), self.recorded
        return digest_of(self.excerpt.files, order, repr(rest))


def parts(site: Site, frame: Frame, cache: Path | None = None, workers: Workers = HERE) -> Iterator[Part]:
    """The parts of all institutions, by id; with the last of them `site.total` is what they add up to.

    Parts are kept in the folder `cache`; a part is made again where anything that it follows from is other.
    """
    site.total = {}
    order = Order(site.schemas, site.day, site.templates, frame, site.forge, site.about)
    kept = Kept(cache, order.digest()) if cache else None
    known: deque[tuple[Task, Part | None]] = deque()

    def unknown(chunk: list[Dossier]) -> Task:
        alone = [_task(site, [each]) for each in chunk]
        found = [kept.get(each) if kept else None for each in alone]
        known.extend(zip(alone, found, strict=True))
        return _task(site, [each for each, part in zip(chunk, found, strict=True) if part is None])

    tasks = map(unknown, batched(site.public, CHUNK))
    for chunk in workers.map(partial(_make, pickle.dumps(order)), tasks):
        made = iter(chunk)
        for _ in range(min(CHUNK, len(known))):
            task, part = known.popleft()
            if part is None:
                part = next(made)
                if kept:
                    kept.put(task, part)
            add(site.total, part.tally)
            yield part


def _task(site: Site, dossiers: Sequence[Dossier]) -> Task:
    successors = (id_ for each in dossiers for id_ in site.dossiers.successors[each.id])
    beside = [site.register.dossiers[id_].folder for id_ in successors]
    part = excerpt(site.register, [each.folder for each in dossiers], beside)
    paths = (path for path, _ in part.files)
    return Task(part, {path: site.recorded[path] for path in paths if path in site.recorded})


def _make(order: bytes, task: Task) -> list[Part]:
    """The parts of the institutions of a task."""
    if not task.excerpt.folders:
        return []
    schemas, day, templates, frame, forge, about = _order(order)
    register = rebuilt(task.excerpt, schemas)
    site = Site(
        Examined(register, [], schemas, Loaded.of({}, [], schemas)),
        day,
        templates,
        "",
        forge,
        about,
        task.recorded,
    )
    ids = (folder.rpartition("/")[2] for folder in task.excerpt.folders)
    made = [site.part(frame, register.dossiers[id_]) for id_ in ids]
    del site
    gc.collect()  # the site is a circle of objects
    return made


@lru_cache(1)
def _order(packed: bytes) -> Order:
    """An order as it came to a worker, once for all its tasks."""
    found: Order = pickle.loads(packed)
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # what is there by now stays: the search for circles after each task need not visit it
    return found


class Kept:
    """The parts of earlier builds, a file for each institution in a folder of the cache."""

    def __init__(self, cache: Path, order: bytes) -> None:
        self.folder = cache / "parts"
        self.order = order

    def get(self, task: Task) -> Part | None:
        """The part of the one institution of a task; None where it is not known."""
        return recall(self._file(task), task.digest(self.order), _decoder)

    def put(self, task: Task, part: Part) -> None:
        keep(self._file(task), task.digest(self.order), part)

    def _file(self, task: Task) -> Path:
        (folder,) = task.excerpt.folders
        return entry(self.folder, folder)
