"""Make the pictures of the handbook, each with its text: `make pictures`.

A picture is made of the second city's site or of what a command prints there. Its text lies in `texts/`, and
the tests hold it to today's. The sizes go into the template that shows the pictures.
"""

from __future__ import annotations

import base64
import html
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGS
from tests.browser.serving import serve
from tests.conftest import DAY, REPOSITORY, SECOND, build, build_staff, configure_forge
from tests.pictures.screens import show_screens
from tests.pictures.shots import SHOTS, Shot, join_sites, open_part
from tests.proposal.world import make_world

PICTURES = REPOSITORY / "site/pages/assets/handbook"
TEXTS = REPOSITORY / "tests/pictures/texts"
SIZES = REPOSITORY / "site/templates/handbook/pictures.html"
LARGEST = 60_000  # bytes of a picture
WIDTH = 440  # of what a command prints, in the browser's pixels
SCREEN = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 12px 14px; background: #fff; color: #1c1c1c; width: {width}px;
  box-sizing: border-box; }}
pre {{ margin: 0; font: 14px/1.55 "Noto Sans Mono CJK SC", Consolas, monospace; white-space: pre-wrap;
  word-break: break-all; }}
b {{ color: #9a1717; }}
</style><pre>{text}</pre>"""
# A picture without loss, in the colours that are most frequent in it, as many as leave it small enough.
ENCODE = """async ([picture, largest]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    [canvas.width, canvas.height] = [image.width, image.height];
    pen.drawImage(image, 0, 0);
    const pixels = pen.getImageData(0, 0, image.width, image.height);
    const all = new Uint32Array(pixels.data.buffer), first = all.slice(), count = new Map();
    for (const each of first) count.set(each, (count.get(each) ?? 0) + 1);
    const frequent = [...count.keys()].sort((a, b) => count.get(b) - count.get(a) || a - b);
    const part = (colour, at) => (colour >> at) & 255;
    const differ = (a, b) => [0, 8, 16].reduce((sum, at) => sum + (part(a, at) - part(b, at)) ** 2, 0);
    let data = "";
    for (const colours of [64, 32, 24, 16, 12, 8, 6, 4]) {
        const kept = frequent.slice(0, colours);
        const near = new Map(frequent.map((each) => [
            each, kept.reduce((best, one) => (differ(each, one) < differ(each, best) ? one : best)),
        ]));
        first.forEach((each, at) => { all[at] = near.get(each); });
        pen.putImageData(pixels, 0, 0);
        data = canvas.toDataURL("image/webp", 1).split(",")[1];
        if (data.length * 0.75 <= largest) break;
    }
    return data;
}"""


class Picture(NamedTuple):
    """A picture as it is made: its name, its text, its bytes, how wide and high it is shown."""

    name: str
    text: str
    content: bytes
    width: int
    height: int


def make_pictures() -> None:
    """Write all pictures, their texts and their sizes; what was there before goes."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = [*draw(Path(folder))]
    for place in (PICTURES, TEXTS):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    for each in pictures:
        (PICTURES / f"{each.name}.webp").write_bytes(each.content)
        (TEXTS / f"{each.name}.txt").write_text(f"{each.text}\n", "utf-8")
    rows = "".join(f'  "{each.name}": ({each.width}, {each.height}),\n' for each in pictures)
    head = "{# Written by `make pictures`: how wide and high each picture is shown. #}\n"
    SIZES.write_text(f"{head}{{% set SIZES = {{\n{rows}}} %}}\n", "utf-8")
    for each in pictures:
        print(f"{each.name}  {each.width}×{each.height}  {len(each.content)} bytes")


def draw(folder: Path) -> Iterator[Picture]:
    """All pictures, by name."""
    configure_forge(folder / "register", SECOND)
    public = build(folder / "register", folder / "register/public")
    sites = join_sites(folder / "sites", public, build_staff(folder / "register", folder / "staff"))
    world = make_world(folder, SECOND / "records")
    screens = show_screens(world)
    find = REPOSITORY / "tests/browser/ensure.sh"
    program = subprocess.run([find, "--print"], check=True, stdout=subprocess.PIPE, text=True)
    with serve(sites) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program.stdout.strip(), args=ARGS)
        context = browser.new_context(locale="zh-CN", color_scheme="light", device_scale_factor=2)
        context.clock.set_fixed_time(f"{DAY}T09:00:00+08:00")
        page, encoder = context.new_page(), context.new_page()
        for shot in SHOTS:
            yield take_shot(page, encoder, base, shot)
        for name in sorted(screens):
            yield print_screen(page, encoder, name, screens[name])
        browser.close()


def take_shot(page: Page, encoder: Page, base: str, shot: Shot) -> Picture:
    """The picture of a part of a page."""
    page.set_viewport_size({"width": shot.width, "height": 900})
    top, height, text = open_part(page, base, shot)
    return _cut(page, encoder, Part(shot.name, text, shot.width, max(0, top - 8), height + 16))


def print_screen(page: Page, encoder: Page, name: str, text: str) -> Picture:
    """The picture of a text as the command prompt shows it."""
    page.set_viewport_size({"width": WIDTH, "height": 200})
    page.goto("about:blank")  # a page of the site would lend its policy
    first, _, rest = html.escape(text).partition("\n")
    page.set_content(SCREEN.format(width=WIDTH, text=f"<b>{first}</b>\n{rest}"))
    height = page.evaluate("document.body.getBoundingClientRect().height")
    return _cut(page, encoder, Part(name, text, WIDTH, 0, height))


class Part(NamedTuple):
    """Which part of an open page is cut out: name, text, width, where it begins, height."""

    name: str
    text: str
    width: int
    top: float
    height: float


def _cut(page: Page, encoder: Page, part: Part) -> Picture:
    clip = {"x": 0, "y": round(part.top), "width": part.width, "height": round(part.height)}
    picture = page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]
    data = encoder.evaluate(ENCODE, [base64.b64encode(picture).decode(), LARGEST])
    content = keep_pixels(base64.b64decode(data))
    return Picture(part.name, part.text, content, part.width, round(part.height))


def keep_pixels(picture: bytes) -> bytes:
    """A picture (WebP without loss) without the profile of colours that a browser adds."""
    at = 12
    while picture[at : at + 4] != b"VP8L":
        at += 8 + (int.from_bytes(picture[at + 4 : at + 8], "little") + 1) // 2 * 2
    body = b"WEBP" + picture[at : at + 8 + (int.from_bytes(picture[at + 4 : at + 8], "little") + 1) // 2 * 2]
    return b"RIFF" + len(body).to_bytes(4, "little") + body


if __name__ == "__main__":
    os.umask(0o022)
    make_pictures()
