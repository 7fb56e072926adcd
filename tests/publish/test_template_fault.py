"""A register's own template at fault is told by its file and line, with what is wrong and what to do."""

import os
import pickle
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)

from registry.publish.assemble.failure import describe_failure
from registry.publish.assemble.template_fault import (
    FaultyTemplateError,
    explain_theme_faults,
    find_source_line,
)
from registry.publish.assemble.templates import Templates
from registry.refusal import Refusal
from registry.settings import SITE
from tests.conftest import registry

HOME = "{% if total %}\n\n  <p>{{ total }}</p>\n\n{% endif %}\n\n  <p>甲</p>\n"
LINE = 8  # on which stands what is added to it


class Total(NamedTuple):
    total: int = 3


def read(folder: Path, **own: str) -> Templates:
    """The program's templates, with some of a register's own over them."""
    for name, text in own.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return Templates.read(SITE / "templates", folder)


def ask(templates: Templates, name: str = "home") -> str:
    with pytest.raises(FaultyTemplateError) as caught:
        templates.show(name, "./", Total())
    return str(pickle.loads(pickle.dumps(caught.value)))  # a worker sends it to the command


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("{{ nmae }}", "用了程序没有给的内容（'nmae' is undefined）"),
        ("{{ total.of.it }}", "用了程序没有给的内容（'int object' has no attribute 'of'）"),
        ("{% if %}", "写法不对（Expected an expression, got 'end of statement block'）"),
        ("{{ total | nosuch }}", "写法不对（No filter named 'nosuch'.）"),
        ("{% include 'nosuch.html' %}", "没有 nosuch.html 这个模板"),
        (
            "{% for a, b in [(1, 2, 3)] %}{% endfor %}",
            "与程序给的内容不合（ValueError: too many values to unpack (expected 2)）",
        ),
        ("{{ total() }}", "与程序给的内容不合（TypeError: 'int' object is not callable）"),
    ],
)
def test_it_is_told_by_file_and_line_with_what_to_do(tmp_path: Path, added: str, words: str) -> None:
    said, file = ask(read(tmp_path, home=HOME + added)), tmp_path / "home.html"
    assert said == (
        f"模板 {file} 第 {LINE} 行有误：{words}；它盖过程序的同名文件，与程序现在的比较："
        f"git diff --no-index {SITE / 'templates' / 'home.html'} {file}；"
        "改好以后运行 registry override templates/home.html --done，或者删去它，网站就用程序的"
    )


def test_one_that_the_program_does_not_have_is_to_be_put_right(tmp_path: Path) -> None:
    said = ask(read(tmp_path, home="{% include 'ours.html' %}", ours="\n{{ nmae }}"))
    assert said.startswith(f"模板 {tmp_path / 'ours.html'} 第 2 行有误：")
    assert said.endswith("；程序中没有这个模板，请改正它")


def test_what_a_template_of_the_program_lacks_is_looked_for_in_the_registers_own(tmp_path: Path) -> None:
    said = ask(read(tmp_path, macros="{# 没有内容 #}"), "institution")
    assert said.startswith("程序的模板 institution.html 第 ")
    assert f"登记册自己的模板（{tmp_path / 'macros.html'}）少了它要用的内容" in said


def test_a_fault_of_the_program_stays_one(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        read(tmp_path).show("home", "./", Total())
    with pytest.raises(UndefinedError):  # a checkout's own folder is the program's
        Templates.read(SITE / "templates", Path(os.path.relpath(SITE)) / "templates").show(
            "home", "./", Total()
        )


def test_a_fault_of_the_program_is_told_in_the_same_words(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError) as caught:
        read(tmp_path).show("home", "./", Total())
    assert re.fullmatch(
        r"程序的模板 home\.html 第 \d+ 行出错：用了程序没有给的内容（'\w+' is undefined）",
        describe_failure(caught.value),
    )
    theme = tmp_path / "nav.html"
    theme.write_text("\n{% if %}", "utf-8")
    with pytest.raises(TemplateSyntaxError) as faulty:
        Environment(loader=FileSystemLoader(tmp_path), autoescape=True).get_template("nav.html")
    words = "写法不对（Expected an expression, got 'end of statement block'）"
    assert describe_failure(faulty.value) == f"程序的模板 nav.html 第 2 行出错：{words}"
    missing = describe_failure(TemplateNotFound("nosuch.html"))
    assert missing == "程序的模板出错：没有 nosuch.html 这个模板"


@pytest.mark.parametrize(("line", "there"), [(1, 1), (2, 3), (3, 4), (4, 7), (9, 7)])
def test_lines_count_as_in_the_file(line: int, there: int) -> None:
    assert find_source_line("a\n\n  b\nc\n \n\n  d", line) == there


@pytest.mark.parametrize(
    "text", ["\n{{ nmae }}", "\n{% if %}", "\n{% for a, b in [(1, 2, 3)] %}{% endfor %}"]
)
def test_so_is_a_part_of_the_theme(tmp_path: Path, text: str) -> None:
    file = tmp_path / "main.html"
    file.write_text(text, "utf-8")
    theme = Environment(loader=FileSystemLoader(tmp_path), undefined=StrictUndefined, autoescape=True)
    with pytest.raises(FaultyTemplateError) as caught, explain_theme_faults(str(tmp_path)):
        theme.get_template("main.html").render()
    assert str(caught.value).startswith(f"模板 {file} 第 2 行有误：")
    assert "registry override theme/main.html --done" in str(caught.value)


@pytest.mark.parametrize("error", [Refusal("甲"), ValueError("乙")])
def test_what_has_failed_elsewhere_is_told_as_it_is(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error), match=str(error)), explain_theme_faults(str(tmp_path)):
        raise error


def test_the_command_says_it(tmp_path: Path) -> None:
    assert registry("init", tmp_path / "r", "--city", "云梦泽市", "--area", "林洲区").returncode == 0
    (tmp_path / "r/site/templates").mkdir(parents=True)
    (tmp_path / "r/site/templates/home.html").write_text(
        "{% for a, b in latest %}{% endfor %}{{ no }}", "utf-8"
    )
    result = registry("build", "--out", tmp_path / "out", "--workers", "1", cwd=tmp_path / "r")
    assert result.returncode == 2
    assert "没有生成网站：模板 site/templates/home.html 第 1 行有误：" in result.stderr
    assert "程序出错" not in result.stderr
