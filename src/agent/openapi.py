"""What the service's description says of answers that FastAPI cannot derive: problems, streams."""

from http import HTTPStatus
from typing import Any

from pydantic import TypeAdapter

from agent.schemas import EVENT_NAMES, Problem

PROBLEM_TYPE = "application/problem+json"


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route answers with."""
    content = {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def turn_stream() -> dict[str, Any]:
    """Describe a streamed turn: each of its events, or the bare text."""
    text = {"schema": {"type": "string"}}
    events = [_event(kind, name) for kind, name in EVENT_NAMES.items()]
    return {
        "description": "The turn as it happens. Comment lines keep the stream alive.",
        # `itemSchema` is of OpenAPI 3.2; tools that know 3.1 only pass over it.
        "content": {"text/event-stream": {"itemSchema": {"oneOf": events}}, "text/plain": text},
    }


def _event(kind: type, name: str) -> dict[str, Any]:
    schema = TypeAdapter(kind).json_schema()
    data = _inlined(schema, schema.pop("$defs", {}))
    return {
        "type": "object",
        "properties": {
            "event": {"const": name},
            "data": {
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": data,
            },
        },
        "required": ["event", "data"],
    }


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """Put definitions in the place of references to them, which would point out of an event."""
    if isinstance(schema, list):
        return [_inlined(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {key: _inlined(each, definitions) for key, each in schema.items()}
