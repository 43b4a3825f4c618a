"""One place of a call as far as it has been read, and what all places of the call share."""

import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from mcp_tool.catalog import Operation
from mcp_tool.plan import Failure, Page, Part, Position, Target

# US dollars a request, from AWS's price list; other reads are free.
_REQUEST_USD = {"ce": 0.01}
# One call asks no further beyond this.
MOST_USD = 0.5
# What a service says of a page that it no longer knows.
_STALE = frozenset({"AwsError", "NotFound"})


class Run:
    """What all places of one call share: the input, the time and the rows that are left.

    Args:
        operation: what is read.
        parameters: its input.
        deadline: `time.monotonic()` at which the answer must be on its way.
        ceiling: rows after which reading stops.
    """

    def __init__(
        self, operation: Operation, parameters: Mapping[str, Any], *, deadline: float, ceiling: int
    ) -> None:
        self.operation = operation
        self.parameters = parameters
        self.deadline = deadline
        self._left = ceiling
        self._spent_usd = 0.0

    @property
    def late(self) -> bool:
        """Tell whether the time is up."""
        return time.monotonic() >= self.deadline

    def goes_on(self) -> bool:
        """Tell whether another page may be asked for."""
        return self._left > 0 and self._spent_usd < MOST_USD and not self.late

    def pay(self, calls: int) -> float:
        """Count what AWS charges for requests, in US dollars, and return it."""
        price = _REQUEST_USD.get(self.operation.service, 0.0) * calls
        self._spent_usd += price
        return price

    def count(self, rows: int) -> None:
        """Count rows that were read."""
        # Two threads may lose a subtraction to each other; the ceiling is a brake, not a promise.
        self._left -= rows


class Reading:
    """One place as far as it has been read; written by one thread, looked at by another.

    Args:
        run: the call.
        position: where it begins.
    """

    def __init__(self, run: Run, position: Position) -> None:
        self.part = Part(position.target, offset=position.offset, rest=position.token)
        self.future: Future[None]
        self._run = run
        self._resumed = bool(position.token)

    def asked(self, calls: int = 1) -> None:
        """Count requests, and what AWS charges for them."""
        price = self._run.pay(calls)
        self.part = replace(
            self.part,
            api_calls=self.part.api_calls + calls,
            cost_usd=self.part.cost_usd + price,
        )

    def charged(self, cost_usd: float, scanned_bytes: int) -> None:
        """Note what a query cost, and what it read for that."""
        self.part = replace(self.part, cost_usd=cost_usd, scanned_bytes=scanned_bytes)

    def add(self, page: Page, rest: Mapping[str, Any] | None, redacted: int) -> None:
        """Take a page, and what asks for the next one."""
        self.part = replace(
            self.part,
            pages=(*self.part.pages, page),
            rest=rest,
            redacted=self.part.redacted + redacted,
        )
        self._run.count(len(page.records))

    def fail(self, found: Failure, *, cut: bool = False) -> None:
        """End in a failure.

        Args:
            found: what went wrong.
            cut: the pages so far are a part that cannot be gone on with.
        """
        if self._resumed and not self.part.pages and found.code in _STALE:
            found = replace(found, code="BadCursor")
        self.part = replace(self.part, rest=None, cut=cut, failure=found)

    def result(self) -> Part:
        """Return the part; raises what the thread raised unforeseen."""
        done = self.future.done()
        if done:
            self.future.result()
        else:
            self.future.cancel()
        part = self.part
        if done and (part.rest is None or not self._run.late):
            return part
        return replace(part, failure=late(self._run.operation, part.target))


def late(operation: Operation, target: Target) -> Failure:
    """Describe a place that the time did not suffice for."""
    return Failure(
        target,
        "Timeout",
        f"{operation.service} {operation.name} in {target.region} was not read to its end in time.",
        "Go on with the cursor, or ask for fewer regions.",
    )
