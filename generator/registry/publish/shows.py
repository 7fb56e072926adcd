"""What the pages of records and the lists of them show, so that a change can be shown to reach them."""

from __future__ import annotations

import re
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

    `address` begins at the site's root, `title` is what it is called; {id} in them is that of the batch whose
    page it is.
    """

    address: str
    title: str
    facts: frozenset[ListFact] = frozenset()
    kinds: frozenset[str] = frozenset()


INSTITUTIONS = Shows("/institutions/", "机构名册", facts=LIST_FACTS, kinds=frozenset({"areas", "systems"}))
# The page of a batch; the list of all batches shows nothing of institutions.
BATCH = Shows(
    "/batches/{id}/",
    "批次 {id}",
    facts=frozenset({"area", "filing", "conditions", "name", "credit_code"}),
    kinds=frozenset({"batch"}),
)
HOME = Shows(
    "/",
    "首页",
    facts=frozenset({"area", "filing", "plans"}),
    kinds=frozenset({"areas", "systems", "batch", "regulation"}),
)
REGULATION = Shows("/regulation/", "办法要点", kinds=frozenset({"regulation", "calendar"}))
RULES = Shows("/rules/", "核对规则", facts=frozenset({"waivers"}), kinds=frozenset({"regulation"}))
PUBLICATION = Shows("/publication/", "发布说明", kinds=frozenset({"authority"}))
PRIVACY = Shows("/privacy/", "个人信息和公开", kinds=frozenset({"authority", "regulation"}))
HOW = Shows(
    "/how/", "怎样办理", kinds=frozenset({"areas", "systems", "authority", "regulation", "calendar", "batch"})
)
# In the order in which a reviewer reads them.
PAGES = (INSTITUTIONS, BATCH, HOME, REGULATION, RULES, PUBLICATION, PRIVACY, HOW)
# What is named beside them, as a change reaches it.
OTHERS = (
    Shows("/institutions/{id}/", "机构页面（{id}）"),
    Shows("/batches/", "各批次"),
    Shows("/dictionary/", "数据字典"),
    Shows("/dictionary/{id}/", "数据字典（{id}）"),
)


def name_page(address: str) -> str:
    """What the page at an address is called; what is no known address stays as it is."""
    for page in (*PAGES, *OTHERS):
        pattern = re.escape(page.address).replace(r"\{id\}", "([^/]+)")
        if match := re.fullmatch(pattern, address):
            return page.title.format(id=match[match.lastindex or 0])
    return address
