"""The parts of a site, one for each institution: made here or by workers, or stored by an earlier build.

A part follows from its institution's records, those of whom it succeeds and who succeed it, what all parts
share (the order), and the day. Of the day it asks only what turns on a listed day (lifecycle/turning.py): so
it holds for a period, and a night makes the parts whose period has ended.
"""

from __future__ import annotations

import datetime as dt
import gc
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ...forge.links import Forge
from ...lifecycle.act_order import order_lawfully
from ...lifecycle.turning import Period, steady_period
from ...memo import PARTS, Memo, digest_of, version
from ...model.excerpt import RegisterSubset, rebuild_register, take_excerpt
from ...records.schemas import Schemas
from ...rules.checking import Examined
from ...rules.verdicts import Fingerprints
from ...workers import HERE, Workers, split_batches
from ..card import InstitutionCard
from ..open_data.files import DataPart
from ..pages.statistics import Tally, add_tally
from ..public_view import beside
from ..register_view import Provenance
from .frame import Frame
from .site import PartSummary, Site
from .templates import Templates

CHUNK = 16  # institutions that a worker makes at a time
Content = list[tuple[str, bytes]]  # files by their path from the site's root


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
        return digest_of(version(), self.schemas.digest, repr(told).encode())


class Task(NamedTuple):
    """Institutions of which parts are to be made, and those whose later records are held back."""

    excerpt: RegisterSubset
    held: frozenset[str]


class Stored(NamedTuple):
    """An institution's part without its files, and the days on which it is the same."""

    glance: PartSummary
    data: DataPart
    period: Period


class Ready(NamedTuple):
    """An institution's part that is there: made just now, or stored; `read` reads its files.

    `key` is a digest of all that it follows from: the days too.
    """

    key: bytes
    glance: PartSummary
    data: DataPart
    read: Callable[[], Content]


_stored, _content = msgspec.msgpack.Decoder(Stored), msgspec.msgpack.Decoder(Content)


