"""Findings as people read them: grouped, with the line and a caret under the right character."""

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from registry.finding import Finding, Severity
from registry.report.text_report import WIDTH, print_text
from registry.report.told import Told


def finding(path: str = "records/a.yml", line: int = 1, column: int = 1, **other: str) -> Finding:
    given = {"rule": "schema", "severity": "error", "message": "不对"} | other
    return Finding(path=path, line=line, column=column, **given)  # type: ignore[arg-type]


def report(root: Path, *findings: Finding, width: int = 80) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, emoji=False, markup=False)
    print_text(console, root, Told(list(findings), 7))
    return file.getvalue()


def write(root: Path, text: str | bytes) -> None:
    (root / "records").mkdir(exist_ok=True)
    (root / "records/a.yml").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_the_whole_report(tmp_path: Path) -> None:
    write(tmp_path, "名称: x\nphone: 12\n")
    found = [
        finding(line=1, column=5, severity="warning", message="太短", hint="写全"),
        finding(line=2, column=8, message="“电话”应为文字，现为12", hint='加引号："12"'),
        finding("records/b.yml", rule="hours", article="8(2),17", severity="info", message="[b]未达[/b]"),
    ]
    assert report(tmp_path, *found) == (
        "records/a.yml（2 处）\n"
        "  records/a.yml:1:5  提醒  schema\n"
        "    太短\n"
        "     1 │ 名称: x\n"
        "       │       ^\n"
        "    改法：写全\n"
        "  records/a.yml:2:8  错误  schema\n"
        "    “电话”应为文字，现为12\n"
        "     2 │ phone: 12\n"
        "       │        ^\n"
        '    改法：加引号："12"\n'
        "\n"
        "records/b.yml（1 处）\n"
        "  records/b.yml:1:1  提示  hours  第八条（二）、第十七条\n"
        "    [b]未达[/b]\n"
        "\n"
        "1 个错误，1 个提醒，1 个提示，涉及 2 个文件；已检查 7 个文件。\n"
    )


def test_nothing_found_is_said(tmp_path: Path) -> None:
    assert report(tmp_path) == "没有发现问题；已检查 7 个文件。\n"


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_what_did_not_occur_is_not_counted(tmp_path: Path, severity: Severity) -> None:
    told = {"error": "2 个错误", "warning": "没有错误；2 个提醒", "info": "没有错误；2 个提示"}
    last = report(tmp_path, finding(severity=severity), finding(severity=severity)).splitlines()[-1]
    assert last == f"{told[severity]}，涉及 1 个文件；已检查 7 个文件。"


def above_caret(text: str, line: int = 1) -> str:
    """What stands over the caret."""
    shown = text.splitlines()
    at = next(i for i, each in enumerate(shown) if each.startswith(f"{line:>6} │ "))
    cells = shown[at + 1].index("^")
    assert shown[at + 1].strip(" │") == "^"
    for i in range(len(shown[at]), -1, -1):
        if cell_len(shown[at][:i]) == cells:
            return shown[at][i:]
    raise AssertionError(f"the caret stands in the middle of a character of {shown[at]!r}")


@pytest.mark.parametrize("width", [40, 80, 300])
@pytest.mark.parametrize(
    "before",
    [
        "",
        "x",
        "名称：",
        "　",
        "é",
        "e\u0301",
        "𠮷",
        "👍",
        "a" * 49,
        "a" * 99,
        "a" * 101,
        "名" * 49,
        "名a" * 60,
        "名" * 400,
    ],
)
@pytest.mark.parametrize("after", ["!", "!" + "b" * 300, "!" + "乙" * 300])
def test_the_caret_stands_under_the_character_meant(
    tmp_path: Path, width: int, before: str, after: str
) -> None:
    write(tmp_path, f"# 一\n{before}{after}\n")
    text = report(tmp_path, finding(line=2, column=len(before) + 1), width=width)
    assert above_caret(text, 2).startswith("!")
    assert max(len(line) for line in text.splitlines()) <= WIDTH + 10


@pytest.mark.parametrize(
    ("line", "column", "above"),
    [
        ("a:\tb", 4, "b"),
        ("a: b\r", 4, "b"),
        ("\u200bab", 2, "ab"),
        ("a\x1b[31mb", 7, "b"),
        ("名\u202eab", 3, "ab"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_a_sign(
    tmp_path: Path, line: str, column: int, above: str
) -> None:
    write(tmp_path, line + "\n")
    text = report(tmp_path, finding(column=column))
    assert above_caret(text) == above
    assert not set("\x1b\r\t\u200b\u202e") & set(text)


def test_a_caret_may_stand_behind_the_line(tmp_path: Path) -> None:
    write(tmp_path, "a: [\n")
    assert above_caret(report(tmp_path, finding(column=5))) == ""


@pytest.mark.parametrize("line", [0, 9])
def test_a_line_that_is_not_there_is_not_shown(tmp_path: Path, line: int) -> None:
    write(tmp_path, "a: 1\n")
    assert "│" not in report(tmp_path, finding(line=line))


def test_bytes_that_are_no_text_are_shown_as_signs(tmp_path: Path) -> None:
    write(tmp_path, "名: ".encode() + "机".encode("gbk") + b"\n")
    assert above_caret(report(tmp_path, finding(column=4))).startswith("\ufffd")


def test_the_target_of_a_link_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("token\n")
    (tmp_path / "records").mkdir()
    (tmp_path / "records/a.yml").symlink_to(tmp_path / "secret")
    assert "token" not in report(tmp_path, finding())


def test_long_texts_stay_on_one_line(tmp_path: Path) -> None:
    path = f"records/{'a' * 100}.yml"
    text = report(tmp_path, finding(path, message="长" * 100, hint="短" * 100))
    assert text.splitlines()[:4] == [
        f"{path}（1 处）",
        f"  {path}:1:1  错误  schema",
        f"    {'长' * 100}",
        f"    改法：{'短' * 100}",
    ]
