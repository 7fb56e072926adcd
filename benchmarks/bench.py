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


def run_command(command: Iterable[str | Path], cwd: Path | None = None) -> Cost:
    """Run one command to its end. Raises RuntimeError where it ends with another code than 0."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        done = subprocess.Popen([*map(str, command)], cwd=cwd, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(done.pid, 0)
        done.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        if done.returncode:
            output.seek(0)
            end = output.read()[-2000:].decode("utf-8", "replace")
            raise RuntimeError(f"{done.args!r:.200} ended with {done.returncode}: {end}")
    return Cost(used.ru_utime + used.ru_stime, seconds, used.ru_maxrss * 1024)


def sum_costs(costs: Iterable[Cost]) -> Cost:
    """Add up the cost of commands run one after the other."""
    processor, seconds, memory = zip(*costs, strict=True)
    return Cost(sum(processor), sum(seconds), max(memory))


def measure_size(folder: Path) -> Size:
    """Count the files in a folder and their bytes."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return Size(len(sizes), sum(sizes))


def measure_reading(folder: Path) -> Cost:
    """Measure what it costs to read every file of a folder, and to do nothing with it."""
    begun, used = time.perf_counter(), time.process_time()
    for place, _, names in os.walk(folder):
        for name in names:
            Path(place, name).read_bytes()
    return Cost(time.process_time() - used, time.perf_counter() - begun)


def measure_writing(folder: Path, place: Path) -> Cost:
    """Measure what it costs to write copies of a folder's files."""
    processor = seconds = 0.0
    for file in (each for each in folder.rglob("*") if each.is_file()):
        # One at a time: the most that this process ever held counts as memory of the commands that it starts.
        content, copy = file.read_bytes(), place / file.relative_to(folder)
        begun, used = time.perf_counter(), time.process_time()
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
        processor, seconds = processor + time.process_time() - used, seconds + time.perf_counter() - begun
    return Cost(processor, seconds)


def run_git(root: Path, *arguments: str) -> None:
    """Run Git in a register."""
    settings = ("-c", "user.name=bench", "-c", "user.email=office@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", root, *settings, *arguments], check=True, capture_output=True)


def change_dossier(root: Path, number: int) -> None:
    """Change one dossier: add a remark to its last plan."""
    plan = sorted(root.glob(f"records/institutions/*/demo-{number:06d}/plans/*.yml"))[-1]
    plan.write_bytes(plan.read_bytes() + f"remarks: 第{number}次改动。\n".encode())


def measure_registry(root: Path, workers: int) -> tuple[list[Row], Size]:
    """Measure the register's own commands; what each costs, and the size of the site."""
    run_git(root, "init", "-q", "-b", "main")
    run_git(root, "add", "--all")
    run_git(root, "commit", "-q", "-m", "records")
    options = ("--root", root, "--workers", str(workers), *DAY)
    check, build = (*REGISTRY, "check", *options), (*REGISTRY, "build", *options)
    measure_reading(root / "records")  # so that no one finds the disk cold
    rows = [
        Row("read the same bytes", measure_reading(root / "records")),
        Row("check, nothing known", run_command((*check, "--no-cache"))),
        Row("check, first with a cache", run_command(check)),
        Row("check, all known", run_command(check)),
    ]
    change_dossier(root, 1)
    rows += [
        Row("check after a change of one dossier", run_command(check)),
        Row("check --base of that change", run_command((*check, "--base", "main"))),
        Row("build, records known", run_command(build)),
        Row("build, all known", run_command(build)),
    ]
    change_dossier(root, 2)
    rows.append(Row("build after a change of one dossier", run_command(build)))
    site = root / "public"
    shutil.rmtree(site)
    rows.append(Row("build, all known, into an empty folder", run_command(build)))
    # Before the files are written: the largest, which this process then holds, would count as its memory.
    staff = Row("build --staff", run_command((*build, "--staff")))
    with tempfile.TemporaryDirectory(dir=root.parent) as place:
        rows.append(Row("write the same files", measure_writing(site, Path(place))))
    return [*rows, staff], measure_size(site)


def cut_frame(work: Path) -> Frame:
    """Take the frame of our pages from a site of one institution."""
    corpus.make(work / "one", 1)
    return same_page.make_frame(work / "one", work / "one-site")


def compare_pages(count: int, work: Path) -> str:
    """Measure how we and others make the pages of so many institutions; a section of the report."""
    root = work / "register"
    corpus.make(root, count)
    frame = cut_frame(work)
    same_page.write_sources([("frame.html", same_page.join_frame(frame))], work)
    site = same_page.make_site(*same_page.read_register(root))
    theirs = list(peers.prepare_site_makers(site, frame, work))
    own, costs, content = work / "own", work / "costs.json", work / "hugo/content/institutions"
    module = "benchmarks.same_page.own_pages"
    run_command((sys.executable, "-m", module, root, work / "frame.html", own, costs, content), HOME)
    spent = json.loads(costs.read_text("utf-8"))
    rendering = spent["rendering"]
    rows = [
        ("registry, rendering and writing", rendering, own),
        ("registry, with reading the JSON", rendering + spent["json"], own),
        ("registry, with all that is worked out", rendering + spent["data"], own),
        *((name, run_command(command, work).processor, out) for name, command, out in theirs),
    ]
    cells = [
        (
            name,
            f"{processor:.2f}",
            f"{count / processor:.0f}",
            f"{measure_size(out / 'institutions').bytes / 1024 / count:.0f}",
            f"{same_page.count_differing(site, own, out)}",
            f"{processor / rendering:.1f}",
        )
        for name, processor, out in rows
    ]
    heads = ("tool", "processor s", "pages a processor s", "KiB a page", "other text", "times ours")
    kilobytes = measure_size(content).bytes / 1024 / count
    return (
        f"## The same page by other tools, {count} dossiers\n\n"
        "All make the page of an institution from one template, with one frame and the same data. Others "
        f"read the data as JSON, {kilobytes:.0f} KiB a page; ours works them out from the typed register. "
        f"To read and type that takes {spent['typing']:.2f} s and stands in no line.\n\n"
        + format_table(heads, cells)
    )


