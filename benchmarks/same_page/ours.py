"""The pages of institutions by ourselves: `python -m benchmarks.same_page.ours ROOT FRAME OUT COSTS`.

COSTS gets the processor seconds of reading and typing the register, and of making and writing the pages.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from generator.examine import uncollected
from generator.publish.site import Frame

from . import registered, site_of


def main(root: Path, frame_file: Path, out: Path, costs: Path) -> None:
    """Make the page of every institution, and nothing else."""
    with uncollected():
        begun = time.process_time()
        register, schemas = registered(root)
        typed = time.process_time()
        site, frame = site_of(register, schemas), Frame(frame_file.read_text("utf-8"))
        for dossier in site.public:
            page = site.institution(dossier)
            file = out / page.file
            file.parent.mkdir(parents=True)
            file.write_bytes(frame.stamp(page).encode())
        made = time.process_time()
    costs.write_text(json.dumps({"reading": typed - begun, "pages": made - typed}), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
