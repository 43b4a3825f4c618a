"""A terminal window: a program runs in it, and a test sees what a person would."""

import re
import sys
from contextlib import suppress
from pathlib import Path

import pexpect
import pyte

from client.screen import PROMPT

ROOT = Path(__file__).parents[2]


class Terminal:
    """A program in a terminal, and what a person sees there."""

    def __init__(self, arguments, env, *, columns, rows):
        self._screen = pyte.HistoryScreen(columns, rows, history=5000)
        self._screen.write_process_input = self.send
        self._stream = pyte.Stream(self._screen)
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "client", *arguments],
            env=env,
            cwd=ROOT,
            dimensions=(rows, columns),
            encoding="utf-8",
        )
        self.raw = ""

    def send(self, keys):
        """Press keys."""
        self._child.send(keys)

    def enter(self, line):
        """Type a line at the prompt, and send it."""
        self.until_ready()
        self.send(line)
        self._wait(lambda: self.line != PROMPT)
        self.send("\r")

    def resize(self, columns, rows):
        """Make the window another size."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    @property
    def text(self):
        """All lines, those scrolled away too."""
        gone = (
            "".join(line[x].data for x in range(self._screen.columns))
            for line in self._screen.history.top
        )
        return "\n".join(line.rstrip() for line in (*gone, *self._screen.display))

    @property
    def line(self):
        """The line that the cursor stands in."""
        return self._screen.display[self._screen.cursor.y].rstrip()

    def until(self, seen):
        """Wait until a pattern is seen anywhere."""
        self._wait(lambda: re.search(seen, self.text))

    def until_ready(self):
        """Wait until the cursor stands at an empty prompt."""
        self._wait(lambda: self.line == PROMPT)

    def end(self):
        """Wait until the program ends, and return its exit status."""
        with suppress(pexpect.EOF):
            self._wait(lambda: False)
        self._child.close()
        return self._child.exitstatus

    def close(self):
        """End the program."""
        self._child.close(force=True)

    def _wait(self, happened):
        while not happened():
            try:
                piece = self._child.read_nonblocking(4096, timeout=60)
            except pexpect.TIMEOUT:
                raise AssertionError(f"this was not waited for:\n{self.text}") from None
            self.raw += piece
            self._stream.feed(piece)
