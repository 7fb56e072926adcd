"""Which parts of pages the handbook's pictures show, of the second city's site with links to a forge."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Page


class Shot(NamedTuple):
    """A picture of a page: its name, the page's address, from which element to before which; what is opened.

    `end` is empty where the picture ends with the element that begins it.
    """

    name: str
    url: str
    start: str
    end: str = ""
    click: str = ""
    width: int = 390


PAGE = "institutions/yx-d2/"
SHOTS = (
    Shot("institution-dates", "how/", "#dates", "#receivers"),
    Shot("institution-status", PAGE, "#content", "#recent"),
    Shot("institution-duties", PAGE, "#duties", "#facts"),
    Shot("institution-order", PAGE, '[id="2026-05-11-rectification-order"]'),
    Shot(
        "institution-verify",
        "verify/?institution=yx-d2&from=2026-05-10&to=2026-05-12",
        "#answer",
    ),
    Shot("county-due", "due/area-linzhou/", "tbody[data-what]", "tbody[data-what] + tbody"),
    Shot("county-links", PAGE, "details.staff", click="details.staff summary"),
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
    if page.url != f"{base}{shot.url}":  # several pictures may show parts of one page
        page.goto(f"{base}{shot.url}", wait_until="networkidle")
    if shot.click:
        page.click(shot.click)
        page.evaluate("document.activeElement.blur()")
    found = page.evaluate(PART, [shot.start, shot.end])
    lines = (" ".join(line.split()) for line in found["text"].splitlines())
    return found["y"], found["height"], "\n".join(filter(None, lines))
