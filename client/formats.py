"""A result table as JSON, CSV or Markdown, for other programs."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

from client.events import Table
from client.grid import cell
from client.wording import clean, json_text, one_line

# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def as_json(table: Table) -> str:
    """An array of objects, one a row."""
    rows = [dict(zip(table.columns, row, strict=False)) for row in table.rows]
    return json_text(rows, indent=2)


def as_csv(table: Table) -> str:
    """RFC 4180, with a header; text that a spreadsheet would run gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(column) for column in table.columns])
    writer.writerows([[_csv_cell(value) for value in row] for row in table.rows])
    return out.getvalue().replace("\r\n", "\n").rstrip("\n")


def as_markdown(table: Table) -> str:
    """A pipe table."""
    lines = [_line(table.columns), _line(["---"] * len(table.columns))]
    return "\n".join([*lines, *(_line([cell(value) for value in row]) for row in table.rows)])


FORMATS: Mapping[str, Callable[[Table], str]] = {
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
}


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json_text(value)
    return _harmless(clean(str(value)))


def _harmless(text: str) -> str:
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _line(cells: list[str]) -> str:
    escaped = (one_line(text, 500).replace("\\", "\\\\").replace("|", "\\|") for text in cells)
    return f"| {' | '.join(escaped)} |"