class Parts:
    """The parts of all institutions of a site in a frame, stored in the folder `cache`.

    A part is made again where anything that it follows from is other, or the day is beyond its days.
    """

    def __init__(self, site: Site, frame: Frame, cache: Path | None = None, workers: Workers = HERE) -> None:
        self.site = site
        self.workers = workers
        order = Order(site.schemas, site.day, site.templates, frame, site.forge, site.about)
        self.order = pickle.dumps(order)
        self.digest = order.digest()
        self.keys = Fingerprints(site.register)
        self.memo = Memo(cache / PARTS) if cache else None

    def ready(self) -> Iterator[Ready]:
        """The parts by id; with the last of them the site knows what they add up to."""
        total: Tally = {}
        cards: list[InstitutionCard] = []
        waiting: deque[list[tuple[str, bytes, Stored | None]]] = deque()

        def look_up(ids: list[str]) -> Task:
            """Note what is stored of institutions; what is to be made of the others."""
            keys = [self._key(id_) if self.memo else b"" for id_ in ids]
            waiting.append([(id_, key, self._stored(id_, key)) for id_, key in zip(ids, keys, strict=True)])
            return self._task([id_ for id_, _, stored in waiting[-1] if stored is None])

        tasks = map(look_up, split_batches(self.site.presenter.public_ids, CHUNK))
        for made in map(iter, self.workers.map(partial(_make, self.order), tasks)):
            for id_, key, stored in waiting.popleft():
                content = None
                if stored is None:
                    stored, content = next(made)
                    self._store(id_, key, stored, content)
                cards.append(stored.glance.card)
                add_tally(total, stored.glance.tally)
                yield Ready(
                    _on(key, stored.period),
                    *stored[:2],
                    partial(self._read, id_, key, stored.period, content),
                )
        self.site.take_cards(cards, total)
        if self.memo:
            self.memo.save()

    def _stored(self, id_: str, key: bytes) -> Stored | None:
        """What is stored of a part for the day; None where nothing is."""
        packed = self.memo.get("part", id_, key) if self.memo else None
        stored = _stored.decode(packed) if packed else None
        return stored if stored and self.site.day in stored.period else None

    def _store(self, id_: str, key: bytes, stored: Stored, content: Content) -> None:
        if self.memo:
            self.memo.put("part", id_, key, msgspec.msgpack.encode(stored))
            self.memo.put("files", id_, _on(key, stored.period), msgspec.msgpack.encode(content))

    def _read(self, id_: str, key: bytes, period: Period, content: Content | None) -> Content:
        """The files of a part: those made just now, else the stored ones, which may have to be made again."""
        packed = self.memo.get("files", id_, _on(key, period)) if self.memo and content is None else None
        if packed:
            content = _content.decode(packed)
        if content is None:
            ((stored, content),) = _make(self.order, self._task([id_]))
            self._store(id_, key, stored, content)
        return content

    def _key(self, id_: str) -> bytes:
        """What a part follows from besides the day, told short."""
        register, recorded = self.site.register, self.site.provenance.recorded
        found = [self.digest, b"held" if id_ in self.site.provenance.held else b""]
        for folder in self._folders(id_):
            reach = register.list_dependencies(folder)
            paths = [path for each in reach.folders for path in register.folders[each].valid]
            paths += (register.batches[batch].path for batch in reach.batches if batch in register.batches)
            told = (f"{path} {each}" for path in paths if (each := recorded.get(path)))
            found += folder.encode(), self.keys.of(folder), "\n".join(told).encode()
        return digest_of(*found)

    def _folders(self, id_: str) -> list[str]:
        """The folders of an institution, of those that succeed it and of others that its records name."""
        register = self.site.register
        ids = [id_, *self.site.dossiers.list_kin(id_)]
        if "institution" in register.folders[register.folder_by_id[id_]].named or id_ in register.repairs:
            ids += sorted(beside(register.dossiers[id_]))
        known = register.folder_by_id
        return [known[each] for each in dict.fromkeys(ids) if each in known]

    def _task(self, ids: Sequence[str]) -> Task:
        folders = [self._folders(id_) for id_ in ids]
        own, beside = [each[0] for each in folders], chain.from_iterable(each[1:] for each in folders)
        part = take_excerpt(self.site.register, own, self.site.provenance.recorded, beside)
        return Task(part, self.site.provenance.held.intersection(ids))


def _on(key: bytes, period: Period) -> bytes:
    """The key of a part with the first of its days."""
    return digest_of(key, period.first.isoformat().encode())


def _make(order: bytes, task: Task) -> list[tuple[Stored, Content]]:
    """The parts of the institutions of a task, in order."""
    if not task.excerpt.folders:
        return []
    made = list(_make_each(_order(order), task))
    # A site is a circle of objects, and commands pause the collector. It is among the youngest objects: those
    # that were there before are not visited again.
    gc.collect(0)
    return made


def _make_each(order: Order, task: Task) -> Iterator[tuple[Stored, Content]]:
    """The parts of a task, one after the other."""
    schemas, day, templates, frame, forge, about = order
    register, recorded = rebuild_register(task.excerpt, schemas, order_lawfully), task.excerpt.recorded
    examined = Examined.elsewhere(register, schemas)
    site = Site(examined, day, templates, Provenance("", recorded, task.held), forge, about)
    for folder in task.excerpt.folders:
        id_ = folder.rpartition("/")[2]
        beside = (register.folder_by_id[each] for each in site.dossiers.list_kin(id_))
        period = steady_period(register, (folder, *beside), recorded, day)
        part = site.make_part(frame, register.dossiers[id_])
        yield Stored(part.glance, part.data, period), part.files


@lru_cache(1)
def _order(packed: bytes) -> Order:
    """An order as it came to a worker, once for all its tasks."""
    found: Order = pickle.loads(packed)
    return found
