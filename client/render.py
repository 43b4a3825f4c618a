"""Events onto a terminal: words as they come, tool calls as lines, Markdown tables as tables."""

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from client.agent_api import Event


class Answer:
    """Shows one answer while it is written.

    Prose appears word by word; the lines of a Markdown table are held until the table is whole,
    since its column widths are known only then. Account text is printed as text, never as markup.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._line = ""
        self._table: list[str] = []
        self._shown = 0

    def show(self, event: Event) -> None:
        """Show one event of the turn."""
        match event.name:
            case "text":
                self._write(event.data["delta"])
            case "tool_start":
                self._say(f"→ {event.data['tool']} {_words(event.data['input'])}")
            case "tool_end":
                mark = "✓" if event.data["ok"] else "✗"
                self._say(f"{mark} {event.data['summary']} ({event.data['elapsed_ms']:.0f} ms)")
            case "error":
                self._say(f"The turn failed: {event.data['message']}", style="bold red")
            case "end":
                self.finish()

    def finish(self) -> None:
        """Print what is still held back."""
        if self._line:
            self._end_line()
        self._print_table()

    def _write(self, delta: str) -> None:
        *lines, rest = delta.split("\n")
        for line in lines:
            self._add(line)
            self._end_line()
        self._add(rest)

    def _add(self, piece: str) -> None:
        self._line += piece
        # An empty line may still become a table's next row.
        if not self._line.strip() or self._line.lstrip().startswith("|"):
            return
        self._print_table()
        self._console.out(_plain(self._line[self._shown :]), end="", highlight=False)
        self._shown = len(self._line)

    def _end_line(self) -> None:
        if self._line.lstrip().startswith("|"):
            self._table.append(self._line)
        else:
            self._print_table()
            self._console.out("")
        self._line, self._shown = "", 0

    def _print_table(self) -> None:
        if self._table:
            rows = [_cells(line) for line in self._table]
            self._table = []
            self._console.print(_table(rows))

    def _say(self, words: str, style: str = "dim") -> None:
        self.finish()
        self._console.print(Text(_plain(words), style=style, overflow="ellipsis", no_wrap=False))


def _words(arguments: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in arguments.items())


def _plain(text: str) -> str:
    """Drop control characters: account text may not move the cursor or ring the bell."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def _cells(line: str) -> list[str]:
    inner = line.strip().strip("|").replace("\\|", "\0")
    return [cell.strip().replace("\0", "|") for cell in inner.split("|")]


def _table(rows: list[list[str]]) -> Table:
    head, *body = rows
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in head:
        table.add_column(escape(name), overflow="fold")
    for row in body:
        if not all(set(cell) <= set("-: ") for cell in row):
            table.add_row(*(escape(_plain(cell)) for cell in row))
    return table
