"""A table as a terminal of any width can show it: side by side, wrapped, or as records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from client.wording import one_line

_PADDING = 2
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
        least = [self._least(index) for index in range(len(self.columns))]
        fitting = _fitting(least, options.max_width)
        if fitting == len(least):
            yield self._table(least, options.max_width)
        elif not self.whole and fitting >= _FEWEST_COLUMNS:
            yield self._table(least[:fitting], options.max_width)
            hidden = ", ".join(column.plain for column in self.columns[fitting:])
            yield Text(f"{len(least) - fitting} more columns do not fit: {hidden}", "dim")
        else:
            yield _records(self.columns, self.rows)

    def _least(self, index: int) -> int:
        """How narrow a column may become: as its longest word, so that no id is broken."""
        cells = [row[index].plain for row in self.rows if index < len(row)]
        words = (word for text in [self.columns[index].plain, *cells] for word in text.split())
        return min(max(map(cell_len, words), default=1), _WIDEST)

    def _natural(self, index: int) -> int:
        """How wide a column is where there is room."""
        cells = [row[index].cell_len for row in self.rows if index < len(row)]
        return max([self.columns[index].cell_len, *cells])

    def _table(self, least: list[int], available: int) -> Table:
        """The columns from the left for which there is a least width, side by side."""
        natural = [self._natural(index) for index in range(len(least))]
        table = Table(
            box=SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            header_style="bold",
            border_style="dim",
            # The box adds one more between columns.
            padding=(0, _PADDING - 1, 0, 0),
        )
        for column, width in zip(self.columns, _widths(least, natural, available), strict=False):
            table.add_column(column, overflow="fold", width=width)
        for row in self.rows:
            table.add_row(*row[: len(least)])
        return table


def of_values(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, whole: bool = True) -> Grid:
    """Lay out plain values: numbers to the right, nothing for what is missing."""
    return Grid([Text(one_line(name)) for name in columns], [_row(row) for row in rows], whole)


def of_pairs(pairs: Sequence[Sequence[str]]) -> Table:
    """Lay out names and what they are, the names in bold."""
    table = Table.grid(padding=(0, _PADDING, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(Text(name), Text(one_line(value, _LONGEST_CELL)))
    return table


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


def _widths(least: list[int], natural: list[int], available: int) -> list[int]:
    """Share the room out: each column at least its least, the narrowest wishes fulfilled first."""
    widths = [*least]
    room = available - sum(least) - _PADDING * (len(least) - 1)
    wishes = sorted(
        (wish - has, index) for index, (has, wish) in enumerate(zip(least, natural, strict=True))
    )
    for place, (wish, index) in enumerate(wishes):
        given = min(max(wish, 0), room // (len(wishes) - place))
        widths[index] += given
        room -= given
    return widths


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
