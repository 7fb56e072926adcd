"""The public register on a day, as the pages of the whole register and the look-ups need it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from ..finding import article_label
from ..model.presenter import Presenter
from ..records.recorded import Recorded
from .card import Card, Cards, ListRow
from .public_view import PublicRecords
from .recording import Recording


class RegisterView:
    """One register on one day: its public records, and the cards of its public institutions.

    `commit` is where the register was read, `recorded` what Git tells of each file; `held` are the
    institutions whose later records are held back.
    """

    def __init__(
        self,
        presenter: Presenter,
        records: PublicRecords,
        day: dt.date,
        commit: str = "",
        recorded: Mapping[str, Recorded] = MappingProxyType({}),
        held: frozenset[str] = frozenset(),
    ) -> None:
        self.presenter = presenter
        self.commit = commit
        self.held = held
        self.register = presenter.register
        self.recording = Recording(self.register.tables, recorded)
        self.schemas = records.schemas
        self.day = day
        self.maker = Cards(presenter, records, day)
        self.record = records.of
        self.course = records.course

    @cached_property
    def cards(self) -> list[Card]:
        """The cards of the public institutions, by id; made here unless those of their parts were taken."""
        return [self.maker.card(dossier) for dossier in self.presenter.public]

    def take(self, cards: list[Card]) -> None:
        """Use the cards that came with the parts. Raises RuntimeError where pages may rest on others."""
        if self.__dict__.setdefault("cards", cards) != cards:
            raise RuntimeError("take() comes before anything that is made of cards")

    @cached_property
    def rows(self) -> list[ListRow]:
        """The public institutions as lists show them, by id."""
        return [card.row for card in self.cards]

    @cached_property
    def by_id(self) -> dict[str, Card]:
        """The cards by id."""
        return {card.row.id: card for card in self.cards}

    def label(self, basis: str) -> str:
        """A basis as an article of the regulation in force on the day, in words."""
        return article_label(self.presenter.cite(basis))
