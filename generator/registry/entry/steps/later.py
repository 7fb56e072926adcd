"""What may come to a record once it stands, as its schema says it (x-later), and the words for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...records.schemas import Kind, Schema, Schemas
from ...suggest import ask_whether
from ..request import UnknownNameError

ROW = "*"  # in a path: a row of a list
LATER = ("fill", "append")
STEP_TYPES = ("StepAction", "ReceiptAction")
SHORT = 3  # letters of an English word that is cut short: pass, return, receive


class LaterPlace(NamedTuple):
    """A property that may come later, or (`at_end`) a list that may grow.

    `parts` is its path in the record, `titles` the titles along it; `schema` that of the value that comes.
    `action` is the step that is meant, where it is a list of steps.
    """

    parts: tuple[str, ...]
    titles: tuple[str, ...]
    at_end: bool
    schema: Schema
    action: str = ""

    @property
    def title(self) -> str:
        """What a clerk calls it."""
        return self.action or self.titles[-1]


def list_later(schemas: Schemas, kind: Kind) -> tuple[LaterPlace, ...]:
    """All that may come to a record of a kind: each step by itself, then the outer properties first."""
    # The outer ones first: find_later takes the depth of the first that fits for its own.
    places = sorted(_walk(schemas, kind.schema, (), ()), key=lambda item: len(item.parts))
    return tuple(each for place in places for each in _list_actions(schemas, place))


def _walk(
    schemas: Schemas, schema: Schema, parts: tuple[str, ...], titles: tuple[str, ...]
) -> Iterator[LaterPlace]:
    for name, below in schemas.get_properties(schema):
        here, said = (*parts, name), (*titles, below["title"])
        is_list = below.get("type") == "array"
        items = schemas.resolve_items(below)
        if below.get("x-later") in LATER:
            at_end = below["x-later"] == "append"
            yield LaterPlace(here, said, at_end, items if at_end else below)
        if "properties" in items and (not is_list or "object" in items.get("type", ())):
            yield from _walk(schemas, items, (*here, ROW) if is_list else here, said)


def _list_actions(schemas: Schemas, place: LaterPlace) -> Iterator[LaterPlace]:
    """A list of steps as a place for each step; another place as it is."""
    action = schemas.resolve(place.schema.get("properties", {}).get("action", {}))
    if place.at_end and action.get("x-type") in STEP_TYPES:
        yield from (place._replace(action=each) for each in action["enum"])
    else:
        yield place


def find_later(schemas: Schemas, kind: Kind, word: str) -> LaterPlace | None:
    """The place that a word means: the whole title or name, else the only outermost one that has it in it."""
    places = list_later(schemas, kind)
    wanted = word.lower()
    exact = [each for each in places if wanted in list_words(schemas, each)]
    # One letter would be in too many titles.
    like = [each for each in places if len(word) > 1 and word in each.title]
    cut = [each for each in places if len(word) > SHORT and _begins(schemas, each, wanted)]
    for fitting in (exact, cut, like):
        outer = [each for each in fitting if len(each.parts) == len(fitting[0].parts)]
        if len(outer) == 1:
            return outer[0]
    return None


def list_kinds(schemas: Schemas) -> list[Kind]:
    """The kinds of institutions' records and of batches to which something may come later."""
    kinds = [each for each in schemas.kinds.values() if each.path.startswith(("institutions/", "batches/"))]
    return [kind for kind in kinds if any(len(each.parts) == 1 for each in list_later(schemas, kind))]


def list_step_words(schemas: Schemas) -> list[str]:
    """The words for all that may come to the records of institutions and batches, as they are completed."""
    places = [
        item for kind in list_kinds(schemas) for item in list_later(schemas, kind) if len(item.parts) == 1
    ]
    return list(dict.fromkeys(each.title for each in places))


def list_words(schemas: Schemas, place: LaterPlace) -> list[str]:
    """The words for a place: its title, its name in English."""
    return [place.title, *_list_english(schemas, place)]


def _list_english(schemas: Schemas, place: LaterPlace) -> list[str]:
    if not place.action:
        return [place.parts[-1]]
    action = schemas.resolve(place.schema["properties"]["action"])
    return [str(action["x-names"][place.action]).lower()]


def _begins(schemas: Schemas, place: LaterPlace, word: str) -> bool:
    return any(each.startswith(word) for each in _list_english(schemas, place))


def refuse_word(schemas: Schemas, kind: Kind, word: str) -> UnknownNameError:
    """Refuse a word that names nothing that may come later to a kind; say what may."""
    places = list_later(schemas, kind)
    listed = "、".join(dict.fromkeys(each.title for each in places if ROW not in each.parts))
    mend = ask_whether(word, [each.title for each in places]) if word else ""
    head = f"{kind.title}没有“{word}”这样以后再添的内容" if word else "没有写明要添什么（写在种类后面）"
    return UnknownNameError(f"{head}，{mend}可以添的有：{listed or '没有'}")
