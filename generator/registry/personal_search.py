"""Search of a text for numbers and names that belong to a person.

What people write by habit is found: numbers in groups, folded, labelled, in full width, with a country
code or glued to a letter. What only looks alike (document numbers, amounts, dates, codes) is recognised by
what stands around it. Nothing here knows what a record is.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from . import personal_patterns as patterns
from .personal_looks import CHINESE, DIGITS, has_name

Kind = Literal["identity", "old-identity", "mobile", "card", "mail", "chat", "paper", "home"]


class PersonalMatch(NamedTuple):
    """Something personal in a text: what it is, where it begins and ends, and how it may be shown."""

    kind: Kind
    start: int
    end: int
    shown: str


def search_text(text: str) -> list[PersonalMatch]:
    """What is personal in a text, in order; nothing is found twice."""
    plain, places = _make_plain(text)
    every: list[PersonalMatch] = []
    if DIGITS.search(plain):
        every += *_find_identities(plain), *_find_cards(plain), *_find_mobiles(plain)
    if CHINESE.search(plain):
        every += _find_chinese(plain)
    if has_name(plain):
        every += *_names(plain), *_find_homes(plain)
    every.sort(key=lambda match: match.start)  # of two that begin at one place the first is meant
    matches: list[PersonalMatch] = []
    for match in every:
        if not matches or match.start >= matches[-1].end:
            matches.append(match)
    if places is None:
        return matches
    # By its last sign: behind a match at the end of the text there is no place to ask for.
    return [each._replace(start=places[each.start], end=places[each.end - 1] + 1) for each in matches]


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a resident's identity number: a real date and the check digit of GB 11643."""
    if not _is_date(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, patterns.WEIGHTS, strict=False))
    return patterns.CHECKS[total % 11] == number[17].upper()


def _is_date(digits: str) -> bool:
    try:
        dt.datetime.strptime(digits, "%Y%m%d")
    except ValueError:
        return False
    return True


class _Plain(dict[int, str]):
    """The characters of texts in half width and ASCII digits, each worked out once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        digit = unicodedata.digit(sign, None)
        # Three dots would make a text longer.
        plain = sign if sign == "…" else unicodedata.normalize("NFKC", sign) if digit is None else str(digit)
        self[code] = plain
        return plain


PLAIN = _Plain()


def _make_plain(text: str) -> tuple[str, list[int] | None]:
    """The text as it is searched, and for each sign its place in the text; None where they are the same."""
    if text.isascii():
        return text, None
    text = patterns.COUNTED.sub(" ", text)
    plain = text.translate(PLAIN)
    if len(plain) == len(text):
        return plain, None
    return plain, [i for i, sign in enumerate(text) for _ in PLAIN[ord(sign)]]


def _join_digits(written: str) -> str:
    """The digits of a number, and the last sign of an identity number."""
    return "".join(each for each in written.translate(patterns.CROSSES) if each.isdecimal() or each == "X")


def _get_shown(number: str, last: int) -> str:
    return f"{number[:3]}…{number[-last:]}"


def _get_before(text: str, start: int) -> str:
    """What stands before a place."""
    return text[max(0, start - 24) : start]


def _follows_digit(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start].isdecimal()


def _follows_word(text: str, start: int) -> bool:
    before = text[max(0, start - 1) : start]
    return before.isascii() and before.isalnum()


def _find_identities(text: str) -> Iterator[PersonalMatch]:
    for match in patterns.LABELLED_IDENTITY.finditer(text):
        if not _is_in_code(text, match.start("number")):
            yield PersonalMatch(
                "identity", *match.span("number"), _get_shown(_join_digits(match["number"]), 1)
            )
    for match in patterns.IDENTITY.finditer(text):
        start, end = match.start(), match.end(1)
        number = _join_digits(text[start:end])
        if is_identity_number(number) and not _follows_digit(text, start) and not _is_in_code(text, start):
            yield PersonalMatch("identity", start, end, _get_shown(number, 1))
    for match in patterns.OLD_IDENTITY.finditer(text):
        before = _get_before(text, match.start())
        if _follows_word(text, match.start()):
            continue
        other = patterns.OTHER_BEFORE.search(before) or _is_date(match[0][:8])
        alone = patterns.ALONE.fullmatch(match[0]) and not other
        labelled = patterns.IDENTITY_LABEL_BEFORE.search(before)
        labelled = labelled or patterns.IDENTITY_LABEL_AFTER.match(text, match.end())
        if (alone or labelled) and _is_date("19" + "".join(match.groups())):
            yield PersonalMatch("old-identity", *match.span(), _get_shown(match[0], 1))


def _is_in_code(text: str, start: int) -> bool:
    """Whether what begins here is called a credit code."""
    return "信用代码" in text[max(0, start - 12) : start]


def _find_cards(text: str) -> Iterator[PersonalMatch]:
    for match in patterns.CARD.finditer(text):
        start, end = match.start(), match.end(1)
        written = text[start:end]
        if _follows_digit(text, start) or _is_parted_oddly(written):
            continue
        number, before = _join_digits(written), _get_before(text, start)
        sure = bool(patterns.CARD_SURE.search(before))
        if not sure and not _has_check_digit(number):
            continue
        labelled = sure or bool(patterns.CARD_LABEL.search(before))
        other = patterns.OTHER_BEFORE.search(before) and not labelled
        typical = patterns.CARD_BEGINS.match(number) and not (
            len(number) == 18 and is_identity_number(number)
        )
        if labelled or (typical and not other and not _is_surrounded(text, start, end)):
            yield PersonalMatch("card", start, end, _get_shown(number, 2))


def _is_parted_oddly(written: str) -> bool:
    """Whether the groups are none of a card: all of one size but the last, or 6-13, or one."""
    sizes = [len(each) for each in re.findall(r"\d+", written)]
    return len(sizes) > 1 and len({*sizes[:-1]}) > 1 and sizes[0] != 6


def _has_check_digit(number: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812)."""
    digits = [int(each) for each in reversed(number)]
    doubled = (2 * each - 9 if each > 4 else 2 * each for each in digits[1::2])
    # Some numbers of one digit alone, as 0000 …, check themselves and are no card.
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_surrounded(text: str, start: int, end: int) -> bool:
    """Whether a number stands inside a digest or an address of the web."""
    near = max(0, start - 200)
    each_of = (patterns.DIGEST, patterns.ADDRESS)
    spans = (span for pattern in each_of for span in pattern.finditer(text, near, end + 80))
    return any(each.start() <= start and end <= each.end() for each in spans)


