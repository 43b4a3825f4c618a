"""Composite reads: one tool call that correlates several API reads on the spot.

An insight is a function of the reader: it reads operations of the catalogue and returns rows with
the values that prove each of them. `REGISTRY` is the written list of all there are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mcp_tool.columns import Column
from mcp_tool.plan import Plan, Rows

Read = Callable[[Plan], Rows]


@dataclass(frozen=True, slots=True)
class Insight:
    """One composite read.

    Attributes:
        name: what a caller gives as operation.
        tool: the tool that offers it.
        summary: one line of what it finds.
        words: other words it answers to.
        parameters: its own parameters, each with its description.
        calls: the operations it reads, `service:Operation`.
        columns: the columns of its rows.
        read: makes the rows; told how to read a plan, and its own.
    """

    name: str
    tool: str
    summary: str
    words: str
    calls: tuple[str, ...]
    columns: tuple[Column, ...]
    read: Callable[[Read, Plan], Rows]
    parameters: Mapping[str, str] = field(default_factory=dict)


REGISTRY: tuple[Insight, ...] = ()
