"""What several rooms' tests share: the repository, a day, and the example site, built once."""

import datetime as dt
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import settings

from registry.publish.assemble.frame import Frame
from registry.publish.assemble.incremental import Parts
from registry.publish.assemble.site import STAMP, Part, Site
from registry.publish.assemble.templates import Templates
from registry.publish.open_data.files import OpenData, WholeFiles
from registry.publish.output_folder import Place
from registry.workers import HERE, Workers

# How long an example takes is no matter of a test; speed has its own place.
settings.register_profile("register", deadline=None)
settings.load_profile("register")

REPOSITORY = Path(__file__).parent.parent
SECOND = REPOSITORY / "tests" / "registers" / "second"
EMPTY = REPOSITORY / "tests" / "registers" / "empty"
TEMPLATES = Templates.read(REPOSITORY / "site" / "templates")
FRAME = Frame("<p>REGISTER-BODY</p>")  # a page that is its body alone
FORGE = "https://forge.example.org"
DAY = dt.date(2026, 11, 23)


def registry(*arguments: str | Path, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    """Run the command as its user would."""
    command = [sys.executable, "-m", "registry", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def build(root: Path, out: Path) -> Path:
    """The site of a register, built by the command on DAY."""
    done = registry("build", "--root", root, "--on", DAY.isoformat(), "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def parts(site: Site, frame: Frame, cache: Path | None = None, workers: Workers = HERE) -> list[Part]:
    """The parts of all institutions, by id."""
    return [Part(each.files, each.data, each.glance) for each in Parts(site, frame, cache, workers).ready()]


def files_of(data: OpenData) -> dict[str, bytes]:
    """The files of the open data by their path from the site's root."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), Path(folder), STAMP)
        with WholeFiles(data, place) as whole:
            for dossier in data.documents.presenter.public:
                for path, content in data.files(dossier):
                    place.write(path, content)
                whole.add(data.part(dossier, data.tables.rows(dossier)), b"")
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                found[file.relative_to(folder).as_posix()] = file.read_bytes()
    return found


def text_of(data: OpenData) -> str:
    """All that the files of the open data say, the workbook unpacked."""
    found = []
    for path, content in files_of(data).items():
        if path.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found += [archive.read(name) for name in archive.namelist()]
        else:
            found.append(content)
    return "\n".join(each.decode() for each in found)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example city's site."""
    return build(REPOSITORY, tmp_path_factory.mktemp("example") / "public")


@pytest.fixture(scope="session")
def second_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second city's site."""
    return build(SECOND, tmp_path_factory.mktemp("second") / "public")


@pytest.fixture(scope="session")
def forge_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second city's site with links to a forge."""
    root = tmp_path_factory.mktemp("forge")
    shutil.copytree(SECOND / "records", root / "records")
    forge = {"edit": f"{FORGE}/edit/{{path}}", "new": f"{FORGE}/new/{{folder}}?name={{name}}&text={{text}}"}
    configure(root, f"extra:\n  forge: {json.dumps(forge)}\n")
    return build(root, root / "public")


def configure(root: Path, text: str) -> None:
    """Give the register at `root` the example's mkdocs.yml with `text` added."""
    site = REPOSITORY / "site"
    inherited = f"INHERIT: {REPOSITORY}/mkdocs.yml\ndocs_dir: {site}/pages\n"
    theme = f"theme:\n  custom_dir: {site}/overrides\n"
    (root / "mkdocs.yml").write_text(inherited + theme + text, "utf-8")


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The empty register's site."""
    return build(EMPTY, tmp_path_factory.mktemp("empty") / "public")