def _find_mobiles(text: str) -> Iterator[PersonalMatch]:
    for match in patterns.MOBILE.finditer(text):
        first, end = match.start(), match.end(1)
        country = patterns.COUNTRY.search(text, max(0, first - 12), first)
        if country is None or text[end : end + 1].isdecimal():
            continue
        start, written = country.start(), text[first:end]
        labelled = bool(patterns.MOBILE_LABEL.search(_get_before(text, start))) or first - start >= 3
        if _is_grouped(written) and not _is_other(text, start, end, written, labelled):
            yield PersonalMatch("mobile", start, end, _get_shown(_join_digits(written), 2))
    for match in patterns.EXPONENT.finditer(text):
        yield PersonalMatch("mobile", *match.span(), _get_shown(_join_digits(match[0])[:11], 2))
    for match in patterns.WITH_LETTERS.finditer(text):
        before = _get_before(text, match.start())
        if _follows_word(text, match.start()):
            continue
        if patterns.MOBILE_LABEL.search(before) and not match[0].isdecimal():
            yield PersonalMatch("mobile", *match.span(), _get_shown(match[0], 2))


def _find_chinese(text: str) -> Iterator[PersonalMatch]:
    """Mobile numbers in Chinese numerals, alone or among digits."""
    for match in CHINESE.finditer(text):
        number = _join_digits(match[0].translate(patterns.CHINESE_DIGITS))
        before = text[match.start() - 1 : match.start()].translate(patterns.CHINESE_DIGITS)
        if number[1] > "2" and len(_join_digits(match[0])) < len(number) and not before.isdecimal():
            yield PersonalMatch("mobile", *match.span(), _get_shown(number, 2))


def _is_grouped(written: str) -> bool:
    """Whether eleven digits stand in groups in which such a number is written."""
    sizes = tuple(len(each) for each in re.findall(r"\d+", written))
    gaps = "".join(re.findall(r"\D+", written))
    if not patterns.PARTING.isdisjoint(gaps):
        return sizes in patterns.PARTED
    return sizes in patterns.GROUPS or (len(sizes) == 2 and gaps.isspace() and sizes[0] > 2)


def _is_other(text: str, start: int, end: int, written: str, labelled: bool) -> bool:
    """Whether eleven digits are no mobile number, by their shape and what stands around them."""
    before, behind = _get_before(text, start), text[end : end + 8]
    if patterns.MOBILE_SURE.search(before) or (labelled and not patterns.OTHER_BEFORE.search(before)):
        return False
    if len(written) > 11 and (patterns.MORE_BEFORE.search(before) or patterns.MORE_AFTER.match(behind)):
        return True
    if patterns.OTHER_BEFORE.search(before) or patterns.OTHER_AFTER.match(behind):
        return True
    if patterns.CODE_BEFORE.search(before) and not patterns.NAME_BEFORE.search(before):
        return True
    if len(written) > 11 and ("、" in written and patterns.COUNT_BEFORE.search(before)):
        return True
    if patterns.IP.match(text, start) or _is_surrounded(text, start, end):
        return True
    return len(written) > 11 and _is_date(_join_digits(written)[3:])


def _names(text: str) -> Iterator[PersonalMatch]:
    for match in patterns.MAIL.finditer(text):
        if patterns.MAIL_LABEL.search(text, max(0, match.start() - 30), match.start()):
            yield PersonalMatch("mail", *match.span(), f"{match[0][0]}…")
    for match in patterns.CHAT.finditer(text):
        if _is_account(text, match):
            yield PersonalMatch("chat", *match.span("name"), f"{match['name'][0]}…")
    for match in patterns.PAPER.finditer(text):
        yield PersonalMatch("paper", *match.span("name"), _get_shown(match["name"], 2))


def _is_account(text: str, match: re.Match[str]) -> bool:
    """Whether what follows the name of a chat is somebody's account."""
    start, name = match.start(), str(match["name"])
    if text[max(0, start - 2) : start] == "企业" or patterns.WORDS.fullmatch(name):
        return False
    if match[0][0].isascii() and _follows_word(text, start):
        return False
    digits = sum(each.isdecimal() for each in name)
    if " " in name or ("-" in name and name[0].isdecimal()):
        return 7 <= digits <= 11
    if match["sign"] or match["colon"] or name.isdecimal() or digits or not name.isalnum():
        return True
    return bool(match["mark"] or match["way"] or not text[match.end() : match.end() + 1].isalpha())


def _find_homes(text: str) -> Iterator[PersonalMatch]:
    for match in patterns.HOME.finditer(text):
        name = match["name"]
        if patterns.HOUSE.search(name) or (":" in (match["colon"] or "") and patterns.PLACE.search(name)):
            yield PersonalMatch("home", *match.span("name"), f"{name[:2]}…")
