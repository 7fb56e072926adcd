"""What may have been meant by a name that is not known."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

DIGITS = re.compile("[0-9]+", re.ASCII)
NOT = re.compile("[不未没无非]")


def find_nearest(name: str, names: Iterable[str], likeness: float = 0.7) -> str:
    """The known name that was most likely meant, or nothing.

    Where either ends with a number, another number is another thing: only a slip in the letters is guessed
    at. And what says not is never meant by what does not: 没有达到 is no slip for 达到.
    """
    candidates = [each for each in sorted(names) if _is_comparable(name, each)]
    near = difflib.get_close_matches(name, candidates, 1, likeness)
    return near[0] if near and _begins_alike(name, near[0], likeness) else ""


def ask_whether(name: str, names: Iterable[str], otherwise: str = "", likeness: float = 0.6) -> str:
    """The question whether the nearest known name was meant; other words where none is near."""
    guess = find_nearest(name, names, likeness)
    return f"是否想写 {guess}？" if guess else otherwise


def _begins_alike(name: str, other: str, likeness: float) -> bool:
    """Whether ids begin alike: two offices are not alike by their -hrss."""
    one, two = (each.partition("-")[0] for each in (name, other))
    return one == two or is_one_slip(one, two) or difflib.SequenceMatcher(None, one, two).ratio() >= likeness


def _is_comparable(name: str, other: str) -> bool:
    if bool(NOT.search(name)) != bool(NOT.search(other)):
        return False
    if not (name[-1:].isdigit() or other[-1:].isdigit()):
        return True
    same_numbers = DIGITS.findall(name) == DIGITS.findall(other)
    return same_numbers and is_one_slip(DIGITS.sub("", name), DIGITS.sub("", other))


def is_one_slip(written: str, meant: str) -> bool:
    """Whether one character is wrong, too many, missing, or has changed places with the next."""
    if len(written) == len(meant):
        wrong = [i for i, pair in enumerate(zip(written, meant, strict=True)) if pair[0] != pair[1]]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return written[wrong[0]] + written[wrong[1]] == meant[wrong[1]] + meant[wrong[0]]
        return len(wrong) == 1
    shorter, longer = sorted((written, meant), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    )


def list_rests(text: str) -> set[str]:
    """List a text and what is left of it without each character: texts of one slip share one of these.

    So among many texts those with a slip are looked up, where to compare each would take far longer.
    """
    return {text, *(text[:i] + text[i + 1 :] for i in range(len(text)))}
