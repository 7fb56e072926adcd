"""The hidden sheet with the words of all drop-downs: there they may be long, and have commas."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet


class ChoiceLists:
    """The lists of one workbook: equal ones once, each under a name by which the cells refer to it."""

    def __init__(self, book: Workbook, sheet: str) -> None:
        self._book = book
        self._sheet = sheet
        self._lists: dict[tuple[str, ...], str] = {}

    def add(self, title: str, words: tuple[str, ...]) -> str:
        """The name of a list; a new one is put under its title."""
        if words not in self._lists:
            column = xl_col_to_name(len(self._lists))
            self._book.define_name(
                f"{self._sheet}{len(self._lists) + 1}",
                f"={self._sheet}!${column}$2:${column}${len(words) + 1}",
            )
            self._lists[words] = title
        return f"{self._sheet}{[*self._lists].index(words) + 1}"

    def write(self, sheet: Worksheet) -> None:
        """Write all lists, a column each."""
        for x, (words, title) in enumerate(self._lists.items()):
            sheet.write_column(0, x, (title, *words))
        sheet.hide()
