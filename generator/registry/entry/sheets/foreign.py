"""Files that arrive in place of a spreadsheet: what each is, and what to do with it."""

from __future__ import annotations

import re
from collections.abc import Collection

AS_XLSX = "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”，再发来"
FROM_WORD = "请在 Word 或 WPS 中打开，把其中的表格复制到 Excel，另存为 .xlsx，再发来"
FROM_PRINT = "请对方发来原来的电子表格（.xlsx）；照片、扫描件和打印件读不出"
UNPACK = "请先解开，再逐个导入其中的表格"
UNKNOWN = f"认不出是什么文件。如果是表格，{AS_XLSX}"

# How a file begins.
BEGINNINGS = (
    (b"%PDF", f"是 PDF 文件。{FROM_PRINT}"),
    (b"\x89PNG", f"是图片。{FROM_PRINT}"),
    (b"\xff\xd8\xff", f"是图片。{FROM_PRINT}"),
    (b"GIF8", f"是图片。{FROM_PRINT}"),
    (b"BM", f"是图片。{FROM_PRINT}"),
    (b"II*\0", f"是图片。{FROM_PRINT}"),
    (b"MM\0*", f"是图片。{FROM_PRINT}"),
    (b"Rar!", f"是压缩包。{UNPACK}"),
    (b"7z\xbc\xaf", f"是压缩包。{UNPACK}"),
    (b"\x1f\x8b", f"是压缩包。{UNPACK}"),
    (b"{\\rtf", f"是 Word 能打开的文档（RTF）。{FROM_WORD}"),
    (b"\x09\x00\x04\x00", f"是很旧的 Excel 文件。{AS_XLSX}"),
    (b"\x09\x02\x06\x00", f"是很旧的 Excel 文件。{AS_XLSX}"),
    (b"\x09\x04\x06\x00", f"是很旧的 Excel 文件。{AS_XLSX}"),
)
# A part of an archive, or a stream of a compound file, by which it is known.
MEMBERS = (
    ("word/", f"是 Word 文档。{FROM_WORD}"),
    ("WordDocument", f"是 Word 文档（也可能是 WPS 文字）。{FROM_WORD}"),
    ("xl/workbook.bin", f"是二进制的 Excel 工作簿（.xlsb）。{AS_XLSX}"),
    ("ppt/", f"是演示文稿。{FROM_PRINT}"),
    ("PowerPoint Document", f"是演示文稿。{FROM_PRINT}"),
    ("OFD.xml", f"是 OFD 版式文件。{FROM_PRINT}"),
    ("Index/", "是苹果 Numbers 的文件。请在 Numbers 中“文件—导出为—Excel”，再发来"),
    ("__properties_version1.0", "是 Outlook 保存的电子邮件。请打开它，把附件中的表格另存出来再导入"),
)
XML_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"  # Excel 2003's own XML
RIFF = re.compile(rb"RIFF....WEBP|....ftyp(?:heic|heix|mif1)", re.DOTALL)
MAIL = re.compile(r"(?:Received|From|Subject|Delivered-To|Return-Path|Date|MIME-Version): ", re.IGNORECASE)


def describe_beginning(content: bytes) -> str:
    """What a file is by its first bytes, and what to do; empty where they tell nothing."""
    if not content.strip(b"\0 \t\r\n"):
        return "是空文件，没有内容。可能没有下载完整，请重新下载，或请对方重新发来"
    if RIFF.match(content):
        return f"是图片。{FROM_PRINT}"
    return next((words for start, words in BEGINNINGS if content.startswith(start)), "")


def describe_members(names: Collection[str]) -> str:
    """What an archive or a compound file is by its members, and what to do; empty where they tell nothing."""
    return next((words for each, words in MEMBERS if any(name.startswith(each) for name in names)), "")


def describe_text(text: str) -> str:
    """What a text is, by its beginning, that is no table, and what to do; empty where it may be one."""
    if re.match(r"<[?A-Za-z]", text):
        return f"是 XML 文件。{AS_XLSX}"
    if re.match(r'[{\[]\s*["{\[\]}]', text):
        return "是 JSON 数据，不是表格。请对方发来电子表格（.xlsx）"
    if MAIL.match(text):
        return "是保存下来的电子邮件。请打开它，把附件中的表格另存出来再导入"
    return ""
