"""ZIP archives whose bytes depend on their content alone, not on the clock or the system."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest time that a ZIP can hold.
MOMENT = (1980, 1, 1, 0, 0, 0)


def pack_parts(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of parts, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content, compression, 6)
    return stream.getvalue()
