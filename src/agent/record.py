"""What a turn has come to so far, from the stream of Strands' events.

The text is collected here because Strands keeps no message that was broken off.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from agent.conversation import PARAGRAPH, Message, plain
from agent.errors import AgentError
from agent.events import Event, Text, ToolEnd, ToolStart, Usage

_USAGE = {
    "inputTokens": "input_tokens",
    "outputTokens": "output_tokens",
    "cacheReadInputTokens": "cache_read_tokens",
    "cacheWriteInputTokens": "cache_write_tokens",
}


class Record:
    """Messages, text, usage and figures of one turn.

    Args:
        messages: what the turn begins with.
        begun: when it was asked for, by the clock.
        clock: seconds that pass.

    Attributes:
        messages: the whole messages, the user's first.
        written: text of the message that is being written.
        stop_reason: why the model loop ended, once it has.
        tools: the tools called, in order.
    """

    def __init__(
        self, messages: Sequence[Message], *, begun: float, clock: Callable[[], float]
    ) -> None:
        self.messages: list[Message] = list(messages)
        self.written = ""
        self.stop_reason = ""
        self.tools: list[str] = []
        self._clock = clock
        self._begun = begun
        self._first_byte: float | None = None
        self._said: list[str] = []
        self._tool_errors = 0
        self._counts = dict.fromkeys([*_USAGE.values(), "model_calls"], 0)

    @property
    def usage(self) -> Usage:
        """Tokens and model calls so far."""
        shown = (each.name for each in fields(Usage))
        return Usage(**{name: self._counts[name] for name in shown})

    @property
    def answer(self) -> str:
        """All text so far, as it was streamed."""
        return "".join(self._said)

    def figures(self) -> dict[str, float]:
        """Return what is measured of a turn."""
        figures: dict[str, float] = {
            "turns": 1,
            "turn_ms": self._since_begun(),
            "tool_calls": len(self.tools),
            "tool_errors": self._tool_errors,
            **self._counts,
        }
        if self._first_byte is not None:
            figures["first_byte_ms"] = self._first_byte
        return figures

    def take(self, happening: Mapping[str, Any]) -> Iterator[Event]:
        """Note one of Strands' events and yield what the caller is told of it.

        Raises:
            AgentError: a tool met what ends the turn.
        """
        if "data" in happening:
            yield self._text(happening["data"])
        elif "event" in happening:
            self._chunk(happening["event"])
        elif "message" in happening:
            self._message(happening["message"])
        elif "tool_stream_event" in happening:
            yield from self._tool(happening["tool_stream_event"]["data"])
        elif "result" in happening:
            self.stop_reason = happening["result"].stop_reason

    def _text(self, delta: str) -> Text:
        if self._first_byte is None:
            self._first_byte = self._since_begun()
        begins = not self.written
        self.written += delta
        if begins and self._said:
            # The model began a new message after a tool: a paragraph of its own.
            delta = PARAGRAPH + delta
        self._said.append(delta)
        return Text(delta)

    def _chunk(self, chunk: Mapping[str, Any]) -> None:
        if "messageStart" in chunk:
            self._counts["model_calls"] += 1
        for name, count in chunk.get("metadata", {}).get("usage", {}).items():
            if name in _USAGE:
                self._counts[_USAGE[name]] += count

    def _message(self, message: Mapping[str, Any]) -> None:
        self.messages.append(plain(message))
        if message["role"] == "assistant":
            self.written = ""

    def _tool(self, data: object) -> Iterator[Event]:
        if isinstance(data, AgentError):
            raise data
        if isinstance(data, ToolStart):
            self.tools.append(data.tool)
            yield data
        if isinstance(data, ToolEnd):
            self._tool_errors += not data.ok
            yield data

    def _since_begun(self) -> float:
        return round((self._clock() - self._begun) * 1000, 1)
