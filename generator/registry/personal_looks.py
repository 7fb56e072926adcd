"""First looks at a text or record: whether there may be something personal in it, quickly told.

Every record of a register is looked at; what is doubtful goes to personal_search, whose patterns take longer
to compile than most commands take to run.
"""

from __future__ import annotations

import re

NUMERALS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"

# First looks at a record as JSON, where a line break is two characters, or at a text: eleven digits that
# nothing long parts, or letters that are taken for some; the same in Chinese numerals.
DIGITS = re.compile(
    r'[\dlI](?:(?<=\d)(?:(?:[^\d"\\]|\\(?:\D|(?=\d))){0,5}+\d){10}|(?<=[1lI])[3-9][\dOoIl]{9})'
)
TEN_NUMERALS = f"(?:[ -]?[0-9{NUMERALS}]){{10}}(?![0-9{NUMERALS}十百千])"
CHINESE = re.compile(f"[1一幺壹]{TEN_NUMERALS}")
# The zeros of other scripts in their first plane, after each of which its nine other digits follow.
ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090"
    "\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10"
)
DECIMALS = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in ZEROS)
# Chinese numerals and numbers in circles and brackets, the digits of other scripts, letters and @ in full
# width: in one pattern, as each pass over a record takes long.
SIGNS = f"①-⑨⑴-⑼❶-❾➀-➈{DECIMALS}\U00010000-\U0001efff＠Ａ-Ｚａ-ｚ"
CHINESE_OR_SIGNS = re.compile(f"[1一幺壹{SIGNS}](?:(?<![1一幺壹])|{TEN_NUMERALS})")
# What names something personal, each beginning with one character.
NAMES = re.compile(
    r"\([aA艾]|（[aA艾]|\[[aA]|【[aA艾]|#at#|艾特|个人[电邮]|私人[电邮]|本人[电邮]"
    r"|微\.?\s?信|威信|薇信|徽信|围信|W[eE][iIcC]|w[eE][iIcC]|W[xX]|w[xX]|V信|v信|V[xX]|v[xX]|V\s?[:：]|v\s?[:：]"
    r"|加[VvQq微薇扣]|\+\s?[vV]|➕|Q[Qq号]|q[Qq号]|Q\s?[:：]|q\s?[:：]|企鹅|扣扣|钉钉|飞书|Skype|Telegram"
    r"|护照|行证|官证|兵证|台胞证|回乡证|居[住留]证"
    r"|家住|家庭[住地所详通]|住址|宅址|常住地|暂住地|居住地|现住|人现?住|户籍|户口|自宅"
)

# Credit codes and landlines in a record as JSON: most dossiers have them.
CODES = re.compile(r'"credit_code":"[0-9A-Z]{18}"|"0(?:10|2[0-9]|[3-9][0-9]{2})-[0-9]{7,8}"')

# Eleven digits, or letters that are taken for some, before the next quotation mark; all else is left out.
ALIKE = b"0123456789OoIl"
AS_DIGITS = bytes.maketrans(ALIKE, b"0" * len(ALIKE))
LEFT_OUT = bytes({*range(256)} - {*ALIKE, ord('"')})


def has_many_digits(raw: bytes, number: int) -> bool:
    """Whether so many digits, or letters taken for some, stand before the next quotation mark."""
    return b"0" * number in raw.translate(AS_DIGITS, LEFT_OUT)


def may_be_personal(raw: bytes) -> bool:
    """A first look at a record as JSON: whether there may be something personal in it."""
    text = raw.decode("utf-8", "replace")
    return (
        bool(NAMES.search(text) or CHINESE_OR_SIGNS.search(text))
        or _has_labelled_mail(text)
        or (has_many_digits(raw, 11) and bool(DIGITS.search(leave_out_codes(text))))
    )


def leave_out_codes(text: str) -> str:
    """A record as JSON without its credit codes and landlines, whose digits are nobody's own."""
    return CODES.sub("", text)


def _has_labelled_mail(text: str) -> bool:
    """Whether more than a mail stands before an @ in its text: only a label tells whose mail it is."""
    at = text.find("@")
    while at >= 0:
        if not text[text.rfind('"', 0, at) + 1 : at].isascii():
            return True
        at = text.find("@", at + 1)
    return False


def has_name(text: str) -> bool:
    """Whether a text has a name of something personal, or the sign of a mail."""
    return "@" in text or bool(NAMES.search(text))


def is_doubtful(text: str) -> bool:
    """A first look at a text: whether there may be something personal in it."""
    return has_name(text) or bool(DIGITS.search(text) or CHINESE_OR_SIGNS.search(text))
