"""The parts of a site, one for each institution: made here or by workers, or stored by an earlier build.

A part follows from its institution's records, those of whom it succeeds and who succeed it, what all parts
share (its inputs), and the day. It asks the day only for what turns on a listed day (lifecycle/turning.py):
so it holds for a period, and a night makes the parts whose period has ended.
"""

from __future__ import annotations

import datetime as dt
import gc
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ...forge.links import Forge
from ...lifecycle.present import arrange_dossier
from ...lifecycle.turning import PeriodFinder, SteadyPeriod
from ...memo import PARTS, Memo, compute_digest, digest_program, unpack
from ...model.excerpt import RegisterExcerpt, rebuild_register, take_excerpt
from ...records.record_path import get_dossier_id
from ...records.recorded import RecordingHistory
from ...records.schemas import Schemas
from ...rules.checking import Examined
from ...workers import HERE, Workers, split_batches
from ..card import InstitutionCard
from ..public_view import collect_related_ids
from ..register_view import Provenance
from .collected_items import ItemCollector
from .frame import Frame
from .site import Content, InstitutionPart, Site
from .templates import Templates

CHUNK = 16  # institutions that a worker makes at a time
# A part, the days on which it is the same, its files.
MadePart = tuple[InstitutionPart, SteadyPeriod, Content]


class SharedInputs(NamedTuple):
    """What all parts depend on besides the records."""

    schemas: Schemas
    day: dt.date
    templates: Templates
    frame: Frame
    forge: Forge | None
    about: Mapping[str, Any]
    held: frozenset[str]

    def digest(self) -> bytes:
        """A digest of these inputs and of the program.

        The day is not in it, as a part holds for a period, nor what is held back, which is in a part's key.
        """
        # repr: these are plain tuples and texts, whose repr tells them apart; the schemas, which are not,
        # have a digest of their own.
        shared = self.templates.sources, self.frame.parts, self.frame.marks, self.forge, self.about
        return compute_digest(digest_program(), self.schemas.digest, repr(shared).encode())


class PreparedPart(NamedTuple):
    """A part that is there: made just now, or stored; `read` gives its files.

    `key` is a digest of all that it follows from: the days too.
    """

    key: bytes
    part: InstitutionPart
    read: Callable[[], Content]


_stored = msgspec.msgpack.Decoder(tuple[InstitutionPart, SteadyPeriod])
_content = msgspec.msgpack.Decoder(Content)


