"""Which parts of pages the handbook's pictures show, of the second city's sites with links to a forge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from tests.conftest import REPOSITORY


class Shot(NamedTuple):
    """A picture of a page: its name, the page's address, from which element to before which.

    The address begins with `public/` or `staff/`, the two sites. `end` is empty where the picture ends with
    the element that begins it. The scripts are run first, one after the other, when what the page's own
    script makes is there (`ready`).
    """

    name: str
    url: str
    start: str
    end: str = ""
    scripts: tuple[str, ...] = ()
    width: int = 390
    ready: str = "body"


PAGE = "public/institutions/yx-d2/"
CHANGE = "public/forms/change/?id=yx-d2"
FORM = "body[data-ready]"  # with what is known of the institution that the address names
CHECK = "() => document.querySelector('.button--main').click()"
OPEN = "() => {{ document.querySelector('{}').open = true; }}"
UNFOLD = "() => { document.querySelector('.ways__forge').open = true; }"
# A change of a telephone, as a clerk fills it in, and then checks it.
FILL_IN = (REPOSITORY / "tests/browser/fill.js").read_text("utf-8").strip()
RECORD = {
    "date": "2026-11-20",
    "changes": [{"field": "phone", "before": "0999-00000114", "after": "0999-00000199"}],
    "reason": "换号",
    "reported_on": "2026-11-23",
}
FILLED = f"() => {{ ({FILL_IN})([{json.dumps(RECORD)}, 'change']); }}"
# The form tells of a change with the next frame: what is unfolded before is folded again.
SETTLE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SHOTS = (
    Shot("institution-dates", "public/how/", "#dates", "#receivers"),
    Shot("institution-status", PAGE, "#content", ".jump"),
    Shot("institution-duties", PAGE, "#duties", "#facts", (OPEN.format("#duties"),)),
    Shot(
        "institution-order",
        PAGE,
        '[id="2026-05-11-rectification-order"]',
        scripts=(OPEN.format("#timeline"),),
    ),
    Shot(
        "county-links",
        PAGE,
        "details.staff",
        scripts=("() => { document.querySelector('.staff').open = true; }",),
    ),
    Shot(
        "institution-verify",
        "public/verify/?institution=yx-d2&from=2026-05-10&to=2026-05-12",
        "#answer",
        ready="#answer ul a",
    ),
    Shot("county-due", "public/due/area-linzhou/", "tbody[data-what]", "tbody[data-what] + tbody"),
    Shot("county-chosen", CHANGE, "#form", "#step-2", ready=FORM),
    Shot("county-wrong", CHANGE, "#step-3", scripts=(CHECK,), ready=FORM),
    Shot("county-given", CHANGE, "#step-4", scripts=(FILLED, SETTLE, CHECK, UNFOLD), ready=FORM),
    Shot("county-desk", "staff/index.html", 'tbody[data-what="pass"]'),
)
# The place of a part: from the top of its first element to the bottom of its last, and what it says.
PART = """([start, end]) => {
    const first = document.querySelector(start), next = end && document.querySelector(end);
    const box = first.getBoundingClientRect();
    const bottom = next ? next.previousElementSibling.getBoundingClientRect().bottom : box.bottom;
    const range = document.createRange();
    range.setStartBefore(first);
    if (next) range.setEndBefore(next); else range.setEndAfter(first);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const text = getSelection().toString();
    getSelection().removeAllRanges();
    return { y: box.top + scrollY, height: bottom - box.top, text };
}"""


def open_part(page: Page, base: str, shot: Shot) -> tuple[float, float, str]:
    """Open what a picture shows: where it begins and how high it is, and its text."""
    if shot.scripts or page.url != f"{base}{shot.url}":  # several pictures may show parts of one page
        page.goto(f"{base}{shot.url}")
        page.wait_for_selector(shot.ready, state="attached")
    for script in shot.scripts:
        page.evaluate(script)
    page.evaluate("scrollTo(0, 0)")
    found = page.evaluate(PART, [shot.start, shot.end])
    lines = (" ".join(line.split()) for line in found["text"].splitlines())
    return found["y"], found["height"], "\n".join(filter(None, lines))


def join_sites(folder: Path, public: Path, staff: Path) -> Path:
    """A folder in which both sites lie, to be served."""
    folder.mkdir()
    (folder / "public").symlink_to(public)
    (folder / "staff").symlink_to(staff)
    return folder
