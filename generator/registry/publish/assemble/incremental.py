"""The parts of a site, one for each institution: made here or by workers, or known from an earlier build."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ...forge.links import Forge
from ...lifecycle.act_order import in_lawful_order
from ...lifecycle.watched_day import WatchedDay
from ...model.excerpt import Excerpt, excerpt, rebuilt
from ...records.cache import Kept, digest_of, entry, keep, recall, version
from ...records.recorded import Recorded
from ...records.schemas import Schemas
from ...rules.checking import Examined
from ...rules.verdicts import Keys
from ...workers import HERE, Workers, batched
from ..card import Card
from ..open_data.files import DataPart
from ..pages.statistics import Tally, add
from ..public_view import beside
from .frame import Frame
from .site import Glance, Part, Site
from .templates import Templates

CHUNK = 16  # institutions that a worker makes at a time
# The rooms that a part rests on.
ROOMS = ("records", "model", "history", "lifecycle", "rules", "forge", "publish")

_files = msgspec.msgpack.Decoder(list[tuple[str, bytes]])
_data = msgspec.msgpack.Decoder(DataPart)


class Order(NamedTuple):
    """What all parts follow from besides the records."""

    schemas: Schemas
    day: dt.date
    templates: Templates
    frame: Frame
    forge: Forge | None
    about: Mapping[str, Any]

    def digest(self) -> bytes:
        """The order told short, with the program that carries it out, but without the day."""
        told = self.templates.sources, self.frame.parts, self.frame.marks, self.forge, self.about
        return digest_of(version(ROOMS, self.schemas), repr(told).encode())


class Task(NamedTuple):
    """Institutions of which parts are to be made, with what Git tells of their files."""

    excerpt: Excerpt
    recorded: dict[str, Recorded]
    held: frozenset[str]


class Made(NamedTuple):
    """A part, and the first and the last day (inclusive) on which it would be the same."""

    part: Part
    first: dt.date
    last: dt.date


class Seen(NamedTuple):
    """What is kept of a part to be had at once, with the first and the last day on which it is the same."""

    glance: Glance
    first: dt.date
    last: dt.date


class Ready:
    """An institution's part that is there: made just now, or kept, and read when it is asked for.

    `key` is a digest of all that it follows from: the days too.
    """

    def __init__(self, parts: Parts, id_: str, key: bytes, glance: Glance, part: Part | None) -> None:
        self.id = id_
        self.key = key
        self.glance = glance
        self._parts = parts
        self._part = part

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """Its files by their path from the site's root."""
        return self._part.files if self._part else self._parts.files(self.id, self.key)

    @property
    def data(self) -> DataPart:
        """What it is in the files of the whole register."""
        return self._part.data if self._part else self._parts.data(self.id, self.key)


