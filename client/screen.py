"""The terminal as one object: where answers go, where all else goes, and how plain it must be."""

import sys
from dataclasses import dataclass

from rich.console import Console

PROMPT = "❯"  # noqa: RUF001 -- a prompt, not a letter of a text


@dataclass(frozen=True, slots=True)
class Screen:
    """Answers go to `out`; tool calls, notes and errors to `notes`.

    Attributes:
        live: whether an answer may move and be coloured while it is written.
    """

    out: Console
    notes: Console
    live: bool


def open_screen(*, plain: bool = False) -> Screen:
    """Open the screen on standard output and error.

    Args:
        plain: no colour and nothing that moves, even on a terminal.
    """
    out, notes = _console(plain=plain), _console(plain=plain, stderr=True)
    live = out.is_terminal and notes.is_terminal and not plain
    return Screen(out, notes, live)


def _console(*, plain: bool, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(
        file=stream,
        force_terminal=False if plain else None,
        color_system=None if plain else "auto",
        no_color=plain or None,
        highlight=False,
        emoji=False,
        markup=False,
        width=None,
    )
