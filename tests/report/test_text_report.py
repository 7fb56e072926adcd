"""Findings as people read them: grouped, with the line and a caret under the right character."""

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from registry.finding import Finding, Severity
from registry.report.check_report import CheckReport
from registry.report.text_report import (
    MAX_GROUPS,
    MAX_WARNINGS,
    MIN_LONG,
    WIDTH,
    print_hindrances,
    print_text,
)


def finding(path: str = "records/a.yml", line: int = 1, column: int = 1, **other: str) -> Finding:
    values = {"rule": "schema", "severity": "error", "message": "不对"} | other
    return Finding(path=path, line=line, column=column, **values)  # type: ignore[arg-type]


def report(root: Path, *findings: Finding, width: int = 80, site: str = "", listing: str = "") -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, soft_wrap=True, highlight=False, emoji=False, markup=False)
    full = CheckReport(list(findings), 7, site=site)
    if listing:
        print_hindrances(console, root, full, listing)
    else:
        print_text(console, root, full)
    return file.getvalue()


def write(root: Path, text: str | bytes) -> None:
    (root / "records").mkdir(exist_ok=True)
    (root / "records/a.yml").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_the_whole_report(tmp_path: Path) -> None:
    write(tmp_path, "名称: x\nphone: 12\n")
    findings = [
        finding(line=1, column=5, severity="warning", message="太短", hint="写全"),
        finding(line=2, column=8, message="“电话”应为文字，现为12", hint='加引号："12"'),
        finding(
            "records/b.yml", rule="panel-size", article="8(2),17", severity="info", message="[b]未达[/b]"
        ),
    ]
    assert report(tmp_path, *findings) == (
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
        "  records/b.yml:1:1  提示  panel-size  第八条（二）、第十七条·登记册的理解\n"
        "    [b]未达[/b]\n"
        "\n"
        "每条规则怎样改正：registry rules 规则代码，如 registry rules schema\n"
        "1 个错误，1 个提醒，1 个提示，涉及 2 个文件；已检查 7 个文件。\n"
    )


def test_where_the_site_is_known_the_first_finding_of_a_rule_leads_to_how_it_is_mended(
    tmp_path: Path,
) -> None:
    findings = [finding(), finding(line=2), finding(line=3, rule="panel-size")]
    text = report(tmp_path, *findings, site="https://example.org/")
    links = [line.strip() for line in text.splitlines() if "怎样改正" in line]
    assert links == [f"怎样改正：https://example.org/rules/{each}/#mend" for each in ("schema", "panel-size")]


def test_a_line_of_what_is_no_text_is_not_shown(tmp_path: Path) -> None:
    write(tmp_path, "电话 13812345678\n".encode("utf-16"))
    assert "│" not in report(tmp_path, finding())


def test_a_number_over_two_lines_is_masked_in_both(tmp_path: Path) -> None:
    write(tmp_path, "a: |\n  手机 1381234\n  5678\n")
    text = report(tmp_path, finding(line=2, column=6), finding(line=3, column=3))
    assert "手机 138****\n" in text
    assert "  **78\n" in text


def test_nothing_found_is_said(tmp_path: Path) -> None:
    assert report(tmp_path) == "没有发现问题；已检查 7 个文件。\n"


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_what_did_not_occur_is_not_counted(tmp_path: Path, severity: Severity) -> None:
    counts = {"error": "2 个错误", "warning": "没有错误；2 个提醒", "info": "没有错误；2 个提示"}
    last = report(tmp_path, finding(severity=severity), finding(severity=severity)).splitlines()[-1]
    assert last == f"{counts[severity]}，涉及 1 个文件；已检查 7 个文件。"


def above_caret(text: str, line: int = 1) -> str:
    """What stands over the caret."""
    lines = text.splitlines()
    at = next(i for i, each in enumerate(lines) if each.startswith(f"{line:>6} │ "))
    cells = lines[at + 1].index("^")
    assert lines[at + 1].strip(" │") == "^"
    for i in range(len(lines[at]), -1, -1):
        if cell_len(lines[at][:i]) == cells:
            return lines[at][i:]
    raise AssertionError(f"the caret stands in the middle of a character of {lines[at]!r}")


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


