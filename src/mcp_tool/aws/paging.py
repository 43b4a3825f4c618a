"""Page after page of one API operation, each with what asked for it, so that reading can go on.

The rules are botocore's paginators. Its own iterator cannot be resumed at a page the caller picks
afterwards, and that is what a cursor needs; so the dozen lines that follow a rule stand here.
"""

from collections.abc import Mapping
from typing import Any

import jmespath

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Operation

# Newer APIs page by one member of the same name in and out, before botocore has a rule for them.
_TOKENS = ("NextToken", "nextToken", "NextMarker", "nextMarker", "Marker", "NextPageToken")

# Log events are read from either end, and each way has its token.
_FORWARD = {"input_token": "nextToken", "output_token": "nextForwardToken"}
_BACKWARD = {"input_token": "nextToken", "output_token": "nextBackwardToken"}

Token = Mapping[str, Any]


class Paging:
    """How one operation is asked for its next page.

    Args:
        models: botocore's description of the APIs.
        operation: what is read.
        parameters: its input, which for log events says the direction.
    """

    def __init__(self, models: Models, operation: Operation, parameters: Mapping[str, Any]) -> None:
        rule = _rule(models, operation.service, operation.name)
        if (operation.service, operation.name) == ("logs", "GetLogEvents"):
            rule = _FORWARD if parameters.get("startFromHead") else _BACKWARD
        self._more = jmespath.compile(rule["more_results"]) if "more_results" in rule else None
        outputs = [jmespath.compile(each) for each in _listed(rule.get("output_token"))]
        self._tokens = dict(zip(_listed(rule.get("input_token")), outputs, strict=True))

    @property
    def tokens(self) -> frozenset[str]:
        """Name the input members that ask for a page."""
        return frozenset(self._tokens)

    def next(self, answer: Mapping[str, Any], token: Token) -> Token | None:
        """Return what asks for the page after an answer, None if it was the last.

        Args:
            answer: AWS's answer.
            token: what asked for it; a service that repeats itself is at its end.
        """
        if self._more is not None and not self._more.search(answer):
            return None
        found = {name: path.search(answer) for name, path in self._tokens.items()}
        given = {name: value for name, value in found.items() if value}
        return given if given and given != token else None


def _rule(models: Models, service: str, operation: str) -> Mapping[str, Any]:
    return models.paginator(service, operation) or _same_name(models, service, operation)


def _same_name(models: Models, service: str, operation: str) -> dict[str, Any]:
    model = models.operation(service, operation)
    if not model.input_shape or not model.output_shape:
        return {}
    for name in _TOKENS:
        if name in model.input_shape.members and name in model.output_shape.members:
            return {"input_token": name, "output_token": name}
    return {}


def _listed(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value
