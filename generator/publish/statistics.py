"""What the register adds up to, counted from the rows of the open data: so anyone can count again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..lifecycle.duties import year_end
from ..lifecycle.status import listed_on
from ..model.present import day_text, number_text
from .open_data.documents import Documents
from .open_data.tables import JOINED, Row, Tables

UNKNOWN = "未写明"
# A chart shows the largest so many; the table below it has them all.
CHARTED = 10
# Charts are drawn for a narrow screen, WIDTH units across, with a line for each label and for each bar; on a
# wide screen they stand side by side. ROOM is for the number after the longest bar.
WIDTH, LINE, GAP, ROOM = 340, 19, 9, 110


class Sums(NamedTuple):
    """What a group comes to: institutions, courses of passed plans, and what summaries say was held."""

    institutions: int = 0
    courses: int = 0
    planned_hours: float = 0
    planned_persons: int = 0
    runs: int = 0
    held_hours: float = 0
    held_persons: int = 0


class Statistics:
    """Counts one register for one publication, from public rows alone."""

    def __init__(self, documents: Documents, tables: Tables) -> None:
        self.day = documents.day
        self.dossiers = documents.institutions
        self.areas = [str(area.get("name", "")) for area in documents.table("areas")]
        rows = {table.name: table.rows for table in tables.all}
        self.institutions = {row["id"]: row for row in rows["institutions"]}
        self.courses = [row for row in rows["courses"] if row.get("passed_on")]
        self.runs = rows["runs"]
        self.planned = {(row["institution"], row["year"], row["id"]): row for row in rows["courses"]}

    def section(self) -> dict[str, Any]:
        """What the page shows: every year; and the latest year with summaries by area, field and mode."""
        year = max((int(str(row["year"])) for row in self.runs), default=0)
        groups = [
            self.group("area", "监督地区", year, "area_name", self.area_of, self.areas),
            self.group("field", "领域", year, "fields", lambda row: self.of_course(row, "field")),
            self.group("mode", "教学方式", year, "modes", lambda row: self.of_course(row, "mode")),
        ]
        return {
            "day": day_text(self.day),
            "year": year,
            "years": self.years(),
            "groups": [group for group in groups if group["rows"] and year],
        }

    def area_of(self, row: Row) -> str:
        """The area that now supervises the institution of a row."""
        return str(self.institutions[row["institution"]].get("area_name") or UNKNOWN)

    def of_course(self, row: Row, name: str) -> str:
        """A property of a course, or of the course that a run held."""
        course = (
            row if name in row else self.planned.get((row["institution"], row["year"], row["course"]), {})
        )
        return str(course.get(name) or UNKNOWN)

    def years(self) -> dict[str, Any]:
        """Every year since the first list, with how many institutions were listed at its end."""
        first = [
            batch.published_on.year for each in self.dossiers for batch in each.batches if batch.published_on
        ]
        sums = self.sums(lambda row: str(row["year"]))
        found = []
        for year in range(min(first, default=self.day.year + 1), self.day.year + 1):
            end = min(year_end(year), self.day)
            listed = sum(listed_on(dossier, end) for dossier in self.dossiers)
            label = f"{year}年" if end < self.day else f"{year}年（至今）"
            found.append((label, sums.get(str(year), Sums())._replace(institutions=listed)))
        return group("year", "年度", found, found)

    def group(
        self,
        name: str,
        title: str,
        year: int,
        column: str,
        of: Callable[[Row], str],
        order: list[str] | None = None,
    ) -> dict[str, Any]:
        """A year's sums by what `of` says of a row; the institutions now listed by what `column` holds."""
        sums = self.sums(of, year)
        for row in self.institutions.values():
            if row["status"] == "listed":
                for label in filter(None, str(row.get(column) or "").split(JOINED)):
                    found = sums.get(label, Sums())
                    sums[label] = found._replace(institutions=found.institutions + 1)
        largest = sorted(sums.items(), key=lambda each: (-each[1].planned_hours, each[0]))
        if order:
            rows = sorted(largest, key=lambda each: order.index(each[0]) if each[0] in order else len(order))
            return group(name, title, rows, rows)
        return group(name, title, largest, largest[:CHARTED])

    def sums(self, of: Callable[[Row], str], year: int | None = None) -> dict[str, Sums]:
        """The courses and runs (of a year, or of all) by what `of` says of a row."""
        found: dict[str, Sums] = {}
        for row in self.courses:
            if year in (None, row["year"]):
                now = found.get(of(row), Sums())
                found[of(row)] = now._replace(
                    courses=now.courses + 1,
                    planned_hours=now.planned_hours + _number(row, "hours"),
                    planned_persons=now.planned_persons + int(_number(row, "persons")),
                )
        for row in self.runs:
            if year in (None, row["year"]):
                now = found.get(of(row), Sums())
                found[of(row)] = now._replace(
                    runs=now.runs + 1,
                    held_hours=now.held_hours + _number(row, "hours"),
                    held_persons=now.held_persons + int(_number(row, "persons")),
                )
        return found


def _number(row: Row, name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, int | float) else 0


def group(
    name: str, title: str, rows: Iterable[tuple[str, Sums]], charted: list[tuple[str, Sums]]
) -> dict[str, Any]:
    """A table of sums, and charts of some of its rows: hours and persons, planned and held."""
    return {
        "name": name,
        "title": title,
        "rows": [{"label": label, **_words(sums)} for label, sums in rows],
        "charts": [
            chart(f"{name}-hours", "课时", charted, "planned_hours", "held_hours"),
            chart(f"{name}-persons", "人次", charted, "planned_persons", "held_persons"),
        ],
    }


def _words(sums: Sums) -> dict[str, str]:
    """The sums in words; nothing is said of what was held where there is no record of it."""
    words = {name: number_text(value) for name, value in sums._asdict().items()}
    return words if sums.runs else {**words, "runs": "—", "held_hours": "—", "held_persons": "—"}


def chart(name: str, title: str, rows: list[tuple[str, Sums]], planned: str, held: str) -> dict[str, Any]:
    """The geometry of a bar chart: of each row a label, a bar of what was planned, one of what was held."""
    values = [(label, getattr(sums, planned), getattr(sums, held), _words(sums)) for label, sums in rows]
    longest = max((max(each[1:3]) for each in values), default=0) or 1
    found = []
    for number, (label, *both, words) in enumerate(values):
        top = number * (3 * LINE + GAP)
        texts = (f"计划 {words[planned]}", f"举办 {words[held]}" if words[held] != "—" else "未见举办的记录")
        bars = [
            {
                "series": series,
                "top": top + line * LINE,
                "width": round(value / longest * (WIDTH - ROOM), 1),
                "text": text,
            }
            for line, (series, value, text) in enumerate(
                zip(("planned", "held"), both, texts, strict=True), start=1
            )
        ]
        found.append({"label": label, "top": top, "bars": bars})
    return {
        "name": name,
        "title": title,
        "width": WIDTH,
        "height": len(rows) * (3 * LINE + GAP),
        "line": LINE,
        "rows": found,
    }
