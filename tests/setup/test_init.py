"""`registry init` as an administrator meets it: what is written, what is refused, none half there."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from registry.forge.files import FILES
from registry.records.files import walk_folder
from registry.records.schemas import Schemas
from registry.settings import HOME, read_settings
from registry.setup.city import find_kind, read_areas
from tests.conftest import SECOND, registry

ON = ("--on", "2026-11-23")
CITY = ("--city", "云梦泽市", "--area", "林洲区", "--area", "雁泽县:yanze:999921", "--area", "云泽新区")
# What Yancheng alone is called, and what its documents and codes begin with.
YANCHENG = re.compile("盐城|亭湖|盐都|大丰|东台|tinghu|yandu|ycrsf|0515|3209|demo-0|江苏")


def init(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    result = registry("init", folder, *ON, *arguments)
    assert "Traceback" not in result.stderr
    return result


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register that was made once, for what only looks at it."""
    folder = tmp_path_factory.mktemp("init") / "register"
    result = init(folder, *CITY, "--forge", "gitlab", "--repository", "https://git.example.org/ymz/register")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"已建立云梦泽市的登记册：{folder}/（")
    return folder


def texts(root: Path) -> dict[str, str]:
    return {path: (root / path).read_text("utf-8") for path in walk_folder(root)}


def test_it_passes_its_own_check_and_says_once_what_is_open(root: Path) -> None:
    result = registry("check", "--root", root, *ON, "--no-cache", "--format", "json")
    assert result.returncode == 0
    (finding,) = yaml.safe_load(result.stdout)["findings"]
    assert (finding["rule"], finding["severity"]) == ("regulation-filled-in", "info")
    assert finding["message"].startswith("还有 22 项没有填：发文字号、名称、施行日期、每年最低课时、")


def test_it_has_all_that_a_register_needs_and_nothing_of_another_city(root: Path) -> None:
    files = texts(root)
    assert {
        ".ci/register",
        ".gitattributes",
        ".gitignore",
        ".gitlab-ci.yml",
        ".gitlab/CODEOWNERS",
        "CONTRIBUTING.md",
        "README.md",
        "mkdocs.yml",
        "records/areas.yml",
        "records/authorities/city-hrss.yml",
        "records/authorities/linzhou-hrss.yml",
        "records/authorities/yanze-hrss.yml",
        "records/authorities/yunze-hrss.yml",
        "records/calendar/2026.yml",
        "records/regulations/regulation-1.yml",
        "records/systems.yml",
        "requirements.txt",
        "site/pages/.gitkeep",
    } <= files.keys()
    assert "@ymz/linzhou-hrss" in files[".gitlab/CODEOWNERS"]
    assert "--hash=sha256:" in files["requirements.txt"]
    # Papers and sheets are written beside the records, and `git add --all` is told in the handbook.
    assert {"/*.docx", "/*.xlsx", "/*.html"} <= {*files[".gitignore"].splitlines()}
    values = {path: yaml.safe_load(text) for path, text in files.items() if path.endswith(".yml")}
    assert [path for path, value in values.items() if YANCHENG.search(str(value))] == []
    for path in ("README.md", "CONTRIBUTING.md", "mkdocs.yml"):
        assert not YANCHENG.search(files[path])
        assert not re.search(r"\{[a-z_]+\}", files[path])


def test_its_law_is_open_and_other_law_is_not(root: Path) -> None:
    regulation = yaml.safe_load((root / "records/regulations/regulation-1.yml").read_text("utf-8"))
    assert regulation["parameters"] == {"publication_target_days": 20}
    assert {row["article"] for row in regulation["citations"]} == {None}
    fields = {"id", "jurisdiction", "city_area", "city_authority"}
    assert regulation.keys() == fields | {"parameters", "citations"}


def test_its_settings_are_the_citys_alone(root: Path) -> None:
    settings = read_settings(root)
    needed_by_mkdocs = {"docs_dir", "site_dir", "plugins"}
    assert settings.keys() - needed_by_mkdocs == {"site_name", "site_description", "extra"}
    assert settings["extra"]["demo"] is False
    assert settings["extra"]["forge"] == {
        "kind": "gitlab",
        "organisation": "ymz",
        "address": "https://git.example.org/ymz/register",
    }


