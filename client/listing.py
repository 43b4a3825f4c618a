"""Lists and transcripts onto the screen, or in a form for other programs."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from client import formats
from client.events import Table
from client.grid import of_values
from client.markdown import Prose
from client.records import Turn
from client.screen import PROMPT, Screen
from client.wording import clean


def show(console: Console, columns: list[str], rows: list[list[Any]], *, form: str) -> None:
    """Show a list as a table that fits, or as JSON, CSV or Markdown."""
    if form == "table":
        if rows:
            console.print(of_values(columns, rows))
        return
    console.file.write(formats.FORMATS[form](Table(columns, rows)) + "\n")


def show_transcript(screen: Screen, turns: Sequence[Turn]) -> None:
    """Show what was said."""
    for turn in turns:
        screen.out.print(Text(f"{PROMPT} {clean(turn.question)}", "bold"))
        if turn.tools:
            screen.out.print(Text(f"  {', '.join(turn.tools)}", "dim"))
        screen.out.print()
        screen.out.print(Prose(turn.answer) if turn.answer else Text(f"({turn.status})", "dim"))
        screen.out.print()