def format_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Format a table in Markdown; all columns but the first are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def make_report(
    sizes: Sequence[int], peers_at: int, pages_at: int, sites_at: int, workers: int, work: Path
) -> str:
    """Run everything; the report."""
    parts = [
        f"# Benchmark\n\n{platform.machine()}, {os.cpu_count()} processors, Python {sys.version.split()[0]}.",
        f"{workers} worker{'s' * (workers > 1)}; processor seconds unless said; a dossier is 11 records.\n",
    ]
    by_size: dict[int, list[Row]] = {}
    for count in sizes:
        root = work / f"register-{count}"
        corpus.make(root, count)
        by_size[count], site = measure_registry(root, workers)
        parts.append(f"## {count} dossiers\n")
        parts.append(format_costs(by_size[count]))
        parts.append(f"The site: {site.files} files, {site.bytes / MIB:.1f} MiB.\n")
        staff = measure_size(root / "staff-site")
        parts.append(f"The staff's site: {staff.files} files, {staff.bytes / MIB:.1f} MiB.\n")
        shutil.rmtree(root)
    if len(sizes) > 1:
        parts.append("## Growth\n")
        parts.append(format_growth([by_size[count] for count in sizes], sizes))
    if peers_at:
        parts.append(compare_checks(peers_at, workers, work))
    if pages_at:
        parts.append(compare_pages(pages_at, work / "same-page"))
    if sites_at:
        parts.append(compare_sites(sites_at, by_size.get(sites_at), workers, work / "sites"))
    return "\n".join(parts)


def format_costs(rows: Sequence[Row]) -> str:
    """Format what each work costs as a table; the first row is the reading with which all are compared."""
    least = rows[0].cost.processor
    cells = [
        (
            row.work,
            f"{row.cost.processor:.2f}",
            f"{row.cost.seconds:.2f}",
            f"{row.cost.memory / MIB:.0f}" if row.cost.memory else "",
            f"{row.cost.processor / least:.1f}",
        )
        for row in rows
    ]
    return format_table(("work", "processor s", "s", "MiB", "times reading"), cells)


def format_growth(by_size: Sequence[Sequence[Row]], sizes: Sequence[int]) -> str:
    """Format what each work costs at each size as a table; the last column compares the last two sizes."""
    cells = []
    for rows in zip(*by_size, strict=True):
        seconds = [row.cost.processor for row in rows]
        cells.append((rows[0].work, *(f"{each:.2f}" for each in seconds), f"{seconds[-1] / seconds[-2]:.1f}"))
    return format_table(("work", *map(str, sizes), f"{sizes[-1]} / {sizes[-2]}"), cells)


def compare_checks(count: int, workers: int, work: Path) -> str:
    """Measure the checking by other tools, and by ours, of one register; a section of the report."""
    root = work / "compared"
    corpus.make(root, count)
    records = measure_size(root / "records").files
    own = run_command((*REGISTRY, "check", "--root", root, "--workers", str(workers), *DAY, "--no-cache"))
    rows = [("registry check, nothing known", own)]
    for name, commands in peers.list_validators(root, work / "validators"):
        rows.append((name, sum_costs(run_command(command) for command in commands)))
    return "\n".join(
        (
            f"## Checking by other tools, {count} dossiers\n",
            "The others check the form of records alone.\n",
            format_table(
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


def compare_sites(count: int, own_rows: list[Row] | None, workers: int, work: Path) -> str:
    """Measure how we and others make a whole site of so many institutions; a section of the report.

    `own_rows` are our own costs, where they have been measured.
    """
    root = work / "register"
    corpus.make(root, count)
    frame = cut_frame(work)
    site = same_page.make_site(*same_page.read_register(root))
    hugo = next(peers.prepare_site_makers(site, frame, work))
    material = ("MkDocs Material", *peers.prepare_material(site, work / "mkdocs"))
    theirs = [
        (name, run_command(command, work), measure_size(out)) for name, command, out in (hugo, material)
    ]
    own = {row.work: row.cost for row in (own_rows or measure_registry(root, workers)[0])}
    least = own["build, all known"].processor
    rows = [(f"registry {name}", cost) for name, cost in own.items() if name.startswith("build")]
    return "\n".join(
        (
            f"## Whole sites, {count} dossiers\n",
            "Ours is everything, and the check before it. Hugo makes the pages of institutions alone, as "
            "above. MkDocs Material gets the bodies of the same pages, puts them into its frame and makes "
            "its search.\n",
            format_table(
                ("tool", "processor s", "times ours, all known"),
                [
                    (name, f"{cost.processor:.2f}", f"{cost.processor / least:.1f}")
                    for name, cost in (*rows, *((name, cost) for name, cost, _ in theirs))
                ],
            ),
            *(f"{name}: {size.files} files, {size.bytes / MIB:.0f} MiB.\n" for name, _, size in theirs),
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
        text = make_report(arguments.sizes, *at, arguments.workers, Path(work))
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
