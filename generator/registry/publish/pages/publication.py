"""When the site was made and of what; authorities; the values of a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import Text, day_text
from ...lifecycle.status import CONDITIONS, FILING
from ...model.batches import is_published
from ...model.kinds import Authority
from ..shows import Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


SHOWS = Shows("/publication/", kinds=frozenset({"authority"}))


def authority_cells(view: RegisterView, authority: Authority) -> dict[str, Any]:
    """An authority's public values by name."""
    data = view.record(authority.path)
    return view.presenter.cells(view.schemas.kinds["authority"].schema, data)


def publication(view: RegisterView) -> dict[str, Any]:
    """When the site was made and of what."""
    return {
        "day": day_text(view.day),
        "commit": view.commit,
        "records": len(view.register.documents),
        "institutions": len(view.presenter.public_ids),
        "held": held_rows(view),
        "authorities": [authority_cells(view, each) for each in view.register.tables.authorities.values()],
        "statuses": [
            value._asdict() | {"article": view.label(value.article)}
            for value in (*FILING.values(), *CONDITIONS.values())
        ],
    }


def held_rows(view: RegisterView) -> list[Text]:
    """The institutions ever listed whose later records are held back; of one without a page only the id."""
    return [view.presenter.reference("institution", id_) for id_ in held_ids(view)]


def held_ids(view: RegisterView) -> list[str]:
    """The ids of the same."""
    batches = view.register.batches
    published = {id_ for id_, batch in batches.items() if is_published(batch, view.day)}
    listing = view.register.listing
    return [id_ for id_ in sorted(view.held) if not published.isdisjoint(listing.get(id_, ()))]
