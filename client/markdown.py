"""The answer's Markdown on a terminal: nothing of it is markup for the terminal, tables fit."""

from itertools import dropwhile
from typing import ClassVar

from markdown_it import MarkdownIt
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Heading, Markdown, MarkdownElement, TableElement
from rich.segment import Segment

from client.grid import Grid
from client.wording import clean

# Names of ANSI colours, so that a person's own terminal theme holds.
_CODE_THEME = "ansi_dark"


class _FittedTable(TableElement):
    """A table that falls back to records where it would be squeezed."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the table out."""
        head = self.header.row.cells if self.header and self.header.row else []
        rows = self.body.rows if self.body else []
        yield Grid(
            [cell.content for cell in head],
            [[cell.content for cell in row.cells] for row in rows],
        )


class _LeftHeading(Heading):
    """A heading at the left, in bold: an answer is no title page."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Show the heading."""
        heading = self.text.copy()
        heading.justify = "left"
        heading.stylize("bold")
        yield heading


class Prose(Markdown):
    """Markdown of a model, which may quote anything: HTML stays text, links show where they go."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _LeftHeading,
        "table_open": _FittedTable,
    }

    def __init__(self, text: str) -> None:
        super().__init__("", code_theme=_CODE_THEME, hyperlinks=False)
        parser = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])
        # An image would show as its alternative text alone; as a link it shows its address.
        parser.disable("image")
        self.markup = clean(text)
        self.parsed = parser.parse(self.markup)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay it out, without the empty lines that Rich puts before a table."""
        yield from dropwhile(_is_empty_line, super().__rich_console__(console, options))


def _is_empty_line(piece: object) -> bool:
    return isinstance(piece, Segment) and piece.text == "\n"
