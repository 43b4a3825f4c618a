"""Simulated prompt caching and token counts: plausible usage figures, not Bedrock's own.

What holds as in Bedrock: the prefix runs through tools, system and messages in that order; it is
kept where a cache point stands; a later request reads the longest kept prefix that it begins
with, found at any block up to its last cache point; a prefix under the model's minimum is not
kept; `inputTokens` leaves cached tokens out.
What is simulated: a token is four characters of JSON, entries live as long as this process (no
time to live), and the models share one minimum.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CHARACTERS_PER_TOKEN = 4
MINIMUM_TOKENS = 1024
CAPACITY = 4096


@dataclass(frozen=True, slots=True)
class InputTokens:
    """A request's input: fresh, read from the cache and written to it."""

    fresh: int
    read: int
    written: int

    def usage(self, output: int) -> dict[str, int]:
        """The `usage` member of an answer of `output` tokens."""
        return {
            "inputTokens": self.fresh,
            "outputTokens": output,
            "totalTokens": self.fresh + self.read + self.written + output,
            "cacheReadInputTokens": self.read,
            "cacheWriteInputTokens": self.written,
        }


@dataclass(frozen=True, slots=True)
class _Prefix:
    digest: bytes
    tokens: int


def tokens(text: str) -> int:
    """Estimate the tokens of a text."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)


class PromptCache:
    """The prefixes that earlier requests left behind their cache points."""

    def __init__(self, minimum: int = MINIMUM_TOKENS) -> None:
        self._minimum = minimum
        self._kept: OrderedDict[bytes, None] = OrderedDict()

    def count(self, request: Mapping[str, Any]) -> InputTokens:
        """Count a request's input against the cache, and keep its own prefixes."""
        prefixes, points = _prefixes(request)
        total = prefixes[-1].tokens
        marked = [prefixes[point] for point in points if prefixes[point].tokens >= self._minimum]
        if not marked:
            return InputTokens(total, 0, 0)
        within = [prefix for prefix in prefixes if prefix.tokens <= marked[-1].tokens]
        read = max((p.tokens for p in within if p.digest in self._kept), default=0)
        for prefix in marked:
            self._keep(prefix.digest)
        return InputTokens(total - marked[-1].tokens, read, marked[-1].tokens - read)

    def _keep(self, digest: bytes) -> None:
        self._kept[digest] = None
        self._kept.move_to_end(digest)
        if len(self._kept) > CAPACITY:
            self._kept.popitem(last=False)


def _prefixes(request: Mapping[str, Any]) -> tuple[list[_Prefix], list[int]]:
    """Every prefix of the request by block, and which of them end at a cache point."""
    digest = hashlib.sha256(str(request.get("modelId", "")).encode())
    prefixes, points, count = [_Prefix(digest.digest(), 0)], [], 0
    for block in _blocks(request):
        if "cachePoint" in block:
            points.append(len(prefixes) - 1)
            continue
        text = json.dumps(block, sort_keys=True)
        digest.update(text.encode())
        count += tokens(text)
        prefixes.append(_Prefix(digest.digest(), count))
    return prefixes, points


def _blocks(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from request.get("toolConfig", {}).get("tools", [])
    yield from request.get("system", [])
    for message in request["messages"]:
        yield {"role": message["role"]}
        yield from message["content"]