class Parts:
    """The parts of all institutions of a site in a frame, stored in the folder `cache`.

    A part is made anew where something that it depends on has changed, or the day lies outside its period.
    """

    def __init__(self, site: Site, frame: Frame, cache: Path | None = None, workers: Workers = HERE) -> None:
        self.site = site
        self.frame = frame
        self.workers = workers
        self.inputs = SharedInputs(
            site.schemas, site.day, site.templates, frame, site.forge, site.about, site.provenance.held
        )
        self.digest = self.inputs.digest()
        self.keys = site.keys
        self.memo = Memo(cache / PARTS) if cache else None
        self.shown = b""  # a digest of what is shown of all institutions, once `prepare` has yielded the last

    def prepare(self) -> Iterator[PreparedPart]:
        """Yield the parts by id, stored or made now; after the last the site has what they hold together."""
        # Little of each institution is collected here; its pages are handed on and not held.
        cards: list[InstitutionCard] = []
        collector = ItemCollector(self.site.day)
        shown: list[bytes] = []
        waiting: deque[list[tuple[str, bytes, tuple[InstitutionPart, SteadyPeriod] | None]]] = deque()

        def look_up(ids: list[str]) -> list[str]:
            """Note what is stored of institutions; those of which a part is to be made."""
            # Without a memo nothing is looked up, and no key is computed.
            keys = [self.key_by_id.get(id_, b"") for id_ in ids]
            pairs = zip(ids, keys, strict=True)
            read = self.memo.get_many("part", pairs) if self.memo else ((id_, None) for id_ in ids)
            parts = [self._unpack(packed) for _, packed in read]
            waiting.append(list(zip(ids, keys, parts, strict=True)))
            # The executor takes tasks ahead of the results: an empty list keeps the chunk's place in the
            # order.
            return [id_ for id_, _, stored in waiting[-1] if stored is None]

        # Workers take chunks ahead: stored parts wait until their chunk's turn among the made ones.
        for batch in self._make(map(look_up, split_batches(self.site.presenter.public_ids, CHUNK))):
            for id_, key, stored in waiting.popleft():
                part, period, content = (*stored, None) if stored else next(batch)
                if content is not None:
                    self._store(id_, key, part, period, content)
                cards.append(part.card)
                collector.add(part.card.row, part.tally, part.data.items)
                # The files in place are known by the key with the period: the day after it they are made from
                # other days.
                dated = _add_period(key, period)
                shown.append(part.shown)
                yield PreparedPart(dated, part, partial(self._read, id_, key, period, content))
        self.site.take(cards, collector.finish())
        self.shown = compute_digest(self.digest, *shown)
        if self.memo:
            self.memo.save()

    def _make(self, chunks: Iterable[list[str]]) -> Iterator[Iterator[MadePart]]:
        """The parts of the institutions of each chunk, made here from the site or elsewhere from excerpts."""
        if self.workers.executor is None:
            return (iter(make_parts(self.site, self.frame, ids)) for ids in chunks)
        excerpts = map(self._take_excerpt, chunks)
        # The inputs go as bytes, by which a worker knows that it has them already: they are unpacked, and
        # their templates compiled, once for all tasks.
        return map(iter, self.workers.map(partial(_make_elsewhere, pickle.dumps(self.inputs)), excerpts))

    def _unpack(self, packed: bytes | None) -> tuple[InstitutionPart, SteadyPeriod] | None:
        """A part as it is stored, with its days; None where nothing is stored, or not for the day."""
        stored = unpack(_stored, packed)
        # One row an institution: the part of another period is overwritten, else a year would leave 365.
        return stored if stored and self.site.day in stored[1] else None

    def _store(
        self, id_: str, key: bytes, part: InstitutionPart, period: SteadyPeriod, content: Content
    ) -> None:
        if self.memo:
            self.memo.put("part", id_, key, msgspec.msgpack.encode((part, period)))
            self.memo.put("files", id_, _add_period(key, period), msgspec.msgpack.encode(content))

    def _read(self, id_: str, key: bytes, period: SteadyPeriod, content: Content | None) -> Content:
        """The files of a part: those made just now, else the stored ones, which may have to be made again."""
        # Pages are kept apart from the part: nearly always they are in place already, and the part, which is
        # asked for each time, has a sixth of their size.
        packed = (
            self.memo.get("files", id_, _add_period(key, period)) if self.memo and content is None else None
        )
        if packed:
            content = unpack(_content, packed)
        if content is None:
            # Two builds with one cache: the other may have overwritten the row since its part was looked up.
            ((part, period, content),) = make_parts(self.site, self.frame, [id_])
            self._store(id_, key, part, period, content)
        return content

    @cached_property
    def key_by_id(self) -> dict[str, bytes]:
        """The keys of all parts by id; none without a memo."""
        return {id_: self._compute_key(id_) for id_ in self.site.presenter.public_ids} if self.memo else {}

    def digest_whole(self) -> bytes:
        """A digest of all that the files of the whole register follow from; empty without a memo."""
        if not self.memo:
            return b""
        return compute_digest(self.digest, self.site.digest_shared(), *self.key_by_id.values())

    def _compute_key(self, id_: str) -> bytes:
        """A digest of all that a part depends on besides the day."""
        register, recorded = self.site.register, self.site.provenance.recorded
        pieces = [self.digest, b"held" if id_ in self.site.provenance.held else b""]
        # The keys of findings tell all of a dossier that rules may look at, and so all that a page may.
        for folder in self._list_folders(id_):
            reach = register.list_dependencies(folder)
            paths = [path for each in reach.folders for path in register.folders[each].valid]
            paths += (register.batches[batch].path for batch in reach.batches if batch in register.batches)
            # The days of recording follow from the history, not from the bytes: a merge that is amended, or a
            # clone that is no longer shallow, changes them and nothing else. Which files they are of is in
            # the key before them.
            days = map(_describe_history, map(recorded.get, paths))
            pieces += folder.encode(), self.keys.get(folder), "\n".join(days).encode()
        return compute_digest(*pieces)

    def _list_folders(self, id_: str) -> list[str]:
        """The folders of an institution, of those that succeed it and of others that its records name."""
        register = self.site.register
        # A page names those that succeeded the institution, which no record of its own does.
        ids = [id_, *self.site.dossiers.list_kin(id_)]
        # To type a dossier is dear: it is done only where its records name another.
        if "institution" in register.folders[register.folder_by_id[id_]].named or id_ in register.repairs:
            ids += sorted(collect_related_ids(register.dossiers[id_]))
        folder_by_id = register.folder_by_id
        return [folder_by_id[each] for each in dict.fromkeys(ids) if each in folder_by_id]

    def _take_excerpt(self, ids: Sequence[str]) -> RegisterExcerpt:
        """The part of the register from which the parts of some institutions are made."""
        folders = [self._list_folders(id_) for id_ in ids]
        own, beside = [each[0] for each in folders], chain.from_iterable(each[1:] for each in folders)
        return take_excerpt(self.site.register, own, self.site.provenance.recorded, beside)


@lru_cache(1 << 12)
def _describe_history(history: RecordingHistory | None) -> str:
    """What history tells of a file, as text: once for all files that came together."""
    return str(history)


def _add_period(key: bytes, period: SteadyPeriod) -> bytes:
    """The key of a part with the first of its days."""
    return compute_digest(key, period.first.isoformat().encode())


def make_parts(site: Site, frame: Frame, ids: Iterable[str]) -> list[MadePart]:
    """The parts of some institutions of a site, in order."""
    register, parts = site.register, []
    periods = PeriodFinder(register, site.provenance.recorded, site.day)
    for id_ in ids:
        others = [id_, *site.dossiers.successors.get(id_, ())]
        folders = [register.folder_by_id[each] for each in others]
        period = periods.find(folders)
        part, content = site.make_part(frame, register.dossiers[id_])
        parts.append((part, period, content))
    return parts


def _make_elsewhere(inputs: bytes, excerpt: RegisterExcerpt) -> list[MadePart]:
    """The parts of the institutions of an excerpt, in order."""
    if not excerpt.folders:
        return []
    schemas, day, templates, frame, forge, about, held = _unpack_inputs(inputs)
    register = rebuild_register(excerpt, schemas, arrange_dossier)
    ids = [get_dossier_id(folder) for folder in excerpt.folders]
    provenance = Provenance("", excerpt.recorded, held.intersection(ids))
    site = Site(Examined.from_register(register, schemas), day, templates, provenance, forge, about)
    parts = make_parts(site, frame, ids)
    # A site is a circle of objects, and commands pause the collector. It is among the youngest objects: those
    # that were there before are not visited again.
    gc.collect(0)
    return parts


@lru_cache(1)
def _unpack_inputs(packed: bytes) -> SharedInputs:
    """The shared inputs as they came to a worker, once for all its tasks."""
    inputs: SharedInputs = pickle.loads(packed)
    return inputs
