"""What the agent keeps, as it tells it: conversations, their turns, and the tools at hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in a list; times in ISO 8601. `version` grows with a rename or a clear."""

    conversation_id: str
    version: int
    title: str
    created_at: str
    updated_at: str
    turns: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation; `tools` are the names of those called."""

    turn: int
    status: str
    started_at: str
    question: str
    answer: str
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that the gateway offers."""

    name: str
    description: str

    @property
    def summary(self) -> str:
        """The description up to its first full stop or colon."""
        return re.split(r"[.:]\s", self.description, maxsplit=1)[0].rstrip(".")


def conversation(data: Mapping[str, Any]) -> Conversation:
    """Parse a conversation of a list."""
    return Conversation(
        str(data["conversation_id"]),
        int(data["version"]),
        str(data["title"]),
        str(data["created_at"]),
        str(data["updated_at"]),
        int(data["turns"]),
    )


def turn(data: Mapping[str, Any]) -> Turn:
    """Parse a turn of a history."""
    return Turn(
        int(data["turn"]),
        str(data["status"]),
        str(data["started_at"]),
        str(data["question"]),
        str(data["answer"]),
        tuple(str(used["tool"]) for used in data["tools"]),
    )


def tool(data: Mapping[str, Any]) -> Tool:
    """Parse a tool; its name without the gateway's target."""
    return Tool(str(data["name"]).rpartition("___")[2], str(data["description"]))
