"""What a tool offers under the name a caller gave, or why not, and what comes nearest."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from mcp_tool.catalog import Catalog, Operation
from mcp_tool.errors import Candidate, RefusedError, UnknownOperationError
from mcp_tool.tools import TOOLS, Tool

NEIGHBOURS = 5


class Offer:
    """Finds operations by name.

    Args:
        catalog: the operations.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def find(
        self, tool: Tool, given: str, beside: Callable[[], Sequence[Candidate]] = tuple
    ) -> Operation:
        """Return the operation a caller named.

        Args:
            tool: the tool that was called.
            given: an API operation, with its service before a colon where two have it
                (`elb:DescribeLoadBalancers`); without, the tool's first service that has it.
            beside: lists what else of the tool has a name that may be meant, its insights; asked
                when no operation has this one.

        Raises:
            RefusedError: the operation may not be called.
            UnknownOperationError: the tool has none of this name.
        """
        services, name = _apart(tool, given)
        for each in services:
            if found := self._catalog.find(each, name):
                return found
        for each in services:
            if refusal := self._catalog.refusal(each, name):
                raise RefusedError(
                    f"{each} {name} may not be called. {refusal.why}",
                    reason=refusal.reason,
                    hint="These tools only read, and never secrets or stored data.",
                    candidates=self.near(tool, name, beside()),
                )
        raise UnknownOperationError(
            f"{tool.name} has no operation {given!r}.",
            hint=self._elsewhere(name)
            or "Name a candidate in operation, or ask in words with query.",
            candidates=self.near(tool, name, beside()),
        )

    def has(self, tool: Tool, given: str) -> bool:
        """Tell whether a tool may call what a caller named."""
        services, name = _apart(tool, given)
        return any(self._catalog.allows(each, name) for each in services)

    def near(
        self, tool: Tool, name: str, beside: Sequence[Candidate] = ()
    ) -> tuple[Candidate, ...]:
        """List the operations of a tool, and what it has beside, whose names come nearest."""
        # Backwards, so that of two APIs with one name the tool's first one stays.
        operations = map(candidate, reversed(self._catalog.operations(tool.name)))
        offered = {each.operation.casefold(): each for each in (*operations, *beside)}
        folded = name.replace("-", "").replace("_", "").casefold()
        close = get_close_matches(folded, offered, n=NEIGHBOURS, cutoff=0.4)
        return tuple(offered[each] for each in close)

    def _elsewhere(self, name: str) -> str | None:
        owners = [
            tool.name
            for tool in TOOLS
            if any(self._catalog.find(service, name) for service in tool.services)
        ]
        return f"{name} is an operation of {', '.join(owners)}." if owners else None


def _apart(tool: Tool, given: str) -> tuple[list[str], str]:
    """Take a name apart: the services to look in, and the operation."""
    service, _, name = given.rpartition(":")
    return [each for each in tool.services if service in ("", each)], name


def candidate(operation: Operation) -> Candidate:
    """Describe an operation to somebody who may want it."""
    return Candidate(operation.service, operation.name, operation.required, operation.summary)


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence has them: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
