"""The search tool of a gateway with `searchType` SEMANTIC.

The real one compares meanings; this one counts shared words, so only its form is to be trusted.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from local.agentcore.registry import Tool

NAME = "x_amz_bedrock_agentcore_search"
HITS = 10
LISTED: dict[str, Any] = {
    "name": NAME,
    "description": "Finds the tools that fit a description of what is to be done. Of use when "
    "there are too many tools to look at each.",
    "inputSchema": {
        "type": "object",
        "properties": {"query": {"type": "string", "description": "What is to be done"}},
        "required": ["query"],
    },
}


def search(tools: Iterable[Tool], query: str) -> dict[str, Any]:
    """Return the best ten tools as a `tools/call` result, structured and as text."""
    wanted = _words(query)
    scored = [(len(wanted & _words(f"{tool.name} {tool.description}")), tool) for tool in tools]
    ranked = sorted((hit for hit in scored if hit[0]), key=lambda hit: -hit[0])
    found = {"tools": [tool.listed() for _, tool in ranked[:HITS]]}
    return {
        "content": [{"type": "text", "text": json.dumps(found)}],
        "structuredContent": found,
        "isError": False,
    }


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))
