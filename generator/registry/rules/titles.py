"""Advice in the words of the forms: a property or kind of record that a rule names gets its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..records.schemas import Schema, Schemas

# A command, which stays as it is typed, or a word that stands alone in Chinese text; what is beside another
# word is an id, a path or YAML itself, and what stands in brackets follows its title.
WORD = re.compile(
    r"(?:registry|git) [^，；。）]*"
    r"|(?<![!-~（])(?<![!-~] ) ?(?P<word>[a-z]+(?:[_-][a-z]+)*)(?: (?![!-~]))?(?![!-~])(?! [!-~])"
    r"(?P<more>（[^（）]*）)?"
)


def add_titles(schemas: Schemas, path: str, pointer: tuple[str | int, ...], hint: str) -> str:
    """A hint on a place of a record, with titles before the names of properties and kinds: “理由”（reason）.

    A name beside which its title stands already stays as it is, as does what names nothing.
    """
    # Most hints name nothing, and this is asked of every finding.
    if not any("a" <= each <= "z" for each in hint):
        return hint
    kind = schemas.get_kind_at(path)
    named = [each for each in re.findall("[a-z-]+", hint) if each in schemas.kinds]
    kinds = [*([kind.name] if kind else []), *named, "institution"]

    def write(match: re.Match[str]) -> str:
        word, more = match["word"], match["more"] or ""
        title = _find_title(schemas, kinds, pointer if kind else (), word) if word else ""
        if not title or more == f"（{title.strip('“”')}）":
            return match[0]
        return f"{title}（{word}{f'，{more[1:-1]}' if more else ''}）"

    return WORD.sub(write, hint)


def _find_title(schemas: Schemas, kinds: Iterable[str], pointer: tuple[str | int, ...], word: str) -> str:
    """The title of the property of that name nearest to the place, in quotes, else of that kind of record."""
    own, *others = kinds
    for schema in reversed(schemas.resolve_path(own, pointer)):
        if word in schema.get("properties", {}):
            return f"“{dict(schemas.get_properties(schema))[word]['title']}”"
    for kind in (own, *others):
        if nearest := next(_list_titles(schemas, schemas.kinds[kind].schema, word), ""):
            return f"“{nearest}”"
    if word in schemas.kinds:
        return schemas.kinds[word].title
    anywhere = (
        title for kind in schemas.kinds.values() for title in _list_titles(schemas, kind.schema, word)
    )
    return f"“{nearest}”" if (nearest := next(anywhere, "")) else ""


def _list_titles(schemas: Schemas, schema: Schema, word: str) -> Iterator[str]:
    """The titles of the properties of a name, the outermost first."""
    level = [schema]
    while level:
        properties = [each for below in level for each in schemas.get_properties(below)]
        yield from (below["title"] for name, below in properties if name == word)
        level = [schemas.resolve(below.get("items", below)) for _, below in properties]
        level = [each for each in level if "properties" in each]
