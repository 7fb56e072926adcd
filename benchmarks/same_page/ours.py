"""The pages of institutions by ourselves: `python -m benchmarks.same_page.ours ROOT FRAME OUT COSTS [JSON]`.

COSTS gets the processor seconds of each step: reading and typing the register, working out what the pages
show, rendering and writing them; and of reading the files in the folder JSON, from which others make them.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import msgspec

from registry.cli.main import pause_collector
from registry.publish.assemble.frame import Frame

from . import registered, site_of


def main(root: Path, frame_file: Path, out: Path, costs: Path, data: Path | None = None) -> None:
    """Make the page of every institution, and nothing else."""
    spent: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def counted(work: str) -> Iterator[None]:
        begun = process_time()
        yield
        spent[work] += process_time() - begun

    with pause_collector():
        with counted("typing"):
            register, schemas = registered(root)
        with counted("rendering"):
            site, frame = site_of(register, schemas), Frame(frame_file.read_text("utf-8"))
        public = iter(site.presenter.public)  # each is read and typed as it comes
        while True:
            with counted("typing"):
                dossier = next(public, None)
            if dossier is None:
                break
            with counted("data"):
                shown = site.dossiers.build_data(dossier)
            with counted("rendering"):
                page = site.render_institution(dossier, shown)
                file = out / page.file
                file.parent.mkdir(parents=True)
                file.write_bytes(frame.stamp(page))
        for file in sorted(data.iterdir()) if data else ():
            with counted("json"):
                msgspec.json.decode(file.read_bytes())
    costs.write_text(json.dumps(spent), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
