"""What a stand-in model says: parts of one assistant message, and the model that says them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """Words; texts that follow each other make one text block."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool call; the endpoint gives it its id."""

    name: str
    input: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence for some seconds, as a model thinks."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of the message for another reason than `end_turn` or `tool_use`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Fail:
    """An error of Bedrock Runtime by its name, such as `ThrottlingException`.

    As the first part it is the HTTP answer, after any other part an exception frame.
    """

    name: str
    message: str


Part = Text | ToolUse | Pause | Stop | Fail


class Model(Protocol):
    """Whatever answers a Converse request."""

    def reply(self, request: Mapping[str, Any]) -> Iterable[Part]:
        """Say one assistant message.

        Args:
            request: the members of the Converse API's request, `modelId` included, as on the
                wire and already validated.
        """
        ...
