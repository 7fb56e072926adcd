"""How papers look: the page, the fonts and the styles, after GB/T 9704-2012.

The standard sets 22 lines of 28 characters of size 3 (16 points) on a page of A4, between margins of 37, 35,
28 and 26 mm. Fonts are named and not embedded: where one is missing, the program for texts takes one of
those named beside it.
"""

from __future__ import annotations

from typing import NamedTuple

# Millimetres, as they stand on a page that is upright.
WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
TEXT_WIDTH, TEXT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
LINES, CHARACTERS = 22, 28
HEADER = 15
FOOTER = 23  # from the lower edge of the page: the number stands 7 mm below the text
TWIPS = 1440 / 25.4  # in a millimetre
SIZE = 16  # points of size 3
CHARACTER = SIZE * 20  # twips
LINE = int(TEXT_HEIGHT * TWIPS / LINES)
# How much less room than its size a character has, in twips, that a line has as many as it should. A grid
# of characters would say the same, but LibreOffice gives what is larger than a cell of it two cells.
SPACE = int(TEXT_WIDTH * TWIPS / CHARACTERS) - CHARACTER

SONG, FANG, HEI, KAI, PLAIN = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
# What a program for texts takes where it has not the font itself.
FALLBACKS = {
    SONG: "方正小标宋_GBK,小标宋,华文中宋,宋体",
    FANG: "仿宋_GB2312,FangSong,华文仿宋,宋体",
    HEI: "SimHei,微软雅黑,宋体",
    KAI: "楷体_GB2312,KaiTi,华文楷体,宋体",
    PLAIN: "SimSun,新宋体",
}


class Style(NamedTuple):
    """A style of paragraphs.

    `size` is in points; `before` and `after` count lines; `first` and `hanging` count characters of the
    first line; `outline` is the level of a heading; in `own` stand its further properties as XML.
    """

    id: str
    name: str
    font: str = FANG
    size: float = SIZE
    align: str = "both"
    before: float = 0
    after: float = 0
    first: int = 0
    outline: int = -1
    own: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is of the text of the page, which stands closer than its letters are wide."""
        return OFF_GRID not in self.own and self.size == SIZE


KEEP = "<w:keepNext/>"
# In cells: lines as high as their letters, and no room between digits and Chinese characters.
OFF_GRID = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
BODY, TITLE, ISSUER, NUMBER, TO = "BodyText", "Title", "Issuer", "DocumentNumber", "Addressee"
SIGNATURE, ANNEX, ANNEX_MARK, MARK, FOOT = "Signature", "AnnexNote", "AnnexMark", "ModelMark", "Footer"
CELL, SMALL_CELL, HEAD, SMALL_HEAD = "Cell", "SmallCell", "CellHead", "SmallCellHead"
LABEL, NORMAL = "CellLabel", "Normal"
HEADINGS = {1: "Heading1", 2: "Heading2"}
STYLES = (
    Style(NORMAL, "Normal"),
    Style(BODY, "Body Text", first=2),
    Style(ISSUER, "发文机关", SONG, 22, "center", before=0.5, own=KEEP),
    Style(TITLE, "Title", SONG, 22, "center", after=0.5, own=KEEP),
    Style(NUMBER, "发文字号", align="center", after=0.5, own=KEEP),
    Style(TO, "主送机关", own=KEEP),
    Style(HEADINGS[1], "heading 1", HEI, first=2, outline=0, own=KEEP),
    Style(HEADINGS[2], "heading 2", KAI, first=2, outline=1, own=KEEP),
    Style(ANNEX, "附件说明", first=2),
    Style(ANNEX_MARK, "附件标记", HEI, own=KEEP),
    Style(SIGNATURE, "落款", align="right", own="<w:keepLines/>"),
    Style(MARK, "样式参考", HEI, 10.5, "left"),
    Style(FOOT, "footer", PLAIN, 14, "left", own=OFF_GRID),
    Style(CELL, "表格正文", size=12, align="left", own=OFF_GRID),
    Style(SMALL_CELL, "表格正文（窄）", size=9, align="left", own=OFF_GRID),
    Style(HEAD, "表头", HEI, 12, "center", own=KEEP + OFF_GRID),
    Style(LABEL, "表格项目", HEI, 12, "center", own=OFF_GRID),
    Style(SMALL_HEAD, "表头（窄）", HEI, 9, "center", own=KEEP + OFF_GRID),
)


def write_style(style: Style) -> str:
    """A style as WordprocessingML; its own properties come in the order that the standard wants."""
    off_grid = OFF_GRID in style.own
    own = style.own.replace(OFF_GRID, "")
    indent = (
        f'<w:ind w:firstLineChars="{style.first * 100}" w:firstLine="{style.first * CHARACTER}"/>'
        if style.first
        else ""
    )
    # A title of several lines needs more room than a line of the text.
    rule = "atLeast" if style.size > SIZE else "exact"
    line = f'w:line="{LINE}" w:lineRule="{rule}"' if not off_grid else 'w:line="250" w:lineRule="auto"'
    before, after = int(style.before * LINE), int(style.after * LINE)
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" {line}/>'
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline >= 0 else ""
    base = "" if style.id == NORMAL else f'<w:basedOn w:val="{NORMAL}"/>'
    kind = ' w:default="1"' if style.id == NORMAL else "" if style.name.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style.id}"><w:name w:val="{style.name}"/>{base}'
        f"<w:qFormat/><w:pPr>{own}{OFF_GRID if off_grid else ''}{spacing}{indent}"
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{write_fonts(style.font)}"
        f'<w:spacing w:val="{SPACE if style.is_text else 0}"/>'
        f'<w:sz w:val="{int(style.size * 2)}"/><w:szCs w:val="{int(style.size * 2)}"/></w:rPr></w:style>'
    )


def write_fonts(font: str) -> str:
    """A font for all scripts; quotation marks and dashes are Chinese ones."""
    names = " ".join(f'w:{each}="{font}"' for each in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts w:hint="eastAsia" {names}/>'
