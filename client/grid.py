"""A table as a terminal of any width can show it: side by side, wrapped, or as records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from client.wording import one_line

_PADDING = 2
_NARROWEST = 8
_WIDEST = 40
_FEWEST_COLUMNS = 3
_LONGEST_CELL = 500

Row = Sequence[Text]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows that are laid out when the width is known.

    Attributes:
        whole: show every column, else leave out those on the right that do not fit, and say so.
    """

    columns: Row
    rows: Sequence[Row]
    whole: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the table out."""
        natural = [self._width(index) for index in range(len(self.columns))]
        width = options.max_width
        least = [min(size, _NARROWEST if self.whole else _WIDEST) for size in natural]
        fitting = _fitting(least, width)
        if fitting == len(natural):
            yield _table(self.columns, self.rows, natural)
        elif not self.whole and fitting >= _FEWEST_COLUMNS:
            yield self._cut(natural, fitting)
        else:
            yield _records(self.columns, self.rows)

    def _width(self, index: int) -> int:
        cells = [row[index].cell_len for row in self.rows if index < len(row)]
        return max([self.columns[index].cell_len, *cells])

    def _cut(self, natural: list[int], fitting: int) -> Group:
        rows = [row[:fitting] for row in self.rows]
        hidden = ", ".join(column.plain for column in self.columns[fitting:])
        note = Text(f"{len(self.columns) - fitting} more columns do not fit: {hidden}", "dim")
        return Group(_table(self.columns[:fitting], rows, natural), note)


def of_values(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, whole: bool = True) -> Grid:
    """Lay out plain values: numbers to the right, nothing for what is missing."""
    return Grid([Text(one_line(name)) for name in columns], [_row(row) for row in rows], whole)


def _row(values: Sequence[Any]) -> list[Text]:
    return [
        Text(cell(value), justify="right" if _is_number(value) else "default") for value in values
    ]


def cell(value: Any) -> str:
    """A value as a person reads it, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return one_line(", ".join(str(item) for item in value), _LONGEST_CELL)
    return one_line(value, _LONGEST_CELL)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fitting(widths: list[int], available: int) -> int:
    """How many columns from the left fit."""
    total = 0
    for count, width in enumerate(widths):
        total += width + (_PADDING if count else 0)
        if total > available:
            return count
    return len(widths)


def _table(columns: Row, rows: Sequence[Row], natural: list[int]) -> Table:
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        header_style="bold",
        border_style="dim",
        padding=(0, _PADDING, 0, 0),
        collapse_padding=True,
    )
    for column, width in zip(columns, natural, strict=False):
        table.add_column(column, overflow="fold", min_width=min(width, _NARROWEST))
    for row in rows:
        table.add_row(*row)
    return table


def _records(columns: Row, rows: Sequence[Row]) -> Group:
    """One row below the other, its cells as lines `name  value`."""
    blocks: list[Any] = []
    for number, row in enumerate(rows, 1):
        blocks.append(Text(f"── {number} ──", "dim"))
        for column, value in zip(columns, row, strict=False):
            if value.plain:
                line = Text(column.plain, "bold").append(": ", "dim").append_text(_left(value))
                line.overflow = "fold"
                blocks.append(Padding(line, (0, 0, 0, 1)))
    return Group(*blocks)


def _left(value: Text) -> Text:
    """A cell without its place in a column."""
    copy = value.copy()
    copy.justify = "default"
    return copy
