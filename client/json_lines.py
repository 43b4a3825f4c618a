"""Events as JSON lines, for programs."""

from types import TracebackType
from typing import Self

from rich.console import Console

from client.events import Event, wire
from client.wording import json_text


class JsonLines:
    """Each event as a line of JSON, as the agent told it."""

    def __init__(self, out: Console) -> None:
        self._file = out.file

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is held back."""

    def show(self, event: Event) -> None:
        """Write an event at once."""
        line = wire(event)
        if line is not None:
            self._file.write(json_text(line) + "\n")
            self._file.flush()

    def say(self, words: str) -> None:
        """Say nothing: these lines are for a program."""