class Parts:
    """The parts of all institutions of a site in a frame, kept in the folder `cache`.

    A part is made again where anything that it follows from is other, or the day is beyond its days.
    """

    def __init__(self, site: Site, frame: Frame, cache: Path | None = None, workers: Workers = HERE) -> None:
        self.site = site
        self.workers = workers
        order = Order(site.schemas, site.day, site.templates, frame, site.forge, site.about)
        self.order = pickle.dumps(order)
        self.digest = order.digest()
        self.keys = Keys(site.register)
        self.folder = cache / "parts" if cache else None
        self.glances = Kept(cache / "glances", self.digest, Seen) if cache else None

    def ready(self) -> Iterator[Ready]:
        """The parts by id; with the last of them the site knows what they add up to."""
        total: Tally = {}
        cards: list[Card] = []
        known: deque[tuple[str, bytes, Seen | None]] = deque()

        def unknown(chunk: list[str]) -> Task:
            keys = [self._key(id_) if self.glances else b"" for id_ in chunk]
            seen = [self._seen(key) for key in keys]
            known.extend(zip(chunk, keys, seen, strict=True))
            return self._task([id_ for id_, each in zip(chunk, seen, strict=True) if each is None])

        tasks = map(unknown, batched(self.site.presenter.public_ids, CHUNK))
        for chunk in self.workers.map(partial(_make, self.order), tasks):
            made = iter(chunk)
            for _ in range(min(CHUNK, len(known))):
                id_, key, seen = known.popleft()
                part = None
                if seen is None:
                    part, seen = self._keep(id_, key, next(made))
                cards.append(seen.glance.card)
                add(total, seen.glance.tally)
                yield Ready(self, id_, _on(key, seen.first), seen.glance, part)
        self.site.know(cards, total)
        if self.glances:
            self.glances.save()

    def files(self, id_: str, key: bytes) -> list[tuple[str, bytes]]:
        """The files of an institution whose part is kept; made again where they are damaged."""
        found = recall(self._file(id_, "files"), key, _files)
        return self._again(id_).files if found is None else found

    def data(self, id_: str, key: bytes) -> DataPart:
        """The data of an institution whose part is kept; made again where it is damaged."""
        return recall(self._file(id_, "data"), key, _data) or self._again(id_).data

    def _again(self, id_: str) -> Part:
        (made,) = _make(self.order, self._task([id_]))
        return self._keep(id_, self._key(id_), made)[0]

    def _seen(self, key: bytes) -> Seen | None:
        """What is kept of a part for the day; None where nothing is."""
        seen = self.glances.get(key) if self.glances else None
        return seen if seen and seen.first <= self.site.day <= seen.last else None

    def _keep(self, id_: str, key: bytes, made: Made) -> tuple[Part, Seen]:
        part, first, last = made
        seen = Seen(part.glance, first, last)
        if self.glances:
            self.glances.put(key, seen)
            keep(self._file(id_, "files"), _on(key, first), part.files)
            keep(self._file(id_, "data"), _on(key, first), part.data)
        return part, seen

    def _file(self, id_: str, name: str) -> Path:
        assert self.folder
        return entry(self.folder, f"{id_} {name}")

    def _key(self, id_: str) -> bytes:
        """What a part follows from besides the day, told short."""
        register, recorded = self.site.register, self.site.recorded
        found = [self.digest, b"held" if id_ in self.site.held else b""]
        for folder in self._folders(id_):
            reach = register.reach(folder)
            paths = [path for each in reach.folders for path in register.folders[each].valid]
            paths += (register.batches[batch].path for batch in reach.batches if batch in register.batches)
            told = (f"{path} {each}" for path in paths if (each := recorded.get(path)))
            found += folder.encode(), self.keys.of(folder), "\n".join(told).encode()
        return digest_of(*found)

    def _folders(self, id_: str) -> list[str]:
        """The folders of an institution, of those that succeed it and of others that its records name."""
        register = self.site.register
        ids = [id_, *self.site.dossiers.successors.get(id_, ())]
        if "institution" in register.folders[register.folder_by_id[id_]].named or id_ in register.repairs:
            ids += sorted(beside(register.dossiers[id_]))
        known = register.folder_by_id
        return [known[each] for each in dict.fromkeys(ids) if each in known]

    def _task(self, ids: Sequence[str]) -> Task:
        folders = [self._folders(id_) for id_ in ids]
        own, beside = [each[0] for each in folders], chain.from_iterable(each[1:] for each in folders)
        part = excerpt(self.site.register, own, beside)
        recorded = self.site.recorded
        told = {path: recorded[path] for path, _ in part.files if path in recorded}
        return Task(part, told, self.site.held.intersection(ids))


def _on(key: bytes, first: dt.date) -> bytes:
    """The key of a part with the first of its days."""
    return digest_of(key, first.isoformat().encode())


def _make(order: bytes, task: Task) -> list[Made]:
    """The parts of the institutions of a task."""
    if not task.excerpt.folders:
        return []
    schemas, day, templates, frame, forge, about = _order(order)
    register = rebuilt(task.excerpt, schemas, in_lawful_order)
    examined = Examined.elsewhere(register, schemas)
    made = []
    for folder in task.excerpt.folders:
        watched = WatchedDay(day)
        site = Site(examined, watched, templates, "", forge, about, task.recorded, task.held)
        part = site.part(frame, register.dossiers[folder.rpartition("/")[2]])
        made.append(Made(part, watched.first, watched.last))
    del site
    gc.collect()  # a site is a circle of objects
    gc.freeze()  # what has stayed so far need not be visited next time
    return made


@lru_cache(1)
def _order(packed: bytes) -> Order:
    """An order as it came to a worker, once for all its tasks."""
    found: Order = pickle.loads(packed)
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # what is there by now stays: the search for circles after each task need not visit it
    return found
