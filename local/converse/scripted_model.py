"""A model that says what a test wrote down: for loops, faults and slow answers."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from local.converse.reply import Fail, Part


class ScriptedModel:
    """Plays the given replies, one to a request, in their order.

    A request beyond the script gets Bedrock's `InternalServerException`, which says so.
    """

    def __init__(self, *replies: Iterable[Part]) -> None:
        self._replies = deque(tuple(reply) for reply in replies)

    def reply(self, request: Mapping[str, Any]) -> Iterable[Part]:  # noqa: ARG002  a Model is asked with the request; the script knows its answer already
        """Say the next reply of the script."""
        if not self._replies:
            return (Fail("InternalServerException", "The script holds no further reply."),)
        return self._replies.popleft()
