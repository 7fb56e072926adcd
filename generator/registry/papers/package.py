"""The .docx package: an empty one with our styles to begin with, and bytes that no clock changes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import cache

from ..packed import pack_parts
from .styles import (
    BOTTOM,
    FALLBACKS,
    FOOT,
    FOOTER,
    HEADER,
    HEIGHT,
    LEFT,
    LINE,
    RIGHT,
    STYLES,
    TOP,
    TWIPS,
    WIDTH,
    write_style,
)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = f'xmlns:r="{OFFICE}/relationships"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The parts beside the document itself: what the document calls them, and what they are.
PARTS = {
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "footer1": "footer",
    "footer2": "footer",
}
# Twips between a cell's edges and its text, in the order that the format wants.
MARGINS = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 28), ("left", 57), ("bottom", 28), ("right", 57))
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
TABLE = "TableGrid"


def count_twips(millimetres: float) -> int:
    """Millimetres in the unit of the format, twentieths of a point."""
    return round(millimetres * TWIPS)


@cache
def make_template() -> bytes:
    """An empty document with the page, the styles and the page numbers of official papers."""
    parts = {
        "[Content_Types].xml": _write_types(),
        "_rels/.rels": _write_relations(
            ("rId1", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _write_core(),
        "word/document.xml": f"<w:document {W} {R}><w:body>{_write_section()}</w:body></w:document>",
        "word/_rels/document.xml.rels": _write_relations(
            *(
                (f"rId{number}", f"{OFFICE}/relationships/{kind}", f"{name}.xml")
                for number, (name, kind) in enumerate(PARTS.items(), 1)
            )
        ),
        "word/styles.xml": _write_styles(),
        "word/settings.xml": _write_settings(),
        "word/fontTable.xml": _write_fonts(),
        # Odd pages are numbered at the right, even ones at the left, both one character from the edge.
        "word/footer1.xml": _write_footer("right"),
        "word/footer2.xml": _write_footer("left"),
    }
    return pack_parts({name: (HEAD + text).encode() for name, text in parts.items()})


def remove_time(content: bytes) -> bytes:
    """A ZIP without the time at which it was written; its parts stay in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return pack_parts({each: file.read(each) for each in file.namelist()})


def format_moment(day: dt.date) -> dt.datetime:
    """The moment that the properties of a document tell: the beginning of the day."""
    return dt.datetime(day.year, day.month, day.day)


def _write_types() -> str:
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = [("word/document.xml", f"{WORD}.document.main+xml"), ("docProps/core.xml", core)]
    overrides += [(f"word/{name}.xml", f"{WORD}.{kind}+xml") for name, kind in PARTS.items()]
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )


def _write_relations(*relations: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"/>' for id_, type_, target in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _write_core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
    )


def _write_section() -> str:
    """The page, upright, with its footers and its grid of lines."""
    sides = {"top": TOP, "right": RIGHT, "bottom": BOTTOM, "left": LEFT, "header": HEADER, "footer": FOOTER}
    margins = " ".join(f'w:{side}="{count_twips(width)}"' for side, width in sides.items())
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{count_twips(WIDTH)}" w:h="{count_twips(HEIGHT)}"/><w:pgMar {margins} w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def _write_styles() -> str:
    table = (
        f'<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{MARGINS}</w:tblCellMar></w:tblPr></w:style>"
        f'<w:style w:type="table" w:styleId="{TABLE}"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr></w:style>'
    )
    # Were digits said to be Chinese too, LibreOffice would break a year over two lines.
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{language}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f"<w:styles {W}>{defaults}{''.join(map(write_style, STYLES))}{table}</w:styles>"


def _write_settings() -> str:
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _write_fonts() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    return f"<w:fonts {W}>{fonts}</w:fonts>"


def _write_footer(side: str) -> str:
    run = "<w:r>{}</w:r>"
    dash = run.format('<w:t xml:space="preserve">{}</w:t>')
    field = "".join(
        run.format(code)
        for code in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        f'<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="{FOOT}"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f"{dash.format('— ')}{field}{dash.format(' —')}</w:p></w:ftr>"
    )