def test_the_ids_and_commands_in_what_staff_read_exist(root: Path) -> None:
    files = texts(root)
    areas = {row["id"] for row in yaml.safe_load(files["records/areas.yml"])["areas"]}
    offices = {Path(path).stem for path in files if path.startswith("records/authorities/")}
    kinds = {*Schemas.read(HOME / "schemas").kinds, "area", "system"}
    read = files["README.md"] + files["CONTRIBUTING.md"]
    assert {*re.findall(r"--area ([a-z-]+)", read)} <= areas
    assert {*re.findall(r"^\| .+ \| `([a-z-]+)` \| `[a-z-]+` \|$", read, re.MULTILINE)} == areas
    assert {*re.findall(r"`([a-z]+-hrss)`", read)} == offices
    assert {*re.findall(r"registry new \S+ ([a-z-]+)", read)} <= kinds
    paths = {*re.findall(r"`((?:records|site)/[a-z0-9./-]+)`", read)}
    assert {each for each in paths if not (root / each).exists()} == {"records/institutions/"} & paths


@pytest.mark.parametrize("forge", FILES)
def test_every_forge_has_its_files_and_its_steps(tmp_path: Path, forge: str) -> None:
    result = init(tmp_path / "register", "--city", "云梦泽市", "--forge", forge)
    assert result.returncode == 0, result.stderr
    assert {*FILES[forge]} <= texts(tmp_path / "register").keys()
    assert "受保护的分支" in result.stdout
    assert "受保护的分支" in (tmp_path / "register/README.md").read_text("utf-8")


def test_what_is_known_of_the_regulation_is_written_down(tmp_path: Path) -> None:
    law = (
        "--title",
        "云梦泽市登记管理规定",
        "--number",
        "虚构人社发〔2021〕9号",
        "--in-force",
        "2021-03-01",
    )
    result = init(tmp_path / "register", *CITY, *law, "--address", "https://register.example.org")
    assert result.returncode == 0
    assert "办法还有 19 项没有填：每年最低课时" in result.stdout
    text = (tmp_path / "register/records/regulations/regulation-1.yml").read_text("utf-8")
    assert "\nin_force_from: 2021-03-01\n" in text
    assert read_settings(tmp_path / "register")["site_url"] == "https://register.example.org/"


def test_the_example_stays_lawful_while_the_citys_law_is_filled_in(tmp_path: Path) -> None:
    root = tmp_path / "register"
    init(root, *CITY, "--example", "--in-force", "2021-03-01")
    (file,) = (root / "records/regulations").iterdir()
    law = yaml.safe_load(file.read_text("utf-8"))
    (stricter,) = (SECOND / "records/regulations").iterdir()
    law["parameters"] = {
        **yaml.safe_load(stricter.read_text("utf-8"))["parameters"],
        **{"min_hours": 500, "min_persons": 1000, "panel_convention": 9, "public_notice_days": 10},
    }
    file.write_text(yaml.safe_dump(law, allow_unicode=True, sort_keys=False), "utf-8")
    findings = yaml.safe_load(registry("check", "--root", root, *ON, "--format", "json").stdout)["findings"]
    assert {each["rule"] for each in findings} == {"regulation-filled-in"}


def test_an_example_is_in_the_registers_one_form(tmp_path: Path) -> None:
    root = tmp_path / "register"
    init(root, *CITY, "--example")
    result = registry("fix", "--all", "--root", root)
    assert (result.returncode, result.stdout) == (0, "写法都符合，没有要改的\n")


@pytest.mark.parametrize("begins", ["2018-09-12", "2026-01-01", "2026-07-01"])
def test_an_example_is_lawful_marked_and_told_how_to_delete(tmp_path: Path, begins: str) -> None:
    root = tmp_path / "register"
    result = init(root, *CITY, "--example", "--in-force", begins)
    assert result.returncode == 0, result.stderr
    assert read_settings(root)["extra"]["demo"] is True
    lines = (root / "README.md").read_text("utf-8").splitlines()
    place = lines.index("## 删去示例")
    assert "git rm -r records/institutions records/batches" in lines[place:]
    for file in [*root.glob("records/institutions/**/*.yml"), *root.glob("records/batches/*.yml")]:
        assert file.read_text("utf-8").startswith("# 示例：虚构的内容，正式登记以前删去")
    year = max(2025, int(begins[:4]) + (begins[5:] != "01-01"))
    status = registry("status", "--root", root, "example-1", "--on", f"{year}-12-01")
    assert f"已列入  自 {year}-06-10 起" in status.stdout


# -- what is refused ----------------------------------------------------------------------------


