"""The gateway's inline payload: one tool definition for each tool, derived from the tools.

The gateway's schema knows only type, properties, required, items and description, so allowed
values stand in descriptions and are checked in the Lambda.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from mcp_tool.insights import Insight
from mcp_tool.request import LIMIT
from mcp_tool.tools import Tool

Definition = dict[str, Any]


def definitions(tools: Iterable[Tool], insights: Sequence[Insight]) -> list[Definition]:
    """Write the payload of `CreateGatewayTarget`'s `toolSchema.inlinePayload`.

    Args:
        tools: the tools, in the order they are served.
        insights: the composite reads.
    """
    return [
        _definition(tool, [each for each in insights if each.tool == tool.name]) for tool in tools
    ]


def _definition(tool: Tool, insights: list[Insight]) -> Definition:
    description = tool.description
    if tool.services:
        description += f" APIs: {', '.join(tool.services)}."
    schema = _reading(insights) if tool.services else _PLAIN[tool.name]
    return {"name": tool.name, "description": description, "inputSchema": schema}


def _reading(insights: list[Insight]) -> Definition:
    listed = f" Insights: {', '.join(map(_called, insights))}." if insights else ""
    return {
        "type": "object",
        "properties": {
            "query": _text("The question in plain words."),
            "operation": _text(
                "API operation (service:Operation if two APIs have it) or insight; wins over query."
                + listed
            ),
            "parameters": {"type": "object", "description": "The API's or insight's own."},
            "regions": _texts('Ids or ["all"]. Default: all for query, own for operation.'),
            "accounts": _texts('Aliases or ids, or ["all"]. Default: own.'),
            "fields": _text("JMESPath of a record, {id: InstanceId}, for other columns."),
            "limit": {"type": "integer", "description": f"Most rows, 1-{LIMIT}."},
            "cursor": _text("Of the last answer, to go on behind it."),
        },
        "required": ["query"],
    }


def _called(insight: Insight) -> str:
    """Write an insight as it is called: its name says what it finds, then its parameters."""
    return (
        f"{insight.name}({', '.join(insight.parameters)})" if insight.parameters else insight.name
    )


def _text(description: str) -> Definition:
    return {"type": "string", "description": description}


def _texts(description: str) -> Definition:
    return {"type": "array", "items": {"type": "string"}, "description": description}


_PLAIN: dict[str, Definition] = {
    "hello_world": {
        "type": "object",
        "properties": {"name": _text("Whom to greet.")},
    },
    "get_time": {"type": "object", "properties": {}},
}
