"""When the site was made and of what; authorities; the values of a status."""

from __future__ import annotations

from typing import NamedTuple

from ...display import Text, format_day
from ...lifecycle.conditions import CONDITIONS, describe_bar_start
from ...lifecycle.state import StatusValue
from ...lifecycle.status import FILING
from ...model.kinds import AreaKind, Authority
from ...model.tables import TABLES, Tables
from ..register_view import RegisterView


class AuthorityRow(NamedTuple):
    """An authority's public values in words; empty where there is none."""

    name: str
    kind: str
    areas: str
    system: str
    phone: str


class PublicationData(NamedTuple):
    """The page on the publication; `statuses` are the values of a status with their article in words."""

    day: str
    commit: str
    records: int
    institutions: int
    held: list[Text]
    authorities: list[AuthorityRow]
    statuses: list[tuple[StatusValue, str]]


def format_authority(view: RegisterView, authority: Authority) -> AuthorityRow:
    """An authority's public values."""
    words = view.maker.format_words("authority", view.public(authority.path))
    return AuthorityRow(*(words.get(name, "") for name in AuthorityRow._fields))


def sort_authorities(tables: Tables) -> list[Authority]:
    """The authorities as readers look for them: the city's HRSS body, those of the areas, then by system."""
    areas = sorted(tables.areas.values(), key=lambda item: item.kind != AreaKind.CITY)
    bureaus, systems = [each.hrss for each in areas], [*tables.systems]
    order = [each.id for each in areas]

    def place(authority: Authority) -> tuple[int, int, int]:
        return (
            # Behind all that there are: who is in a list comes before who is in none.
            bureaus.index(authority.id) if authority.id in bureaus else len(bureaus),
            systems.index(authority.system) if authority.system in systems else len(systems),
            # One without an area is the city's and comes before.
            min((order.index(area) for area in authority.areas if area in order), default=-1),
        )

    return sorted(tables.authorities.values(), key=place)


def show_publication(view: RegisterView) -> PublicationData:
    """When the site was made and of what."""
    statuses = (*FILING.values(), *CONDITIONS.values())
    return PublicationData(
        day=format_day(view.day),
        commit=view.commit,
        records=len(view.register.documents),
        institutions=len(view.presenter.public_ids),
        held=list_held_rows(view),
        authorities=[format_authority(view, each) for each in sort_authorities(view.register.tables)],
        statuses=[(_explain(view, value), view.format_basis(value.article)) for value in statuses],
    )


def _explain(view: RegisterView, value: StatusValue) -> StatusValue:
    """A value of status with what of it is the register's reading of the regulation in force on the day."""
    if value.code != "barred":
        return value
    note = describe_bar_start(view.register.tables.find_regulation(view.day))
    return value._replace(meaning=value.meaning + note)


def list_held_rows(view: RegisterView) -> list[Text]:
    """What is held back: the institutions ever listed, then tables and batches by their kinds and names."""
    rows = [
        Text(view.stubs[stub].name or stub, f"institutions/{stub}/")
        if stub in view.stubs
        else view.presenter.reference("institution", stub)
        for stub in sorted(view.held & (view.stubs.keys() | view.presenter.public_ids.keys()))
    ]
    for path in sorted(view.held):
        placed = view.schemas.find_kind_at(path)
        if placed and placed[0].name in (*TABLES, "batch"):
            kind, names = placed
            reference = view.presenter.reference(kind.name, names.get("id", ""))
            rows.append(reference._replace(text=f"{kind.title} {reference.text}".rstrip()))
    return rows
