"""What words would read, without reading it: for operators, and to measure the resolver."""

from collections.abc import Sequence
from typing import Any

from mcp_tool import envelope, request
from mcp_tool.errors import Candidate, ToolError
from mcp_tool.planner import Planner
from mcp_tool.request import ToolRequest
from mcp_tool.resolution import RefusedMeaningError, Resolution
from mcp_tool.tools import TOOLS, Tool, tool

Preview = dict[str, Any]


def preview(planner: Planner, words: object, name: str | None) -> Preview:
    """Plan some words.

    Args:
        planner: makes plans.
        words: the question; anything else is an error in the preview.
        name: the tool to plan with, None to choose it too.

    Returns:
        `{tool, service, operation, parameters, regions, resolved_by, candidates, error}`; what is
        not known is null.
    """
    shown = _empty(name)
    try:
        query = request.text("query", words, request.QUERY_LENGTH)
        found = planner.resolve(query, _tools(name))
    except RefusedMeaningError as error:
        return {**shown, **_refused(error), **_failed(error)}
    except ToolError as error:
        return {**shown, **_meant(planner, error, name), **_failed(error)}
    shown |= _resolved(found)
    chosen = tool(found.tool)
    try:
        if chosen is not None:
            plan = planner.settle(ToolRequest(chosen, query=query), found)
            planned = envelope.planned(plan)
            shown |= {key: planned[key] for key in ("parameters", "regions", "resolved_by")}
    except ToolError as error:
        shown["error"] = envelope.failure(error)["error"]
    return shown


def _tools(name: str | None) -> Sequence[Tool]:
    if name is None:
        return TOOLS
    return (envelope.known(envelope.Invocation(name, {})),)


def _empty(name: str | None) -> Preview:
    return {
        "tool": name,
        "service": None,
        "operation": None,
        "parameters": {},
        "regions": [],
        "resolved_by": None,
        "candidates": [],
        "error": None,
    }


def _resolved(found: Resolution) -> Preview:
    return {
        "tool": found.tool,
        "service": found.service,
        "operation": found.operation,
        "parameters": found.parameters,
        "regions": list(found.regions),
        "resolved_by": "words",
        "candidates": _named(found.candidates),
    }


def _refused(error: RefusedMeaningError) -> Preview:
    """Say which operation the words mean, though it is refused."""
    refusal = error.refusal
    return {"tool": error.tool, "service": refusal.service, "operation": refusal.name}


def _meant(planner: Planner, error: ToolError, name: str | None) -> Preview:
    """Say the tool where all candidates agree on it; the operation stays unknown."""
    owners = {planner.owner(each) for each in error.candidates}
    return {"tool": owners.pop() if name is None and len(owners) == 1 else name}


def _failed(error: ToolError) -> Preview:
    return {"candidates": _named(error.candidates), "error": envelope.failure(error)["error"]}


def _named(candidates: Sequence[Candidate]) -> list[dict[str, str]]:
    return [{"service": each.service, "operation": each.operation} for each in candidates]
