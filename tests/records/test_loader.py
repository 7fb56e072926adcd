"""The folder: what may lie where, every fault of every file in one run, each with its place."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.finding import Finding
from registry.records.file_names import find_faulty_folder
from registry.records.loader import check_bytes, load
from registry.records.locating import locate
from registry.records.schemas import Schemas
from tests.conftest import EMPTY, merge_all
from tests.files import write_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small register without fault."""
    shutil.copytree(EMPTY / "records", tmp_path / "register" / "records")
    return tmp_path / "register"


def write(root: Path, path: str, text: str = "a: 1\n") -> None:
    write_file(root, f"records/{path}", text)


def find_all(root: Path, schemas: Schemas) -> list[tuple[str, str]]:
    return [(each.path, each.rule) for each in merge_all(load(root, schemas)).findings]


def test_a_sound_register_is_read_whole(root: Path, schemas: Schemas) -> None:
    read = load(root, schemas)
    loaded = merge_all(read)
    paths = sorted(file.relative_to(root).as_posix() for file in root.rglob("*.yml"))
    assert (sorted(loaded.documents), loaded.invalid, loaded.findings) == (paths, {}, ())
    assert len(read.files.entries) == len(paths)
    document = loaded.documents["records/authorities/xixi-rsj.yml"]
    assert (document.kind, document.names, document.data["id"]) == (
        "authority",
        {"id": "xixi-rsj"},
        "xixi-rsj",
    )


@pytest.mark.parametrize("path", ["LICENSE", "README.md", ".git/config"])
def test_what_may_lie_beside_records_is_passed_over(root: Path, schemas: Schemas, path: str) -> None:
    write(root, path)
    assert find_all(root, schemas) == []


@pytest.mark.parametrize(
    ("raw", "rules"),
    [
        ("电话 0515-88120000\r\n\t👩‍🏫\n".encode(), []),
        (b"\xef\xbb\xbf" + "说明\n".encode(), []),
        ("手机 138\u200b1234\u200b5678\n".encode(), ["no-personal-numbers"]),
        ("手机 13812345678\n".encode("utf-16"), ["yaml-encoding"]),
        ("手机 13812345678\n".encode("gbk"), ["yaml-encoding"]),
        (b"x" * 300 + b"1\x003\x008\x001\x002\x003\x004\x005\x006\x007\x008\n", ["yaml-invisible"]),
        (bytes(range(128, 256)), ["yaml-encoding"]),
    ],
)
@pytest.mark.parametrize("path", ["LICENSE", "README.md"])
def test_what_lies_beside_records_is_searched_or_refused(
    root: Path, schemas: Schemas, path: str, raw: bytes, rules: list[str]
) -> None:
    (root / "records" / path).write_bytes(raw)
    assert [each.rule for each in load(root, schemas).check_files_beside()] == rules


@pytest.mark.parametrize(
    ("path", "word"),
    [
        *((path, "以点开头") for path in (".gitkeep", "batches/.swp", ".hidden/a.yml", ".gitattributes")),
        *((path, "Windows") for path in ("authorities/aux.yml", "institutions/con/a/institution.yml")),
        *((path, "Windows") for path in ("institutions/xixi/NUL/institution.yml", "regulations/com1.yml")),
        *((path, "Windows") for path in ("lpt9", "authorities/prn.old.yml")),
    ],
)
def test_what_hides_or_cannot_be_checked_out_is_refused(
    root: Path, schemas: Schemas, path: str, word: str
) -> None:
    write(root, path)
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, word in finding.message, bool(finding.hint)) == ("file-place", True, True)


