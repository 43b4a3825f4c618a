"""Paging of the control plane's lists by `maxResults` and `nextToken`."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from local.agentcore.errors import invalid
from local.agentcore.service_model import Problem

PAGE_SIZE = 10


def page(items: Sequence[Mapping[str, Any]], params: Mapping[str, Any]) -> dict[str, Any]:
    """Cut the page that a list operation's parameters ask for.

    Raises:
        ControlError: ValidationException, the token is not one of ours.
    """
    start = _start(params.get("nextToken"))
    end = start + params.get("maxResults", PAGE_SIZE)
    answer: dict[str, Any] = {"items": list(items[start:end])}
    if end < len(items):
        answer["nextToken"] = base64.urlsafe_b64encode(str(end).encode()).decode()
    return answer


def _start(token: str | None) -> int:
    if token is None:
        return 0
    try:
        return max(0, int(base64.urlsafe_b64decode(token)))
    except ValueError as error:
        raise invalid([Problem("nextToken", "Member must be a token of this list")]) from error
