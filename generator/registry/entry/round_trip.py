"""Read a record's YAML and write it again with its comments and quotes where they were (ruamel.yaml)."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver

from ..records.scalars import DECIMAL, INTEGER, YAML_TAG

# As canonical.py has it, which alone knows the order of fields and which texts need quotes: what is written
# here is to go through it.
INDENT = {"mapping": 2, "sequence": 4, "offset": 2}
WIDTH = 4096  # no line is folded: a fold puts a blank between Chinese words


PATTERNS = {"null": re.compile("|null|~"), "bool": re.compile("true|false"), "int": INTEGER, "float": DECIMAL}
SCALARS = {
    None: [
        (f"{YAML_TAG}{name}", re.compile(rf"(?:{item.pattern})\Z", re.ASCII))
        for name, item in PATTERNS.items()
    ]
}


def read_document(text: str) -> Any:
    """A record's text as mappings and lists that know their comments and quotes. Raises YAMLError.

    Values are those of strict_yaml.py: a day is a text, and so is 0571.
    """
    return _open_yaml().load(text)


def write_document(document: Any) -> str:
    """The text of what `read_document` gave, changed or not."""
    stream = io.StringIO()
    _open_yaml().dump(document, stream)
    return stream.getvalue()


class _Resolver(VersionedResolver):
    """What a text without quotes is in our subset (scalars.py)."""

    @property
    def versioned_resolver(self) -> Mapping[None, Sequence[tuple[str, re.Pattern[str]]]]:
        """Patterns with their tags, for every first character."""
        return SCALARS


def _write_nothing(representer: RoundTripRepresenter, _: None) -> ScalarNode:
    """Nothing as the word: left empty it would ask to be filled in."""
    node: ScalarNode = representer.represent_scalar(f"{YAML_TAG}null", "null")
    return node


def _write_day(representer: RoundTripRepresenter, day: dt.date) -> ScalarNode:
    """A day as the text that it is in a record."""
    node: ScalarNode = representer.represent_scalar(f"{YAML_TAG}str", day.isoformat())
    return node


class _Representer(RoundTripRepresenter):
    """Writes values as records have them."""


_Representer.add_representer(type(None), _write_nothing)
_Representer.add_representer(dt.date, _write_day)


def _open_yaml() -> YAML:
    yaml = YAML()
    yaml.Resolver = _Resolver
    yaml.Representer = _Representer
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(**INDENT)
    return yaml
