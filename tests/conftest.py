"""What several rooms' tests share: the repository, its registers, a day, and their sites, built once."""

import contextlib
import datetime as dt
import gc
import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from unittest.mock import patch

import pytest
from filelock import FileLock
from hypothesis import settings

import tests.guard.sitecustomize  # noqa: F401  nothing here reads the repository's own records/
from registry.cli.defaults import CONFIG
from registry.cli.main import build_parser, main
from registry.git_command import ASIDE
from registry.model.register import FolderContents
from registry.publish.assemble.frame import Frame, RecordPage
from registry.publish.assemble.incremental import Parts
from registry.publish.assemble.portable import make_portable
from registry.publish.assemble.site import STAMP, Content, InstitutionPart, Site
from registry.publish.assemble.templates import Templates
from registry.publish.open_data.files import OpenData, WholeFiles
from registry.publish.output_folder import OutputFolder
from registry.publish.output_mark import MARK
from registry.records.loader import LoadedRecords
from registry.records.schemas import Schemas
from registry.rules.checking import Examined, examine
from registry.workers import HERE, Workers
from tests.canaries import plant_canaries
from tests.depth import DEPTH
from tests.once import Once

# How long an example takes is no matter of a test; speed has its own place. What a change is judged by must
# be the same each time: the same examples are drawn until a test is edited, new ones by `make test-long`.
settings.register_profile("register", deadline=None, max_examples=50 * DEPTH, derandomize=DEPTH == 1)
settings.load_profile("register")

# To search for circles after every 700 objects takes a twentieth of a run.
gc.set_threshold(100_000, 20, 20)

# jsonschema makes 39 parsers with it in each process, for formats (IRI) that no schema here has.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

REPOSITORY = Path(__file__).parent.parent
REGISTERS = REPOSITORY / "tests" / "registers"
CITY = REGISTERS / "city"
SECOND = REGISTERS / "second"
EMPTY = REGISTERS / "empty"
TEMPLATES = Templates.read(REPOSITORY / "site" / "templates")
FRAME = Frame("<p>REGISTER-BODY</p>")  # a page that is its body alone
FORGE = "https://forge.example.org"
DAY = dt.date(2026, 11, 23)

# Whatever process a test starts, wherever: the program is this one, and the guard is there.
FIRST = tuple(str(REPOSITORY / each) for each in ("tests/guard", "generator", "."))
for name in ASIDE:  # where a hook or `git bisect run` starts the tests, these name the repository around them
    os.environ.pop(name, None)
os.environ["GIT_TEMPLATE_DIR"] = ""  # a new repository needs no samples of hooks
os.environ[CONFIG] = ""  # no defaults of whoever runs the tests
os.environ.pop("SITE_URL", None)  # the address of a site is what its test says
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (*FIRST, os.environ.get("PYTHONPATH"))))

build_once = cache(build_parser)


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One process more than there are processors: a test that waits for a browser leaves its own idle."""
    return (yield) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Let one process collect the tests before the others: in a fresh checkout it compiles for all.

    Meanwhile `make test` has lint for the other processor. What is collected stays to the end: it is never
    searched for circles.
    """
    gc.disable()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = Path(session.config.option.basetemp).parent
        done = folder / "collected"
        with FileLock(folder / "collected.lock"):
            if not done.exists():
                collected = yield
                done.touch()
                return _keep(session, collected)
    return _keep(session, (yield))


def _keep(session: pytest.Session, collected: object) -> object:
    if session.items:  # none in the process that only hands out tests
        gc.freeze()
    gc.enable()
    return collected


