"""A site that works from a disk, by a double click: what `registry build --portable` makes of a finished one.

From a disk (file://) a folder has no index, a script is no module, and nothing can be fetched. So links name
index.html, each page has one plain script, and data come as scripts beside them (`load` in site.js). Such a
site works at any address of a web server too, which no search engine is to list: it is for looking at.
"""

from __future__ import annotations

import re
from pathlib import Path

from ...refusal import Refusal
from .csp import CHARSET
from .site import STAMP

DOWNLOADS = "data/"  # files for people: no script reads them
# What stands in the addresses of a web server alone.
NOT_ON_A_DISK = ("404.html", "sitemap.xml", "sitemap.xml.gz")
TAG = re.compile(r"<(?:a|area|form|iframe|img|link|meta|script)\s[^>]*>")
ADDRESS = re.compile(r'(?P<before>\s(?:href|src|action)="|\scontent="0; url=)(?P<address>[^"]*)"')
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
MODULE = re.compile(r'<script type="module" src="(?P<address>[^"]*)">')
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
# From a disk nothing can be fetched ahead, and browsers refuse a manifest.
AHEAD = re.compile(r'<link rel="(?:modulepreload|preload|manifest)"[^>]*>\n?')
NO_INDEX = '<meta name="robots" content="noindex">'

# The forms of modules that the site's scripts use; each is a statement that begins its line.
IMPORT = re.compile(
    r'^import (?P<names>\{[^{}]*\}) from "(?P<path>\.\.?/(?:[\w.-]+/)*(?P<file>[\w.-]+))";$', re.MULTILINE
)
EXPORT = re.compile(
    r"^export (?=(?:async function\*?|function\*?|const|let|class) (?P<name>[\w$]+))", re.MULTILINE
)
OTHER = re.compile(r"^(?:import|export)\b", re.MULTILINE)


class NotPortableError(Refusal):
    """A script of the site cannot be made a plain one; the message says where."""


def make_portable(folder: Path) -> None:
    """Change a site in a folder into one that works from a disk. Raises OSError and NotPortableError."""
    for name in NOT_ON_A_DISK:
        (folder / name).unlink(missing_ok=True)
    modules: set[Path] = set()
    for file in folder.rglob("*.html"):
        text = file.read_text("utf-8")
        modules.update((file.parent / each["address"]).resolve() for each in MODULE.finditer(text))
        file.write_text(convert_page(text), "utf-8")
    plain = {file: join_modules(file) for file in modules}
    for file, text in plain.items():
        file.write_text(text, "utf-8")
    for file in folder.rglob("*.json"):
        path = file.relative_to(folder).as_posix()
        if not path.startswith(DOWNLOADS):
            file.with_name(f"{file.name}.js").write_bytes(b"handedOver = " + file.read_bytes() + b";\n")
            if path != STAMP:  # by which a folder is known to be a site
                file.unlink()


def convert_page(text: str) -> str:
    """A page with links to files, a plain script, and a policy under which files of a disk are its own."""
    text = TAG.sub(
        lambda tag: ADDRESS.sub(lambda at: f'{at["before"]}{name_file(at["address"])}"', tag[0]), text
    )
    text = AHEAD.sub("", text)
    text = MODULE.sub(r'<script defer src="\g<address>">', text)
    # To some browsers 'self' is no file: there every file is a place of its own.
    text = POLICY.sub(lambda policy: policy[0].replace("'self'", "'self' file:"), text)
    if NO_INDEX not in text:
        text = text.replace(CHARSET, f"{CHARSET}\n{NO_INDEX}", 1)
    return text.replace("<html ", "<html data-portable ", 1)


def name_file(address: str) -> str:
    """An address within a site, with index.html where it led to a folder."""
    end = min((i for i, sign in enumerate(address) if sign in "?#"), default=len(address))
    path, rest = address[:end], address[end:]
    if not path or ABSOLUTE.match(address):
        return address
    last = path.rpartition("/")[2]
    if last in (".", ".."):
        return f"{path}/index.html{rest}"
    return address if last else f"{path}index.html{rest}"


def join_modules(file: Path) -> str:
    """A module and all that it imports as one plain script. Raises OSError and NotPortableError."""
    modules: dict[str, str] = {}
    _collect(file, modules)
    return '(() => {\n"use strict";\nconst modules = {};\n' + "".join(modules.values()) + "})();\n"


def _collect(file: Path, modules: dict[str, str]) -> None:
    """Add a module after those that it imports, as a function that gives what the module exports."""
    if file.name in modules:
        return
    modules[file.name] = ""  # where two import each other
    text = file.read_text("utf-8")
    for match in IMPORT.finditer(text):
        _collect(file.parent / match["path"], modules)
    exported = ", ".join(each["name"] for each in EXPORT.finditer(text))
    body = IMPORT.sub(r'const \g<names> = modules["\g<file>"];', EXPORT.sub("", text))
    body = body.replace("import.meta.url", "document.currentScript.src")
    if other := OTHER.search(body):
        line = body[: other.start()].count("\n") + 1
        raise NotPortableError(
            f'{file.name} 第 {line} 行的写法不能用于 --portable：只认 import {{ 名 }} from "./文件.js"; 和 '
            "export function、export const、export class"
        )
    del modules[file.name]  # it comes after those that it imports
    modules[file.name] = f'modules["{file.name}"] = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n'
