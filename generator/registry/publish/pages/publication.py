"""When the site was made and of what; authorities; the values of a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import Text, format_day
from ...lifecycle.status import CONDITIONS, FILING
from ...model.kinds import Authority
from ...model.tables import TABLES
from ...records.record_path import RECORDS
from ..shows import Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


SHOWS = Shows("/publication/", kinds=frozenset({"authority"}))


def format_authority(view: RegisterView, authority: Authority) -> dict[str, Any]:
    """An authority's public values by name."""
    data = view.record(authority.path)
    return view.presenter.format_cells(view.schemas.kinds["authority"].schema, data)


def show_publication(view: RegisterView) -> dict[str, Any]:
    """When the site was made and of what."""
    return {
        "day": format_day(view.day),
        "commit": view.commit,
        "records": len(view.register.documents),
        "institutions": len(view.presenter.public_ids),
        "held": list_held_rows(view),
        "authorities": [format_authority(view, each) for each in view.register.tables.authorities.values()],
        "statuses": [
            value._asdict() | {"article": view.format_basis(value.article)}
            for value in (*FILING.values(), *CONDITIONS.values())
        ],
    }


def list_held_rows(view: RegisterView) -> list[Text]:
    """What is held back: the institutions ever listed, then tables and batches by their kinds and names."""
    found = [
        Text(view.stubs[each].name or each, f"institutions/{each}/")
        if each in view.stubs
        else view.presenter.reference("institution", each)
        for each in sorted(view.held & (view.stubs.keys() | view.presenter.public_ids.keys()))
    ]
    for each in sorted(view.held):
        placed = view.schemas.find_kind(each.removeprefix(f"{RECORDS}/"))
        if placed and placed[0].name in (*TABLES, "batch"):
            kind, names = placed
            told = view.presenter.reference(kind.name, names.get("id", ""))
            found.append(told._replace(text=f"{kind.title} {told.text}".rstrip()))
    return found
