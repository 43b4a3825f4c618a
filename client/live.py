"""The part of the screen that still moves: the block being written, tools at work, a spinner."""

import time
from collections.abc import Callable, Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.segment import Segment
from rich.spinner import Spinner
from rich.text import Text

from client.markdown import Prose

_REFRESH = 12
# Left free at the bottom, so that the picture never scrolls.
_MARGIN = 3


class Picture:
    """What moves; drawn anew some times a second by Rich's own thread.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.pending = ""
        self.status = "asking"
        self._tools: dict[str, Text] = {}
        self._clock = clock
        self._since = clock()
        self._spinner = Spinner("dots", style="cyan")

    def begin_tool(self, key: str, words: Text) -> None:
        """A tool is at work."""
        self._tools = {**self._tools, key: words}

    def end_tool(self, key: str) -> None:
        """It is done."""
        self._tools = {other: words for other, words in self._tools.items() if other != key}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw as much as fits, the end of it first."""
        room = max(1, console.height - _MARGIN)
        lines = [*self._prose(console, options), *self._work(console, options)]
        for line in lines[-room:]:
            yield from line
            yield Segment.line()

    def _prose(self, console: Console, options: ConsoleOptions) -> list[list[Segment]]:
        if not self.pending:
            return []
        return console.render_lines(Prose(self.pending), options, pad=False)

    def _work(self, console: Console, options: ConsoleOptions) -> Iterator[list[Segment]]:
        for words in self._tools.values() or [self._idle()]:
            row = Text.assemble(self._turning(), " ", words, no_wrap=True, overflow="ellipsis")
            yield from console.render_lines(row, options, pad=False)

    def _idle(self) -> Text:
        seconds = self._clock() - self._since
        return Text(f"{self.status} … {seconds:.0f} s", "dim")

    def _turning(self) -> Text:
        frame = self._spinner.render(self._clock())
        return frame if isinstance(frame, Text) else Text("·")


def show(console: Console, picture: Picture) -> Live:
    """Keep a picture on the screen until the `Live` is stopped; then it is gone."""
    return Live(
        picture,
        console=console,
        refresh_per_second=_REFRESH,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        vertical_overflow="crop",
    )
