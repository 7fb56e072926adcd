"""The public register on a day, as the pages of the whole register and the look-ups need it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from ..finding import format_article
from ..model.batches import get_listed, is_published
from ..model.kinds import Institution
from ..model.presenter import Presenter
from ..records.recorded import RecordingHistory
from .card import CardBuilder, InstitutionCard, ListRow
from .public_view import PublicRecords
from .recording import RecordingWords


class Stub(NamedTuple):
    """An institution that was listed and of which nothing lawful can be shown; an unknown name is empty.

    Its file as it is now gives the name alone, as a list has it: the rest may be what is wrong.
    """

    id: str
    name: str


class Provenance(NamedTuple):
    """What Git tells of a register.

    `commit` is the one that was read, as the publication page names it; `recorded` the history of each file;
    `held` are the institutions, by id, and the other files, by path, that have errors and are held back.
    """

    commit: str = ""
    recorded: Mapping[str, RecordingHistory] = MappingProxyType({})
    held: frozenset[str] = frozenset()


UNKNOWN = Provenance()


class RegisterView:
    """One register on one day: its public records, and the cards of its public institutions."""

    def __init__(
        self, presenter: Presenter, records: PublicRecords, day: dt.date, provenance: Provenance = UNKNOWN
    ) -> None:
        self.presenter = presenter
        self.commit = provenance.commit
        self.held = provenance.held
        self.register = presenter.register
        self.recording = RecordingWords(self.register.tables, provenance.recorded)
        self.schemas = records.schemas
        self.day = day
        self.maker = CardBuilder(presenter, records, day)
        self.records = records
        self.public = records.read

    @cached_property
    def cards(self) -> list[InstitutionCard]:
        """The cards of the public institutions, by id; made here unless those of their parts were taken."""
        return [self.maker.make_card(dossier) for dossier in self.presenter.public]

    def take(self, cards: list[InstitutionCard]) -> None:
        """Use the cards that came with the parts. Raises RuntimeError where pages may rest on others."""
        # Where a cached property keeps its value: put there first, it is never computed.
        if self.__dict__.setdefault("cards", cards) != cards:
            raise RuntimeError("take() comes before anything that is made of cards")

    @cached_property
    def rows(self) -> list[ListRow]:
        """The public institutions as lists show them, by id."""
        return [card.row for card in self.cards]

    @cached_property
    def by_id(self) -> dict[str, InstitutionCard]:
        """The cards by id."""
        return {card.row.id: card for card in self.cards}

    @cached_property
    def stubs(self) -> dict[str, Stub]:
        """The institutions on published lists that are held back and have no page, by id."""
        batches = (each for each in self.register.batches.values() if is_published(each, self.day))
        listed = {id_ for each in batches for id_ in get_listed(each)}
        ids = listed & self.held - self.presenter.public_ids.keys()
        files = {id_: f"{self.register.folder_by_id.get(id_, '')}/institution.yml" for id_ in sorted(ids)}
        records = {id_: self.register.by_path.get(path) for id_, path in files.items()}
        return {
            id_: Stub(id_, record.name if isinstance(record, Institution) else "")
            for id_, record in records.items()
        }

    def format_basis(self, basis: str) -> str:
        """A basis as an article of the regulation in force on the day, in words."""
        return format_article(self.presenter.cite_basis(basis))


class InstitutionPages:
    """What pages of institutions are made with, for one register on one day."""

    def __init__(self, view: RegisterView) -> None:
        self.presenter = view.presenter
        self.recording = view.recording
        self.schemas = view.schemas
        self.records = view.records
        self.public = view.public
        self.day = view.day
