"""A record changed in its text, with its comments and its quotes where they were."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter

# What is set here is the canonical form: `registry fix` writes a record so, and whatever else writes one.
INDENT = {"mapping": 2, "sequence": 4, "offset": 2}
WIDTH = 4096  # no line is folded: a fold puts a blank between Chinese words


class _Representer(RoundTripRepresenter):
    """Writes null as the word: a blank is what is still to be filled in."""

    def represent_null(self, _: None) -> ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _Representer.represent_null)


def read_document(text: str) -> Any:
    """A record's text as mappings and lists that know their comments and quotes. Raises YAMLError."""
    return _open_yaml().load(text)


def write_document(document: Any) -> str:
    """The text of what `read_document` gave, changed or not."""
    stream = io.StringIO()
    _open_yaml().dump(document, stream)
    return stream.getvalue()


def _open_yaml() -> YAML:
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(**INDENT)
    return yaml
