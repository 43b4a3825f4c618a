"""Errors that the stand-in for the control plane answers with; the model knows their statuses."""

from collections.abc import Sequence

from local.agentcore.service_model import Problem


class ControlError(Exception):
    """One of the service's exceptions, `code` its name; `reason` and `fields` are validation's."""

    def __init__(
        self, code: str, message: str, *, reason: str | None = None, fields: Sequence[Problem] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = reason
        self.fields = tuple(fields)


def invalid(problems: Sequence[Problem]) -> ControlError:
    """ValidationException for members that break a rule; all are told at once."""
    listed = "; ".join(
        f"Value at '{problem.name}' failed to satisfy constraint: {problem.message}"
        for problem in problems
    )
    noun = "error" if len(problems) == 1 else "errors"
    return ControlError(
        "ValidationException",
        f"{len(problems)} validation {noun} detected: {listed}",
        reason="FieldValidationFailed",
        fields=problems,
    )


def conflict(message: str) -> ControlError:
    """ConflictException."""
    return ControlError("ConflictException", message)


def missing(kind: str, identifier: str) -> ControlError:
    """ResourceNotFoundException for a gateway or target."""
    return ControlError("ResourceNotFoundException", f"{kind} {identifier} was not found")
