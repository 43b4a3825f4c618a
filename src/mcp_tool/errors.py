"""What a tool call can fail with; the handler turns each into the failure envelope.

    ToolError
    ├── UnknownToolError        no such tool, or the invocation names none
    ├── InvalidArgumentError    an argument is missing, misspelt, of a wrong type or out of bounds
    ├── UnknownOperationError   the operation is none of this tool's
    ├── RefusedError            it would change, disclose or cost something; says which
    ├── AmbiguousError          the words fit several operations, or none
    ├── UnknownRegionError
    ├── UnknownAccountError
    ├── BadCursorError          forged, damaged, or of a plan that no longer stands
    ├── BadProjectionError      `fields` is no JMESPath
    ├── ReadError               AWS was asked and did not answer well; carries which way
    └── InternalError           our own fault

A message says what failed and on what, a hint what to do next. Neither carries an exception's text.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operation that may be what the caller wants."""

    service: str
    operation: str
    required: tuple[str, ...]
    summary: str


class ToolError(Exception):
    """A tool call failed in a way the caller can act on."""

    code: ClassVar[str] = "Internal"

    def __init__(self, message: str, *, hint: str, candidates: tuple[Candidate, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.candidates = candidates


class UnknownToolError(ToolError):
    """No such tool, or the invocation names none."""

    code = "UnknownTool"


class InvalidArgumentError(ToolError):
    """An argument is missing, misspelt, of a wrong type or out of bounds."""

    code = "InvalidArgument"


class UnknownOperationError(ToolError):
    """The operation is none of this tool's."""

    code = "UnknownOperation"


class RefusedError(ToolError):
    """The request would change, disclose or cost something."""

    code = "Refused"

    def __init__(
        self,
        message: str,
        *,
        reason: str,
        hint: str,
        candidates: tuple[Candidate, ...] = (),
    ) -> None:
        super().__init__(message, hint=hint, candidates=candidates)
        self.reason = reason


class AmbiguousError(ToolError):
    """The words fit several operations, or none well enough."""

    code = "Ambiguous"


class UnknownRegionError(ToolError):
    """A region that AWS does not have."""

    code = "UnknownRegion"


class UnknownAccountError(ToolError):
    """An account that is not configured."""

    code = "UnknownAccount"


class BadCursorError(ToolError):
    """The cursor is forged, damaged, or of a plan that no longer stands."""

    code = "BadCursor"


class BadProjectionError(ToolError):
    """`fields` is no JMESPath expression."""

    code = "BadProjection"


class ReadError(ToolError):
    """AWS was asked and did not answer well.

    `read_code` is `AccessDenied`, `NotFound`, `Throttled`, `Timeout` or `AwsError`.
    """

    code = "AwsError"

    def __init__(self, message: str, *, read_code: str, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.read_code = read_code


class InternalError(ToolError):
    """The tool itself failed."""

    code = "Internal"

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="Call again; if it stays so, tell the operators the time.")
