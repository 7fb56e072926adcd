"""What the two letters about a record say: that it came, and what is to be put right in it.

`registry import` sends them about a sheet, `registry paper` about a record: the words stand here alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..finding import format_article, format_chinese_number
from ..json_data import JsonValue
from ..model.kinds import PaperKind
from ..model.tables import Tables
from .paper import Heading, Items, Paper, Paragraph

# What becomes of a record that has come.
NEXT = {
    "plan": "由业务主管部门和人社部门审核，两方都通过的才算通过，没有通过的不得实施",
    "amendment": "由业务主管部门和人社部门审核，两方都通过以后才能照调整后的计划实施",
    "summary": "由业务主管部门和人社部门备案",
    "application": "由人社部门和业务主管部门、行业协会（学会）审核推荐，市人社局组织专家评审，"
    "通过的列入名单公布",
    "change": "备案后向社会公布",
}
# In a letter as plain text: before a paragraph, and before a line of the signature.
INDENT, RIGHT = "　　", "　" * 20
JUDGED = ("plan", "amendment", "application")  # what is not done with being received


class Wording(NamedTuple):
    """How a notice speaks of what it is about.

    `origin` says how the faults came to be known, `until` what holds until they are put right, `again` what
    is to be sent again; `number` stands for how many there are, where that is still to be said.
    """

    origin: str
    until: str
    again: str
    number: str = ""


OF_A_SHEET = Wording("经核对，", "，补正以前不能登记。所附表格已逐处标出，改法见批注。", "整个文件")
OF_A_FORM = Wording(
    "经核对，",
    "，补正以前不能登记。在网上填表中打开同一种表，点“接着填以前下载的文件”，照下面改好，检查以后再下载。",
    "新下载的文件",
)


class Letter(NamedTuple):
    """A letter's addressee, what it is about, and who writes on which day.

    `file` is the file that came, empty where the letter is about a record; `article` the words for the
    article that asks for the record, `due` its last day, empty where there is none; `window` says until when
    an application may be made, where that is still to come. Days are words, so that they may be left blank.
    """

    institution: str
    what: str
    senders: tuple[str, ...]
    day: str
    file: str = ""
    received: str = ""
    article: str = ""
    due: str = ""
    is_late: bool = False
    window: str = ""


def name_article(tables: Tables, basis: str, day: dt.date) -> str:
    """The article with its regulation: 《……办法》第十七条; nothing where the regulation has none."""
    article = format_article(tables.cite(basis, day))
    title = tables.find_regulation(day).title if article else ""
    return f"《{title}》{article}" if title else article


def compose_notice(letter: Letter, points: Sequence[str], wording: Wording) -> Paper:
    """The letter that says what is to be put right, how and by when."""
    file = f"（文件“{letter.file}”）" if letter.file else ""
    opening = f"你单位{letter.received}报送的{letter.what}{file}收悉。"
    numbered = [
        # format_chinese_number goes as far as 99.
        f"{format_chinese_number(number) if number < 100 else number}、{point}"
        for number, point in enumerate(points, 1)
    ]
    body = (
        Paragraph(f"{opening}{wording.origin}有下列{wording.number or len(points)}处需要补正{wording.until}"),
        Items(tuple(numbered)),
        Paragraph(_ask_back(letter, wording.again)),
    )
    return _sign(letter, PaperKind.SUPPLEMENT_NOTICE, body)


def _ask_back(letter: Letter, again: str) -> str:
    """By when and to whom the whole is to be returned."""
    to = "、".join(letter.senders) or "收件机关"
    if not letter.due:
        window = f"（{letter.window}）" if letter.window else ""
        return f"办法没有规定补正的期限，请尽快改好{window}，将{again}重新报送{to}。"
    basis = f"（{letter.article}）" if letter.article else ""
    if letter.is_late:
        return f"报送的截止日{letter.due}{basis}已过，请立即改好，将{again}重新报送{to}。"
    return f"请在{letter.due}以前{basis}改好，将{again}重新报送{to}。"


def compose_receipt(letter: Letter, kind: str, count: str) -> Paper:
    """The letter that says what has come, from whom, when, and what is next; `count` is how much of it."""
    next_ = NEXT[kind]
    basis = f"按照{letter.article}，" if letter.article else "下一步，"
    still = "，不表示审核通过" if kind in JUDGED else ""
    about = "，".join(filter(None, (f"文件“{letter.file}”" if letter.file else "", count)))
    came = letter.received or letter.day
    body = (
        Paragraph(f"你单位报送的{letter.what}{f'（{about}）' if about else ''}，已于{came}收到。"),
        Paragraph(f"{basis}{letter.what}{next_}。本回执只说明材料已经收到{still}。"),
    )
    return _sign(letter, PaperKind.RECEIPT, body)


def count_rows(data: Mapping[str, JsonValue]) -> str:
    """How much a record holds, in words: 7门课程; empty where it has no rows that are counted."""
    for name, words in (("courses", "门课程"), ("runs", "期培训"), ("changes", "项变更")):
        rows = data.get(name)
        if isinstance(rows, list):
            return f"{len(rows)}{words}"
    return ""


def _sign(letter: Letter, title: str, body: tuple[Paragraph | Items, ...]) -> Paper:
    # One of several does not sign for the others: which of them writes, the clerk knows.
    sender = letter.senders[0] if len(letter.senders) == 1 else "（收件机关）"
    return Paper(title, body, to=letter.institution, signers=(sender,), date=letter.day)


def write_text(paper: Paper) -> str:
    """A letter as plain text, for a mail: what stands in it is the same as in the document."""
    signature = [f"{RIGHT}{each}" for each in (*paper.signers, paper.date)]
    return "\n".join([paper.title, "", f"{paper.to}：", *_write_body(paper), "", *signature, ""])


def _write_body(paper: Paper) -> Iterator[str]:
    for block in paper.body:
        match block:
            case Paragraph() | Heading():
                yield f"{INDENT}{block.text}"
            case Items():
                yield from ("", *(f"{INDENT}{each}" for each in block.texts), "")