@pytest.mark.parametrize("path", ["authorities/console.yml", "authorities/com.yml", "authorities/a-aux.yml"])
def test_a_name_that_only_begins_like_a_device_is_let_be(root: Path, schemas: Schemas, path: str) -> None:
    write(root, path)
    assert not any("Windows" in each.message for each in merge_all(load(root, schemas)).findings)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        *((path, "areas.yml、systems.yml") for path in ("area.yml", "list.txt")),
        *((path, "编号.yml") for path in ("batches/LICENSE", "authorities/X_x.yml")),
        ("institutions/xixi/a/b.yml", "institution.yml"),
        ("institutions/xixi/a/plans/24.yml", "年份-amendment-序号.yml、年份.yml"),
    ],
)
def test_a_file_out_of_place_is_told_what_may_stand_there(
    root: Path, schemas: Schemas, path: str, names: str
) -> None:
    write(root, path)
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, finding.path, finding.line, finding.column) == (
        "file-place",
        f"records/{path}",
        1,
        1,
    )
    assert (finding.message, finding.hint) == (
        "这里不应有这个文件",
        f"核对文件夹和文件名；这里可以有：{names}",
    )


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("areas.yaml", "areas.yml？记录的扩展名是 .yml"),
        ("areas.yml~", "areas.yml？已经有 areas.yml 的，这份是副本，删去；记录的扩展名是 .yml"),
        ("areas.yml.orig", "areas.yml？已经有 areas.yml 的，这份是副本，删去；记录的扩展名是 .yml"),
        ("institutions/xixi/a/plans/计划-2027.yml", "2027.yml？"),
        ("Areas.yml", "areas.yml？"),
        ("authorities/Xixi.yml", "xixi.yml？"),
        ("batches/2027-1.yml.txt", "2027-1.yml？记录的扩展名是 .yml"),
        ("institutions/xixi/a/plans/2027.yml.txt", "2027.yml？记录的扩展名是 .yml"),
        ("institutions/xixi/a/plans/2027.yaml", "2027.yml？记录的扩展名是 .yml"),
        ("institutions/xixi/a/plans/2027年计划.yml", "2027.yml？"),
        ("institutions/xixi/a/plans/2027(1).yml", "2027.yml？已经有 2027.yml 的，这份是副本，删去"),
    ],
)
def test_a_file_under_another_name_is_told_its_proper_one(
    root: Path, schemas: Schemas, path: str, meant: str
) -> None:
    write(root, path)
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, finding.hint) == ("file-place", f"是否想写 {meant}")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("2026-09-09-applicaton.yml", "是否想写 2026-09-09-application.yml？一天的第二份加 -02"),
        ("2026-9-9-change.yml", "是否想写 2026-09-09-change.yml？一天的第二份加 -02"),
        ("20260909_变更.yaml", "是否想写 2026-09-09-change.yml？一天的第二份加 -02"),
        ("2026-09-09-change.txt", "是否想写 2026-09-09-change.yml？一天的第二份加 -02"),
        ("2026-09-09-change (1).yml", "是否想写 2026-09-09-change-02.yml？一天的第二份加 -02"),
        ("变更.yml", "文件名写成“日期-change.yml”，如 2024-03-15-change.yml；一天的第二份加 -02"),
        ("change (1).yml", "文件名写成“日期-change.yml”，如 2024-03-15-change.yml；一天的第二份加 -02"),
        ("2026-13-09-bar.yml~", "文件名写成“日期-bar.yml”，如 2024-03-15-bar.yml；一天的第二份加 -02"),
    ],
)
def test_an_act_under_another_name_is_told_its_proper_one(
    root: Path, schemas: Schemas, name: str, hint: str
) -> None:
    write(root, f"institutions/xixi/a/acts/{name}")
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, finding.hint) == ("file-place", hint)