def registry(*arguments: str | Path, cwd: Path = CITY) -> subprocess.CompletedProcess[str]:
    """Run the command as its user would, but in this process: to start another takes longer than most runs.

    What the end of a process means (its signals, its open files) is a matter of tests/command. One process
    does the work where no number is said: of so few records it makes an end soonest.
    """
    command = [*map(str, arguments)]
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    # Of one process, one parser: it is the same for each command where no file of defaults is to change it.
    same = patch("registry.cli.main.build_parser", build_once) if os.environ.get(CONFIG) == "" else None
    assert logging.lastResort  # it writes to standard error what nobody takes; but pytest takes all
    logging.root.addHandler(logging.lastResort)
    try:
        with (
            same or contextlib.nullcontext(),
            patch.object(os, "cpu_count", lambda: 1),
            contextlib.chdir(cwd),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(command)
    finally:
        logging.root.removeHandler(logging.lastResort)
    stdout, stderr = (each.buffer.getvalue().decode() for each in (out, err))
    return subprocess.CompletedProcess(command, code, stdout, stderr)


def build(root: Path, out: Path) -> Path:
    """The site of a register, built by the command on DAY."""
    result = registry("build", "--root", root, "--on", DAY.isoformat(), "--out", out)
    assert result.returncode == 0, result.stdout + result.stderr
    return out


def build_staff(root: Path, out: Path) -> Path:
    """The staff's site of a register, built by the command on DAY."""
    day = DAY.isoformat()
    result = registry("build", "--staff", "--root", root, "--on", day, "--out", out)
    assert result.returncode == 0, result.stdout + result.stderr
    return out


@cache
def examined(root: Path) -> Examined:
    """A register of the tests as it is on DAY; what a test changes of it, it replaces."""
    return examine(root, DAY)


def list_parts(
    site: Site, frame: Frame, cache: Path | None = None, workers: Workers = HERE
) -> list[tuple[InstitutionPart, Content]]:
    """List the parts of all institutions, by id, with their files."""
    return [(each.part, each.read()) for each in Parts(site, frame, cache, workers).prepare()]


def list_navigation() -> set[str]:
    """The addresses of the pages in the navigation of every site."""
    text = (REPOSITORY / "site" / "defaults.yml").read_text("utf-8")
    pages = re.findall(r": ([\w/]*)index\.md$", text, re.MULTILINE)
    assert len(pages) > 20
    return {*pages}


def list_record_pages(site: Site) -> Iterator[RecordPage]:
    """List every record page of a site."""
    for dossier in site.public:
        yield from site.list_dossier_pages(dossier)
    yield from map(site.render_page, chain(site.list_drafts(), site.list_rules()))


def merge_all(loaded: LoadedRecords) -> FolderContents:
    """Merge what all folders hold, in order of path, with what should not be there."""
    read = [document for _, folder in loaded.read_folders([*loaded.folders]) for document in folder]
    contents = FolderContents.from_documents(sorted(read, key=lambda each: each.path), loaded.schemas)
    every = sorted((*loaded.misplaced.values(), *contents.findings), key=lambda each: each.path)
    return replace(contents, corrected=contents.filed, findings=tuple(every))


def build_files(data: OpenData) -> dict[str, bytes]:
    """Build the files of the open data, by their path from the site's root."""
    stores = {}
    with tempfile.TemporaryDirectory() as folder:
        place = OutputFolder(Path(folder), Path(folder), STAMP)
        with WholeFiles(data, place) as whole:
            for dossier in data.documents.presenter.public:
                for path, content in data.build_files(dossier):
                    place.write(path, content)
                whole.add(data.build_part(dossier, data.tables.build_rows(dossier)), b"")
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                stores[file.relative_to(folder).as_posix()] = file.read_bytes()
    return stores


def join_files(data: OpenData) -> str:
    """Join all files of the open data into one text, the workbook unpacked."""
    names = []
    for path, content in build_files(data).items():
        if path.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names += [archive.read(name) for name in archive.namelist()]
        else:
            names.append(content)
    return "\n".join(each.decode() for each in names)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Where the processes of a run share what one of them makes."""
    return Once(tmp_path_factory)


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    """The program's schemas."""
    return Schemas.read(REPOSITORY / "schemas")


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The city's site."""
    return once.make("city", lambda folder: build(CITY, folder))


@pytest.fixture(scope="session")
def portable_site(once: Once, site: Path) -> Path:
    """The city's site as it works from a disk."""

    def make(folder: Path) -> None:
        shutil.copytree(site, folder, ignore=shutil.ignore_patterns(MARK))
        make_portable(folder)

    return once.make("portable", make)


@pytest.fixture(scope="session")
def second_site(once: Once) -> Path:
    """The second city's site."""
    return once.make("second", lambda folder: build(SECOND, folder))


@pytest.fixture(scope="session")
def forge_site(once: Once) -> Path:
    """The second city's site with links to a forge, and canaries in all that is not public."""

    def make(root: Path) -> None:
        configure_forge(root, SECOND)
        planted = plant_canaries(root, Schemas.read(REPOSITORY / "schemas"))
        (root / "canaries.json").write_text(json.dumps(planted), "utf-8")
        build(root, root / "public")

    return once.make("forge", make) / "public"


@pytest.fixture(scope="session")
def staff_site(once: Once, forge_site: Path) -> Path:
    """The staff's site of the same register."""
    return once.make("staff", lambda folder: build_staff(forge_site.parent, folder))


@pytest.fixture(scope="session")
def installed(once: Once) -> Path:
    """A folder with the program's wheel, and an environment in it (`venv`) in which it is installed."""
    from tests.installed import build_wheel

    def make(folder: Path) -> None:
        folder.mkdir()
        build_wheel(folder)

    return once.make("installed", make)


def configure(root: Path, text: str = "") -> None:
    """Give the register at `root` what the registers of the tests have in common, with `text` added.

    So MkDocs alone can build it too: where it has no pages of its own, these are the program's.
    """
    inherited = f"INHERIT: {REGISTERS}/site.yml\n"
    if not (root / "site").is_dir():
        inherited += f"docs_dir: {REPOSITORY}/site/pages\n"
    (root / "mkdocs.yml").write_text(inherited + text, "utf-8")


def configure_forge(root: Path, register: Path) -> None:
    """Copy a register to `root`, with links to a forge that takes a text."""
    forge = {"edit": f"{FORGE}/edit/{{path}}", "new": f"{FORGE}/new/{{folder}}?name={{name}}&text={{text}}"}
    shutil.copytree(register / "records", root / "records")
    configure(root, f"extra:\n  forge: {json.dumps(forge)}\n")


@pytest.fixture(scope="session")
def empty_site(once: Once) -> Path:
    """The empty register's site."""
    return once.make("empty", lambda folder: build(EMPTY, folder))
