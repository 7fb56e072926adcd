"""Numbers and names that belong to a person: where they stand in a text, and the same text masked.

What people write by habit is found: numbers in groups, folded, labelled, in full width, with a country
code or glued to a letter. What only looks alike (document numbers, amounts, dates, codes) is told by what
stands around it. Nothing here knows what a record is.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["identity", "old-identity", "mobile", "card", "mail", "chat", "paper"]
LABELS: dict[Kind, str] = {
    "identity": "身份证号码",
    "old-identity": "15 位旧身份证号码",
    "mobile": "个人手机号码",
    "card": "银行卡号",
    "mail": "个人邮箱",
    "chat": "个人聊天账号",
    "paper": "个人证件号码",
}


class Found(NamedTuple):
    """Something personal in a text: what it is, where it begins and ends, and how it may be told."""

    kind: Kind
    start: int
    end: int
    shown: str


CHAT_NAMES = (
    r"微信|威信|薇信|[Ww]e[Cc]hat|[Ww]ei[Xx]in|(?<![A-Za-z])[VvWw][Xx]|[Vv]信|加[Vv微]"
    r"|(?<![A-Za-z])[Qq]{2}|扣扣|钉钉"
)
PAPERS = "护照|通行证|军官证|士兵证|警官证"
# For a first look at a whole text: what names something personal, in small letters; digits and letters in
# full width and digits of other scripts.
NAMES = (
    *("@", "＠", "(at)", "（at）", "#at#", "微信", "威信", "薇信", "v信", "加微", "加v", "扣扣", "钉钉"),
    *("qq", "vx", "wx", "wechat", "weixin", "护照", "行证", "官证", "兵证"),
)
NAMED = tuple(each.encode() for each in NAMES)
# Most texts of a record have neither a digit nor such a name: nothing can be found in them.
ANYTHING = re.compile(r"[\d①-⑨Ａ-Ｚａ-ｚ]|" + "|".join(map(re.escape, NAMES)), re.IGNORECASE)
OTHER_SIGNS = re.compile(
    rb"\xef\xbc[\x90-\x99\xa1-\xba]|\xef\xbd[\x81-\x9a]|\xf0\x9d\x9f|\xd9[\xa0-\xa9]|\xe2\x91[\xa0-\xa8]"
)
# Eleven digits, or letters that are taken for some, before the next quotation mark; all else is left out.
ALIKE = b"0123456789OoIl"
AS_DIGITS = bytes.maketrans(ALIKE, b"0" * len(ALIKE))
LEFT_OUT = bytes({*range(256)} - {*ALIKE, ord('"')})
# Eleven digits that nothing long parts.
DIGITS = re.compile(r'(?<!\d)\d(?:[^\d"]{0,5}\d){10}|[1lI][3-9][\dOoIl]{9}')
# What stands between the digits of one number: blanks and line breaks, dashes, dots, brackets, Markdown.
GAP = r"[\s\-\u2010-\u2015\u2212~·•./_,()*`\\]{0,4}"

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CROSSES = str.maketrans("x×хХ✕╳", "XXXXXX")
IDENTITY = re.compile(rf"(?<!\d)(?=([1-9](?:{GAP}\d){{16}}{GAP}[\dXx×хХ✕╳])(?![0-9]))")
IDENTITY_LABEL = re.compile(
    r"(?:身份证?(?:件)?|证件|公民身份|[Ii][Dd]\s?[Cc]ard|ID)(?:号码?|编号)?[^\d。；]{0,8}$"
)
AFTER_LABEL = re.compile(rf"[1-9](?:{GAP}\d){{16}}(?:{GAP}[\dXx×хХ✕╳])?(?![0-9])")
OLD_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}[\s\-.]?(\d{2})(\d{2})(\d{2})[\s\-.]?\d{3}(?![0-9A-Za-z]|[\s\-.]\d)"
)

COUNTRY = r"(?:[(]?(?:\+|00)?86[)]?[\s\-]{0,3})?"
MOBILE = re.compile(
    rf"(?<!\d){COUNTRY}[(]?0?(?=(1{GAP}[3-9](?:{GAP}\d){{9}}))(?!1{GAP}[3-9](?:{GAP}\d){{9}}\d)"
)
MOBILE_LABEL = re.compile(
    r"(?:手机|电话|移动|联系|致电|拨打|来电|短信|热线|号码|咨询|报名|微信|(?<!合)同号|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone|"
    r"[Cc]ell|MOB|TEL|PHONE)[^\d。；]{0,8}$"
)
WITH_LETTERS = re.compile(r"(?<![0-9A-Za-z])[1lI][3-9][\dOoIl]{9}(?![0-9A-Za-z])")
# The sizes of the groups in which a mobile number is written; two groups may be parted anywhere by a blank.
WRITTEN_IN = (
    "11 3-4-4 3-3-5 3-8 7-4 4-3-4 4-4-3 5-6 6-5 3-5-3 5-3-3 3-2-2-2-2 3-3-3-2",
    "1-10 1-2-4-4 1-3-3-4 2-3-3-3 1-1-1-1-1-1-1-1-1-1-1",
)
GROUPS = frozenset(tuple(map(int, each.split("-"))) for each in " ".join(WRITTEN_IN).split())
DOTTED = frozenset({(11,), (3, 4, 4), (3, 3, 5), (1,) * 11, (4, 3, 4), (3, 3, 3, 2)})

CARD = re.compile(rf"(?<!\d)(?=([3-69](?:{GAP}\d){{15,18}})(?!\d))")
CARD_BEGINS = re.compile(r"62|60|4|5[1-5]|3[57]|95|9[01]")
CARD_LABEL = re.compile(r"(?:卡号?|账[号户]|帐[号户]|储蓄|工资|[Cc]ard)[^\d。；]{0,8}$")

# What tells, right before or behind it, that a number is another one: a document's, a code, an amount.
OTHER_BEFORE = re.compile(
    r"(?:[〔\[({【]\d{4}[〕\])}】]\D{0,3}第?|备案?号?|第|字|编号|编码|代码|单号|流水|凭证|订单|合同|发票|票据|许可|(?<!身份)证号|证书|"
    r"注册|登记|序列|条码|案号|学籍|资产|设备|档案|批次|批号|型号|标准|版本|项目|课程|信用|核准|税号|[Nn][Oo][.:]|№|SN|ISBN|[¥$]|"
    r"人民币|金额|经费|预算|总额|合计|共计|投资|产值|收入|支出|资金|学费|收费|面积|坐标|经度|纬度|QQ群|群)"
    r"(?:号码?)?[:]?\s?(?:为|是|约|计)?\s?[A-Z]{0,6}[-_]?$"
)
CODE_BEFORE = re.compile(r"(?:[A-Z]{2,}|[A-Za-z][A-Za-z0-9]*[-_.]|[0-9][-_.])$")
# Right before a number: nothing else can be meant.
MOBILE_SURE = re.compile(
    r"(?:手机|电话|移动|微信|(?<!合)同号|联系方式|致电|拨打|请拨|[Tt][Ee][Ll]|[Mm]ob(?:ile)?|[Pp]hone|MOB|"
    r"PHONE)"
    r"(?:号码?)?[:.\s为是]{0,3}[-(]?$"
)
OTHER_AFTER = re.compile(
    r"\s?(?:元|[万亿]|人[^ ]|人次|课时|学时|平方|㎡|m2|吨|千瓦"
    r"|号(?!码|[(]?(?:微信|机主))|\.\d{1,2}(?!\d)|[-_/][A-Z0-9])"
)
# Further groups of digits: then the eleven are a part of something longer.
MORE_BEFORE = re.compile(r"(?<!\d)\d{1,6}\s$")
MORE_AFTER = re.compile(r"[\s\-.](?!\s?1[3-9]\d)\d{1,6}(?!\d)")
DIGEST = re.compile(r"[0-9A-Fa-f]{32,}")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s一-鿿]+")

MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+-]{0,40}\s?(?:@|\(at\)|#at#)\s?[A-Za-z0-9-]{1,30}(?:\.[A-Za-z]{2,8}){1,3}"
)
MAIL_LABEL = re.compile(
    r"(?:个人|私人|本人|私|家庭|家属|老师|先生|女士|同志|校长|院长|主任|经理|教授|医生|法人|代表人?|[Qq]{2}|自己|其)的?"
    r"(?:常用)?(?:电子)?(?:邮箱|邮件|邮址|信箱|电邮|私邮|邮|[Ee]-?[Mm]ail)(?:地址|账号)?\s?(?:为|是)?[:]?\s?$|私邮[:]?\s?$"
)
CHAT = re.compile(
    rf"(?:{CHAT_NAMES})(?P<sign>号码?|账号|帐号|[Ii][Dd]|名|同号)?\s?(?P<colon>[:=]|为|是)?\s?[(]?\s?"
    r"(?P<name>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,10})(?![0-9A-Za-z@])"
)
PAPER = re.compile(
    rf"(?:{PAPERS})(?:号码?|编号|证号)?\s?(?:为|是)?[:]?\s?"
    r"(?P<name>[A-Z]{0,2}\d{7,10}|[军士武南北沈兰成济广海空]字第?\d{6,8})(?![0-9])"
)


def many_digits(raw: bytes, number: int) -> bool:
    """Whether so many digits, or letters taken for some, stand before the next quotation mark."""
    return b"0" * number in raw.translate(AS_DIGITS, LEFT_OUT)


def suspect(raw: bytes) -> bool:
    """A first look: whether there may be something personal in a text, of a record or a whole file."""
    if many_digits(raw, 11) and DIGITS.search(raw.decode("utf-8", "replace")):
        return True
    lowered = raw.lower()
    for each in NAMED:
        if each in lowered:
            return True
    return OTHER_SIGNS.search(raw) is not None


def find(text: str) -> list[Found]:
    """What is personal in a text, in order; nothing is found twice."""
    if not ANYTHING.search(text) or not suspect(text.encode("utf-8", "replace")):
        return []
    plain, places = _plain(text)
    every = [*_identities(plain), *_cards(plain), *_mobiles(plain), *_names(plain)]
    every.sort(key=lambda each: each.start)  # of two that begin at one place the first is meant
    found: list[Found] = []
    for each in every:
        if not found or each.start >= found[-1].end:
            found.append(each)
    if places is None:
        return found
    return [each._replace(start=places[each.start], end=places[each.end - 1] + 1) for each in found]


def said(found: Found) -> tuple[str, str]:
    """What is wrong with it, and how to mend it."""
    message = f"出现{LABELS[found.kind]} {found.shown}，登记册不收个人信息"
    mend = "删去；已经提交的，请联系管理员从历史中清除"
    if found.kind == "old-identity":
        message = f"{found.shown} 像是 15 位旧身份证号码"
        mend = "是身份证号码的，删去；是旧的登记证号或其他编号的，在前面写明是什么号"
    elif found.kind == "mobile":
        mend += "；联系方式填单位座机"
    elif found.kind in ("mail", "chat"):
        mend += "；联系方式填单位的邮箱或公众号"
    return message, mend


def masked(text: str) -> str:
    """A text of the same length with a sign for all but the ends of what is personal in it."""
    found = find(text)
    if not found:
        return text
    signs = list(text)
    for each in found:
        inside = [i for i in range(each.start, each.end) if text[i].isalnum()]
        kept = (1, 0) if each.kind in ("mail", "chat") else (3, 1 if "identity" in each.kind else 2)
        for i in inside[kept[0] : len(inside) - kept[1]]:
            signs[i] = "*"
    return "".join(signs)


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a resident's identity number: a real date and the check digit of GB 11643."""
    if not _is_date(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[17].upper()


def _is_date(digits: str) -> bool:
    try:
        dt.datetime.strptime(digits, "%Y%m%d")
    except ValueError:
        return False
    return True


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text as it is searched, in half width and ASCII digits, and for each sign its place in the text."""
    if text.isascii():
        return text, None
    signs: list[str] = []
    places: list[int] = []
    for i, sign in enumerate(text):
        plain = sign if sign.isascii() else _plain_sign(sign)
        signs.append(plain)
        places.extend([i] * len(plain))
    return "".join(signs), places


def _plain_sign(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", sign)


def _joined(written: str) -> str:
    """The digits of a number, and the last sign of an identity number."""
    return "".join(each for each in written.translate(CROSSES) if each.isdecimal() or each == "X")


def _shown(number: str, last: int) -> str:
    return f"{number[:3]}…{number[-last:]}"


def _identities(text: str) -> Iterator[Found]:
    for match in IDENTITY.finditer(text):
        start, end = match.span(1)
        number = _joined(match[1])
        labelled = bool(IDENTITY_LABEL.search(text, max(0, start - 20), start))
        sound = len(number) == 18 and is_identity_number(number)
        if (sound and not _in_code(text, start)) or (labelled and not _in_code(text, start)):
            yield Found("identity", start, end, _shown(number, 1))
    for match in AFTER_LABEL.finditer(text):
        if IDENTITY_LABEL.search(text, max(0, match.start() - 20), match.start()):
            yield Found("identity", *match.span(), _shown(_joined(match[0]), 1))
    for match in OLD_IDENTITY.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        alone = len(match[0]) == 15 and not OTHER_BEFORE.search(before)
        likely = alone or IDENTITY_LABEL.search(before)
        if likely and _is_date("19" + "".join(match.groups())):
            yield Found("old-identity", *match.span(), _shown(match[0], 1))


def _in_code(text: str, start: int) -> bool:
    """Whether what begins here is called a credit code."""
    return "信用代码" in text[max(0, start - 12) : start]


def _cards(text: str) -> Iterator[Found]:
    for match in CARD.finditer(text):
        start = match.start(1)
        # The longest that fits is taken; what is shorter is tried where a group ends.
        written = match[1]
        number = _joined(written)
        before = text[max(0, start - 24) : start]
        if len(number) > 19 or not _luhn(number) or _is_parted_oddly(written):
            continue
        labelled = bool(CARD_LABEL.search(before))
        other = OTHER_BEFORE.search(before) and not labelled
        known = CARD_BEGINS.match(number) and not (len(number) == 18 and is_identity_number(number))
        if labelled or (known and not other and not _surrounded(text, start, match.end(1))):
            yield Found("card", start, match.end(1), _shown(number, 2))


def _is_parted_oddly(written: str) -> bool:
    """Whether the groups are none of a card: all of one size but the last, or 6-13, or one."""
    sizes = [len(each) for each in re.findall(r"\d+", written)]
    return len(sizes) > 1 and len({*sizes[:-1]}) > 1 and sizes[0] != 6


def _luhn(number: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812)."""
    digits = [int(each) for each in reversed(number)]
    doubled = (2 * each - 9 if each > 4 else 2 * each for each in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _surrounded(text: str, start: int, end: int) -> bool:
    """Whether a number stands inside a digest or an address of the web."""
    near = max(0, start - 200)
    spans = (*DIGEST.finditer(text, near, end + 80), *ADDRESS.finditer(text, near, end + 80))
    return any(each.start() <= start and end <= each.end() for each in spans)


def _mobiles(text: str) -> Iterator[Found]:
    for match in MOBILE.finditer(text):
        start, end = match.start(), match.end(1)
        if end < len(text) and text[end].isdecimal():
            continue
        written = match[1]
        number = _joined(written)
        before = text[max(0, start - 24) : start]
        labelled = bool(MOBILE_LABEL.search(before)) or match.start(1) - start >= 3
        if _grouped(written) and not _is_other(text, start, end, written, labelled):
            yield Found("mobile", start, end, _shown(number, 2))
    for match in WITH_LETTERS.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if MOBILE_LABEL.search(before) and not match[0].isdecimal():
            yield Found("mobile", *match.span(), _shown(match[0], 2))


def _grouped(written: str) -> bool:
    """Whether eleven digits stand in groups in which such a number is written."""
    sizes = tuple(len(each) for each in re.findall(r"\d+", written))
    gaps = "".join(re.findall(r"\D+", written))
    if any(each in ".,。/" for each in gaps):
        return sizes in DOTTED
    return sizes in GROUPS or (len(sizes) == 2 and gaps.isspace() and sizes[0] > 2)


def _is_other(text: str, start: int, end: int, written: str, labelled: bool) -> bool:
    """Whether eleven digits are no mobile number, by their shape and what stands around them."""
    before, behind = text[max(0, start - 24) : start], text[end : end + 8]
    if MOBILE_SURE.search(before) or (labelled and not OTHER_BEFORE.search(before)):
        return False
    if len(written) > 11 and (MORE_BEFORE.search(before) or MORE_AFTER.match(behind)):
        return True
    if OTHER_BEFORE.search(before) or OTHER_AFTER.match(behind) or _surrounded(text, start, end):
        return True
    if CODE_BEFORE.search(before) and not re.search(r"1[3-9]\d{9}[-_/.]$", before):
        return True
    return len(written) > 11 and _is_date(_joined(written)[3:])


def _names(text: str) -> Iterator[Found]:
    for match in MAIL.finditer(text):
        if MAIL_LABEL.search(text, max(0, match.start() - 20), match.start()):
            yield Found("mail", *match.span(), f"{match[0][0]}…")
    for match in CHAT.finditer(text):
        name = match["name"]
        marked = name.isdecimal() or re.search(r"[\d_-]", name)
        of_all = text[max(0, match.start() - 2) : match.start()] == "企业"
        if (match["sign"] or match["colon"] or marked) and not of_all:
            yield Found("chat", *match.span("name"), f"{name[0]}…")
    for match in PAPER.finditer(text):
        yield Found("paper", *match.span("name"), _shown(match["name"], 2))
