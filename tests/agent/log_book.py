"""Every line that the agents of this process log, in the form in which operators get it."""

import json
import logging
import time
from typing import Any

import httpx
from structlog.stdlib import ProcessorFormatter


class LogBook(logging.Handler):
    """Keeps lines as the agent's own handler formats them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def open(self) -> None:
        """Stand beside the handler of the agent that was set up last, if one was.

        Each agent of a process takes the log over and sends every other handler away.
        """
        root = logging.getLogger()
        formatters = [each.formatter for each in root.handlers if each is not self]
        agents = [each for each in formatters if isinstance(each, ProcessorFormatter)]
        if agents:
            self.setFormatter(agents[-1])
            root.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.texts.append(self.format(record))

    def request(self, answer: httpx.Response) -> dict[str, Any]:
        """Wait for the line of a request, which is written when its answer has been sent."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            for line in self.lines("request"):
                if line["request_id"] == answer.headers["x-request-id"]:
                    return line
        raise TimeoutError("the request left no line")

    def lines(self, event: str, since: int = 0) -> list[dict[str, Any]]:
        """Return the lines of an event that were written after the first `since` ones."""
        lines = [json.loads(text) for text in self.texts[since:]]
        return [line for line in lines if line.get("event") == event]
