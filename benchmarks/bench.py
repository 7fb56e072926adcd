"""The benchmark: `python -m benchmarks.bench` makes a report in Markdown, with ratios within one run.

Each command runs once, alone, in a process of its own. What counts is its processor time, user and system
with that of its own processes; seconds by the clock depend on what else the machine does. This is no test.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from registry.publish.assemble.frame import Frame
from registry.settings import HOME

from . import corpus, peers, same_page

SIZES = (100, 1000)
PAGES_AT = 1000  # dossiers for the makers of the same page
PEERS_AT = 100  # dossiers for validators; the slowest need about half a minute a hundred
SITES_AT = 1000  # dossiers for the makers of whole sites
REGISTRY = (sys.executable, "-m", "registry")
DAY = ("--on", "2026-11-23")
MIB = 1024 * 1024


class Cost(NamedTuple):
    """What commands cost: processor seconds, seconds, the most memory of one process in bytes."""

    processor: float
    seconds: float
    memory: int = 0


class Size(NamedTuple):
    """How many files, and their bytes."""

    files: int
    bytes: int


class Row(NamedTuple):
    """A line of the report: what was done, and what it cost."""

    work: str
    cost: Cost


def run(command: Iterable[str | Path], cwd: Path | None = None) -> Cost:
    """Run one command to its end. Raises RuntimeError where it ends with another code than 0."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        done = subprocess.Popen([*map(str, command)], cwd=cwd, stdout=told, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(done.pid, 0)
        done.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        if done.returncode:
            told.seek(0)
            end = told.read()[-2000:].decode("utf-8", "replace")
            raise RuntimeError(f"{done.args!r:.200} ended with {done.returncode}: {end}")
    return Cost(used.ru_utime + used.ru_stime, seconds, used.ru_maxrss * 1024)


def together(costs: Iterable[Cost]) -> Cost:
    """The cost of commands run one after the other."""
    processor, seconds, memory = zip(*costs, strict=True)
    return Cost(sum(processor), sum(seconds), max(memory))


def size(folder: Path) -> Size:
    """The size of what a folder holds."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return Size(len(sizes), sum(sizes))


def reading(folder: Path) -> Cost:
    """What it costs to read every file of a folder, and to do nothing with it."""
    begun, used = time.perf_counter(), time.process_time()
    for place, _, names in os.walk(folder):
        for name in names:
            Path(place, name).read_bytes()
    return Cost(time.process_time() - used, time.perf_counter() - begun)


def writing(folder: Path, place: Path) -> Cost:
    """What it costs to write the files of a folder anew, with nothing to make."""
    contents = [(file.relative_to(folder), file.read_bytes()) for file in folder.rglob("*") if file.is_file()]
    begun, used = time.perf_counter(), time.process_time()
    for path, content in contents:
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(content)
    return Cost(time.process_time() - used, time.perf_counter() - begun)


def git(root: Path, *arguments: str) -> None:
    """Run Git in a register."""
    settings = ("-c", "user.name=bench", "-c", "user.email=office@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", root, *settings, *arguments], check=True, capture_output=True)


def change(root: Path, number: int) -> None:
    """A change of one dossier: a remark in its last plan."""
    plan = sorted(root.glob(f"records/institutions/*/demo-{number:06d}/plans/*.yml"))[-1]
    plan.write_bytes(plan.read_bytes() + f"remarks: 第{number}次改动。\n".encode())


def ours(root: Path, workers: int) -> tuple[list[Row], Size]:
    """What the register's own commands cost, and the size of the site."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "records")
    options = ("--root", root, "--workers", str(workers), *DAY)
    check, build = (*REGISTRY, "check", *options), (*REGISTRY, "build", *options)
    reading(root / "records")  # so that no one finds the disk cold
    rows = [
        Row("read the same bytes", reading(root / "records")),
        Row("check, nothing known", run((*check, "--no-cache"))),
        Row("check, first with a cache", run(check)),
        Row("check, all known", run(check)),
    ]
    change(root, 1)
    rows += [
        Row("check after a change of one dossier", run(check)),
        Row("check --base of that change", run((*check, "--base", "main"))),
        Row("build, records known", run(build)),
        Row("build, all known", run(build)),
    ]
    change(root, 2)
    rows.append(Row("build after a change of one dossier", run(build)))
    made = root / "public"
    shutil.rmtree(made)
    rows.append(Row("build, all known, into an empty folder", run(build)))
    with tempfile.TemporaryDirectory(dir=root.parent) as place:
        rows.append(Row("write the same files", writing(made, Path(place))))
    rows.append(Row("build --staff", run((*build, "--staff"))))
    return rows, size(made)