@pytest.mark.parametrize(
    ("name", "words"),
    [("plans/2027.XLSX", "registry import"), ("acts/批复.pdf", "附件"), ("plans/~$2027.xlsx", "临时文件")],
)
def test_what_is_no_record_is_told_where_it_belongs(
    root: Path, schemas: Schemas, name: str, words: str
) -> None:
    write(root, f"institutions/xixi/a/{name}")
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, words in finding.hint) == ("file-place", True)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("institutions/xixi/a/plans/2026-09-09-change.yml", "这样的文件名是 acts/ 里的：移到那里"),
        ("institutions/xixi/a/2026-09-09-change.yml", "这样的文件名是 acts/ 里的：移到那里"),
        (
            "institutions/xixi/a/acts/2027.yml",
            "这样的文件名是 assessments/、plans/、summaries/ 里的：移到那里",
        ),
        (
            "institutions/xixi/a/demo-b/acts/2026-09-09-change.yml",
            "文件夹“demo-b”放错了：机构的文件夹里只有 acts/、assessments/、plans/、summaries/、waivers/；"
            "是另一家机构的，整个移到 institutions/地区/ 之下",
        ),
        ("institutions/xixi/a/plan/2027.yml", "是否想写文件夹 plans/？"),
        ("institutions/xixi/a/Thumbs.db", "这是系统自己写的文件，不是记录：删去"),
    ],
)
def test_a_file_in_a_wrong_folder_is_told_where_it_belongs(
    root: Path, schemas: Schemas, path: str, hint: str
) -> None:
    write(root, path)
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, finding.hint) == ("file-place", hint)


def test_an_act_of_no_known_kind_is_told_the_kinds(root: Path, schemas: Schemas) -> None:
    write(root, "institutions/xixi/a/acts/2026-09-09-xyz.yml")
    (finding,) = merge_all(load(root, schemas)).findings
    assert "change（变更）" in finding.hint
    assert "{" not in finding.hint


@pytest.mark.parametrize("name", ["areas.yml", "LICENSE", "authorities/x.yml"])
def test_what_is_no_file_is_reported_and_not_opened(root: Path, schemas: Schemas, name: str) -> None:
    (root / "records" / name).unlink(missing_ok=True)
    os.mkfifo(root / "records" / name)
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, finding.path) == ("file-place", f"records/{name}")
    assert locate(load(root, schemas), [finding]) == [finding]


def test_a_file_in_an_unknown_folder_is_told_the_folders(root: Path, schemas: Schemas) -> None:
    write(root, "agencies/a.yml")
    (finding,) = merge_all(load(root, schemas)).findings
    folders = finding.hint.removeprefix("核对文件夹；可以有：").split("、")
    assert folders[:5] == ["areas.yml", "authorities/", "batches/", "calendar/", "institutions/地区/编号/"]
    assert len(folders) == len(set(folders)) == 13


def test_a_folder_named_like_a_record_is_no_record(root: Path, schemas: Schemas) -> None:
    write(root, "institutions/xixi/a/institution.yml/x.yml")
    (root / "records/batches/2024-1.yml").mkdir(parents=True)
    assert find_all(root, schemas) == [("records/institutions/xixi/a/institution.yml/x.yml", "file-place")]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("authorities/a.yml", "authorities/xixi-rsj.yml"),
        ("authorities/a.yml", "../../outside.yml"),
        ("authorities/a.yml", "/etc/hostname"),
        ("authorities/a.yml", "nowhere"),
        ("authorities/a.yml", "authorities/a.yml"),
        ("LICENSE", "areas.yml"),
        ("batches", "."),
        ("institutions", "/"),
    ],
)
def test_a_link_is_refused_and_not_followed(root: Path, schemas: Schemas, link: str, target: str) -> None:
    (root.parent / "outside.yml").write_text("a: 1\n")
    (root / "records" / link).symlink_to(root / "records" / target)  # an absolute target stays as it is
    assert find_all(root, schemas) == [(f"records/{link}", "file-link")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\xbb\xfa.yml", "\\xbb\\xfa.yml"),
        (b"a\nb.yml", "a\\x0ab.yml"),
        (b"\x1b[31m.yml", "\\x1b[31m.yml"),
        ("甲\u202e.yml".encode(), "甲\\u202e.yml"),
    ],
)
def test_a_name_that_cannot_be_shown_is_shown_by_its_codes(
    root: Path, schemas: Schemas, name: bytes, shown: str
) -> None:
    Path(os.fsdecode(os.fsencode(root / "records") + b"/" + name)).write_bytes(b"a: 1\n")
    (finding,) = merge_all(load(root, schemas)).findings
    assert (finding.rule, finding.path, finding.message) == (
        "file-place",
        f"records/{shown}",
        "文件名中有无法显示的字符",
    )
    assert locate(load(root, schemas), [finding]) == [finding]


