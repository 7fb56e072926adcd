"""iCalendar (RFC 5545) as text: lines that are folded, and texts whose signs are escaped."""

from __future__ import annotations

from collections.abc import Iterable

Property = tuple[str, str]  # its name, with parameters if it has any, and its value, escaped if it is a text

ROOM = 74  # bytes in a line, of the 75 that are allowed: one is for the space before what was folded


def build_component(name: str, properties: Iterable[Property], inside: Iterable[bytes] = ()) -> bytes:
    """A component with its properties and the components in it."""
    begin, end = (fold_line(f"{word}:{name}".encode()) for word in ("BEGIN", "END"))
    lines = (fold_line(f"{each}:{value}".encode()) for each, value in properties)
    return b"".join((begin, *lines, *inside, end))


def escape_text(text: str) -> str:
    """A text as a value."""
    # The backslash before the other signs, or those that are put in would be escaped once more.
    text = text.replace("\\N", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def fold_line(line: bytes) -> bytes:
    """A line with its end, folded where it is long; not within a character or an escaped sign."""
    parts = []
    while len(line) > ROOM:
        end = ROOM
        while line[end] & 0b1100_0000 == 0b1000_0000:  # UTF-8: the character began before
            end -= 1
        # Either makes one sign together with what follows it.
        if line[end - 1] in b"\\^":
            end -= 1
        parts.append(line[:end])
        line = line[end:]
    return b"\r\n ".join((*parts, line)) + b"\r\n"
