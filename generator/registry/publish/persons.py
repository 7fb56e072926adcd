"""What the public view leaves out once a legal representative is named no more."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..json_data import JsonObject, JsonValue
from ..lifecycle.representatives import REPRESENTATIVE
from ..model.dossier import HANDED_IN

# What stands in a text in the place of the name.
UNNAMED_PERSON = "〔姓名不再公开〕"
# Records whose texts are of courses, not of acts: a name may be a word there.
OF_COURSES = frozenset(HANDED_IN)


class UnnamedPersons(NamedTuple):
    """Names that are no longer shown, and where they stand in texts (None: they are looked for in none)."""

    names: frozenset[str]
    in_texts: re.Pattern[str] | None

    @classmethod
    def from_names(cls, names: frozenset[str], institutions: set[str]) -> UnnamedPersons:
        """The names of some institutions' representatives, and where they are looked for.

        A name that is in an institution's own, as of a school called after its founder, stays in texts.
        """
        sought = [each for each in names if not any(each in name for name in institutions)]
        # A name may begin another one: of both the longer is to be found.
        longest_first = sorted(sought, key=lambda item: (-len(item), item))
        return cls(names, re.compile("|".join(map(re.escape, longest_first))) if sought else None)

    def leave_out(self, kind: str, data: JsonObject) -> JsonObject:
        """The public part of a record of a kind without the names.

        Texts lose them too, but what an institution says of itself (its address, its fields) is no text.
        """
        if kind == "institution":
            return self._drop_representative(data)
        remaining: JsonObject = {}
        for name, value in data.items():
            if name == "filing" and isinstance(value, dict):
                remaining[name] = self._drop_representative(value)
            elif name == "changes" and isinstance(value, list):
                remaining[name] = [self._drop_values(each) for each in value if isinstance(each, dict)]
            else:
                remaining[name] = value if kind in OF_COURSES else self._mask(value)
        return remaining

    def occur_in(self, value: JsonValue) -> bool:
        """Whether a value has one of the names."""
        if isinstance(value, str):
            return self._is_name(value) or bool(self.in_texts and self.in_texts.search(value))
        below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return any(map(self.occur_in, below))

    def _drop_representative(self, institution: JsonObject) -> JsonObject:
        """What is shown of an institution, without its representative."""
        is_shown = not self._is_name(institution.get(REPRESENTATIVE))
        return {name: value for name, value in institution.items() if is_shown or name != REPRESENTATIVE}

    def _drop_values(self, change: JsonObject) -> JsonObject:
        """One changed property, without the representatives before and after."""
        if change.get("field") != REPRESENTATIVE:
            return change
        return {name: value for name, value in change.items() if not self._is_name(value)}

    def _is_name(self, value: JsonValue) -> bool:
        return isinstance(value, str) and value in self.names

    def _mask(self, value: JsonValue) -> JsonValue:
        if self._is_name(value):
            return UNNAMED_PERSON
        if isinstance(value, str):
            return self.in_texts.sub(UNNAMED_PERSON, value) if self.in_texts else value
        if isinstance(value, dict):
            return {name: self._mask(each) for name, each in value.items()}
        return [self._mask(each) for each in value] if isinstance(value, list) else value