def test_there_must_be_records(tmp_path: Path, schemas: Schemas) -> None:
    with pytest.raises(FileNotFoundError, match="records"):
        load(tmp_path, schemas)
    (tmp_path / "records").write_text("a: 1\n")
    with pytest.raises(FileNotFoundError, match="records"):
        load(tmp_path, schemas)


def test_all_faults_of_all_files_come_in_one_run(root: Path, schemas: Schemas) -> None:
    write(root, "areas.yml", "areas: []\nx: 1\n")
    write(root, "systems.yml", "systems: [\n")
    write(root, "authorities/xixi-rsj.yml", "id: no\nname: &x 甲\nname: 乙\n")
    write(root, "extra.yml")
    loaded = merge_all(load(root, schemas))
    assert [(each.path.removeprefix("records/"), each.rule) for each in loaded.findings] == [
        ("areas.yml", "schema"),
        ("areas.yml", "schema"),
        ("authorities/xixi-rsj.yml", "yaml-ambiguous"),
        ("authorities/xixi-rsj.yml", "yaml-anchor"),
        ("authorities/xixi-rsj.yml", "yaml-duplicate"),
        ("authorities/xixi-rsj.yml", "schema"),
        ("extra.yml", "file-place"),
        ("systems.yml", "yaml-syntax"),
    ]
    assert {path: each.kind for path, each in loaded.invalid.items()} == {
        "records/areas.yml": "areas",
        "records/authorities/xixi-rsj.yml": "authority",
        "records/systems.yml": "systems",
    }
    assert not loaded.invalid.keys() & loaded.documents.keys()


@pytest.mark.parametrize(
    ("written", "rules"),
    [
        ("name: no\nphone: 0515-00000001", ["yaml-ambiguous"]),  # a name may be that
        ("name: 市人社局\nphone: 0571", ["schema"]),
        ("name: 市人社局\nphone: “0515-00000001”", ["schema"]),
        ("name: “市人社局”\nphone: 0571", ["yaml-quotes", "schema"]),
        ("name: no\nphone: 0571", ["yaml-ambiguous", "schema"]),
        ("name: no\nphone: 0571\nphone: 1", ["yaml-ambiguous", "yaml-duplicate", "schema"]),
        ("name: 市人社局\nphone: 0515-00000001\nphones: yes", ["schema"]),
        ("name: 市人社局\nphone: 0515-00000001\nareas:\n  （一）亭湖\n  （二）盐都", ["schema"]),
    ],
)
def test_one_value_has_one_mend(schemas: Schemas, written: str, rules: list[str]) -> None:
    raw = f"id: a\nkind: 市人社局\n{written}\n".encode()
    assert [each.rule for each in check_bytes("records/authorities/a.yml", raw, schemas).findings] == rules


def test_a_warning_does_not_keep_a_record_out(root: Path, schemas: Schemas) -> None:
    write(root, "systems.yml", "systems: [{id: no, name: 卫生}]\n")
    loaded = merge_all(load(root, schemas))
    assert [each.severity for each in loaded.findings] == ["warning"]
    assert loaded.documents["records/systems.yml"].data == {"systems": [{"id": "no", "name": "卫生"}]}


