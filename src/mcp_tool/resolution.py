"""What words mean, and the kind of function that finds it out.

Apart from the resolver itself, so that a call that names its operation does not load it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mcp_tool.catalog import Refusal
from mcp_tool.errors import Candidate, RefusedError
from mcp_tool.plan import Filter, Order
from mcp_tool.tools import Tool


@dataclass(frozen=True, slots=True)
class Resolution:
    """What some words mean.

    Attributes:
        tool: the tool that reads it.
        service: botocore's name of the service; empty for an insight.
        operation: the operation, or the name of an insight.
        parameters: its input.
        regions: the regions the words name; empty if none.
        filters: conditions left to the rows.
        order: how rows are sorted.
        limit: how many rows the words ask for.
        notes: what became of the conditions.
        ignored: words that nothing acts on.
        candidates: the best operations, the chosen one first.
        beside: insights that serve where the operation lacks a parameter.
    """

    tool: str
    service: str
    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    order: Order | None = None
    limit: int | None = None
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    beside: tuple[Candidate, ...] = ()


class RefusedMeaningError(RefusedError):
    """The words mean an operation that is refused; carries which."""

    def __init__(
        self, refusal: Refusal, tool: str, *, candidates: tuple[Candidate, ...] = ()
    ) -> None:
        super().__init__(
            f"{refusal.service} {refusal.name} may not be called. {refusal.why}",
            reason=refusal.reason,
            hint="Ask for what surrounds it: names, states, settings.",
            candidates=candidates,
        )
        self.refusal = refusal
        self.tool = tool


# A question, and the tools to look in.
Resolve = Callable[[str, Sequence[Tool]], Resolution]
