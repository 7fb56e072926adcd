"""What a plain scalar, one without quotes, is: null, a boolean, a number, or the text as written."""

from __future__ import annotations

import re

import yaml

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}", re.ASCII)
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# What common readers take for a number or a boolean although PyYAML's YAML 1.1 resolver, asked below, does
# not.
OTHER_READERS = re.compile(
    r"[-+]?(?:0o[0-7]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)|[yYnN]", re.ASCII
)

YAML_TAG = "tag:yaml.org,2002:"
_YAML11 = yaml.resolver.Resolver()


def resolve_scalar(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar in our subset."""
    if text in ("", "null", "~"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if INTEGER.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    return text


def is_ambiguous(text: str) -> bool:
    """Whether a common reader would take this text, unquoted, for something else. Dates are let pass."""
    if ISO_DATE.fullmatch(text):
        return False
    if OTHER_READERS.fullmatch(text):
        return True
    tag: str = _YAML11.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag != f"{YAML_TAG}str"
