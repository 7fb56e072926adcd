"""A paper as a .docx document, which an office goes on editing: styles and tables, no text boxes."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable

from docx import Document
from docx.document import Document as OpenDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocumentParagraph

from ..display import measure_width
from . import styles
from .package import format_moment, make_template, remove_time
from .paper import MODEL, Annex, Block, FactTable, Heading, Items, Paper, PaperTable, Paragraph
from .styles import BOTTOM, CHARACTER, CHARACTERS, FOOTER, HEIGHT, LEFT, LINE, RIGHT, TEXT_WIDTH, TOP, WIDTH
from .tables import MIN_SMALL, write_facts, write_table

# Between the text and the signature, for the seal.
SEAL_LINES = 2
GAP = 100  # twips between a paragraph and the table below it
UNIT = 635  # of python-docx in a twip
# Characters between the day and the right edge.
DAY_INDENT = 4
# Rows of a table that are kept on one page with the signature below it.
HELD_ROWS = 6
HELD_END = 2  # rows of a longer one
HELD_LENGTH = 8 * CHARACTERS  # of a paragraph, the same
SIGNATURE = 24  # characters of a line of a signature; a longer name stands in lines of one length
SEALED = "（盖章）"
TITLE = 20  # characters of a line of a title
ENDS = "年批次度的》"  # behind which a title may be divided
# The width of the text of a page that lies across.
WIDE = HEIGHT - TOP - BOTTOM


def write_document(paper: Paper, day: dt.date) -> bytes:
    """The document of a paper; its properties tell `day`. The same paper and day give the same bytes."""
    writer = _Writer(Document(io.BytesIO(make_template())))
    writer.write_head(paper)
    for block in paper.body:
        writer.write_block(block, TEXT_WIDTH)
    writer.write_foot(paper)
    for number, sheet in enumerate(paper.sheets, 1):
        writer.write_sheet(sheet, number if len(paper.sheets) > 1 else 0)
    return writer.save(paper.title, day)


class _Writer:
    """Writes the parts of one paper, one after the other."""

    def __init__(self, document: OpenDocument) -> None:
        self.document = document
        self.styles = {each.style_id: each for each in document.styles}

    def write(self, text: str, style: str) -> DocumentParagraph:
        return self.document.add_paragraph(text, self.styles[style])

    def write_head(self, paper: Paper) -> None:
        """What stands above the text: issuer, title, number, and to whom the paper goes."""
        if paper.is_model:
            self.write(MODEL, styles.MARK)
        if paper.issuer:
            self.write(paper.issuer, styles.ISSUER)
        self.write("\n".join(divide_title(paper.title)), styles.TITLE)
        if paper.number:
            self.write(paper.number, styles.NUMBER)
        if paper.to:
            self.write(f"{paper.to}：", styles.TO)

    def write_block(self, block: Block, width: float) -> None:
        """A piece of the text in its style; `width` is what a table may take."""
        match block:
            case Heading():
                self.write(block.text, styles.HEADINGS[block.level])
            case Paragraph() | Items():
                for text in [block.text] if isinstance(block, Paragraph) else block.texts:
                    for line in text.splitlines() or [""]:
                        self.write(line, styles.BODY)
            case FactTable():
                self._add(write_facts(block, width))
            case PaperTable():
                self._add(write_table(block, width))

    def _add(self, table: str) -> None:
        """Add a table at the end; a short line apart from what follows, lest two tables grow into one.

        One of a few low rows is not broken over two pages.
        """
        body = self.document.element.body
        before = self.document.paragraphs[-1]
        if before.style and before.style.style_id == styles.BODY:
            before.paragraph_format.space_after = GAP * UNIT
        element = parse_xml(table)
        body.sectPr.addprevious(element)
        rows = element.findall(qn("w:tr"))
        if len(rows) <= HELD_ROWS and len(rows[0].findall(qn("w:tc"))) < MIN_SMALL:
            self._hold(rows[:-1])
        self.write("", styles.SMALL_CELL)

    def _hold(self, elements: Iterable[BaseOxmlElement]) -> None:
        """Keep the paragraphs in some elements on the page of what follows."""
        for element in elements:
            for paragraph in element.iter(qn("w:p")):
                paragraph.get_or_add_pPr().get_or_add_keepNext()

    def write_foot(self, paper: Paper) -> None:
        """The names of the annexes and the signature, and what others add below it."""
        self._hold_end()
        for number, name in enumerate(paper.annexes, 1):
            lead = "附件：" if number == 1 else "　　　"
            count = f"{number}．" if len(paper.annexes) > 1 else ""
            # A list names its annexes as they were printed, with or without the word.
            text = name if name.startswith("附件") else f"{lead}{count}{name}"
            line = self.write(text, styles.ANNEX)
            line.paragraph_format.keep_with_next = True
            if number == 1:
                line.paragraph_format.space_before = LINE * UNIT
        self._sign(paper)
        for number, block in enumerate(paper.tail):
            self.write_block(block, TEXT_WIDTH)
            if number == 0 and isinstance(block, Heading):
                self.document.paragraphs[-1].paragraph_format.space_before = LINE // 3 * UNIT

    def _hold_end(self) -> None:
        """Keep the end of the text on the page of the signature, which never stands alone on one.

        That is the last paragraph, or the last table, where it is short: what is held together is not
        divided, and would leave half a page empty.
        """
        last = self.document.element.body.findall(qn("w:p"))[-1]
        table = last.getprevious()
        rows = table.findall(qn("w:tr")) if table is not None and table.tag == qn("w:tbl") else []
        text = "".join(each.text or "" for each in last.iter(qn("w:t")))
        if text and len(text) <= HELD_LENGTH:
            self._hold([last])
        elif not text:
            self._hold([*(rows if len(rows) <= HELD_ROWS else rows[-HELD_END:]), last])

    def _sign(self, paper: Paper) -> None:
        """Signers in the middle above the day, which stands four characters from the right edge."""
        signers = [line for each in paper.signers for line in divide_name(each)]
        lines = [*signers, *filter(None, [paper.date])]
        day = _count_characters(paper.date)
        widest = max(map(_count_characters, lines), default=0)
        indent = max(DAY_INDENT, (widest - day) / 2)
        for number, text in enumerate(lines):
            line = self.write(text, styles.SIGNATURE)
            own = max(0.0, indent + (day - _count_characters(text)) / 2)
            properties = line._p.get_or_add_pPr()
            if number == 0:
                line.paragraph_format.space_before = SEAL_LINES * LINE * UNIT
            line.paragraph_format.keep_with_next = number < len(lines) - 1
            indents = properties.get_or_add_ind()
            indents.set(qn("w:rightChars"), str(int(own * 100)))
            indents.set(qn("w:right"), str(int(own * CHARACTER)))

    def write_sheet(self, sheet: Annex, number: int) -> None:
        """An annex in a section of its own, with its mark in the first line."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._flatten_break()
        wide = sheet.is_wide
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(HEIGHT), Mm(WIDTH)) if wide else (Mm(WIDTH), Mm(HEIGHT))
        # Turned to the left, as the page is bound: what was the left margin is the upper one.
        margins = (LEFT, RIGHT, BOTTOM, TOP) if wide else (TOP, BOTTOM, LEFT, RIGHT)
        for side, margin in zip(("top", "bottom", "left", "right"), margins, strict=True):
            setattr(section, f"{side}_margin", Mm(margin))
        section.footer_distance = Mm(FOOTER - (BOTTOM - RIGHT) if wide else FOOTER)
        self.write(f"附件{number or ''}", styles.ANNEX_MARK)
        self.write(sheet.title, styles.TITLE)
        for block in sheet.blocks:
            self.write_block(block, WIDE if wide else TEXT_WIDTH)

    def _flatten_break(self) -> None:
        """Let the end of a section take no room: behind a full page it would make an empty one."""
        last = self._flatten_last()
        before = last._p.getprevious()
        if before is not None and before.tag == qn("w:p") and before.find(qn("w:r")) is None:
            self.document.element.body.remove(before)

    def _flatten_last(self) -> DocumentParagraph:
        """Let the last paragraph, which says nothing, take no room: Word wants one behind a table."""
        last = self.document.paragraphs[-1]
        last.style = self.styles[styles.SMALL_CELL]
        last.paragraph_format.line_spacing = Pt(1)
        return last

    def save(self, title: str, day: dt.date) -> bytes:
        """The file, with what it says of itself: no person, no clock."""
        if not self.document.paragraphs[-1].text:
            self._flatten_last()
        properties = self.document.core_properties
        properties.title, properties.language, properties.revision = title, "zh-CN", 1
        properties.created = properties.modified = format_moment(day)
        stream = io.BytesIO()
        self.document.save(stream)
        return remove_time(stream.getvalue())


def divide_title(text: str) -> list[str]:
    """The lines of a title: one that needs two is divided behind a word, where both lines hold it."""
    if not TITLE < _count_characters(text) <= 2 * TITLE:
        return [text]
    middle = len(text) / 2
    ends = [at for at in range(2, len(text) - 1) if text[at - 1] in ENDS]
    for at in sorted(ends, key=lambda end: abs(end - middle)):
        if max(_count_characters(text[:at]), _count_characters(text[at:])) <= TITLE:
            return [text[:at], text[at:]]
    return [text]


def divide_name(text: str) -> list[str]:
    """The lines of a signature: a long name is divided into as few as hold it, of about one length."""
    name = text.removesuffix(SEALED)
    count = math.ceil(_count_characters(name) / SIGNATURE)
    if count < 2:
        return [text]
    size = math.ceil(len(name) / count)
    lines = [name[start : start + size] for start in range(0, len(name), size)]
    return [*lines[:-1], lines[-1] + text[len(name) :]]


def _count_characters(text: str) -> float:
    """The width of a text in Chinese characters."""
    return measure_width(text) / 2
