"""Idempotency of create operations: the same client token gives the same answer."""

import json
from collections.abc import Mapping
from typing import Any

from local.agentcore.errors import ControlError

Document = dict[str, Any]


class ClientTokens:
    """Answers already given, by token."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[str, Document]] = {}

    def replay(self, operation: str, params: Mapping[str, Any]) -> Document | None:
        """Return the earlier answer to the same request, if there is one.

        Raises:
            ControlError: ValidationException, the token came with other parameters before.
        """
        held = self._answers.get(params.get("clientToken", ""))
        if held is None:
            return None
        request, answer = held
        if request != _canonical(operation, params):
            raise ControlError(
                "ValidationException",
                "The client token was used before with other parameters",
                reason="IdempotentParameterMismatchException",
            )
        return answer

    def remember(self, operation: str, params: Mapping[str, Any], answer: Document) -> None:
        """Keep the answer for the request's token, if it has one."""
        if "clientToken" in params:
            self._answers[params["clientToken"]] = (_canonical(operation, params), answer)


def _canonical(operation: str, params: Mapping[str, Any]) -> str:
    return json.dumps([operation, params], sort_keys=True)
