"""Events onto a terminal: Markdown as it is written, tool calls as lines, or plain words."""

from contextlib import ExitStack
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, Group
from rich.text import Text

from client import live
from client.blocks import Blocks
from client.events import End, Event, Start, ToolEnd, ToolStart, Waiting
from client.events import Text as Words
from client.keys import unechoed
from client.markdown import Prose
from client.screen import Screen
from client.wording import clean, one_line, words_of

# Why an answer ended, where a person would wonder.
_STOPPED = {
    "stopped": "Stopped. What was written is kept.",
    "max_tokens": "The answer reached its limit of tokens. Ask it to go on, or raise --max-tokens.",
    "model_calls": "The answer took as many steps as are allowed. Ask for the rest.",
    "guardrail_intervened": "A guardrail ended the answer.",
}


class Answer(Protocol):
    """Shows one answer while it is written; a context manager."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Show what is still held back."""

    def show(self, event: Event) -> None:
        """Show an event."""

    def say(self, words: str) -> None:
        """Say what goes on meanwhile."""


def answer(screen: Screen) -> Answer:
    """What shows an answer on this screen."""
    return LiveAnswer(screen.out) if screen.live else PlainAnswer(screen.out, screen.notes)


class PlainAnswer:
    """Words to one stream as they come, everything else as lines to the other."""

    def __init__(self, out: Console, notes: Console) -> None:
        self._out = out
        self._notes = notes
        self._tools: dict[str, str] = {}
        self._column = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the last line."""
        self._end_line()

    def show(self, event: Event) -> None:
        """Show an event."""
        match event:
            case Words():
                self._write(clean(event.delta))
            case ToolStart():
                self._tools[event.id] = event.tool
                self._note(f"→ {one_line(event.tool, 64)}  {words_of(event.input)}".rstrip())
            case ToolEnd():
                self._note(_ended(self._tools.get(event.id, "tool"), event).plain)
            case Waiting():
                self._note(_waiting(event))
            case End() if event.stop_reason in _STOPPED:
                self._note(_STOPPED[event.stop_reason])

    def say(self, words: str) -> None:
        """Say it in a line."""
        self._note(words)

    def _write(self, words: str) -> None:
        # Past Rich's layout: what reads this is a program, or a terminal that wants it plain.
        self._out.file.write(words)
        self._out.file.flush()
        self._column = len(words.rpartition("\n")[2]) + (0 if "\n" in words else self._column)

    def _note(self, words: str) -> None:
        if self._out.is_terminal or self._out.file.isatty():
            self._end_line()
        self._notes.print(Text(words, overflow="fold"))

    def _end_line(self) -> None:
        if self._column:
            self._write("\n")
            self._column = 0


class LiveAnswer:
    """Markdown laid out block by block; the block being written and running tools move below."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._blocks = Blocks()
        self._tools: dict[str, ToolStart] = {}
        self._picture = live.Picture()
        self._live = live.show(console, self._picture)
        self._last = ""
        self._held = ExitStack()

    def __enter__(self) -> Self:
        """Begin to move."""
        self._held.enter_context(unechoed())
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Print what is still open, and stop."""
        self._flush()
        for tool in self._tools.values():
            self._print("tool", _line("·", "dim", tool.tool, "no answer"))
        self._live.stop()
        self._held.close()

    def show(self, event: Event) -> None:
        """Show an event."""
        match event:
            case Start():
                self._picture.status = "thinking"
            case Words():
                self._write(event.delta)
            case ToolStart():
                self._begin(event)
            case ToolEnd():
                self._end(event)
            case Waiting():
                self._picture.status = _waiting(event)
            case End() if event.stop_reason in _STOPPED:
                self._flush()
                self._print("note", Text(_STOPPED[event.stop_reason], "yellow"))

    def say(self, words: str) -> None:
        """Say it beside the spinner."""
        self._picture.status = words

    def _write(self, delta: str) -> None:
        whole = list(self._blocks.feed(delta))
        # Before printing, which draws the picture anew: a block is shown once.
        self._picture.pending = self._blocks.pending
        for block in whole:
            self._print("prose", Prose(block))

    def _flush(self) -> None:
        self._picture.pending = ""
        for block in self._blocks.finish():
            self._print("prose", Prose(block))

    def _begin(self, event: ToolStart) -> None:
        self._flush()
        self._tools[event.id] = event
        words = Text.assemble(
            (one_line(event.tool, 64), "bold"), "  ", (words_of(event.input), "dim")
        )
        self._picture.begin_tool(event.id, words)
        # At once, so that even a quick tool is seen.
        self._live.refresh()

    def _end(self, event: ToolEnd) -> None:
        self._picture.end_tool(event.id)
        begun = self._tools.pop(event.id, None)
        self._print("tool", _ended(begun.tool if begun else "tool", event))

    def _print(self, kind: str, what: Prose | Text) -> None:
        """Print for good; a blank line stands between blocks, tool lines stand together."""
        apart = self._last and (self._last, kind) != ("tool", "tool")
        self._last = kind
        self._console.print(Group(Text(), what) if apart else what)


def _ended(tool: str, event: ToolEnd) -> Text:
    rows = _rows(event)
    facts = f"{rows}{_duration(event.elapsed_ms)}"
    if event.ok:
        return _cut(_line("✓", "green", tool, facts, one_line(event.summary)))
    return _line("✗", "red", tool, facts, one_line(event.summary, 300))


def _rows(event: ToolEnd) -> str:
    if event.table is None:
        return ""
    count = len(event.table.rows)
    total = event.table.total
    of = f" of {total:,}" if total and total > count else ""
    return f"{count:,}{of} {'row' if count == 1 and not of else 'rows'} · "


def _duration(milliseconds: int) -> str:
    return f"{milliseconds:,} ms" if milliseconds < 10_000 else f"{milliseconds / 1000:.1f} s"


def _line(mark: str, style: str, tool: str, facts: str, words: str = "") -> Text:
    line = Text.assemble((mark, style), " ", (one_line(tool, 64), "bold"), "  ", (facts, "dim"))
    return line.append(f"  {words}", "dim") if words else line


def _cut(line: Text) -> Text:
    """On one line, whatever its width."""
    line.no_wrap, line.overflow = True, "ellipsis"
    return line


def _waiting(event: Waiting) -> str:
    return f"{one_line(event.why, 200)} Trying again in {event.seconds:.1f} s."