def page_frame(work: Path) -> Frame:
    """The frame of our pages, cut from a site of one institution."""
    corpus.make(work / "one", 1)
    return same_page.frame_of(work / "one", work / "one-site")


def pages(count: int, work: Path) -> str:
    """What it costs us and others to make the pages of so many institutions; a section of the report."""
    root = work / "register"
    corpus.make(root, count)
    frame = page_frame(work)
    same_page.written([("frame.html", same_page.joined(frame))], work)
    site = same_page.site_of(*same_page.registered(root))
    theirs = list(peers.makers(site, frame, work))
    own, costs, content = work / "own", work / "costs.json", work / "hugo/content/institutions"
    module = "benchmarks.same_page.ours"
    run((sys.executable, "-m", module, root, work / "frame.html", own, costs, content), HOME)
    spent = json.loads(costs.read_text("utf-8"))
    rendering = spent["rendering"]
    rows = [
        ("registry, rendering and writing", rendering, own),
        ("registry, with reading the JSON", rendering + spent["json"], own),
        ("registry, with all that is worked out", rendering + spent["data"], own),
        *((name, run(command, work).processor, made) for name, command, made in theirs),
    ]
    return "\n".join(
        (
            f"## The same page by other tools, {count} dossiers\n",
            "All make the page of an institution from one template, with one frame and the same data. Others "
            f"read the data as JSON, {size(content).bytes / 1024 / count:.0f} KiB a page; ours works them "
            "out from the typed register. To read and type that takes "
            f"{spent['typing']:.2f} s and stands in no line.\n",
            table(
                ("tool", "processor s", "pages a processor s", "KiB a page", "other text", "times ours"),
                [
                    (
                        name,
                        f"{processor:.2f}",
                        f"{count / processor:.0f}",
                        f"{size(made / 'institutions').bytes / 1024 / count:.0f}",
                        f"{same_page.differing(site, own, made)}",
                        f"{processor / rendering:.1f}",
                    )
                    for name, processor, made in rows
                ],
            ),
        )
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def report(
    sizes: Sequence[int], peers_at: int, pages_at: int, sites_at: int, workers: int, work: Path
) -> str:
    """Run everything; the report."""
    told = [
        f"# Benchmark\n\n{platform.machine()}, {os.cpu_count()} processors, Python {sys.version.split()[0]}."
    ]
    told.append(
        f"{workers} worker{'s' * (workers > 1)}; processor seconds unless said; a dossier is 11 records.\n"
    )
    found: dict[int, list[Row]] = {}
    for count in sizes:
        root = work / f"register-{count}"
        corpus.make(root, count)
        found[count], made = ours(root, workers)
        told.append(f"## {count} dossiers\n")
        least = found[count][0].cost.processor
        told.append(
            table(
                ("work", "processor s", "s", "MiB", "times reading"),
                [
                    (
                        row.work,
                        f"{row.cost.processor:.2f}",
                        f"{row.cost.seconds:.2f}",
                        f"{row.cost.memory / MIB:.0f}" if row.cost.memory else "",
                        f"{row.cost.processor / least:.1f}",
                    )
                    for row in found[count]
                ],
            )
        )
        told.append(f"The site: {made.files} files, {made.bytes / MIB:.1f} MiB.\n")
        staff = size(root / "staff-site")
        told.append(f"The staff's site: {staff.files} files, {staff.bytes / MIB:.1f} MiB.\n")
        shutil.rmtree(root)
    if len(sizes) > 1:
        told.append("## Growth\n")
        growth = []
        for rows in zip(*(found[count] for count in sizes), strict=True):
            seconds = [row.cost.processor for row in rows]
            numbers = [*(f"{each:.2f}" for each in seconds), f"{seconds[-1] / seconds[-2]:.1f}"]
            growth.append((rows[0].work, *numbers))
        told.append(table(("work", *map(str, sizes), f"{sizes[-1]} / {sizes[-2]}"), growth))
    if peers_at:
        told.append(checks(peers_at, workers, work))
    if pages_at:
        told.append(pages(pages_at, work / "same-page"))
    if sites_at:
        told.append(sites(sites_at, found.get(sites_at), workers, work / "sites"))
    return "\n".join(told)


def checks(count: int, workers: int, work: Path) -> str:
    """The checking done by other tools, and by ours, on one register; a section of the report."""
    root = work / "compared"
    corpus.make(root, count)
    records = size(root / "records").files
    own = run((*REGISTRY, "check", "--root", root, "--workers", str(workers), *DAY, "--no-cache"))
    rows = [("registry check, nothing known", own)]
    for name, commands in peers.validations(root, work / "validators"):
        rows.append((name, together(run(command) for command in commands)))
    return "\n".join(
        (
            f"## Checking by other tools, {count} dossiers\n",
            "The others check the form of records alone.\n",
            table(
                ("tool", "processor s", "records a processor s", "times ours"),
                [
                    (
                        name,
                        f"{cost.processor:.2f}",
                        f"{records / cost.processor:.0f}",
                        f"{cost.processor / own.processor:.1f}",
                    )
                    for name, cost in rows
                ],
            ),
        )
    )


def sites(count: int, known: list[Row] | None, workers: int, work: Path) -> str:
    """What it costs us and others to make a whole site of so many institutions; a section of the report.

    `known` are our own costs, where they have been measured.
    """
    root = work / "register"
    corpus.make(root, count)
    frame = page_frame(work)
    site = same_page.site_of(*same_page.registered(root))
    hugo = next(peers.makers(site, frame, work))
    material = ("MkDocs Material", *peers.material(site, work / "mkdocs"))
    theirs = [(name, run(command, work), size(made)) for name, command, made in (hugo, material)]
    own = {row.work: row.cost for row in (known or ours(root, workers)[0])}
    least = own["build, all known"].processor
    rows = [(f"registry {name}", cost) for name, cost in own.items() if name.startswith("build")]
    return "\n".join(
        (
            f"## Whole sites, {count} dossiers\n",
            "Ours is everything, and the check before it. Hugo makes the pages of institutions alone, as "
            "above. MkDocs Material gets the bodies of the same pages, puts them into its frame and makes "
            "its search.\n",
            table(
                ("tool", "processor s", "times ours, all known"),
                [
                    (name, f"{cost.processor:.2f}", f"{cost.processor / least:.1f}")
                    for name, cost in (*rows, *((name, cost) for name, cost, _ in theirs))
                ],
            ),
            *(f"{name}: {made.files} files, {made.bytes / MIB:.0f} MiB.\n" for name, _, made in theirs),
        )
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the report or write it to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="dossiers")
    parser.add_argument(
        "--peers", type=int, default=PEERS_AT, metavar="N", help="dossiers for validators; 0: none"
    )
    parser.add_argument(
        "--pages", type=int, default=PAGES_AT, metavar="N", help="dossiers for the same page; 0: none"
    )
    parser.add_argument(
        "--sites", type=int, default=SITES_AT, metavar="N", help="dossiers for whole sites; 0: none"
    )
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where the report goes")
    arguments = parser.parse_args(argv)
    if arguments.peers or arguments.pages or arguments.sites:
        peers.install()
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        at = arguments.peers, arguments.pages, arguments.sites
        text = report(arguments.sizes, *at, arguments.workers, Path(work))
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
