"""Plain data, as YAML and JSON have it."""

from __future__ import annotations

from typing import Any, TypeAlias

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
# Properties by name, of a record or of settings: what is below is known from their schema.
Fields: TypeAlias = dict[str, Any]
