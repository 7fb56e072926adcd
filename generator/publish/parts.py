"""The parts of a site, one for each institution: made here or by workers, or known from an earlier build."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
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
from ..records.cache import DIGEST, read_sealed, version, write_sealed
from ..records.schemas import Schemas
from ..workers import HERE, Workers
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
        return hashlib.blake2b(
            version(ROOMS, self.schemas) + repr(told).encode(), digest_size=DIGEST
        ).digest()


class Task(NamedTuple):
    """Institutions of which parts are to be made, with what Git tells of their files."""

    excerpt: Excerpt
    recorded: dict[str, Recorded]

    def digest(self, order: bytes) -> bytes:
        """What the parts follow from, told short."""
        digest = hashlib.blake2b(order, digest_size=DIGEST)
        for path, packed in self.excerpt.files:
            digest.update(f"{path} {len(packed)} ".encode())
            digest.update(packed)
        rest = self.excerpt.folders, sorted(self.excerpt.without), self.recorded
        digest.update(repr(rest).encode())
        return digest.digest()


def parts(site: Site, frame: Frame, cache: Path | None = None, workers: Workers = HERE) -> Iterator[Part]:
    """The parts of all institutions, by id; with the last of them `site.total` is what they add up to.

    Parts are kept in the folder `cache`; a part is made again where anything that it follows from is other.
    """
    site.total = {}
    order = Order(site.schemas, site.day, site.templates, frame, site.forge, site.about)
    chunks = [site.public[i : i + CHUNK] for i in range(0, len(site.public), CHUNK)]
    kept = Kept(cache, order.digest()) if cache else None
    known: deque[list[Part | None]] = deque()

    def tasks() -> Iterator[Task]:
        for chunk in chunks:
            found = [kept.get(_task(site, [each])) if kept else None for each in chunk]
            known.append(found)
            yield _task(site, [each for each, part in zip(chunk, found, strict=True) if part is None])

    make = partial(_make, pickle.dumps(order))
    for chunk, made in zip(chunks, workers.map(make, tasks()), strict=True):
        rest = iter(made)
        for dossier, part in zip(chunk, known.popleft(), strict=True):
            if part is None:
                part = next(rest)
                if kept:
                    kept.put(_task(site, [dossier]), part)
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
    site = Site(Examined(register, [], 0, schemas), day, templates, "", forge, about, task.recorded)
    ids = (folder.rpartition("/")[2] for folder in task.excerpt.folders)
    made = [site.part(frame, register.dossiers[id_]) for id_ in ids]
    del site
    gc.collect()  # the site is a circle of objects
    return made


@lru_cache(1)
def _order(packed: bytes) -> Order:
    """An order as it came to a worker, once for all its tasks."""
    found: Order = pickle.loads(packed)
    gc.freeze()  # what is there by now stays: the search for circles after each task need not visit it
    return found


class Kept:
    """The parts of earlier builds, a file for each institution in a folder of the cache."""

    def __init__(self, cache: Path, order: bytes) -> None:
        self.folder = cache / "parts"
        self.order = order

    def get(self, task: Task) -> Part | None:
        """The part of the one institution of a task; None where it is not known."""
        packed = read_sealed(self._file(task), task.digest(self.order))
        try:
            return _decoder.decode(packed) if packed else None
        except msgspec.DecodeError:
            return None

    def put(self, task: Task, part: Part) -> None:
        write_sealed(self._file(task), task.digest(self.order), msgspec.msgpack.encode(part))

    def _file(self, task: Task) -> Path:
        (folder,) = task.excerpt.folders
        name = hashlib.blake2b(folder.encode(), digest_size=16).hexdigest()
        return self.folder / name[:2] / name[2:]
