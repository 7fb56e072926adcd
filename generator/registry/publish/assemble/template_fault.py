"""Where one of a register's own templates is at fault, what is wrong there, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from typing import NamedTuple

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from ...display import join_first
from ...refusal import Refusal
from ...settings import SITE
from ...shell import quote_argument

MAX_NAMED = 3  # of the register's own templates, where any of them may be the cause


class FaultyTemplateError(Refusal):
    """A page cannot be made of a register's own template; the message says where, why, and what to do."""


class TemplateLine(NamedTuple):
    """A line of a template as it is compiled; `file` is the name under which it is."""

    file: str
    line: int


def describe_fault(error: Exception, sources: Mapping[str, str], own: Mapping[str, Path]) -> str:
    """Why a page cannot be made, where a register's own templates are the cause; else empty.

    `sources` are the texts of all templates by name, `own` the files of those that the register has.
    """
    places = [each for each in _list_places(error) if each.file in sources]
    owned = [each for each in places if each.file in own]
    if owned:  # the innermost: where one of the program's fails within, it was given what it cannot show
        name, line = owned[-1]
        place = TemplateLine(str(own[name]), find_source_line(sources[name], line))
        return _describe_own(place, f"templates/{name}", error)
    if places and own:
        name, line = places[-1]
        files = join_first([*map(str, own.values())], MAX_NAMED, "份")
        return (
            f"{_describe_programs(name, find_source_line(sources[name], line), error)}；"
            f"登记册自己的模板（{files}）少了它要用的内容，或者写法与程序现在的不同："
            "registry override 列出其中哪些程序已经改过；照程序现在的改好，或者删去，网站就用程序的"
        )
    return ""


def describe_program_fault(error: TemplateError) -> str:
    """Where a template is at fault that is none of a register's own, and what is wrong there."""
    places = [each for each in _list_places(error) if each.file.endswith(".html")]
    if not places:
        return f"程序的模板出错：{_describe_error(error)}"
    file, line = places[-1]
    own = SITE / "templates" / file  # which parts of the theme do not lie below
    if own.is_file():
        line = find_source_line(own.read_text("utf-8"), line)
    return _describe_programs(Path(file).name, line, error)


@contextmanager
def explain_theme_faults(folder: str | None) -> Iterator[None]:
    """Let what fails in a register's own part of the theme, below `folder`, be reported as that.

    Raises FaultyTemplateError.
    """
    try:
        yield
    except Exception as error:
        owned = [each for each in _list_places(error) if folder and Path(each.file).is_relative_to(folder)]
        if isinstance(error, Refusal) or not owned:
            raise
        below = Path(owned[-1].file).relative_to(folder or "").as_posix()
        raise FaultyTemplateError(_describe_own(owned[-1], f"theme/{below}", error)) from error


def find_source_line(text: str, line: int) -> int:
    """The line of a file on which stands what is on a line of its text without indents and empty lines."""
    breaks = [match.end() for match in re.finditer(r"\n\s*", text)]
    start = breaks[min(line - 2, len(breaks) - 1)] if line > 1 and breaks else 0
    return text.count("\n", 0, start) + 1


def _list_places(error: Exception) -> Iterator[TemplateLine]:
    """The lines on the way to an error, the outermost first, and at last the one that cannot be compiled."""
    for frame, line in walk_tb(error.__traceback__):
        # Jinja2 puts frames of the template's own lines in place of those of its compiled code.
        yield TemplateLine(frame.f_code.co_filename, line)
    if isinstance(error, TemplateSyntaxError):
        yield TemplateLine(error.filename or error.name or "", error.lineno)


def _describe_error(error: Exception) -> str:
    said = " ".join(str(error).split())
    if isinstance(error, TemplateNotFound):
        return f"没有 {said} 这个模板"
    if isinstance(error, TemplateSyntaxError):
        return f"写法不对（{error.message}）"
    if isinstance(error, UndefinedError):
        return f"用了程序没有给的内容（{said}）"
    return f"与程序给的内容不合（{type(error).__name__}: {said}）"


def _describe_programs(name: str, line: int, error: Exception) -> str:
    return f"程序的模板 {name} 第 {line} 行出错：{_describe_error(error)}"


def _describe_own(place: TemplateLine, path: str, error: Exception) -> str:
    """What is wrong in a register's own file, and what to do; `path` is the program's below site/."""
    said = f"模板 {place.file} 第 {place.line} 行有误：{_describe_error(error)}"
    if not (SITE / path).is_file():
        return f"{said}；程序中没有这个模板，请改正它"
    compare = f"git diff --no-index {quote_argument(str(SITE / path))} {quote_argument(place.file)}"
    return (
        f"{said}；它盖过程序的同名文件，与程序现在的比较：{compare}；"
        f"改好以后运行 registry override {path} --done，或者删去它，网站就用程序的"
    )
