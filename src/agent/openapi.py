"""What the service's description says of answers that FastAPI cannot derive: problems, streams."""

from http import HTTPStatus
from typing import Any

from pydantic import TypeAdapter

from agent.schemas import EVENT_NAMES, Problem

PROBLEM_TYPE = "application/problem+json"
_CONVERSATION = "#/paths/~1api~1conversations~1{conversation_id}"
_ON_A_CONVERSATION = {
    "history": "/get",
    "rename": "/patch",
    "delete": "/delete",
    "clear": "~1clear/post",
    "stop": "~1stop/post",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route answers with."""
    content = {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def conversation_at(place: str) -> dict[str, Any]:
    """Describe an answer that names a conversation: what can be done with it next.

    Args:
        place: where its id stands, as OpenAPI's runtime expressions say it.
    """
    links = {
        name: {
            "operationRef": f"{_CONVERSATION}{operation}",
            "parameters": {"conversation_id": place},
        }
        for name, operation in _ON_A_CONVERSATION.items()
    }
    return {"links": links}


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
