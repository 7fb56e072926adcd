"""The theme's style sheets without what no page of the site has: of Material's 150 kB more than half.

No page is painted before its style sheets are there. A selector goes where it names a class, or a colour of
the palette, that no page, no template and no script of the theme names; a custom property goes where no
style asks for it. What is within the parentheses of a selector decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

# Where the theme has them, in the folder of the site.
STYLES, SCRIPTS = "assets/stylesheets/*.css", "assets/javascripts/bundle.*.js"
STRING = r'"[^"]*"' + r"|'[^']*'"
INSIDE = rf"(?:[^{{}}\"']|{STRING})*"
RULE = re.compile(rf"((?:[^{{}}\"';]|{STRING})*)(;|\{{(?:{INSIDE}|\{{{INSIDE}\}})*\}})")
SELECTOR = re.compile(r"(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+")
PARENTHESES = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
# What a selector asks of a page, and where a page says it.
ASKED = re.compile(r"\.(-?[A-Za-z_][\w-]*)|\[data-md-color-\w+=([\w-]+)\]")
NAMED = re.compile(r'(?:class|data-md-color-\w+)="([^"]*)"')
NAME = re.compile(r"-?[A-Za-z_][\w-]*")
PROPERTY = re.compile(rf"(--[\w-]+):(?:[^;{{}}\"']|{STRING})*;?")
USED = re.compile(r"var\(\s*(--[\w-]+)")


def list_names(text: str) -> set[str]:
    """The classes and colours that a page or a template names."""
    return {name for each in set(NAMED.findall(text)) for name in NAME.findall(each)}


def trim_theme(folder: Path, own: Iterable[str], names: Iterable[str]) -> None:
    """Rewrite the theme's style sheets in the folder of a site, for pages that have such names.

    `own` are the addresses of the register's style sheets, which rest on the theme's properties.
    """
    files = sorted(folder.glob(STYLES))
    scripts = tuple(file.read_text("utf-8") for file in sorted(folder.glob(SCRIPTS)))
    others = [file.read_text("utf-8") for each in own if (file := folder / each).is_file()]
    sheets = _trim(
        tuple(file.read_text("utf-8") for file in files),
        scripts,
        frozenset(USED.findall("".join(others))),
        frozenset(names),
    )
    for file, sheet in zip(files, sheets, strict=True):
        file.write_text(sheet, "utf-8")


@lru_cache(4)
def _trim(
    sheets: tuple[str, ...], scripts: tuple[str, ...], used: frozenset[str], names: frozenset[str]
) -> list[str]:
    known = names.union(*(NAME.findall(each) for each in scripts))
    found = [trim_rules(each, known) for each in sheets]
    wanted = used.union(
        *(USED.findall(each) for each in found), *(re.findall(r"--[\w-]+", each) for each in scripts)
    )
    return [PROPERTY.sub(lambda match: match[0] if match[1] in wanted else "", each) for each in found]


def trim_rules(sheet: str, names: frozenset[str]) -> str:
    """A style sheet with the selectors alone that ask for nothing but these names."""
    kept = []
    for head, block in RULE.findall(sheet):
        if head.startswith(("@media", "@supports")):
            inside = trim_rules(block[1:-1], names)
            kept.append(f"{head}{{{inside}}}" if inside else "")
        elif head.startswith("@") or block == ";":
            kept.append(head + block)
        else:
            selectors = [each for each in SELECTOR.findall(head) if asks(each) <= names]
            kept.append(",".join(selectors) + block if selectors else "")
    return "".join(kept)


def asks(selector: str) -> set[str]:
    """The classes and colours that a page must have for a selector to choose anything in it."""
    return {name for pair in ASKED.findall(PARENTHESES.sub("", selector)) for name in pair if name}
