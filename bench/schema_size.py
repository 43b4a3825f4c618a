"""`schema-size`: the bytes of the tools' descriptions, which every model call carries."""

import json
from collections.abc import Iterator

from bench.figure import Bar, Figure
from bench.lab import Lab
from mcp_tool.insights.registry import REGISTRY
from mcp_tool.schemas import definitions
from mcp_tool.tools import TOOLS

BAR = Bar("value", 24)


def measure(_: Lab) -> Iterator[Figure]:
    """Weigh what the gateway is given."""
    text = json.dumps(definitions(TOOLS, REGISTRY))
    yield Figure("schema-size", len(text.encode()) / 1000, "KB", BAR)
