"""The documents say what is there: commands, options, paths and terms."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
import yaml

from registry import __version__
from registry.cli.main import build_parser
from registry.lifecycle.conditions import CONDITIONS
from registry.lifecycle.status import FILING
from registry.publish.pages.handbook import list_addresses
from tests.conftest import CITY, REPOSITORY, SECOND, registry

PROGRAM = [
    "README.md",
    "SECURITY.md",
    "CHANGELOG.md",
    *(f"docs/{each.name}" for each in (REPOSITORY / "docs").glob("*.md")),
]
STAFF = ["CONTRIBUTING.md", "README.zh-CN.md"]
OF_A_REGISTER = [f"generator/registry/setup/texts/{name}.md" for name in ("README", "CONTRIBUTING")]
HANDBOOK = sorted(
    each.relative_to(REPOSITORY).as_posix()
    for each in (REPOSITORY / "site/templates/handbook").glob("*.html")
)
# What of the repository a city has as well: its records are others, and its own.
COMMON = ("records/areas.yml", "records/systems.yml", "records/README.md")
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
# A name, or two, and the module that has it.
NAMED = re.compile(r"`(\w+)`(?: (?:or|and) `(\w+)`)?,? (?:of|in)\s+`(?:\w+/)*(\w+\.(?:py|js))`")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What a page of the handbook says to run.
MARKED = re.compile(r"<code>(.*?)</code>")
TYPED = re.compile(r"{% call h\.type\(\) %}\n(.*?){% endcall %}", re.DOTALL)
# A path of this repository: its first part is a file or folder at the root.
ROOTS = {each.name for each in REPOSITORY.iterdir()} - {"public", "records"}
MADE = {".venv", ".cache", "node_modules", "public"}  # by `make`


@cache
def list_modules() -> set[str]:
    """The paths of all modules; each process that collects the tests would list them, were it no function."""
    rooms = ("generator", "site", "tests")
    files = (each for room in rooms for each in (REPOSITORY / room).rglob("*.py"))
    return {f"/{each.relative_to(REPOSITORY).as_posix()}" for each in files}


def text(name: str) -> str:
    return (REPOSITORY / name).read_text("utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    """All commands and their own parsers; of the command itself under ""."""
    top = build_parser()
    parsers: dict[str, argparse.ArgumentParser] = {"": top}
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            parsers |= action.choices
    return parsers


def options(of: argparse.ArgumentParser) -> set[str]:
    return {name for action in of._actions for name in action.option_strings if name.startswith("--")}


def runs(document: str) -> Iterator[tuple[str, list[str]]]:
    """What a document says to run: the command and its words."""
    content = text(document)
    code, blocks = (MARKED, TYPED) if document in HANDBOOK else (CODE, BLOCK)
    spans = [
        *code.findall(content),
        *(line for block in blocks.findall(content) for line in block.splitlines()),
    ]
    for each in spans:
        if match := re.match(r"(?:\S*bin/)?registry ((?:\\\||[^#|&>])*)", each.strip()):
            words = match[1].split()
            if words and re.fullmatch(r"[a-z]+|--[a-z-]+", words[0]):
                yield words[0], words[1:]


def test_every_command_and_option_is_documented() -> None:
    words = "\n".join(text(each) for each in (*PROGRAM, *STAFF, *HANDBOOK))
    missing = [
        f"{name} {option}"
        for name, of in commands().items()
        for option in sorted({*options(of)} - {"--help"})
        if not re.search(rf"{option}(?![a-z-])", words)
    ]
    missing += [name for name in commands() if name and f"registry {name}" not in words]
    assert missing == []


def test_every_command_has_a_row_in_the_table_of_the_readme() -> None:
    rows = re.findall("^\\| `registry ([a-z]+)", text("README.md"), re.MULTILINE)
    assert {name.partition(" ")[0] for name in commands() if name} == {*rows}


@pytest.mark.parametrize("documents", [*([each] for each in (*PROGRAM, *STAFF)), HANDBOOK])
def test_what_a_document_says_to_run_is_there(documents: list[str]) -> None:
    assert [(each, wrong) for each in documents if (wrong := find_unknown(each))] == []


def test_a_page_of_the_handbook_is_read() -> None:
    lines = list(runs("site/templates/handbook/county-setup.html"))
    assert ("check", []) in lines
    assert ("propose", ["准备电脑", "--name", "姓名或工号", "--email", "单位的公用邮箱"]) in lines


def find_unknown(document: str) -> list[str]:
    """The commands and options that a document names and that are not there."""
    accepted = commands()
    wrong = []
    for command, words in runs(document):
        if command.startswith("--"):
            wrong += [command] if command not in options(accepted[""]) else []
        elif command not in accepted:
            wrong.append(command)
        else:
            typed = {word.partition("=")[0] for word in words if word.startswith("--")}
            wrong += sorted(typed - options(accepted[command]))
    return wrong


@pytest.mark.parametrize("document", [*PROGRAM, *STAFF])
def test_every_path_in_a_document_is_there(document: str) -> None:
    content = text(document)
    folder = (REPOSITORY / document).parent
    paths = [folder / each for each, _ in LINK.findall(content) if each and ":" not in each]
    for each in CODE.findall(content):
        if re.fullmatch(r"[\w./-]+", each) and each.partition("/")[0] in ROOTS - MADE and "…" not in each:
            paths.append(REPOSITORY / each)
        elif re.fullmatch(r"registry/[a-z_/]+(\.py)?", each):
            paths.append(REPOSITORY / "generator" / each)
    assert [str(each.relative_to(REPOSITORY)) for each in paths if not each.resolve().exists()] == []
    # Of a room that was named before, a module's name alone.
    modules = [each for each in CODE.findall(content) if re.fullmatch(r"[\w/]+\.py", each)]
    assert [each for each in modules if not any(file.endswith(f"/{each}") for file in list_modules())] == []


def test_every_name_in_a_document_is_in_its_module_or_is_a_class() -> None:
    cited = NAMED.findall(text("docs/developing.md"))
    scripts = (each.relative_to(REPOSITORY).as_posix() for each in (REPOSITORY / "site").rglob("*.js"))
    sources = {file: text(file) for file in (*(each[1:] for each in list_modules()), *scripts)}
    wrong = []
    for *names, module in cited:
        code = "".join(each for file, each in sources.items() if file.endswith(f"/{module}"))
        wrong += [f"{name} of {module}" for name in names if not re.search(rf"\b{name}\b", code)]
    classes = re.findall(r"\| `([A-Z][a-z]\w*)` \|", text("docs/glossary.md"))
    whole = "".join(sources.values())
    assert wrong + [each for each in classes if not re.search(rf"class {each}\b", whole)] == []
    assert len(cited) > 10 < len(classes)


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", *(each for each in PROGRAM if "/" in each)]
)
def test_every_heading_that_a_link_names_is_there(document: str) -> None:
    wrong = []
    for path, anchor in LINK.findall(text(document)):
        if anchor and ":" not in path:
            target = (REPOSITORY / document).parent / path if path else REPOSITORY / document
            heads = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in heads}
            wrong += [anchor] if anchor[1:] not in slugs else []
    assert wrong == []


@pytest.mark.parametrize("document", PROGRAM)
def test_documents_of_the_program_cite_the_records_of_the_tests_city(document: str) -> None:
    cited = re.findall(r"(?<![\w/])records/[\w./-]+\w", text(document))
    own = [each for each in cited if each not in (*COMMON, "records/LICENSE")]
    assert [each for each in own if not (CITY / each).exists()] == []


@pytest.mark.parametrize("document", [*STAFF, *HANDBOOK])
def test_documents_for_staff_cite_nothing_that_a_city_may_lack(document: str) -> None:
    """No institution, area, authority or system of some city, and of records/ what every city has."""
    content, ids = text(document), set()
    for city in (CITY, SECOND):
        records = city / "records"
        ids |= {each.name for each in records.glob("institutions/*")}
        ids |= {each.name for each in records.glob("institutions/*/*")}
        ids |= {each.stem for each in records.glob("authorities/*")}
    assert sorted(ids & {*re.findall(r"[\w-]+", content)}) == []
    kinds = (json.loads(each.read_text("utf-8")) for each in (REPOSITORY / "schemas").glob("*.json"))
    first = {each["x-path"].partition("/")[0] for each in kinds if "x-path" in each}
    cited = re.findall(r"(?<![\w/.-])records/([\w.-]+)", content)
    assert sorted({*cited} - first - {"README.md", "LICENSE"}) == []


def test_every_page_of_the_handbook_that_a_document_names_is_there() -> None:
    there = {"handbook/", *list_addresses()}
    addresses = {
        (document, address)
        for document in (*PROGRAM, *STAFF, *OF_A_REGISTER)
        for address in re.findall(r"`/(handbook/[a-z-]*/?)`", text(document))
    }
    assert len(addresses) > 30
    assert sorted(each for each in addresses if each[1] not in there) == []


def test_the_glossary_has_every_term_once() -> None:
    terms = text("docs/glossary.md").partition("## Words on the site")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|", terms, re.MULTILINE)
    rows = [each for each in rows if each[0] not in ("中文", "---")]
    for column in (0, 1):
        assert [term for term, count in Counter(each[column] for each in rows).items() if count > 1] == []
    chinese, names = {each[0] for each in rows}, {each[2].strip("`") for each in rows}
    for file in sorted((REPOSITORY / "schemas").glob("*.json")):
        schema = json.loads(file.read_text("utf-8"))
        if "x-path" in schema:
            assert (schema["title"] in chinese, file.stem in names) == (True, True), file.stem
    for value in (*FILING.values(), *CONDITIONS.values()):
        assert value.code in names
        assert {value.label, f"已{value.label}"} & chinese, value.label


def test_the_version_is_said_and_is_in_the_changelog() -> None:
    result = registry("--version")
    assert (result.returncode, result.stdout) == (0, f"registry {__version__}\n")
    heads = re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.MULTILINE)
    assert heads[0] == "Unreleased"
    assert heads[1].split()[0] == __version__


def test_the_forms_for_issues_are_whole_and_the_citizens_is_chinese() -> None:
    folder = REPOSITORY / ".github/ISSUE_TEMPLATE"
    forms = {each.stem: yaml.safe_load(each.read_text("utf-8")) for each in folder.glob("[0-9]*.yml")}
    assert {*forms} == {"1-correction", "2-fault", "3-idea"}
    for form in forms.values():
        ids = [each["id"] for each in form["body"] if each["type"] != "markdown"]
        assert len(ids) == len({*ids}) > 2
        assert {each["type"] for each in form["body"]} <= {"markdown", "input", "textarea", "checkboxes"}
    correction = forms["1-correction"]
    words = [correction["name"], *(each["attributes"].get("label", "中") for each in correction["body"])]
    assert all(re.search(r"[\u4e00-\u9fff]", each) for each in words)


def test_what_runs_before_a_commit_is_what_lint_runs() -> None:
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", text("Makefile"), re.MULTILINE)
    assert lint
    for tool in ("ruff check", "ruff format --check", "eslint.js", "tsc", "stylelint.mjs"):
        assert tool in lint[1]
        assert any(tool in hook["entry"] for hook in hooks), tool
    # It is given the files of a commit by name, and else warns of those that the configuration leaves out, as
    # of what `make bundle` has made.
    (eslint,) = (hook["entry"] for hook in hooks if hook["id"] == "eslint")
    assert {"--max-warnings 0", "--no-warn-ignored"} <= {*re.findall(r"--[a-z-]+(?: \d+)?", eslint)}


def test_targets_that_run_tests_install_what_the_tests_of_scripts_import() -> None:
    makefile = text("Makefile")
    for target in ("test", "test-fast", "test-long", "coverage"):
        assert re.search(rf"^{target}: \.venv/node\.stamp ", makefile, re.MULTILINE), target
