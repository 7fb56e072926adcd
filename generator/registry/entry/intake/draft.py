"""A record as far as a workbook tells it: its data, where each value stands, what could not be read."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ...finding import split_pointer
from ...json_data import Fields, JsonValue
from ...json_pointer import is_within, resolve_pointer
from ...records.schemas import Schema
from ..sheets.grid import CellFault, CellPlace

MAX_NOTED, MAX_READ, TEXT_LENGTH = 6, 20, 30
NO_STEPS = "表中的报送、受理、通过等环节没有录入，由收件的机关自己录入"


class Draft:
    """What is known of a record; filled in step by step.

    `places` has the cell of each value by JSON Pointer, `faults` what is wrong, `missing` the pointers of the
    values that are absent because of a fault, `lacking` the faults of those that nobody has written; `around`
    is what a sheet says beside its record, by @ and a word; `remarks` what the clerk is told of the reading.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.data: Fields = {}
        self.places: dict[str, CellPlace] = {}
        self.faults: list[CellFault] = []
        self.missing: set[str] = set()
        self.lacking: dict[str, CellFault] = {}
        self.around: dict[str, tuple[str, CellPlace]] = {}
        self.remarks: list[str] = []
        self.understood: dict[str, str] = {}  # what was written in short → how that was read
        self.noted: list[tuple[CellPlace, str]] = []  # what stands under 备注, which may say more than a note

    def put(self, pointer: str, value: JsonValue, place: CellPlace | None = None) -> None:
        """Set a value, making the groups and lists around it."""
        parts = split_pointer(pointer)
        here: Any = self.data
        for part, following in pairwise(parts):
            below: Any = [] if isinstance(following, int) else {}
            if isinstance(part, int):
                here.extend({} for _ in range(part + 1 - len(here)))
                here = here[part]
            else:
                here = here.setdefault(part, below)
        if isinstance(here, list):
            # Rows are read in order: what is put into a list is its next one.
            here.append(value)
        else:
            here[parts[-1]] = value
        if place:
            self.places.setdefault(pointer, place)

    def has(self, pointer: str) -> bool:
        """Whether there is a value at a pointer, be it null."""
        head, _, name = pointer.rpartition("/")
        around = self.get(head) if head else self.data
        return isinstance(around, dict) and name in around

    def get(self, pointer: str) -> Any:
        """The value at a pointer; None where there is none."""
        return resolve_pointer(self.data, pointer)

    def add_fault(self, pointer: str, place: CellPlace | None, message: str, hint: str) -> None:
        """Note what is wrong in a cell; said once of a cell."""
        self.missing.add(pointer)
        fault = CellFault(place, message, hint)
        if fault not in self.faults:
            self.faults.append(fault)

    def add_lack(self, pointer: str, place: CellPlace | None, message: str, hint: str) -> None:
        """Note that a value is not written at all."""
        self.add_fault(pointer, place, message, hint)
        self.lacking[pointer] = CellFault(place, message, hint)

    def supply(self, pointer: str, value: JsonValue) -> None:
        """Set a value that was lacking."""
        self.put(pointer, value)
        self.missing.discard(pointer)
        fault = self.lacking.pop(pointer)
        # One fault may stand for several values of a cell: it goes with the last of them.
        if fault not in self.lacking.values():
            self.faults.remove(fault)

    def forgive(self, pointer: str) -> None:
        """Take back what is wrong below a pointer, since it is not to be recorded, or follows of itself."""
        within = [each for each in self.places if is_within(each, pointer)]
        # A fault knows its cell alone: what is wrong in the cells of these values goes.
        places = {self.places[each] for each in within}
        self.missing = {each for each in self.missing if not is_within(each, pointer)}
        self.faults = [each for each in self.faults if each.place not in places]
        self.lacking = {name: each for name, each in self.lacking.items() if each in self.faults}

    def join_months(self, row_list: str, here: str) -> None:
        """Make one course of a row and the same row of another month's sheet, with both months."""
        rows = self.get(row_list)
        last = rows[-1]
        same = next((each for each in rows[:-1] if {**each, "months": 0} == {**last, "months": 0}), None)
        if same:
            same["months"] = sorted({*same["months"], *last["months"]})
            rows.pop()
            self.missing = {each for each in self.missing if not each.startswith(f"{here}/")}
            for pointer in [each for each in self.places if each.startswith(f"{here}/")]:
                del self.places[pointer]

    def join_text(self, pointer: str, more: str) -> None:
        """Put a text behind what a field says, unless that says it."""
        there = str(self.get(pointer) or "")
        if more not in there:
            self.put(pointer, f"{there.rstrip('。；')}；{more}")

    def remark(self, words: str) -> None:
        """Note something for the clerk; once."""
        if words not in self.remarks:
            self.remarks.append(words)

    def list_remarks(self) -> list[str]:
        """What the clerk should know of how the sheet was read."""
        return [*self.remarks, *self.describe_understood(), *self.describe_noted()]

    def describe_noted(self) -> list[str]:
        """What stands under 备注, in one line, since somebody has to read it; none where there is nothing."""
        listed = "；".join(f"{place}“{text[:TEXT_LENGTH]}”" for place, text in self.noted[:MAX_NOTED])
        more = f" 等 {len(self.noted)} 处" if len(self.noted) > MAX_NOTED else ""
        return [f"备注照写，不公开，请看有没有要办的：{listed}{more}"] if listed else []

    def describe_understood(self) -> list[str]:
        """How what was written in short has been read, in one line; none where there is nothing of it."""
        if not self.understood:
            return []
        listed = "；".join(f"“{text}”是 {read}" for text, read in list(self.understood.items())[:MAX_READ])
        more = f" 等 {len(self.understood)} 种写法" if len(self.understood) > MAX_READ else ""
        return [f"这样理解：{listed}{more}"]

    def find_place(self, pointer: str) -> CellPlace | None:
        """The cell of a value, of the first of its parts, or of what is around it."""
        parts = [each for each in self.places if each.startswith(f"{pointer}/")]
        if pointer and pointer not in self.places and parts and not pointer.rpartition("/")[2].isdecimal():
            return self.places[parts[0]]
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer)


def describe_example(schema: Schema) -> str:
    """How a value is written, by the example of its schema."""
    if "enum" in schema:
        return f"填其中一项：{'、'.join(schema['enum'])}"
    if "x-ref" in schema:
        return "填写名称"
    example = (schema.get("examples") or [""])[0]
    if isinstance(example, list):
        example = "、".join(map(str, example)) if all(not isinstance(e, dict) for e in example) else ""
    if isinstance(example, bool):
        example = "是 或 否"
    return f"填写，如 {example}" if example not in ("", None) and not isinstance(example, dict) else "填写"
