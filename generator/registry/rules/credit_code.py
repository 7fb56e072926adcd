"""The two check digits of a unified social credit code (GB 32100-2015, and GB 11714-1997 inside it)."""

from __future__ import annotations

import string

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(3**place % 31 for place in range(17))
ORGANISATION_ALPHABET = string.digits + string.ascii_uppercase
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def compute_check_character(code: str) -> str:
    """The 18th character that belongs to the first 17 (GB 32100-2015, mod 31)."""
    total = sum(ALPHABET.index(each) * weight for each, weight in zip(code[:17], WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def compute_organisation_check_character(organisation: str) -> str:
    """The 9th character that belongs to the first 8 of an organisation code (GB 11714-1997, mod 11)."""
    pairs = zip(organisation[:8], ORGANISATION_WEIGHTS, strict=True)
    rest = -sum(ORGANISATION_ALPHABET.index(each) * weight for each, weight in pairs) % 11
    return "X" if rest == 10 else str(rest)
