"""From a model's parts to the events of a ConverseStream answer."""

import hashlib
import json
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.converse.prompt_cache import tokens
from local.converse.reply import Fail, Part, Pause, Stop, Text, ToolUse

_INPUT_PIECE = 24
_WORD = re.compile(r"\s*\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the stream."""

    kind: str
    payload: Mapping[str, Any]


class Speech:
    """One assistant message as it is said: its events, the tokens said, and why it stopped.

    Text comes word by word, a tool's input in pieces of its JSON. At `max_tokens` it breaks off,
    wherever that is.
    """

    def __init__(self, seed: str, max_tokens: int | None) -> None:
        self.tokens = 0
        self.stop_reason = "end_turn"
        self._seed = seed
        self._max_tokens = max_tokens
        self._index = 0
        self._in_text = False

    def events(self, parts: Iterable[Part]) -> Generator[Event | Pause | Fail]:
        """Yield the message's events; pauses and failures pass through in their place."""
        yield Event("messageStart", {"role": "assistant"})
        for part in parts:
            yield from self._say(part)
            if isinstance(part, Stop) or self._cut:
                break
        yield from self._end_text()
        yield Event("messageStop", {"stopReason": self.stop_reason})

    @property
    def _cut(self) -> bool:
        return self.stop_reason == "max_tokens"

    def _say(self, part: Part) -> Iterator[Event | Pause | Fail]:
        match part:
            case Text(text):
                self._in_text = True
                yield from self._deltas("text", _WORD.findall(text))
            case ToolUse():
                yield from self._end_text()
                yield from self._tool_use(part)
            case Stop(reason):
                self.stop_reason = reason
            case Pause() | Fail():
                yield part

    def _tool_use(self, part: ToolUse) -> Iterator[Event]:
        start = {"toolUseId": self._tool_use_id(), "name": part.name}
        yield self._event("contentBlockStart", start={"toolUse": start})
        self.stop_reason = "tool_use"
        yield from self._deltas("toolUse", _pieces(json.dumps(part.input)))
        yield self._stop_block()

    def _deltas(self, kind: str, pieces: Iterable[str]) -> Iterator[Event]:
        for piece in pieces:
            self.tokens += tokens(piece)
            if self._max_tokens is not None and self.tokens > self._max_tokens:
                self.tokens = self._max_tokens
                self.stop_reason = "max_tokens"
                return
            delta: dict[str, Any] = {kind: piece if kind == "text" else {"input": piece}}
            yield self._event("contentBlockDelta", delta=delta)

    def _end_text(self) -> Iterator[Event]:
        if self._in_text:
            self._in_text = False
            yield self._stop_block()

    def _stop_block(self) -> Event:
        event = self._event("contentBlockStop")
        self._index += 1
        return event

    def _event(self, kind: str, **members: Any) -> Event:
        return Event(kind, {**members, "contentBlockIndex": self._index})

    def _tool_use_id(self) -> str:
        digest = hashlib.sha256(f"{self._seed} {self._index}".encode()).hexdigest()
        return f"tooluse_{digest[:22]}"


def message(events: Iterable[Event]) -> dict[str, Any]:
    """Put the events of one answer together into the message that they carry."""
    blocks: dict[int, dict[str, Any]] = {}
    for event in events:
        index = event.payload.get("contentBlockIndex", 0)
        if event.kind == "contentBlockStart":
            blocks[index] = {"toolUse": {**event.payload["start"]["toolUse"], "input": ""}}
        elif event.kind == "contentBlockDelta":
            _append(blocks, index, event.payload["delta"])
        elif event.kind == "contentBlockStop" and "toolUse" in blocks[index]:
            use = blocks[index]["toolUse"]
            use["input"] = json.loads(use["input"])
    return {"role": "assistant", "content": [blocks[index] for index in sorted(blocks)]}


def _append(blocks: dict[int, dict[str, Any]], index: int, delta: Mapping[str, Any]) -> None:
    if "text" in delta:
        block = blocks.setdefault(index, {"text": ""})
        block["text"] += delta["text"]
    else:
        blocks[index]["toolUse"]["input"] += delta["toolUse"]["input"]


def _pieces(text: str) -> list[str]:
    return [text[start : start + _INPUT_PIECE] for start in range(0, len(text), _INPUT_PIECE)]