def test_the_order_of_the_file_system_does_not_matter(
    root: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("b.yml", "a.yml", "batches/x.yml", "authorities/z.yml"):
        write(root, path)
    forth, scan = merge_all(load(root, schemas)), os.scandir

    class Backward:
        """The file system's answer, the other way round."""

        def __init__(self, place: str) -> None:
            self.entries = sorted(scan(place), key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(self.entries)

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(os, "scandir", Backward)
    back = merge_all(load(root, schemas))
    assert list(back.documents.items()) == list(forth.documents.items())
    assert (back.findings, list(back.invalid)) == (forth.findings, list(forth.invalid))


RECORD = """\
# 注
名称: 一
list:
  - a: 1
    乙: 二
  - |
    x
group: {a/b: 1, "c~d": [7, 8]}
empty:
"""


@pytest.mark.parametrize(
    ("pointer", "on_key", "place"),
    [
        ("", False, (2, 1)),
        ("/名称", False, (2, 5)),
        ("/名称", True, (2, 1)),
        ("/list", False, (3, 1)),
        ("/list/0", False, (4, 5)),
        ("/list/0/乙", False, (5, 8)),
        ("/list/0/乙", True, (5, 5)),
        ("/list/1", False, (6, 5)),
        ("/group/a~1b", False, (8, 14)),
        ("/group/c~0d/1", False, (8, 28)),
        ("/empty", False, (9, 7)),
        ("/missing", False, (2, 1)),
        ("/list/0/missing", False, (4, 5)),
        ("/list/7/x", False, (3, 1)),
        ("/group/missing/deep", True, (8, 1)),
    ],
)
def test_a_finding_is_located_at_its_value_or_key_or_at_what_is_around(
    root: Path, schemas: Schemas, pointer: str, on_key: bool, place: tuple[int, int]
) -> None:
    write(root, "x.yml", RECORD)
    finding = Finding(
        rule="r", severity="error", path="records/x.yml", message="m", pointer=pointer, on_key=on_key
    )
    (located,) = locate(load(root, schemas), [finding])
    assert (located.line, located.column) == place


def test_findings_are_sorted_and_said_once(root: Path, schemas: Schemas) -> None:
    write(root, "x.yml", "b: 1\na: [2, 3]\n")

    def finding(pointer: str, **other: str) -> Finding:
        values = {"rule": "r", "severity": "error", "path": "records/x.yml", "message": "m"} | other
        return Finding(pointer=pointer, **values)  # type: ignore[arg-type]

    findings = [
        finding("/a/1"),
        finding("/a", path="records/gone.yml"),
        finding("/a/1", severity="info"),
        finding("/a/0", hint="乙"),
        finding("/a/0", hint="甲"),
        finding("/b"),
        finding("/a/1"),
    ]
    places = [
        (each.path, each.line, each.column, each.severity, each.hint)
        for each in locate(load(root, schemas), findings)
    ]
    assert places == [
        ("records/gone.yml", 1, 1, "error", ""),
        ("records/x.yml", 1, 4, "error", ""),
        ("records/x.yml", 2, 5, "error", "乙"),
        ("records/x.yml", 2, 5, "error", "甲"),
        ("records/x.yml", 2, 8, "error", ""),
        ("records/x.yml", 2, 8, "info", ""),
    ]


@pytest.mark.parametrize(
    ("below", "folder"),
    [
        ("institutions/xixi/a/副本/2024.yml", "institutions/xixi/a/副本"),
        ("institutions/xixi/A/plans/2024.yml", "institutions/xixi/A"),
        ("institutions/xixi/a/demo-2/institution.yml", "institutions/xixi/a/demo-2"),
        # What is meant for one of them, a file that is wrong by itself, and one that is no record.
        ("institutions/xixi/a/plan/2024.yml", ""),
        ("institutions/xixi/a/plans/last.yml", ""),
        ("institutions/xixi/a/副本/2024.pdf", ""),
    ],
)
def test_the_folder_that_is_wrong_is_known_by_its_place(schemas: Schemas, below: str, folder: str) -> None:
    assert find_faulty_folder(schemas, below) == folder
