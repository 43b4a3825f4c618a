"""A Converse request as the offline model reads it: tools, turns and what the tools answered."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the request describes it.

    Attributes:
        name: its name on the wire.
        description: what it is for.
        properties: the members of its input.
        members: what is said of them, in one text.
    """

    name: str
    description: str
    properties: frozenset[str]
    members: str = ""

    def takes(self, member: str) -> bool:
        """Whether its input has this member."""
        return member in self.properties

    @property
    def short(self) -> str:
        """Its name without the gateway's target."""
        return self.name.rpartition("___")[2]


@dataclass(frozen=True, slots=True)
class Step:
    """One tool call and its answer.

    Attributes:
        envelope: the answer where it is a JSON object, else None.
        text: the answer where it is no JSON object.
        failed: whether the call itself is marked as an error.
    """

    tool: str
    arguments: Mapping[str, Any]
    envelope: Mapping[str, Any] | None
    text: str
    failed: bool

    @property
    def ok(self) -> bool:
        """Whether the tool answered, and with success."""
        return self.envelope is not None and not self.failed and self.envelope.get("ok") is True


@dataclass(slots=True)
class Turn:
    """What the user said, and the tool calls made for it."""

    said: str
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation so far; the last turn is the one to answer."""

    tools: tuple[Tool, ...]
    turns: tuple[Turn, ...]
    opening: bool

    @property
    def turn(self) -> Turn:
        """The turn to answer."""
        return self.turns[-1]

    @property
    def earlier(self) -> tuple[Turn, ...]:
        """The turns before it."""
        return self.turns[:-1]

    def tool(self, name: str) -> Tool | None:
        """Find a tool by its full name."""
        return next((tool for tool in self.tools if tool.name == name), None)


def read(request: Mapping[str, Any]) -> Talk:
    """Read a Converse request."""
    messages = request["messages"]
    said = any(
        "text" in block for m in messages if m["role"] == "assistant" for block in m["content"]
    )
    return Talk(tuple(_tools(request)), tuple(_turns(messages)), opening=not said)


def _tools(request: Mapping[str, Any]) -> Iterator[Tool]:
    for tool in request.get("toolConfig", {}).get("tools", ()):
        spec = tool.get("toolSpec", {"name": "", "description": "ignored"})
        description = spec.get("description", "")
        # Frameworks offer a placeholder where a request may not be without tools; it says so.
        if "ignored" not in description:
            schema = spec["inputSchema"].get("json", {})
            members = schema.get("properties", {})
            said = " ".join(each.get("description", "") for each in members.values())
            yield Tool(spec["name"], description, frozenset(members), said)


def _turns(messages: list[Mapping[str, Any]]) -> list[Turn]:
    turns = [Turn("")]
    uses: dict[str, Mapping[str, Any]] = {}
    for message in messages:
        blocks = message["content"]
        uses |= {b["toolUse"]["toolUseId"]: b["toolUse"] for b in blocks if "toolUse" in b}
        results = [block["toolResult"] for block in blocks if "toolResult" in block]
        if message["role"] == "user" and not results:
            text = " ".join(block["text"] for block in blocks if "text" in block)
            turns.append(Turn(text.strip()))
        turns[-1].steps += [_step(uses[result["toolUseId"]], result) for result in results]
    return turns[1:]


def _step(use: Mapping[str, Any], result: Mapping[str, Any]) -> Step:
    texts = [block["text"] for block in result["content"] if "text" in block]
    documents = [block["json"] for block in result["content"] if "json" in block]
    values = [*documents, *(_parsed(text) for text in texts)]
    envelope = next((value for value in values if isinstance(value, dict)), None)
    failed = result.get("status") == "error"
    return Step(use["name"], use["input"], envelope, " ".join(texts), failed)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
