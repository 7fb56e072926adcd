"""Values that are made when they are asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar
from weakref import WeakValueDictionary

# Values that are kept after use: rules that see a change go through its dossiers again and again, and a
# proposal of two hundred (all plans of a year) would be read anew by each.
MAX_RECENT = 256
L = TypeVar("L")


class LazyMapping(Mapping[str, L]):
    """Values by key in order, each made when it is asked for; those in use and the last are kept."""

    def __init__(self, keys: Iterable[str], make: Callable[[str], L]) -> None:
        self._keys = dict.fromkeys(keys)
        self._make = make
        self._held: WeakValueDictionary[str, L] = WeakValueDictionary()
        self._last: deque[L] = deque(maxlen=MAX_RECENT)

    def __getitem__(self, key: str) -> L:
        if key not in self._keys:
            raise KeyError(key)
        # What anybody still holds is given again, so that it is never made twice at once; what nobody holds
        # any more lives on only among the last: ten thousand dossiers would not fit into memory.
        value = self._held.get(key)
        if value is None:
            value = self._held[key] = self._make(key)
            # The last ones in use: rules and pages ask for a dossier, then for its neighbours, then for it
            # again.
            self._last.append(value)
        return value

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
