"""What words mean, and the kind of function that finds it out.

Apart from the resolver itself, so that a call that names its operation does not load it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mcp_tool.catalog import Operation
from mcp_tool.errors import Candidate
from mcp_tool.plan import Filter, Order
from mcp_tool.tools import Tool


@dataclass(frozen=True, slots=True)
class Resolution:
    """What some words mean.

    Attributes:
        operation: what to read.
        parameters: the API's input.
        regions: the regions the words name; empty if none.
        filters: conditions left to the rows.
        order: how rows are sorted.
        limit: how many rows the words ask for.
        notes: what became of the conditions.
        ignored: words that nothing acts on.
        candidates: the best operations, the chosen one first.
    """

    operation: Operation
    parameters: Mapping[str, Any]
    regions: tuple[str, ...]
    filters: tuple[Filter, ...]
    order: Order | None
    limit: int | None
    notes: tuple[str, ...]
    ignored: tuple[str, ...]
    candidates: tuple[Candidate, ...]


# A question, and the tools to look in.
Resolve = Callable[[str, Sequence[Tool]], Resolution]
