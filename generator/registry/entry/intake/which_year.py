"""The year of a workbook: as it says, or its title, or somebody who is asked."""

from __future__ import annotations

from ...typed import NotUnderstood, read_written_year
from ..request import UnknownNameError
from ..workbook.content import ORIGIN_YEAR
from ..written.folding import write_cell
from .questions import Question, Questions
from .recognise import Recognised, find_years
from .record_cells import find_written


def find_year(recognised: Recognised, asked: int | None, questions: Questions, stem: str) -> int | None:
    """The year of the command line, of the sheet or its title; asked where there is none, or several.

    `stem` is what the file is called, no more than a hint. Raises UnknownNameError where two do not agree.
    """
    written = write_cell(find_written(recognised, "/year")).strip() or recognised.origin.get(ORIGIN_YEAR, "")
    try:
        years: tuple[int, ...] = (read_written_year(written),)
    except NotUnderstood:  # the cell is empty, or says something else
        years = find_years(recognised.titles)
    if asked and years and asked not in years:
        listed = "、".join(map(str, years))
        raise UnknownNameError(f"表中写的是 {listed} 年度，--year 写的是 {asked}；核对是哪一年")
    if asked or len(years) == 1:
        return asked or years[0]
    choices = {str(each): "" for each in years or find_years([stem])}
    question = Question("是哪一个年度", choices, "--year")
    answer = questions.ask(question, lambda line: str(read_written_year(line)))
    return int(answer) if answer else None
