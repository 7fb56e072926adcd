"""What a page says it shows, so that a change can be told to reach it."""

from __future__ import annotations

from typing import Literal, NamedTuple

# What lists show of an institution; "plans" are those that have passed, "waivers" its written exceptions.
ListFact = Literal[
    "area", "status", "name", "credit_code", "system", "fields", "modes", "listing", "plans", "waivers"
]
LIST_FACTS: frozenset[ListFact] = frozenset(
    {"area", "status", "name", "credit_code", "system", "fields", "modes", "listing"}
)


class Shows(NamedTuple):
    """What a page shows of institutions, and of the records beside the dossiers by their kinds.

    `address` begins at the site's root; {id} in it is that of the batch whose page it is.
    """

    address: str
    facts: frozenset[ListFact] = frozenset()
    kinds: frozenset[str] = frozenset()