def test_what_windows_has_written_is_shown_in_its_letters(tmp_path: Path) -> None:
    write(tmp_path, "id: a\nname: 演示中心\n".encode("gbk"))
    assert "2 │ name: 演示中心\n" in report(tmp_path, finding(line=2, column=7))


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


def many(files: int, each: int) -> list[Finding]:
    """Findings of two rules in some files, an equal number of each."""
    return [
        finding(f"records/{file:06}.yml", line=line + 1, rule=rule)
        for file in range(files)
        for line in range(each)
        for rule in ("schema", "yaml-key")
    ]


def test_of_a_long_report_the_first_of_each_file_and_rule_is_told(tmp_path: Path) -> None:
    lines = report(tmp_path, *many(3, 200)).splitlines()
    assert lines[:6] == [
        "records/000000.yml（400 处）",
        "  records/000000.yml:1:1  错误  schema",
        "    不对",
        "    本文件中还有 199 处不符合这条规则，在第 2、3、4、5、6、7、8、9、10、11 行等处",
        "  records/000000.yml:1:1  错误  yaml-key",
        "    不对",
    ]
    assert lines[-3:] == [
        "每个文件中同一规则的问题只列出第一处；全部内容：registry check --format json",
        "每条规则怎样改正：registry rules 规则代码，如 registry rules schema",
        "1200 个错误，涉及 3 个文件；已检查 7 个文件。",
    ]
    assert sum("行等处" in line for line in lines) == 6


def test_a_report_that_can_be_read_tells_all(tmp_path: Path) -> None:
    text = report(tmp_path, *many(1, MIN_LONG // 2))
    assert text.count("不对") == MIN_LONG
    assert "只列出第一处" not in text


def test_severities_of_a_rule_are_told_apart(tmp_path: Path) -> None:
    text = report(tmp_path, *many(1, 500), finding("records/000000.yml", severity="warning"))
    assert [line.split()[1] for line in text.splitlines() if ":1:1" in line] == ["错误", "错误", "提醒"]


def test_of_many_warnings_beside_errors_only_how_many_is_told(tmp_path: Path) -> None:
    warnings = [finding(line=each, severity="warning") for each in range(1, MAX_WARNINGS + 1)]
    text = report(tmp_path, finding(), *warnings, listing="列出")
    assert (text.count("提醒"), "列出" in text) == (MAX_WARNINGS, False)
    text = report(tmp_path, finding(), *warnings, finding(severity="info"), listing="列出")
    assert text.splitlines()[1:] == [
        *("  records/a.yml:1:1  错误  schema", "    不对", ""),
        "3 个提醒，1 个提示，不妨碍提出；查看：列出",
    ]


def test_of_a_hundred_thousand_files_the_rest_are_counted(tmp_path: Path) -> None:
    lines = report(tmp_path, *many(50_000, 1)).splitlines()
    assert lines[-4] == f"另有 {100_000 - MAX_GROUPS} 处，涉及 {50_000 - MAX_GROUPS // 2} 个文件，没有列出。"
    assert len(lines) < 7 * MAX_GROUPS


@pytest.mark.parametrize(
    ("environment", "has"), [({}, "\x1b[1;31m"), ({"NO_COLOR": "1"}, "\x1b[1m"), ({"TERM": "dumb"}, "")]
)
def test_a_terminal_has_colours_unless_it_says_otherwise(
    tmp_path: Path, environment: dict[str, str], has: str
) -> None:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, _environ={"TERM": "xterm"} | environment)
    print_text(console, tmp_path, CheckReport([finding(message="不\x07对")], 1))
    text = file.getvalue()
    assert has in text
    assert ("\x1b[" in text) == bool(has)
    assert ("31m" in text) == (not environment)
    assert "    不对\n" in text


def test_what_was_there_before_is_told_below_and_in_brief_not_at_all(tmp_path: Path) -> None:
    texts = []
    for brief in (False, True):
        file = io.StringIO()
        full = CheckReport([finding(message="新的")], 7, before=[finding(message="旧的")])
        print_text(Console(file=file, width=80), tmp_path, full, brief)
        texts.append(file.getvalue())
    assert texts[0].index("本次改动造成的问题") < texts[0].index("新的") < texts[0].index("旧的")
    assert ("新的" in texts[1], "旧的" in texts[1]) == (True, False)
