"""What the pages of records and the lists of them show, so that a change can be told to reach them."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

# What lists show of an institution; "plans" are those that have passed, "waivers" its written exceptions.
ListFact = Literal[
    "area",
    "filing",
    "conditions",
    "name",
    "credit_code",
    "system",
    "fields",
    "modes",
    "listing",
    "plans",
    "waivers",
]
LIST_FACTS: frozenset[ListFact] = frozenset(get_args(ListFact)) - {"plans", "waivers"}


class Shows(NamedTuple):
    """What a page shows of institutions, and of the records beside the dossiers by their kinds.

    `address` begins at the site's root; {id} in it is that of the batch whose page it is.
    """

    address: str
    facts: frozenset[ListFact] = frozenset()
    kinds: frozenset[str] = frozenset()


INSTITUTIONS = Shows("/institutions/", facts=LIST_FACTS, kinds=frozenset({"areas", "systems"}))
# The page of a batch; the list of all batches shows nothing of institutions.
BATCH = Shows(
    "/batches/{id}/",
    facts=frozenset({"area", "filing", "conditions", "name", "credit_code"}),
    kinds=frozenset({"batch"}),
)
HOME = Shows(
    "/",
    facts=frozenset({"area", "filing", "plans"}),
    kinds=frozenset({"areas", "systems", "batch", "regulation"}),
)
REGULATION = Shows("/regulation/", kinds=frozenset({"regulation", "calendar"}))
RULES = Shows("/rules/", facts=frozenset({"waivers"}), kinds=frozenset({"regulation"}))
PUBLICATION = Shows("/publication/", kinds=frozenset({"authority"}))
PRIVACY = Shows("/privacy/", kinds=frozenset({"authority", "regulation"}))
HOW = Shows("/how/", kinds=frozenset({"areas", "systems", "authority", "regulation", "calendar", "batch"}))
# In the order in which a reviewer reads them.
PAGES = (INSTITUTIONS, BATCH, HOME, REGULATION, RULES, PUBLICATION, PRIVACY, HOW)