def test_a_folder_with_something_in_it_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "note.txt").write_text("mine", "utf-8")
    result = init(folder, *CITY)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"registry：{folder} 里已有内容，没有改动；换一个新的文件夹，建好以后再放到代码托管网站上\n"
    )
    assert texts(tmp_path) == {"register/note.txt": "mine"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    assert init(folder, *CITY).returncode == 0
    assert (folder / "mkdocs.yml").exists()
    assert folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--city", "云 \n梦"), "“适用地区”写法不符合要求"),
        ((*CITY, "--area", "林州区:linzhou"), "地区编号 linzhou 用了两次；另写一个，如 林州区:linzhou-2"),
        ((*CITY, "--area", "某区:Mou"), "“编号”写法不符合要求，现为“Mou”；"),
        ((*CITY, "--area", "某区:mou:12"), "地区写成 名称、名称:编号"),
        ((*CITY, "--address", "register.example.org"), "网站的地址以 https:// 或 http:// 开头"),
        ((*CITY, "--bureau", " "), "“名称”写法不符合要求"),
        (
            (*CITY, "--bureau", "云梦泽市\u200b人社局"),
            "“云梦泽市\\u200b人社局”中有看不见的字符，不是从网页、聊天",
        ),
        ((*CITY, "--area", "某\x1b区:mou"), "“某\\x1b区”中有看不见的字符"),
        (
            (*CITY, "--repository", "https://oauth2:secret@git.example.org/a/b"),
            "登记册在代码托管网站上的地址中不要写用户名、密码、令牌",
        ),
    ],
)
def test_what_cannot_stand_in_a_register_leaves_nothing_behind(
    tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    result = init(tmp_path / "register", *options)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert "secret" not in result.stderr
    assert [*tmp_path.iterdir()] == []


def test_what_goes_wrong_on_the_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "none" / "register"
    result = init(folder, *CITY)
    assert result.returncode == 2
    assert f"没有文件夹 {folder.parent}；先建好它" in result.stderr
    monkeypatch.setattr("registry.setup.first_files.CALENDARS", tmp_path)
    (tmp_path / "2026.yml").write_text("year: 2027\n", "utf-8")
    result = init(tmp_path / "register", *CITY)
    assert result.returncode == 2
    assert "没有建立：写出的登记册有" in result.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["2026.yml"]


# -- questions ----------------------------------------------------------------------------------


def answer(monkeypatch: pytest.MonkeyPatch, folder: Path, answers: str) -> subprocess.CompletedProcess[str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    return init(folder)


def test_without_a_city_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = "云梦泽市\n\n林洲区、雁泽县:yan-ze\ngitea\n\n\n\n\n2021-03-01\n"
    result = answer(monkeypatch, tmp_path / "register", answers)
    assert result.returncode == 0, result.stderr
    assert "城市的名称，如 某某市：" in result.stderr
    files = texts(tmp_path / "register")
    assert {"records/authorities/linzhou-hrss.yml", "records/authorities/yan-ze-hrss.yml"} <= files.keys()
    assert ".gitea/workflows/check.yml" in files
    assert "\nin_force_from: 2021-03-01\n" in files["records/regulations/regulation-1.yml"]
    assert "云梦泽市人力资源和社会保障局" in files["records/authorities/city-hrss.yml"]


def test_without_an_answer_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer(monkeypatch, tmp_path / "register", "")
    assert result.returncode == 2
    assert "没有写城市的名称；用 --city 写明，或逐项回答" in result.stderr
    assert [*tmp_path.iterdir()] == []


def test_what_cannot_stand_in_a_register_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = (
        "\n云梦泽市\n\n林洲区:Mou\n林洲区\ngitlabb\ngitlab\n"
        "git.example.org\nhttps://git.example.org/ymz/dengji\n\n\n\n2021年\n2021-03-01\n"
    )
    result = answer(monkeypatch, tmp_path / "register", answers)
    assert result.returncode == 0, result.stderr
    assert re.findall("registry：(.*?)，", result.stderr) == [
        "没有写城市的名称；用 --city 写明",
        "“编号”写法不符合要求",
        "登记册在代码托管网站上的地址以 https:// 或 http:// 开头",
    ]
    assert "registry：“2021年”读不出是哪一天；日期写成 2026-03-15 的样子" in result.stderr
    assert "没有 gitlabb 这种代码托管网站；可以写 github、gitlab、" in result.stderr
    assert ".gitlab/CODEOWNERS" in texts(tmp_path / "register")


def test_a_wrong_last_answer_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer(monkeypatch, tmp_path / "register", "云梦泽市\n\n林洲区\ngitlabb\n")
    assert (result.returncode, [*tmp_path.iterdir()]) == (2, [])


def test_areas_have_ids_and_kinds_by_their_names() -> None:
    words = ("林洲区", "雁泽县", "长兴市", "云泽新区", "荻浦经济开发区", "湖区：lake：999931")
    assert [(each.id, each.kind, each.code) for each in read_areas(words)] == [
        ("linzhou", "市辖区", None),
        ("yanze", "县", None),
        ("changxing", "县级市", None),
        ("yunze", "功能区", None),
        ("dipujingji", "功能区", None),
        ("lake", "市辖区", "999931"),
    ]
    assert find_kind("管委会") == "功能区"
